"""Rules that follow from what was drafted, in the words of the pack's rule kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checks.drafting.drafts import DraftBlock, DraftForm, DraftSubmission
from checks.drafting.toml import Pair, Section, Value, document

_ASSUMED = "assumed: drafted from the blank form"
_ELECTRONIC = {"usb", "disc", "email", "online"}
_HEAD = (
    'A draft. `code` is a class of deficiency; `source` what a rule rests on: "notice: …" with its',
    'sentence, or "assumed: …". In messages, {names} stand for what the rule found.',
)


@dataclass(frozen=True, slots=True)
class Drafted:
    """An award with its form and what is to be handed in for it (None where nothing says)."""

    id: str
    name: str
    form: DraftForm
    submission: DraftSubmission | None


def rules_text(awards: tuple[Drafted, ...]) -> str:
    """The text of rules.toml."""
    rules = [*_office(awards)]
    for award in awards:
        rules += [*_materials(award), *_fields(award), *_seals(award)]
    first, *rest = rules
    return document((Section(first.header, first.pairs, _HEAD), *rest))


def _rule(
    name: str,
    code: str,
    awards: tuple[str, ...],
    require: Mapping[str, Value],
    severity: str,
    message: str,
    remedy: str,
    source: str,
) -> Section:
    pairs = (
        Pair("id", name), Pair("code", code), Pair("award", awards), Pair("require", require),
        Pair("severity", severity), Pair("message", message), Pair("remedy", remedy),
        Pair("source", source),
    )  # fmt: skip
    return Section("[[rule]]", pairs)


def _office(awards: tuple[Drafted, ...]) -> Iterator[Section]:
    every = tuple(award.id for award in awards)
    said = any(award.submission for award in awards)
    yield _rule(
        "in-time", "T01", every, {"kind": "received_by_closing"}, "return",
        "材料于{received_on}收到，晚于截止日{closing}。", "逾期材料是否受理由主办单位决定。",
        "notice: see [[submission]] in programme.toml" if said else "assumed: no notice was given",
    )  # fmt: skip
    submissions = dict.fromkeys(award.submission for award in awards if award.submission)
    for one in submissions:
        ids = tuple(award.id for award in awards if award.submission == one)
        yield from _copies(one, ids)
    yield _rule(
        "required-fields", "F01", every, {"kind": "filled"}, "supplement",
        "{form_name}“{label}”一栏未填写。", "请填写；确无内容的请注明原因。", _ASSUMED,
    )  # fmt: skip


def _copies(one: DraftSubmission, awards: tuple[str, ...]) -> Iterator[Section]:
    source = f"notice: {one.source}"
    if one.originals is not None:
        require: dict[str, Value] = {
            "kind": "copies",
            "originals": one.originals,
            "copies": one.copies,
        }
        bound = "，装订成册" if one.bound else ""
        yield _rule(
            f"{one.id}-copies", "C01", awards, require, "supplement",
            "纸质材料应交{wanted}，收到{received}。", f"请补齐纸质材料{bound}。", source,
        )  # fmt: skip
    if _ELECTRONIC & set(one.channels):
        yield _rule(
            f"{one.id}-electronic", "C02", awards, {"kind": "electronic_version"}, "supplement",
            "{form_name}的电子版{problem}。", "请提交能够打开、未加密的Word电子版。", source,
        )  # fmt: skip


def _materials(award: Drafted) -> Iterator[Section]:
    name = award.form.name
    source = f"notice: {award.submission.source}" if award.submission else _ASSUMED
    yield _rule(
        f"{award.id}-form", "D01", (award.id,), {"kind": "material", "document": award.form.kind},
        "return", f"缺少{name}。", f"请提交{name}。", source,
    )  # fmt: skip


def _fields(award: Drafted) -> Iterator[Section]:
    types = {field.type for field in award.form.fields}
    for kind, what in (("uscc", "统一社会信用代码"), ("idno", "身份证号码")):
        if kind in types:
            yield _rule(
                f"{award.id}-{kind}", "F04", (award.id,), {"kind": "valid", "type": kind},
                "supplement", f"{{form_name}}所填{what}“{{value}}”校验不符。", "请核对后更正。",
                "assumed; check digit",
            )  # fmt: skip
    for field in award.form.fields:
        if field.most and field.type in ("text", "richtext"):
            require: dict[str, Value] = {
                "kind": "length", "form": award.form.kind, "field": field.name, "most": field.most,
            }  # fmt: skip
            yield _rule(
                f"{award.id}-{field.name}-length", "F02", (award.id,), require, "supplement",
                f"“{field.label}”共{{length}}字，超过{{most}}字。", "请缩短到{most}字以内。",
                f"form: {field.label}",
            )  # fmt: skip


def _seals(award: Drafted) -> Iterator[Section]:
    blocks = [block for block in award.form.blocks if not block.office]
    own = tuple(block.name for block in blocks if block.sealed and not _is_recommender(block))
    others = tuple(block.name for block in blocks if block.sealed and _is_recommender(block))
    signed = tuple(b.name for b in blocks if b.signatures and not _is_recommender(b))
    demand = award.submission.seal if award.submission else ""
    source = f"notice: 加盖{demand}" if demand and award.submission else _ASSUMED
    place: dict[str, Value] = {"form": award.form.kind, "places": own}
    if own:
        yield _rule(
            f"{award.id}-seal", "S01", (award.id,), {"kind": "seal_present", **place},
            "supplement", "{form_name}{place_name}未加盖公章。",
            "请加盖单位公章后重新提交该页（正本原件）。", source,
        )  # fmt: skip
        yield _rule(
            f"{award.id}-seal-kind", "S03", (award.id,), {"kind": "seal_kind", "places": own},
            "supplement", "{form_name}{place_name}所盖为{purpose}，不是单位公章。",
            "请加盖单位公章后重新提交该页（正本原件）。", source,
        )  # fmt: skip
    if others:
        require: dict[str, Value] = {"form": award.form.kind, "places": others, "when_filled": True}
        yield _rule(
            f"{award.id}-recommender-seal", "S08", (award.id,),
            {"kind": "seal_present", **require}, "supplement", "推荐单位意见未加盖推荐单位公章。",
            "请由推荐单位加盖公章。", _ASSUMED,
        )  # fmt: skip
    if signed:
        require = {"form": award.form.kind, "places": signed}
        yield _rule(
            f"{award.id}-signed", "G01", (award.id,), {"kind": "signed", **require}, "supplement",
            "{form_name}{place_name}未签字。", "请签字后重新提交该页。",
            "assumed (house.signature_demanded)",
        )  # fmt: skip


def _is_recommender(block: DraftBlock) -> bool:
    return block.name.startswith("recommender")
