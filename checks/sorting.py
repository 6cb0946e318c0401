"""Sorting pages into documents: titles first, then labels, the page before, the file's name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from checks.decided import NOTHING, Decided, facts_as_said, page_as_seen
from checks.documents import Copy, Document, PageRef, Sorted, SubmittedFile
from checks.headlines import LEAST_TITLE, title_kind
from extractors.facts import Ink, PageFacts, Source, Status
from extractors.forms import extract
from extractors.formtypes import Form
from extractors.labels import is_label_key
from extractors.language import label_key, squeezed
from extractors.spread import halves

_PLAIN_TITLE = 0.95
_LEAST_LABELS = 3
_IMAGES = frozenset({"jpeg", "png", "bmp", "webp", "gif", "heic"})
_COPY_WORDS = ("副本", "复印")
_CALLED_SO = re.compile(
    r"(?:营业执照|执照|法人证书|登记证书|许可证|身份证)(?:[（(]?副本[)）]?)?(?:复印件)?"
)
_VOLUME_MARK = re.compile(r"[【\[(（]?(正本|副本)[0-9一二]?[】\])）]?")
_NUMBER = re.compile(r"\d+")
_BY_HAND = "person"


@dataclass(frozen=True, slots=True)
class _Page:
    file: SubmittedFile
    facts: PageFacts
    kind: str
    how: str
    starts: bool
    after: tuple[str, int] | None = None


def sort_pages(
    files: tuple[SubmittedFile, ...], forms: tuple[Form, ...], decided: Decided = NOTHING
) -> Sorted:
    """Sort the pages of one delivery; order inside files and of numbered pictures is kept.

    What people decided comes first: what a page is, where it belongs, and whose its seals are.
    """
    files = as_seen(files, decided)
    blank: list[PageRef] = []
    rest: list[PageRef] = []
    groups: list[list[_Page]] = []
    for run in page_runs(files):
        current: list[_Page] | None = None
        opened = ""  # the form of several pages that came last
        begun = len(groups)
        for file, facts in run:
            said = _said(file, facts, forms, decided)
            if said is None and facts.blank and facts.status is not Status.UNREADABLE:
                if current is None or current[-1].file is not file:
                    blank.append(ref_of(file, facts))
                else:  # the empty back of the sheet before it
                    current.append(_Page(file, facts, current[-1].kind, "the page before", False))
                continue
            page = said or _classified(file, facts, forms, current[-1] if current else None, opened)
            if not page.kind:
                rest.append(ref_of(file, facts))
                current = current if current and not _single(current[-1].kind, forms) else None
            elif current is not None and not page.starts and current[-1].kind == page.kind:
                current.append(page)
            else:
                current = [page]
                groups.append(current)
            if page.kind and not _single(page.kind, forms):
                opened = page.kind
        groups[begun:] = _rejoined(groups[begun:], forms)
    documents = tuple(_document(group, forms, decided) for group in _moved(groups))
    return Sorted(documents, tuple(rest), tuple(blank))


def as_seen(files: tuple[SubmittedFile, ...], decided: Decided) -> tuple[SubmittedFile, ...]:
    """Files with the seals of their pages as people saw them."""
    told = {sha256 for sha256, _ in decided.seals}
    return tuple(
        replace(file, pages=tuple(page_as_seen(file.sha256, page, decided) for page in file.pages))
        if file.sha256 in told
        else file
        for file in files
    )


def _said(
    file: SubmittedFile, facts: PageFacts, forms: tuple[Form, ...], decided: Decided
) -> _Page | None:
    """A page as a person sorted it; what the pack no longer knows is not heard."""
    said = decided.pages.get((file.sha256, facts.number, facts.half))
    if said is None or (said.kind and all(form.kind != said.kind for form in forms)):
        return None
    return _Page(file, facts, said.kind, _BY_HAND, said.begins, said.after)


def _moved(groups: list[list[_Page]]) -> list[tuple[_Page, ...]]:
    """Pages that a person put behind another one stand there; emptied documents are gone."""
    placed = [[page for page in group if page.after is None] for group in groups]
    for page in (page for group in groups for page in group if page.after is not None):
        for group in placed:
            here = [i for i, one in enumerate(group) if _place(one) == page.after]
            if here:
                group.insert(here[-1] + 1, page)
                break
        else:
            placed.append([page])
    return [tuple(group) for group in placed if group]


def _place(page: _Page) -> tuple[str, int]:
    return page.file.sha256, page.facts.number


def page_runs(files: Iterable[SubmittedFile]) -> Iterable[list[tuple[SubmittedFile, PageFacts]]]:
    """Pages that may follow on one another: those of one file, or of the pictures in a folder."""
    for key, group in groupby(sorted(files, key=_file_order), key=_run_key):
        pages = [(file, half) for file in group for facts in file.pages for half in halves(facts)]
        if pages:
            del key
            yield pages


def _run_key(file: SubmittedFile) -> tuple[str, str, str]:
    folder = file.path.rpartition("/")[0]
    return (file.delivery, folder, "" if file.kind in _IMAGES else file.path)


def _file_order(file: SubmittedFile) -> tuple[str, str, int, int, str]:
    """Pictures of a folder stand together, by the last number in their names."""
    folder, _, name = file.path.rpartition("/")
    numbers = [int(number) for number in _NUMBER.findall(name) if len(number) < 9]
    is_image = file.kind in _IMAGES
    last = numbers[-1] if is_image and numbers else 0
    return (file.delivery, folder, int(is_image), last, name)


def _rejoined(groups: list[list[_Page]], forms: tuple[Form, ...]) -> list[list[_Page]]:
    """Groups of one run, with what stands between a form's cover and its tables put into the form.

    A promise is part of many forms, and headed as one that is a paper of its own.
    """
    kept: list[list[_Page]] = []
    for group in groups:
        if len(kept) > 1 and _is_between(kept[-2], kept[-1], group, forms):
            between = kept.pop()
            inside = [replace(one, kind=group[0].kind, how="within the form") for one in between]
            kept[-1] = [*kept[-1], *inside, *group]
        else:
            kept.append(group)
    return kept


def _is_between(
    cover: list[_Page], page: list[_Page], rest: list[_Page], forms: tuple[Form, ...]
) -> bool:
    kind = rest[0].kind
    is_form = cover[0].kind == kind and rest[0].how == "labels" and not _single(kind, forms)
    written = sum(not one.facts.blank for one in page)  # with the empty back of the sheet
    alone = written == 1 and page[0].how != _BY_HAND and _single(page[0].kind, forms)
    bare = not any(one.facts.tables for one in (*cover, *page))
    return is_form and alone and bare


def _classified(
    file: SubmittedFile,
    facts: PageFacts,
    forms: tuple[Form, ...],
    before: _Page | None,
    opened: str,
) -> _Page:
    if facts.status is Status.LOOKED and before is not None:
        return _Page(file, facts, before.kind, "the page before", starts=False)
    kind, score = title_kind(facts, forms)
    if score < _PLAIN_TITLE and before is not None and _goes_on(facts, before.kind, kind, forms):
        return _Page(file, facts, before.kind, "labels", starts=False)
    if score < _PLAIN_TITLE and opened and _goes_on(facts, opened, kind, forms):
        return _Page(file, facts, opened, "labels", starts=False)
    if score >= LEAST_TITLE:
        goes_on = before is not None and before.kind == kind and not _repeats_cover(facts, before)
        return _Page(file, facts, kind, "title", not goes_on)
    by_labels = _label_kind(facts, forms)
    if by_labels:
        starts = before is None or before.kind != by_labels
        return _Page(file, facts, by_labels, "labels", starts)
    if before is not None and not _single(before.kind, forms):
        return _Page(file, facts, before.kind, "the page before", starts=False)
    by_name = _name_kind(file.path, forms)
    return _Page(file, facts, by_name, "file name" if by_name else "", starts=True)


def _repeats_cover(facts: PageFacts, before: _Page) -> bool:
    """A second cover begins another copy; running titles on inner pages do not."""
    return not facts.tables and not before.facts.tables


def _goes_on(facts: PageFacts, before: str, titled: str, forms: tuple[Form, ...]) -> bool:
    """True where a page speaks of what the form before it asks for, whatever heads it.

    Sections of a form are called much as certificates and other papers are.
    """
    form = next((form for form in forms if form.kind == before), None)
    if form is None or not form.blocks or titled == before:
        return False
    other = next((one for one in forms if one.kind == titled), None)
    cells = [cell.text for table in facts.tables for cell in table.cells]
    # An opinion stands in one cell with its title.
    keys = {label_key(text) for text in (*cells, *(cell.partition("\n")[0] for cell in cells))}
    own = sum(is_label_key(form, key) for key in keys if key)
    others = sum(is_label_key(other, key) for key in keys if key) if other else 0
    return own >= _LEAST_LABELS and own > others


def _label_kind(facts: PageFacts, forms: tuple[Form, ...]) -> str:
    """The form whose labels fill the page's cells, where one form stands out."""
    keys = {label_key(cell.text) for table in facts.tables for cell in table.cells} - {""}
    hits = sorted(
        (
            (sum(is_label_key(form, key) for key in keys), form.kind)
            for form in forms
            if form.blocks
        ),
        reverse=True,
    )
    if not hits or hits[0][0] < _LEAST_LABELS:
        return ""
    stands_out = len(hits) == 1 or hits[0][0] >= 1.3 * hits[1][0]
    return hits[0][1] if stands_out else ""


