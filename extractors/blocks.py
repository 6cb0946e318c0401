"""Opinion and declaration blocks: their text, signature and date, and where a seal belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from extractors.dates import is_empty_date
from extractors.facts import OFFICE, Box, Reading
from extractors.formtypes import Block, Field, Place
from extractors.language import label_key, plain, squeezed
from extractors.layout import Piece, Sheet, below, right_of
from extractors.readings import ASKED_IN_BRACKETS, reading_of
from extractors.wording import agreement

_SEAL_HINT = re.compile(r"[(（](?:单位)?(?:加盖)?(?:公章|盖章|印章|章)[)）]")
_ONLY_PRINTED = re.compile(
    r"(?:\S{0,8}(?:单位|组织))?[:：]?[(（]?(?:单位)?(?:加盖)?(?:公章|盖章)[)）]?[:：]?"
    # Set apart (公　章), its halves may be two lines.
    r"|[(（]公|章[)）]"
    # What asks for something, with nothing behind it, and hints in brackets.
    r"|(?:[\u3400-\u9fff/、（）()]{2,14}[:：][_＿]*)+"
    rf"|{ASKED_IN_BRACKETS}"
)
# 〇 is often lost or read as a bracket, so two numerals make a year here.
_DATE_LINE = re.compile(
    r"\d{4}\s*(?:年(?!度)|[.\-/])|年\s*月|[〇○零一二三四五六七八九()（）]{2,4}年"
)
# Of 签字 or 签名 the second character is easily lost under a pen.
_SIGN = re.compile(r"[(（]?(?:亲笔)?(?:签字|签名|签章|签(?=[)）:：]))[)）]?[:：]?")
# Words before who signs, 主要 of 主要负责人, and who signs in words that no block knows.
_SHORT_BEFORE = re.compile(r"[\u3400-\u9fff]{1,6}")
_ASKED = re.compile(r"[\u3400-\u9fff]{2,10}[(（]?(?:签字|签名|签章)[)）]?[:：](.{0,8})")
_DATE_LABEL = re.compile(r"(?:填表|填报|签字|签署|签章)?\s*日\s*期\s*[:：]?\s*$")
_SHORT_LINE = 28
_LEAST_TITLE = 0.87
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、")
_LONGEST_HEADING = 30
_IN_SENTENCES = re.compile("[，,。；;]")
_SIGNATURE = Field(name="signature", type="signature")
_DATE = Field(name="date", type="date")
_TEXT = Field(name="text", type="richtext")


def read_block(
    block: Block,
    sheets: tuple[Sheet, ...],
    places: dict[str, Place],
    orders: dict[str, tuple[int, float, float]],
    titles: frozenset[str] = frozenset(),
    sure: float = 1.0,
) -> Iterator[tuple[str, Reading[Any]]]:
    """Fields of a block; its place and order are noted under its name. `sure`: of its title.

    `titles` are the keys of all blocks' labels: a cell that holds one is no other block's place.
    """
    found = _find(block, sheets, titles)
    if found is None:
        return
    piece, lines = found
    orders[block.name] = piece.order
    places[block.name] = Place(piece.file, piece.page, None if piece.typed else piece.box)
    if block.whole == "cover":
        return
    signature, day, text = _parts(lines, block)
    if block.text:
        yield block.name, reading_of(_TEXT, piece.rest("\n".join(text)), sure)
    piece = replace(piece, penned="")  # people are meant to sign and date with a pen
    if block.signatures:
        yield f"{block.name}_signature", reading_of(_SIGNATURE, piece.rest(signature), sure)
    if block.dated:
        yield block.date_name or f"{block.name}_date", reading_of(_DATE, piece.rest(day), sure)


def _find(
    block: Block, sheets: tuple[Sheet, ...], titles: frozenset[str]
) -> tuple[Piece, tuple[str, ...]] | None:
    if not sheets:
        return None
    if block.whole == "cover":
        return _whole(sheets[0])
    if block.whole == "page":
        return _whole(sheets[-1])
    keys = tuple(label_key(label) for label in block.labels)
    for sheet in sheets:
        for cells in sheet.tables:
            for cell in cells:
                piece = _of_label(cell, cells, keys, titles)
                if piece is not None:
                    return piece, tuple(piece.text.split("\n"))
    return _free(sheets, keys, titles)


def _of_label(
    cell: Piece, cells: tuple[Piece, ...], keys: tuple[str, ...], titles: frozenset[str]
) -> Piece | None:
    """The block's cell: beside its label, under it, or the label's own cell where text follows.

    Of blocks side by side each has its place under its title.
    """
    if _is_title(cell.key, keys, titles):
        beside = right_of(cell, cells)
        if beside is not None and not _opens_with(beside, titles):
            return beside
        # The heading of a part, over the titles of its blocks, has no place of its own.
        under = below(cell, cells)
        return None if under is not None and _opens_with(under, titles) else under
    first, _, rest = cell.text.partition("\n")
    head = label_key(first)
    if rest and _is_title(head, keys, titles):
        return cell.rest(rest)
    whole = squeezed(cell.text)
    for key in keys:
        if whole.startswith(key) and len(whole) > len(key) + 6:
            return cell.rest(plain(cell.text)[len(key) :])
    return None


@lru_cache(maxsize=50_000)
def _is_title(key: str, keys: tuple[str, ...], titles: frozenset[str]) -> bool:
    """True where a key means this block, and no other one better."""
    own = max((agreement(key, one) for one in keys), default=0.0)
    return own >= _LEAST_TITLE and own >= max((agreement(key, one) for one in titles), default=0.0)


def _opens_with(cell: Piece, titles: frozenset[str]) -> bool:
    first = label_key(cell.text.partition("\n")[0])
    return any(
        agreement(key, title) >= _LEAST_TITLE for title in titles for key in (cell.key, first)
    )


def _free(
    sheets: tuple[Sheet, ...], keys: tuple[str, ...], titles: frozenset[str]
) -> tuple[Piece, tuple[str, ...]] | None:
    """A heading outside tables: the block reaches from it to the next one, or to the page's end."""
    for sheet in sheets:
        for line in sheet.free:
            if _is_title(line.key, keys, titles):
                rest = [other for other in sheet.free if other.order > line.order]
                if not rest:
                    continue
                box = replace(sheet.page.area, top=line.box.top)
                following = next((other for other in rest if _heads(other, titles)), None)
                if following is rest[0] and _is_title(following.key, keys, titles):
                    continue  # of the part whose first block this is
                if following is not None:
                    rest = [other for other in rest if other.order < following.order]
                    box = replace(box, bottom=max(box.top, following.box.top))
                if any(t and t[0].box.top > line.box.top for t in sheet.tables):
                    bottom = min(t[0].box.top for t in sheet.tables if t[0].box.top > line.box.top)
                    rest = [other for other in rest if other.box.top < bottom]
                    box = replace(box, bottom=min(box.bottom, bottom))
                return _over(sheet, box, rest)
    return None


