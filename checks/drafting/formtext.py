"""A drafted form as the text of a pack's file."""

from __future__ import annotations

from collections.abc import Iterator

from checks.drafting.drafts import DraftBlock, DraftField, DraftForm, DraftRows
from checks.drafting.labels import is_known
from checks.drafting.toml import Pair, Section, document
from extractors.language import label_key

_HEAD = (
    "A draft: look through the lines marked uncertain, and add other wordings of labels. A blank",
    "form does not say what is required: here all is but 备注, 传真 and the like.",
)
_OFFICE_BLOCK = "for the office: no rule asks for it"
_TICKS = ("enum", "enums")


def form_text(form: DraftForm) -> str:
    """The text of forms/KIND.toml."""
    sections = [
        Section(
            "",
            (
                Pair("kind", form.kind),
                Pair("name", form.name),
                Pair("titles", form.titles),
                Pair("file_words", (form.name,)),
            ),
            (_source(form), *_HEAD, *form.notes),
        )
    ]
    sections += [_field("[[fields]]", one, first=n == 0) for n, one in enumerate(form.fields)]
    for rows in form.rows:
        sections += _rows(rows)
    sections += [_block(one, first=n == 0) for n, one in enumerate(form.blocks)]
    return document(tuple(sections))


def _source(form: DraftForm) -> str:
    if form.stub:
        return f"No file showed this form ({form.source}): its fields are to be written."
    return f"From {form.source}."


def _field(header: str, one: DraftField, *, first: bool) -> Section:
    return Section(header, tuple(_pairs(one)), one.notes, apart=first)


def _pairs(one: DraftField) -> Iterator[Pair]:
    yield Pair("name", one.name)
    yield Pair("labels", _labels(one.label))
    if one.type != "text":
        yield Pair("type", one.type)
    if one.options:
        yield Pair("options", one.options)
    if one.after:
        yield Pair("after", one.after)
    if one.cover:
        yield Pair("region", "cover")
    if one.pattern:
        yield Pair("pattern", one.pattern)
    if one.personal:
        yield Pair("personal", True)
    if one.office:
        yield Pair("office_only", True)
    elif one.required:
        yield Pair("required", True)


def _labels(label: str) -> tuple[str, ...]:
    """The label as printed; years also without 年, as they are often written."""
    key = label_key(label)
    if key[:4].isdecimal() and key.rstrip("年度").isdecimal():
        year = key[:4]
        return tuple(dict.fromkeys((label, f"{year}年", year, f"{year}年度")))
    return (label,) if is_known(label) or label == key else tuple(dict.fromkeys((label, key)))


def _rows(rows: DraftRows) -> list[Section]:
    pairs = [Pair("name", rows.name)] + ([Pair("required", True)] if rows.required else [])
    columns = [_column(column) for column in rows.columns]
    return [Section("[[rows]]", tuple(pairs), rows.notes), *columns]


def _column(one: DraftField) -> Section:
    pairs = tuple(pair for pair in _pairs(one) if pair.key not in ("required", "personal"))
    return Section("[[rows.columns]]", pairs, one.notes, apart=False)


def _block(one: DraftBlock, *, first: bool) -> Section:
    pairs = [Pair("name", one.name)]
    if one.label:
        pairs.append(Pair("labels", (one.label,)))
    if one.signatures:
        pairs.append(Pair("signatures", one.signatures))
    if one.whole != "cell":
        pairs.append(Pair("whole", one.whole))
    if not one.text and one.whole != "cover":
        pairs.append(Pair("text", False))
    if not one.dated and one.whole != "cover":
        pairs.append(Pair("dated", False))
    notes = (*one.notes, *((_OFFICE_BLOCK,) if one.office else ()))
    return Section("[[blocks]]", tuple(pairs), notes, apart=first)
