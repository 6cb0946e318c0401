"""Every seal of a page: what was measured (outlines on ink) and what was seen (a network), joined.

Each speaks for or against the other: an outline at which the network sees nothing is likely a logo
or a table, and what only the network sees is put on its ink and weighed like the rest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from extractors.facts import Ink
from extractors.seals.black import dark, locate_black
from extractors.seals.closeup import CloseUp, WhitePage, close_up, on_page
from extractors.seals.fit import fitted
from extractors.seals.inks import FAINT, Grey, greyish, over, print_level, solid, strength
from extractors.seals.locate import CLOSE_RADIUS, Found, believed, locate, same_place
from extractors.seals.outline import Outline
from extractors.seals.sighted import Sighting, sightings
from extractors.seals.signs import read_signs, score, spokes

ONE: Final = 0.4  # shared area of two boxes, of both, from which they are of one seal
ALONE: Final = 0.3  # how likely what nobody measured must be to be looked at
CERTAIN: Final = 0.6  # and to count for more than an outline that says otherwise
INKED: Final = 0.03  # share of a face that must carry a colour for it to be the ink
AROUND: Final = 2  # pixels beside print that are grey without being a stamp
KEPT: Final = 0.6  # shared area of a sighting with what its fit to the ink made of it


def located(page: WhitePage, dpi: int | None) -> tuple[Found, ...]:
    """All that may be seals, coloured ones first, those that were only seen last."""
    size = page.image.shape[0], page.image.shape[1]
    seen = sightings(page.image, believed(size, dpi))
    coloured = locate(page, dpi)
    measured = _with_sightings([*coloured, *locate_black(page, dpi, coloured)], seen, size)
    alone = [
        one
        for one in seen
        if one.likely >= ALONE and not any(_shared(one, other, size) >= ONE for other in measured)
    ]
    certain = [one.outline for one in alone if one.likely >= CERTAIN]
    kept = [one for one in measured if not any(_mistaken(one, other) for other in certain)]
    return (*kept, *(_looked_up(page, one) for one in alone))


def _with_sightings(
    measured: list[Found], seen: tuple[Sighting, ...], size: tuple[int, int]
) -> list[Found]:
    """Each sighting speaks for the one outline that is most like it: of two, one is a poor one."""
    found = list(measured)
    for one in seen:
        shares = [_shared(one, other, size) for other in found]
        if shares and max(shares) >= ONE:
            best = shares.index(max(shares))
            found[best] = replace(found[best], seen=max(found[best].seen, one.likely))
    return found


def _shared(one: Sighting, found: Found, size: tuple[int, int]) -> float:
    return on_page(one.outline.box, size).iou(on_page(found.outline.box, size))


def _mistaken(found: Found, certain: Outline) -> bool:
    """A poor outline of what the network sees as a whole: letters of a ring, half of a frame."""
    return found.seen == 0.0 and found.slice_box is None and same_place(found.outline, certain)


def _looked_up(page: WhitePage, one: Sighting) -> Found:
    """A sighting put on its ink."""
    near = close_up(page, one.outline, CLOSE_RADIUS)
    rough = near.inside(one.outline)
    ink = _ink(near, rough)
    found = [
        replace(_fitted(near, mask, rough, ink), print_below=below, seen=one.likely)
        for mask, below in _masks(near, ink)
    ]
    return max(found, key=lambda item: item.score)


def _ink(near: CloseUp, rough: Outline) -> Ink:
    """The colour of which most is on the face, black where there is hardly any."""
    shares = {
        ink: float((spokes(over(strength(near.white, ink), FAINT), rough)[0] > 0).mean())
        for ink in (Ink.RED, Ink.BLUE)
    }
    most = max(shares, key=lambda ink: shares[ink])
    return most if shares[most] >= INKED else Ink.BLACK


def _masks(near: CloseUp, ink: Ink) -> tuple[tuple[Grey, int], ...]:
    """Where its ink may be, each with the grey level below which the page is print (0: nowhere)."""
    levels = strength(near.white, ink)
    if ink is not Ink.BLACK:
        return (solid(levels), 0), (over(levels, FAINT), 0)
    below = print_level(near.white)
    return (dark(levels), 0), (over(greyish(near.white, below, AROUND), FAINT), below)


def _fitted(near: CloseUp, mask: Grey, rough: Outline, ink: Ink) -> Found:
    outline = fitted(mask, rough, reach=0.12)
    if outline.box.iou(rough.box) < KEPT:
        outline = rough
    signs = read_signs(mask, outline)
    return Found(near.on_page(outline), ink, signs, score(signs, outline))