def _heads(line: Piece, titles: frozenset[str]) -> bool:
    """True for the heading of what follows; a numbered sentence (of a promise) is none."""
    text = squeezed(line.text)
    if _HEADING.match(text) and len(text) <= _LONGEST_HEADING and not _IN_SENTENCES.search(text):
        return True
    return any(agreement(line.key, title) >= _LEAST_TITLE for title in titles)


def _whole(sheet: Sheet) -> tuple[Piece, tuple[str, ...]] | None:
    if not sheet.free and not sheet.tables:
        return None
    return _over(sheet, sheet.page.area, list(sheet.free))


def _over(sheet: Sheet, box: Box, lines: list[Piece]) -> tuple[Piece, tuple[str, ...]]:
    texts = tuple(_levelled(lines))
    sure = min((line.confidence for line in lines), default=1.0)
    piece = Piece(
        "\n".join(texts), "", box, sure, sheet.file, sheet.page.number, sheet.index,
        sheet.page.source in OFFICE, "", (), sheet.page.area.width,
        "\n".join(line.penned for line in lines if line.penned),
    )  # fmt: skip
    return piece, texts


def _levelled(lines: list[Piece]) -> Iterator[str]:
    """Lines top to bottom; pieces on one height are one line."""
    row: list[Piece] = []
    for line in sorted(lines, key=lambda line: line.box.centre[1]):
        if row and line.box.centre[1] > row[-1].box.bottom - 0.3 * row[-1].box.height:
            yield " ".join(piece.text for piece in sorted(row, key=lambda p: p.box.left))
            row = []
        row.append(line)
    if row:
        yield " ".join(piece.text for piece in sorted(row, key=lambda p: p.box.left))


def _parts(lines: tuple[str, ...], block: Block) -> tuple[str, str, list[str]]:
    """Signature, date and the remaining text of a block."""
    signature, day, text = "", "", []
    for line in lines:
        shown = plain(line)
        rest, signed = _without_signature(shown, block)
        signature = signature or signed
        date_at = _DATE_LINE.search(rest)
        if date_at and len(squeezed(rest)) <= 40 and not _is_sentence(rest):
            tail = rest[date_at.start() :]
            if not is_empty_date(tail):
                day = day or tail
            rest = _DATE_LABEL.sub("", rest[: date_at.start()])
        rest = _SEAL_HINT.sub("", rest)
        if squeezed(rest) and not _ONLY_PRINTED.fullmatch(squeezed(rest)):
            text.append(rest.strip())
    return signature, day, text


def _is_sentence(text: str) -> bool:
    return "。" in text or len(squeezed(text)) > 28


def _without_signature(line: str, block: Block) -> tuple[str, str]:
    """The line without its signature part, and what stands signed there.

    A signature part is one of the block's labels followed by 签字, or by a colon in a short line:
    "本人承诺：…" begins with the label 本人 and is none.
    """
    bare = squeezed(line)
    for label in block.signatures:
        at = bare.find(squeezed(label))
        if at < 0:
            continue
        rest = bare[at + len(squeezed(label)) :]
        match = _SIGN.match(rest)
        short = len(bare) <= _SHORT_LINE and rest.startswith((":", "："))
        if match is None and not short:
            continue
        rest = rest[match.end() :] if match else rest[1:]
        date_at = _DATE_LINE.search(rest)
        signed = rest[: date_at.start()] if date_at else rest
        tail = rest[date_at.start() :] if date_at else ""
        before = "" if _SHORT_BEFORE.fullmatch(bare[:at]) else bare[:at]
        return before + tail, _SEAL_HINT.sub("", signed).strip("_＿:：）)（( ")
    asked = _ASKED.fullmatch(bare)
    return ("", asked[1].strip("_＿ ")) if asked and block.signatures else (line, "")