def _name_kind(path: str, forms: tuple[Form, ...]) -> str:
    name = squeezed(path.rpartition("/")[2])
    named = [(len(word), form.kind) for form in forms for word in form.file_words if word in name]
    return max(named)[1] if named else ""


def _single(kind: str, forms: tuple[Form, ...]) -> bool:
    return next((form.single_page for form in forms if form.kind == kind), False)


def ref_of(file: SubmittedFile, facts: PageFacts) -> PageRef:
    """Where a page (or half of one) stands among the submitted files."""
    return PageRef(file.delivery, file.path, file.sha256, facts.number, facts.half)


def _document(pages: tuple[_Page, ...], forms: tuple[Form, ...], decided: Decided) -> Document:
    kind = pages[0].kind
    form = next(form for form in forms if form.kind == kind)
    copy, known_by = _copy_of(pages)
    facts = extract(
        form, tuple((page.file.sha256, page.facts) for page in pages if not page.facts.blank)
    )
    return Document(
        kind=kind,
        copy=copy,
        copy_known_by=known_by,
        kind_known_by=pages[0].how,
        pages=tuple(ref_of(page.file, page.facts) for page in pages),
        page_facts=tuple(page.facts for page in pages),
        facts=facts_as_said(facts, form, decided),
        typed=all(page.facts.source is not Source.OCR for page in pages),
    )


