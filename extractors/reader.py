"""Reading a page: the order of the steps, from top to bottom.

Two tiers: `look` is quick and sees every page, `read` is slow and sees what is wanted.
Parallelism, keeping of results, retries and time limits are one floor up.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors import office
from extractors.combs import read_combs
from extractors.contours import parts_of
from extractors.facts import Box, CutOut, Line, PageFacts, Problem, Seal, Source, Status
from extractors.files import FileInfo
from extractors.ghosts import without_ghosts
from extractors.limits import Limits, UnreadableError
from extractors.linecut import split_lines
from extractors.ocr.engine import PageImage, ReadingEngine, Recogniser
from extractors.penned import with_penned
from extractors.pictured import outside_pictures
from extractors.placed import with_drawn
from extractors.raster import PageSource, Raster, opened
from extractors.ringed import without_ring_words
from extractors.rules import bridged, rule_ink
from extractors.seals.erase import without_seals
from extractors.seals.find import find_seals
from extractors.sniff import CONTAINERS, HEAD, IMAGES, FileKind, ole_flavour, promised, sniff
from extractors.spread import gutter_of, in_order
from extractors.tables import find_grids, ink_of, with_text, without_rules
from extractors.textlayer import Layer, read_layer
from extractors.ticks import find_marks, with_labels, without_marks
from extractors.typedticks import typed_ticks
from extractors.upright import deskewed, flattened, sheet_corners, skew_of, turned
from extractors.word import check_package, read_word
from extractors.workbook import count_sheets, read_sheet

_LOOK_DPI = 60
# The stream in which Office keeps a file with a password (MS-OFFCRYPTO 2.3.4.4).
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
# Kinds that are not read, and for which there is a special remedy.
_UNSUPPORTED = {FileKind.OFD: "ofd-unsupported", FileKind.RTF: "rtf-unsupported"}
_DAMAGED = {FileKind.DOCX: "docx-damaged", FileKind.XLSX: "table-damaged"}
_BLANK_INK = 0.0012
_LEAST_READING_SIDE = 1400
# Pixels: what is left out along a cell's border, how far a line covers, the margin of a strip.
_CELL_EDGE, _COVERED, _MARGIN = 5, 3, 5
# Inches: what stands together as a word, and the height that characters have.
_WORD_GAP, _LEAST_HEIGHT, _MOST_HEIGHT = 0.07, 0.07, 0.3
_LEAST_SHARE = 0.08


def describe(data: bytes, name: str, limits: Limits) -> FileInfo:
    """Name the kind of a file and count its pages; raises UnreadableError with the reason."""
    kind = _kind_of(data, name, limits)
    problems = _name_problems(kind, name)
    if kind is FileKind.PDF or kind in IMAGES:
        with opened(data, kind, limits) as source:
            if source.pages > limits.pages:
                raise UnreadableError("too-many-pages", limit=limits.pages)
            return FileInfo(kind, source.pages, problems)
    if kind is FileKind.DOCX:
        return FileInfo(kind, 1, problems)
    if kind is FileKind.DOC:
        office.converter()  # tells where there is none
        return FileInfo(kind, 1, problems)
    if kind is FileKind.XLSX:
        return FileInfo(kind, count_sheets(data, limits), problems)
    if kind in CONTAINERS:
        return FileInfo(kind, 0, problems)
    if kind is FileKind.UNKNOWN and promised(name) is not FileKind.UNKNOWN:
        raise UnreadableError("wrong-extension", promised=promised(name).value)
    code = _UNSUPPORTED.get(kind, "kind-unsupported")
    raise UnreadableError(code, kind=kind.value)


def _kind_of(data: bytes, name: str, limits: Limits) -> FileKind:
    kind = sniff(data[:HEAD])
    if kind is FileKind.EMPTY:
        raise UnreadableError("empty-file")
    if len(data) > limits.file_bytes:
        raise UnreadableError("file-too-large", limit=limits.file_bytes)
    if kind is FileKind.UNKNOWN and promised(name) is FileKind.EML:
        return FileKind.EML
    if kind is FileKind.OLE:
        return _ole_kind(data, name)
    return _package_kind(data, name, limits) if kind is FileKind.ZIP else kind


def _ole_kind(data: bytes, name: str) -> FileKind:
    kind = ole_flavour(data)
    if kind is not FileKind.MSG and _ENCRYPTED_PACKAGE in data:
        workbook = promised(name) is FileKind.XLSX
        raise UnreadableError("table-encrypted" if workbook else "docx-encrypted")
    return kind


def _package_kind(data: bytes, name: str, limits: Limits) -> FileKind:
    try:
        return check_package(data, limits)
    except UnreadableError as error:
        code = _DAMAGED.get(promised(name))
        if error.problem.code == "archive-damaged" and code:
            raise UnreadableError(code) from error
        raise


def _name_problems(kind: FileKind, name: str) -> tuple[Problem, ...]:
    """Note where the suffix promises another kind; content decides all the same."""
    suffix = promised(name)
    if suffix in (FileKind.UNKNOWN, kind) or kind is FileKind.UNKNOWN:
        return ()
    details = (("actual", kind.value), ("promised", suffix.value))
    return (Problem("wrong-extension", details),)


def read(
    data: bytes,
    kind: FileKind,
    index: int,
    engine: ReadingEngine,
    limits: Limits,
    turn: int | None = None,
) -> PageFacts:
    """The slow tier: everything on one page, 0-based. Raises UnreadableError with the reason.

    `turn` is the clockwise turn that a look at the page found; without one it is found here.
    """
    if kind is FileKind.DOCX:
        return read_word(data, limits)
    if kind is FileKind.DOC:
        return read_word(office.converter().docx(data, limits), limits)
    if kind is FileKind.XLSX:
        return read_sheet(data, index, limits)
    with opened(data, kind, limits) as source:
        raster = _sharp(source, index)
    if kind is FileKind.PDF:
        layer = read_layer(data, index, raster.image, raster.dpi, engine)
        raster = replace(raster, problems=(*raster.problems, *layer.problems))
        if layer.lines:
            facts = _facts(index, raster, raster.image, 0, 0.0, layer, engine)
            facts = replace(facts, ticks=layer.ticks(facts.ticks, facts.lines))
            return with_drawn(facts, data, kind)
    image, cut_out = _sheet(raster.image, kind)
    turn = engine.rotation(image) if turn is None else turn
    level = turned(image, turn)
    skew = skew_of(level)
    level = deskewed(level, skew)
    facts = replace(_facts(index, raster, level, turn, skew, Layer(), engine), cut_out=cut_out)
    return with_drawn(facts, data, kind)


def read_seals(
    data: bytes, kind: FileKind, index: int, recogniser: Recogniser, limits: Limits
) -> PageFacts:
    """Only the seals of a page that is known to stand upright; else as `read`."""
    with opened(data, kind, limits) as source:
        raster = _sharp(source, index)
    image, cut_out = _sheet(raster.image, kind)
    skew = skew_of(image)
    image = deskewed(image, skew)
    height, width = image.shape[:2]
    return PageFacts(
        number=index + 1,
        width=width,
        height=height,
        dpi=raster.dpi,
        rotation=0,
        skew=round(skew, 3),
        source=Source.OCR,
        status=Status.LOOKED,
        blank=False,
        seals=find_seals(image, raster.dpi, recogniser),
        problems=raster.problems,
        cut_out=cut_out,
    )


def _sheet(image: PageImage, kind: FileKind) -> tuple[PageImage, CutOut | None]:
    """The sheet that a photo shows, cut out of its background; other pictures as they are."""
    corners = sheet_corners(image) if kind in IMAGES else None
    if corners is None:
        return image, None
    height, width = image.shape[:2]
    places = tuple((float(x), float(y)) for x, y in corners)
    return flattened(image, corners), CutOut(places, width, height)


def _sharp(source: PageSource, index: int) -> Raster:
    """The page's picture, enlarged where it is too small for the models to read."""
    raster = source.raster(index)
    longest = max(raster.image.shape[:2])
    if longest >= _LEAST_READING_SIDE or longest == 0:
        return raster
    scale = min(3.0, _LEAST_READING_SIDE / longest)
    large = cv2.resize(raster.image, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return replace(raster, image=np.asarray(large, np.uint8), dpi=round(raster.dpi * scale))


def _unread(
    ink: NDArray[np.uint8],
    cells: tuple[Box, ...],
    lines: tuple[Line, ...],
    marks: tuple[Box, ...],
    dpi: int,
) -> tuple[Box, ...]:
    """Where ink stands in cells that no line covers: detectors pass over single characters."""
    inside = np.zeros_like(ink)
    for cell in cells:
        left, top, right, bottom = (round(side) for side in _sides(cell.grown(-_CELL_EDGE)))
        inside[top:bottom, left:right] = ink[top:bottom, left:right]
    for box in (*(line.box for line in lines), *marks):
        left, top, right, bottom = (max(0, round(side)) for side in _sides(box.grown(_COVERED)))
        inside[top:bottom, left:right] = 0
    gap = np.ones((3, max(3, round(_WORD_GAP * dpi))), np.uint8)
    together = np.asarray(cv2.dilate(inside, gap), np.uint8)
    places = []
    for left, top, width, height in map(cv2.boundingRect, parts_of(together)[0]):
        part = inside[top : top + height, left : left + width]
        is_text = _LEAST_HEIGHT * dpi <= height <= _MOST_HEIGHT * dpi and width >= height / 3
        if is_text and part.mean() >= _LEAST_SHARE * 255:
            places.append(Box(left, top, left + width, top + height).grown(_MARGIN))
    return tuple(places)


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def _missed(page: PageImage, places: tuple[Box, ...], engine: ReadingEngine) -> tuple[Line, ...]:
    """Read these places as one line each; doubtful answers are kept with their confidence."""
    height, width = page.shape[:2]
    inside = [
        Box(max(0.0, b.left), max(0.0, b.top), min(width, b.right), min(height, b.bottom))
        for b in places
    ]
    strips = tuple(
        page[round(b.top) : round(b.bottom), round(b.left) : round(b.right)] for b in inside
    )
    read = engine.recognise(strips)
    return tuple(
        Line(answer.text, box, answer.confidence)
        for box, answer in zip(inside, read, strict=True)
        if answer.text.strip()
    )


def _ruled(
    image: PageImage, clean: PageImage, seals: tuple[Seal, ...], dpi: int
) -> NDArray[np.uint8]:
    """Ink in which rules are looked for; `clean` is the page without the seals found.

    Under a seal a fine rule goes with the ink: it is looked for before and after.
    """
    after = rule_ink(clean, ink_of(clean, dpi), dpi)
    if clean is image:
        return after
    before = rule_ink(image, ink_of(image, dpi), dpi)
    return bridged(np.asarray(cv2.bitwise_or(before, after), np.uint8), seals, dpi)


def _facts(
    index: int,
    raster: Raster,
    image: PageImage,
    turn: int,
    skew: float,
    typed: Layer,
    engine: ReadingEngine,
) -> PageFacts:
    dpi = raster.dpi
    seals = find_seals(image, dpi, engine)
    clean = without_seals(image, seals) if seals else image
    ink = ink_of(clean, dpi)
    grids = find_grids(_ruled(image, clean, seals, dpi), dpi)
    cells = tuple(cell.box for grid in grids for cell in grid.cells)
    bare, bare_ink = without_rules(clean, ink, dpi)
    if typed.lines:
        lines = split_lines(typed.lines, cells, typed.ends)
        ticks = tuple(tick for line in lines for tick in typed_ticks(line))
    else:
        marks = find_marks(bare_ink, bare, dpi, engine, cells)
        boxes = tuple(mark.box for mark in marks)
        page = without_marks(bare, marks)
        lines = engine.lines(page, cells, boxes)
        for grid in grids:
            lines = read_combs(grid.cells, lines, page, bare_ink, engine)
        places = _unread(bare_ink, cells, lines, boxes, dpi)
        lines += _missed(page, outside_pictures(places, cells, page, dpi), engine)
        lines = without_ghosts(without_ring_words(lines, seals), seals, image, clean)
        lines = with_penned(lines, image, bare_ink, seals)
        ticks = with_labels(marks, lines)
    height, width = image.shape[:2]
    gutter = gutter_of(width, height, lines, cells)
    lines = in_order(lines, gutter)
    return PageFacts(
        number=index + 1,
        width=width,
        height=height,
        dpi=dpi,
        rotation=turn,
        skew=round(skew, 3),
        source=Source.TEXT_LAYER if typed.lines else Source.OCR,
        status=Status.READ,
        blank=not lines and not seals,
        lines=lines,
        tables=tuple(with_text(grid, lines) for grid in grids),
        ticks=ticks,
        seals=seals,
        problems=raster.problems,
        gutter=None if gutter is None else round(gutter, 1),
    )
