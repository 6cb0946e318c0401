"""Where the seals are: candidates on a reduced picture, checked again at full resolution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from extractors.facts import Box, Fragment, Ink
from extractors.ocr.engine import PageImage
from extractors.seals.blobs import blob_outlines
from extractors.seals.chosen import chosen, same_outline
from extractors.seals.circles import find_circles
from extractors.seals.closeup import CloseUp, WhitePage, close_up
from extractors.seals.fit import fitted
from extractors.seals.fragments import edge_slices
from extractors.seals.inks import (
    FAINT,
    Grey,
    balanced,
    greyish,
    over,
    print_level,
    solid,
    strength,
)
from extractors.seals.outline import Outline
from extractors.seals.signs import Signs, read_signs, score

WORK_DPI: Final = 100
WORK_SIDE: Final = 1200  # pixels of the long side where the resolution is not known
# Long side in inches between which a stated resolution is believed (A6 to A3 with a margin);
# a phone photo says 72 dpi and would be a page of a metre.
BELIEVED_INCHES: Final = (5.0, 19.0)
# Half widths in mm. Seals are 18 mm (name) to 58 mm (contract) wide; DOMAIN.md 5.2.
SMALLEST_MM: Final = 6.5
SMALLEST_ROUND_MM: Final = 9.0
LARGEST_MM: Final = 33.0
LIKELY: Final = 0.3  # score that is worth a second look
WORTH_READING: Final = 0.42  # score at full resolution from which the words decide
RINGED: Final = 0.52  # score of a ring whose line is taken off, to look for frames under it
MOST_LIKELY: Final = 24  # rough outlines that are fitted to the ink
EDGE_OF_PRINT: Final = 0.01  # inches around print that are grey without being a stamp
NEAR_EDGE: Final = 0.02  # share of the long side within which slices begin
LEAST_AT_EDGE: Final = 6  # pixels there of half of the working picture
CLOSE_RADIUS: Final = 240  # pixels: larger seals are checked on a reduced crop


@dataclass(frozen=True, slots=True)
class Found:
    """A seal's place on the page, in page pixels."""

    outline: Outline
    ink: Ink
    signs: Signs
    score: float
    # A slice's own box, which is smaller than what the page shows of its circle.
    slice_box: Box | None = None
    # Of a seal that lost its colour: what is darker than this (0..255) is print over it.
    print_below: int = 0
    fragment: Fragment | None = None
    seen: float = 0.0  # how likely the network sees a seal there, 0..1


@dataclass(frozen=True, slots=True)
class Sizes:
    """Half widths in pixels of the working picture; `mm` are its pixels to a millimetre, or 0."""

    mm: float
    scale: float
    smallest: float
    smallest_round: float
    largest: float
    largest_round: float


def believed(size: tuple[int, int], dpi: int | None) -> int | None:
    """The resolution, unless it would make the page absurdly small or large."""
    if not dpi:
        return None
    return dpi if BELIEVED_INCHES[0] <= max(size) / dpi <= BELIEVED_INCHES[1] else None


def working_sizes(size: tuple[int, int], dpi: int | None) -> Sizes:
    """How far to reduce the page, and how large its seals may be then."""
    known = believed(size, dpi)
    if known:
        scale = min(1.0, WORK_DPI / known)
        mm = known * scale / 25.4
        largest = LARGEST_MM * mm
        return Sizes(mm, scale, SMALLEST_MM * mm, SMALLEST_ROUND_MM * mm, largest, largest)
    scale = min(1.0, WORK_SIDE / max(size))
    side = max(size) * scale
    return Sizes(
        0.0, scale, max(9.0, 0.028 * side), max(12.0, 0.03 * side), 0.53 * side, 0.25 * side
    )