def _copy_of(pages: tuple[_Page, ...]) -> tuple[Copy, str]:
    """Original, copy or electronic, and what tells it; UNSURE where nothing on the paper does."""
    typed = sum(page.facts.source is not Source.OCR for page in pages)
    seals = [seal for page in pages for seal in page.facts.seals]
    # A picture on a page of a typed file may keep its text layer from being believed.
    if typed == len(pages) or (2 * typed > len(pages) and not seals):
        return Copy.ELECTRONIC, "text"
    named = _copy_word(squeezed(pages[0].file.path))
    if named is not Copy.UNSURE:
        return named, "file name"
    marked = _mark_on(pages[0].facts)
    if marked is not Copy.UNSURE:
        return marked, "mark on the page"
    # A copier takes the colour; red on a second volume means that it was sealed itself.
    if any(seal.ink is not Ink.BLACK for seal in seals):
        return Copy.ORIGINAL, "coloured seal"
    return Copy.UNSURE, "no mark and no coloured seal"


def _copy_word(text: str) -> Copy:
    """正本 or 副本 in a name; of a licence 副本 is what the authority calls it."""
    bare = _CALLED_SO.sub("", text)
    if "正本" in bare:
        return Copy.ORIGINAL
    return Copy.COPY if any(word in bare for word in _COPY_WORDS) else Copy.UNSURE


def _mark_on(facts: PageFacts) -> Copy:
    """The mark of a bound volume: 正本 or 副本 alone on a line, maybe in brackets or numbered."""
    for line in facts.lines:
        match = _VOLUME_MARK.fullmatch(squeezed(line.text))
        if match:
            return Copy.ORIGINAL if match[1] == "正本" else Copy.COPY
    return Copy.UNSURE
