"""Places of a blank form that ask for a seal, a signature or a date."""

from __future__ import annotations

import re

from checks.drafting.cells import (
    asks_date,
    asks_seal,
    asks_signature,
    hints_of,
    is_blank,
    is_for_office,
    is_opinion_label,
    shown_label,
    unbracketed,
)
from checks.drafting.found import FoundBlock
from extractors.language import squeezed

_SIGNER = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{2,10}?)[(（]?(?:亲笔)?(?:签字|签名|签章|手签)(?:或?盖章)?[)）]?"
)
_SHORT_SIGNER = re.compile(r"^(?P<who>(?:法定代表人|单位负责人|负责人|经办人|审核人|本人))[:：]")
_NO_LABEL = "no label found for this place: put the printed words here"
_NO_MARKS = "uncertain: no seal, signature or date is printed there"


def is_block(text: str) -> bool:
    """True for a cell that asks for a seal or signature, or for an opinion with a date."""
    if asks_seal(text) or asks_signature(text):
        return "\n" in text.strip() or asks_date(text) or _is_prose(text)
    return asks_date(text) and is_opinion_label(text.split("\n")[0])


def own_label(text: str) -> str:
    """The label that a block's own cell begins with, or ""."""
    first = text.strip().split("\n")[0]
    opinion = is_opinion_label(first) or (first.rstrip().endswith((":", "：")))
    marked = asks_seal(first) or asks_signature(first)
    if opinion and not marked and not is_blank(first):
        return shown_label(first)
    head = re.split(r"[:：]", first)[0]
    return shown_label(head) if is_opinion_label(head) and head != first else ""


def block_of(label: str, text: str) -> FoundBlock:
    """A block by its label (or "") and the printed text of its cell."""
    signatures = signers_in(text)
    sealed, dated = asks_seal(text), asks_date(text)
    notes = () if label else (_NO_LABEL,)
    if not (sealed or dated or signatures):
        notes = (*notes, _NO_MARKS)
    return FoundBlock(
        label=label,
        sealed=sealed or (asks_seal(hints_of(label)) and bool(label)),
        signatures=signatures,
        dated=dated or not (sealed or signatures),
        text=not _is_declaration(label, text),
        office=is_for_office(label),
        notes=notes,
    )


def signers_in(text: str) -> tuple[str, ...]:
    """Who is to sign: 法定代表人（签字） gives 法定代表人."""
    found: list[str] = []
    for line in text.split("\n"):
        bare = squeezed(line)
        found += [match["who"] for match in _SIGNER.finditer(bare)]
        short = _SHORT_SIGNER.match(bare)
        found += [short["who"]] if short else []
        if asks_signature(bare) and not found:
            found.append("签字" if "签字" in bare else "签名")
    return tuple(dict.fromkeys(found))


def _is_declaration(label: str, text: str) -> bool:
    """The printed words of a promise are no opinion that somebody has to write."""
    return bool(re.search(r"声明|承诺", label)) and _is_prose(text)


def _is_prose(text: str) -> bool:
    return "。" in text and len(squeezed(text)) > 24


def seal_label(text: str) -> str:
    """The words beside a seal hint: 申报单位 of 申报单位（盖章）."""
    return unbracketed(re.sub(r"[(（]?(?:加盖)?(?:单位)?(?:公章|盖章|印章)[)）]?", "", text))