def locate(page: WhitePage, dpi: int | None) -> tuple[Found, ...]:
    """All coloured seals of a page, best first."""
    image = page.image
    sizes = working_sizes((image.shape[0], image.shape[1]), dpi)
    small = image
    if sizes.scale < 1:
        small = cv2.resize(
            image, None, fx=sizes.scale, fy=sizes.scale, interpolation=cv2.INTER_AREA
        ).astype(np.uint8)
    inks = _present(small, page.paper, sizes)
    small = balanced(small, page.paper)
    if not inks:
        return _colourless(page, small, sizes)
    found: list[Found] = []
    for ink in inks:
        levels = strength(small, ink)
        for rough in _candidates(levels, sizes):
            exact = _checked(page, rough.scaled(1 / sizes.scale), ink)
            if exact:
                found.append(exact)
        found.extend(_slices(page, levels, ink, sizes))
    return distinct(found)


def _colourless(page: WhitePage, small: PageImage, sizes: Sizes) -> tuple[Found, ...]:
    """Seals on a grey copy: their ink is paler than print."""
    white = balanced(page.image, page.paper)
    below = print_level(white)
    around = _around_print(sizes)
    levels = greyish(white, below, around)
    if sizes.scale < 1:
        scale = sizes.scale
        levels = cv2.resize(levels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(
            np.uint8
        )
    checked = (
        _checked(page, rough.scaled(1 / sizes.scale), Ink.BLACK, below, around)
        for rough in _candidates(levels, sizes)
    )
    slices = _slices(page, strength(small, Ink.BLACK), Ink.BLACK, sizes)
    return distinct([*(found for found in checked if found), *slices])


def _slices(page: WhitePage, levels: Grey, ink: Ink, sizes: Sizes) -> list[Found]:
    """Slices of seals at the page's edges."""
    mask = over(levels, FAINT)
    if _at_edges(mask) < LEAST_AT_EDGE:
        return []
    return [
        Found(
            one.outline,
            ink,
            read_signs(mask, one.outline.scaled(sizes.scale)),
            one.support,
            one.box,
            fragment=one.fragment,
        )
        for one in edge_slices(page, sizes.mm / sizes.scale, ink)
    ]


def _present(small: PageImage, sheet: PageImage, sizes: Sizes) -> tuple[Ink, ...]:
    """The inks of which there is enough for a seal, seen on half of the working picture."""
    half = cv2.resize(small, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA).astype(np.uint8)
    white = balanced(half, sheet)
    # A thin line loses up to half of its strength by the reduction.
    masks = {ink: over(strength(white, ink), FAINT / 2) for ink in (Ink.RED, Ink.BLUE)}
    return tuple(
        ink
        for ink, mask in masks.items()
        if cv2.countNonZero(mask) > 2 * sizes.smallest or _at_edges(mask) >= LEAST_AT_EDGE
    )


def _at_edges(mask: Grey) -> int:
    """Inked pixels near the left and right edges, where a slice begins."""
    near = max(2, round(NEAR_EDGE * max(mask.shape)))
    return max(cv2.countNonZero(mask[:, :near]), cv2.countNonZero(mask[:, -near:]))


def _candidates(levels: Grey, sizes: Sizes) -> list[Outline]:
    """Outlines on the working picture that look like seals, none twice."""
    mask = over(levels, FAINT)
    if cv2.countNonZero(mask) < 6 * sizes.smallest:
        return []
    # The hole of a frame gives its inner edge; signs are read on the outer one.
    rough = [
        fitted(mask, outline, rounds=1)
        for outline in blob_outlines(mask, sizes.smallest, sizes.largest)
    ]
    rough += [
        Outline(circle.x, circle.y, circle.radius, circle.radius, 0.0, straight=False)
        for circle in find_circles(levels, sizes.smallest_round, sizes.largest_round)
    ]
    likely = _best(mask, rough, LIKELY * 0.6, much_alike)[:MOST_LIKELY]
    found = chosen(mask, [fitted(mask, outline) for outline in likely], LIKELY)
    return found + under_rings(mask, found, sizes)


def under_rings(mask: Grey, found: list[Outline], sizes: Sizes) -> list[Outline]:
    """Frames (name seals) that a ring crosses, found on the mask without the rings' lines."""
    rings = [
        outline
        for outline in found
        if not outline.straight and score(read_signs(mask, outline), outline) > RINGED
    ]
    if not rings:
        return []
    bare = mask.copy()
    for ring in rings:
        rim, _ = ring.points(120)
        thick = max(3, round(0.1 * ring.radius))
        cv2.polylines(bare, [np.round(rim).astype(np.int32)], True, 0, thick)
    frames = [
        fitted(mask, outline)
        for outline in blob_outlines(bare, sizes.smallest, sizes.largest)
        if outline.straight
    ]
    # With the ring's line in it a frame looks like a poor ellipse, which must not stand for it.
    scored = [(score(read_signs(mask, other), other), other) for other in found]
    return [
        frame
        for frame in _best(mask, frames, LIKELY, same_place)
        if not any(
            value >= score(read_signs(mask, frame), frame) and same_place(frame, other)
            for value, other in scored
        )
    ]


def _best(
    mask: Grey, outlines: list[Outline], least: float, alike: Callable[[Outline, Outline], bool]
) -> list[Outline]:
    """Those that score above `least`, best first, without those alike to a better one."""
    scored = [(score(read_signs(mask, outline), outline), outline) for outline in outlines]
    kept: list[Outline] = []
    for value, outline in sorted(scored, key=lambda pair: -pair[0]):
        if value > least and not any(alike(outline, other) for other in kept):
            kept.append(outline)
    return kept


def _around_print(sizes: Sizes) -> int:
    """Pixels of the page around print that are left out of a grey stamp's ink."""
    dpi = sizes.mm / sizes.scale * 25.4 if sizes.mm else WORK_DPI / sizes.scale
    return max(1, round(EDGE_OF_PRINT * dpi))


def _checked(
    page: WhitePage, rough: Outline, ink: Ink, print_below: int = 0, around: int = 0
) -> Found | None:
    """The outline put exactly on its ink at full resolution, if it still looks like a seal."""
    near = close_up(page, rough, CLOSE_RADIUS)
    grey = ink is Ink.BLACK
    levels = greyish(near.white, print_below, around) if grey else strength(near.white, ink)
    # Beside a strong seal a pale one is lost to the split between ink and fringe.
    found = [_found(near, mask, rough, ink) for mask in (solid(levels), over(levels, FAINT))]
    best = max(found, key=lambda one: one.score)
    return replace(best, print_below=print_below) if best.score >= WORTH_READING else None


def _found(near: CloseUp, mask: Grey, rough: Outline, ink: Ink) -> Found:
    outline = fitted(mask, near.inside(rough), reach=0.08)
    signs = read_signs(mask, outline)
    return Found(near.on_page(outline), ink, signs, score(signs, outline))


def much_alike(first: Outline, second: Outline) -> bool:
    """True for two outlines that a fit to the ink would make one."""
    if first.straight is not second.straight:
        return False
    apart = abs(first.x - second.x) + abs(first.y - second.y)
    apart += abs(first.half_width - second.half_width) + abs(first.half_height - second.half_height)
    return apart < 0.12 * min(first.radius, second.radius)


def same_place(first: Outline, second: Outline) -> bool:
    """True where two outlines are the same stamp, or one is a part of the other."""
    apart = float(np.hypot(first.x - second.x, first.y - second.y))
    if apart < 0.35 * max(first.radius, second.radius):
        return True
    shared = first.box.overlap(second.box)
    # A name seal is often set half over the round one; a frame within a ring is its inside.
    part = 0.55 if first.straight is second.straight else 0.8
    return shared > part * min(first.box.area, second.box.area)


def distinct(found: list[Found]) -> tuple[Found, ...]:
    """Without the second finds of the same stamp; one that is a slice stays one."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda item: -item.score):
        same = [i for i, other in enumerate(kept) if _again(one, other)]
        if not same:
            kept.append(one)
            continue
        best = kept[same[0]]
        if best.fragment is None and one.fragment is not None and not best.outline.straight:
            kept[same[0]] = replace(best, slice_box=one.slice_box, fragment=one.fragment)
    return tuple(kept)


def _again(one: Found, other: Found) -> bool:
    """True where two finds are one stamp: of one ink, only what `chosen` could not see."""
    if (one.slice_box is None) is not (other.slice_box is None):
        return same_place(one.outline, other.outline)
    return same_outline(one.outline, other.outline)
