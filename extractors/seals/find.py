"""Find the seals of a page and read them."""

from __future__ import annotations

from typing import Final

from extractors.facts import Ink, Seal, SealKind, Shape
from extractors.ocr.engine import PageImage, Recognised, Recogniser
from extractors.seals.black import locate_black
from extractors.seals.closeup import WhitePage, on_page
from extractors.seals.fingerprint import fingerprint
from extractors.seals.frame import read_frame
from extractors.seals.inner import CODE, read_code, read_inner, star_turns
from extractors.seals.kind import is_mark, kind_of, purpose_of
from extractors.seals.locate import Found, believed, locate
from extractors.seals.ring import Plate, find_ring, plate, unrolled
from extractors.seals.title import NO_TITLE, Title, read_title

CUT: Final = 0.97  # share of the outline on the page below which the page's edge cuts it
STARRED: Final = 0.5
STRONG: Final = 0.7
STAR_IN_BLACK: Final = 0.8
REPORTED: Final = 0.55  # confidence from which a seal is reported
READABLE: Final = 0.5
MOST_LETTERS_BY_CHANCE: Final = 3
UNREAD_AT_EDGE: Final = 0.75  # of a fragment nothing can be expected to be read
CLOSED: Final = 0.98
UNREAD: Final = 0.65  # so that only a perfect outline with arc text is enough by itself


def find_seals(image: PageImage, dpi: int | None, recogniser: Recogniser) -> tuple[Seal, ...]:
    """All seals on an upright page, surest first.

    `dpi` is the page's resolution where it is known; without it seals are looked for at any size
    that a page of this many pixels could have them.
    """
    page = WhitePage.of(image)
    coloured = locate(page, dpi)
    everything = (*coloured, *locate_black(page, dpi, coloured))
    seals = [_read(page, dpi, found, recogniser) for found in everything]
    return tuple(seal for seal in seals if seal is not None)


def _read(page: WhitePage, dpi: int | None, found: Found, recogniser: Recogniser) -> Seal | None:
    """A seal with its words; None where they show that it is none."""
    sheet = plate(page, found.outline, found.ink)
    image = page.image
    title, lines, code = _words(sheet, recogniser)
    confidence = found.score * _borne_out(found, title, lines)
    if confidence < REPORTED or (found.outline.straight and is_mark(title.text)):
        return None
    shape = found.outline.shape
    purposes = [known[0] for known in (purpose_of(line) for line in lines) if known]
    known_dpi = believed((image.shape[0], image.shape[1]), dpi)
    edge = found.signs.visible < CUT or found.slice_box is not None
    widest = 2 * max(found.outline.half_width, found.outline.half_height)
    kind = kind_of(shape, title.text, lines, found.signs.star > STARRED)
    if edge and kind is SealKind.DEPARTMENT:
        # Half a title may end in 科 or 部 by chance.
        kind = SealKind.UNKNOWN
    return Seal(
        box=on_page(found.slice_box or found.outline.box, (image.shape[0], image.shape[1])),
        shape=shape,
        ink=found.ink,
        kind=SealKind.UNKNOWN if edge and not title.text else kind,
        title=title.text,
        purpose=purposes[0] if purposes else "".join(lines if not found.outline.straight else ()),
        code=code,
        diameter_mm=widest * 25.4 / known_dpi if known_dpi else None,
        complete=not edge,
        edge=edge,
        confidence=min(1.0, confidence),
        title_confidence=title.confidence,
        characters=title.characters,
        readings=title.readings,
        traces=title.traces,
        fingerprint="" if edge else fingerprint(sheet),
    )


def _borne_out(found: Found, title: Title, lines: tuple[str, ...]) -> float:
    """What is left of a find's score when its words are looked at, 0..1.

    The star of a round seal bears it out too, so that a worn one is not lost; a ring or frame
    without a star in which nothing can be read may be anything.
    """
    if found.slice_box is not None:
        return 1.0
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in title.text)
    readable = title.confidence >= READABLE and chinese >= MOST_LETTERS_BY_CHANCE
    if readable or any(purpose_of(line) for line in lines):
        return 1.0
    if found.ink is Ink.BLACK:
        return 1.0 if found.signs.star > STAR_IN_BLACK else 0.0
    if found.outline.straight:
        return UNREAD
    if found.signs.star > STARRED and found.score > STRONG:
        return 1.0
    if found.signs.outline < CLOSED:
        return 0.0
    return UNREAD_AT_EDGE if found.signs.visible < CUT else UNREAD


def _has_purpose(lines: tuple[Recognised, ...]) -> bool:
    return any(purpose_of(line.text) for line in lines)


def _words(sheet: Plate, recogniser: Recogniser) -> tuple[Title, tuple[str, ...], str]:
    """Title, further lines and code of a seal."""
    if sheet.outline.straight:
        title, lines = read_frame(sheet, recogniser)
        return title, lines, ""
    ring = find_ring(unrolled(sheet.ink, sheet.outline), sheet.outline)
    title = read_title(sheet, ring, recogniser) if ring.length > 0 else NO_TITLE
    inner = read_inner(sheet, ring.turn, recogniser)
    if sheet.outline.shape is not Shape.OVAL and not _has_purpose(inner):
        # The title's middle may have been missed; the star says more exactly what is up.
        turned = (read_inner(sheet, turn, recogniser) for turn in star_turns(sheet))
        inner = next((words for words in turned if _has_purpose(words)), inner)
    code = "" if sheet.outline.shape is Shape.OVAL else read_code(sheet, ring.turn, recogniser)
    lines = tuple(result.text for result in inner if not CODE.search(result.text))
    return title, lines, code
