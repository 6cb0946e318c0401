"""Find the seals of a page and read them."""

from __future__ import annotations

from typing import Final

from extractors.facts import Seal, SealKind, Shape
from extractors.ocr.engine import PageImage, Recogniser
from extractors.seals.closeup import WhitePage, on_page
from extractors.seals.fingerprint import fingerprint
from extractors.seals.frame import read_frame
from extractors.seals.inner import CODE, read_below, read_code, read_inner, readable
from extractors.seals.kind import is_mark, kind_of, part_of, purpose_of
from extractors.seals.locate import Found, believed
from extractors.seals.located import located
from extractors.seals.opening import star_of
from extractors.seals.proof import WHOLE, probability
from extractors.seals.ring import Plate, find_rings, plate
from extractors.seals.spotted import spotted
from extractors.seals.title import Title, read_title

STARRED: Final = 0.5
REPORTED: Final = 0.45  # probability from which a seal is reported; below one half in doubt


def find_seals(image: PageImage, dpi: int | None, recogniser: Recogniser) -> tuple[Seal, ...]:
    """All seals on an upright page, coloured ones first, the best outlines before others.

    `dpi` is the page's resolution where it is known; without it seals are looked for at any size
    that a page of this many pixels could have them.
    """
    page = WhitePage.of(image)
    seals = [_read(page, dpi, found, recogniser) for found in located(page, dpi)]
    return tuple(seal for seal in seals if seal is not None)


def _read(page: WhitePage, dpi: int | None, found: Found, recogniser: Recogniser) -> Seal | None:
    """A seal with its words; None where they show that it is none."""
    sheet = plate(page, found.outline, found.ink, found.print_below)
    image = page.image
    title, lines, code = _words(sheet, recogniser)
    known_dpi = believed((image.shape[0], image.shape[1]), dpi)
    star = 0.0 if found.outline.straight else star_of(sheet.ink, sheet.outline)[1]
    # A slice was found by the two arcs on it: nothing else can be expected to show.
    is_slice = found.slice_box is not None
    confidence = found.score if is_slice else probability(found, title, lines, star, known_dpi)
    if confidence < REPORTED or (found.outline.straight and is_mark(title.text)):
        return None
    shape = found.outline.shape
    purposes = [known[0] for known in (purpose_of(line) for line in lines) if known]
    edge = found.signs.visible < WHOLE or found.slice_box is not None
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
        fragment=found.fragment,
        fingerprint="" if edge else fingerprint(sheet),
    )


def _words(sheet: Plate, recogniser: Recogniser) -> tuple[Title, tuple[str, ...], str]:
    """Title, further lines and code of a seal."""
    if sheet.outline.straight:
        title, lines = read_frame(sheet, recogniser)
        return title, lines, ""
    title, ring = read_title(sheet, find_rings(sheet), recogniser)
    lines = _inner_lines(sheet, ring.turn, recogniser)
    code = "" if sheet.outline.shape is Shape.OVAL else read_code(sheet, ring.turn, recogniser)
    return title, lines, code


def _inner_lines(sheet: Plate, turn: float, recogniser: Recogniser) -> tuple[str, ...]:
    """What stands within the ring, a purpose as it is properly written where it is hardly read."""
    read = read_inner(sheet, turn, recogniser)
    lines = tuple(line.text for line in readable(read) if not CODE.search(line.text))
    if any(map(_is_purpose, lines)):
        return lines
    # The rows of a worn or overprinted line run into others: it is read where it should stand.
    below = read_below(sheet, turn, recogniser)
    found = [line.text for line in readable(below) if _is_purpose(line.text)][:1]
    known = found or [spotted(line.trace for line in (*read, *below))]
    return (*known, *lines) if known[0] else lines


def _is_purpose(line: str) -> bool:
    return bool(purpose_of(line) or part_of(line))
