"""Counting how right pages, seals and documents are, against the truth of a haul."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rapidfuzz.distance import Levenshtein

from checks.documents import Document, SubmittedFile
from checks.titles import Owner, engraved, owner
from extractors.facts import PageFacts, Seal, Source, Status
from pipeline.frames import placed
from pipeline.judging import Packet
from pipeline.line_scores import score_characters
from pipeline.tallies import Scores
from pipeline.truth import TruePage, TrueSeal, Truth

_SAME_BOX = 0.5
_SAME_TICK = 0.3
_LEAST_WIDTH = 0.85


def score_pages(scores: Scores, truth: Truth, packet: Packet) -> None:
    """Count pages, ticks, cells, seals, sorting and documents of one packet."""
    _pages(scores, truth, packet)
    _seals(scores, truth, packet)
    _sorting(scores, truth, packet)


# --- pages -------------------------------------------------------------------------------------


def _found_pages(packet: Packet) -> Iterator[tuple[SubmittedFile, PageFacts]]:
    for file in packet.judged.application.files:
        for page in file.pages:
            yield file, page


def _page_of(packet: Packet, file: str, number: int) -> PageFacts | None:
    for submitted, page in _found_pages(packet):
        same = submitted.path == file or submitted.path.endswith("/" + file)
        if same and page.number == number:
            return page
    return None


def _pages(scores: Scores, truth: Truth, packet: Packet) -> None:
    for true in truth.pages:
        page = _page_of(packet, true.file, true.page)
        if page is None or true.source == "docx":
            continue
        note = f"{truth.packet} {true.file} {true.page}"
        if page.status is Status.READ and true.text:
            right = page.rotation == true.rotation
            scores.add(
                "orientation.right", right, f"{note}: want {true.rotation}, got {page.rotation}"
            )
        if page.source is Source.OCR and true.text:
            score_characters(scores, true, page, _seals_on(truth, true))
        for _, state, box in true.ticks or ():
            found = [t for t in page.ticks if t.box.iou(placed(page, box)) >= _SAME_TICK]
            scores.add("ticks.right", bool(found) and found[0].ticked is state, note)
        _cells(scores, true, page, note)


def _seals_on(truth: Truth, page: TruePage) -> list[TrueSeal]:
    return [seal for seal in truth.seals if (seal.file, seal.page) == (page.file, page.page)]


def _cells(scores: Scores, true: TruePage, page: PageFacts, note: str) -> None:
    """Right where each holds the other's middle, as wide, with the same spans.

    Boxes around cells of a page that lies askew are too high to be compared by their areas.
    """
    cells = [cell for table in page.tables for cell in table.cells]
    for row, column, rows, columns, box in true.cells or ():
        place = placed(page, box)
        right = any(
            cell.box.holds(*place.centre)
            and place.holds(*cell.box.centre)
            and _LEAST_WIDTH < cell.box.width / max(1.0, place.width) < 1 / _LEAST_WIDTH
            and (cell.row_span, cell.column_span) == (rows, columns)
            for cell in cells
        )
        scores.add("cells.right", right, f"{note}: row {row}, column {column}")


# --- seals -------------------------------------------------------------------------------------


def _seals(scores: Scores, truth: Truth, packet: Packet) -> None:
    claimed: set[int] = set()
    for true in truth.seals:
        page = _page_of(packet, true.file, true.page)
        seals = page.seals if page else ()
        place = placed(page, true.box) if page else None
        free = [seal for seal in seals if id(seal) not in claimed]
        best = max(free, key=lambda seal: seal.box.iou(place) if place else 0.0, default=None)
        found = best is not None and place is not None and best.box.iou(place) >= _SAME_BOX
        note = f"{truth.packet} {true.file} {true.page} {true.place} {true.title}"
        scores.add("seals.recall", found, note)
        if found and best is not None:
            claimed.add(id(best))
            _seal(scores, true, best, note)
    scored = {(seal.file, seal.page) for seal in truth.seals}
    scored |= {(page.file, page.page) for page in truth.pages}
    for file, number in scored:
        page = _page_of(packet, file, number)
        for seal in page.seals if page else ():
            note = f"{truth.packet} {file} {number} {seal.title} {seal.kind} {seal.confidence:.2f}"
            scores.add("seals.precision", id(seal) in claimed, note)


def _seal(scores: Scores, true: TrueSeal, seal: Seal, note: str) -> None:
    scores.add("seals.kind", seal.kind.value == true.kind, f"{note}: {seal.kind} {seal.purpose}")
    if not true.title:
        return
    want, got = engraved(true.title), engraved(seal.title)
    scores.add(
        "seals.title_exact", want == got, f"{note}: got {seal.title} {seal.title_confidence:.2f}"
    )
    scores.title_characters += len(want)
    scores.title_wrong += min(len(want), Levenshtein.distance(want, got))
    if true.expected:
        answer = owner(seal, true.expected)
        scores.add("seals.cannot_tell", answer is Owner.CANNOT_TELL)
        if answer is not Owner.CANNOT_TELL:
            same = want == engraved(true.expected)
            scores.add(
                "seals.verdict_right",
                (answer is Owner.SAME) is same,
                f"{note}: {answer} got {seal.title}",
            )


# --- sorting -----------------------------------------------------------------------------------


def _sorting(scores: Scores, truth: Truth, packet: Packet) -> None:
    documents = packet.judged.application.documents
    # A scan of an open volume may show two documents.
    kinds = [(ref.path, ref.number, d.kind) for d in documents for ref in d.pages]
    for true in truth.documents:
        for file, number in true.pages:
            got = [
                kind
                for path, n, kind in kinds
                if n == number and (path == file or path.endswith("/" + file))
            ]
            scores.add(
                "sorting.pages",
                true.kind in got,
                f"{truth.packet} {file} {number}: want {true.kind}, got {' '.join(got)}",
            )
        pages = {(file, number) for file, number in true.pages}
        right = any(d.kind == true.kind and _pages_of(d, pages) for d in documents)
        scores.add("documents.right", right, f"{truth.packet} {true.kind}")


def _pages_of(document: Document, pages: Iterable[tuple[str, int]]) -> bool:
    wanted = set(pages)
    got = {(ref.path, ref.number) for ref in document.pages}
    short = {(path.rpartition("/")[2], number) for path, number in got}
    return wanted in (got, short)
