"""What the reader sees in single files; nothing is stored.

The keys of the JSON are fixed for other programs (DESIGN, "The command line").
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from checks.documents import Document, SubmittedFile
from checks.programme import Programme
from checks.sorting import sort_pages
from extractors.facts import Box, Look, PageFacts, Problem, Reading, Seal, Status
from extractors.files import FileInfo
from extractors.limits import Limits
from extractors.signed import Signature
from extractors.sniff import CONTAINERS, FileKind
from pipeline import codec, tasks
from pipeline.errors import InputError
from pipeline.judging import looked
from pipeline.messages import problem_text, signature_text
from pipeline.progress import Progress
from pipeline.reading import Wanted
from pipeline.tasks import Answer, EngineChoice
from pipeline.unpack import Unpacked, is_container, unpack
from pipeline.values import plain_value
from pipeline.workers import Executor, Job, run_one, run_ordered

_CHUNK = 1 << 20
_UNPACK_TIMES = 5
_CONFIDENCE_DIGITS, _BOX_DIGITS = 4, 1
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file and all that was seen in it; `members` are the files inside an archive or mail."""

    path: Path
    sha256: str
    info: FileInfo
    pages: tuple[PageFacts, ...]
    members: tuple[Unpacked, ...] = ()


@dataclass(slots=True)
class _File:
    """A file on its way: filled page by page by the workers' answers."""

    path: Path
    sha256: str
    info: FileInfo
    looks: list[Look] = field(default_factory=list)
    pages: dict[int, PageFacts] = field(default_factory=dict)


_Key = tuple[int, int]


def inspect(
    paths: Sequence[Path],
    executor: Executor,
    engine: EngineChoice,
    limits: Limits,
    wanted: Wanted,
    progress: Progress,
) -> Iterator[Inspected]:
    """Read files in the workers, in the order given; raises InputError for one not there."""
    hashes = [_sha256(path) for path in paths]
    files = _described(paths, hashes, executor, limits)
    _look(files, executor, engine, limits)
    jobs = list(_read_jobs(files, engine, limits, wanted))
    progress.started("read", len(jobs))
    results = groupby(run_ordered(executor, jobs), key=lambda pair: pair[0].key[0])
    following = next(results, None)
    for index, file in enumerate(files):
        if following is not None and following[0] == index:
            for job, answer in following[1]:
                file.pages[job.key[1]] = _page(job.key[1], answer)
                progress.advanced("read")
            following = next(results, None)
        yield _finished(file, executor, limits)
    progress.finished("read")


def _sha256(path: Path) -> str:
    if not path.is_file():
        raise InputError(f"{path}: {'is not a file' if path.exists() else 'no such file'}")
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    return digest.hexdigest()


def _described(
    paths: Sequence[Path], hashes: Sequence[str], executor: Executor, limits: Limits
) -> list[_File]:
    jobs = [
        Job(
            (index, -1),
            tasks.answer_describe,
            (path.absolute(), path.name, limits),
            limits.page_seconds,
        )
        for index, path in enumerate(paths)
    ]
    files = []
    for job, answer in run_ordered(executor, jobs):
        index = job.key[0]
        info = (
            codec.load_info(answer.body)
            if isinstance(answer, Answer)
            else FileInfo(FileKind.UNKNOWN, 0, (answer,))
        )
        files.append(_File(paths[index], hashes[index], info))
    return files


def _look(files: list[_File], executor: Executor, engine: EngineChoice, limits: Limits) -> None:
    jobs = [
        Job(
            (index, page),
            tasks.answer_look,
            (file.path.absolute(), file.info.kind, page, engine, limits),
            limits.page_seconds,
        )
        for index, file in enumerate(files)
        for page in range(file.info.pages)
    ]
    for job, answer in run_ordered(executor, jobs):
        index, page = job.key
        found = (
            codec.load_look(answer.body)
            if isinstance(answer, Answer)
            else tasks.unreadable_look(page, answer)
        )
        files[index].looks.append(found)


def _read_jobs(
    files: list[_File], engine: EngineChoice, limits: Limits, wanted: Wanted
) -> Iterator[Job[_Key]]:
    for index, file in enumerate(files):
        for page in sorted(wanted(tuple(file.looks))):
            turn = next(
                (tasks.turn_seen(one) for one in file.looks if one.number == page + 1), None
            )
            arguments = (file.path.absolute(), file.info.kind, page, engine, limits, turn)
            yield Job((index, page), tasks.answer_read, arguments, limits.page_seconds)


def _page(index: int, answer: Answer | Problem) -> PageFacts:
    if isinstance(answer, Answer):
        return codec.load_page(answer.body)
    return tasks.unreadable_page(index, answer)


def _finished(file: _File, executor: Executor, limits: Limits) -> Inspected:
    pages = tuple(
        file.pages.get(seen.number - 1) or looked(seen)
        for seen in sorted(file.looks, key=lambda one: one.number)
    )
    info = file.info
    members: tuple[Unpacked, ...] = ()
    if info.kind in CONTAINERS and not info.pages:
        info, members = _opened(file, executor, limits)
    return Inspected(file.path, file.sha256, info, pages, members)


def _opened(
    file: _File, executor: Executor, limits: Limits
) -> tuple[FileInfo, tuple[Unpacked, ...]]:
    """What an archive or mail holds; it is unpacked into a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="yushen-inspect-") as folder:
        arguments = (file.path.absolute(), file.path.name, Path(folder) / "out", limits)
        job = Job(file.path.name, unpack, arguments, _UNPACK_TIMES * limits.page_seconds)
        found = run_one(executor, job)
    if isinstance(found, Problem):
        return FileInfo(file.info.kind, 0, (*file.info.problems, found)), ()
    if not is_container(found, file.path.name):
        return file.info, ()
    problems = dict.fromkeys((*file.info.problems, *found.problems))
    return FileInfo(file.info.kind, 0, tuple(problems)), found.members


def is_readable(found: Inspected) -> bool:
    """Whether anything of the file could be read (of an archive: opened)."""
    if found.pages:
        return any(page.status is not Status.UNREADABLE for page in found.pages)
    return found.info.kind in CONTAINERS and not any(
        problem.code not in _HARMLESS for problem in found.info.problems
    )


_HARMLESS = frozenset({"wrong-extension"})


# --- as JSON -------------------------------------------------------------------------------------


def as_json(found: Inspected, programme: Programme) -> Json:
    """One object a file. Boxes are on the upright page, numbers plain."""
    submitted = SubmittedFile(
        "", found.path.name, found.sha256, found.info.kind.value, _readable(found.pages)
    )
    documents = sort_pages((submitted,), programme.forms).documents
    # Of an open volume with two documents the left one names the scan.
    kinds = {
        ref.number: document.kind
        for document in reversed(documents)
        for ref in reversed(document.pages)
    }
    problems = found.info.problems
    if not is_readable(found):
        problems = (*problems, *(p for page in found.pages for p in page.problems))
    result: Json = {
        "file": str(found.path),
        "sha256": found.sha256,
        "status": "read" if is_readable(found) else "unreadable",
        "kind": found.info.kind.value,
        "problems": _problems(dict.fromkeys(problems)),
        "pages": [_page_json(page, kinds.get(page.number, "unknown")) for page in found.pages],
        "forms": [_form_json(document) for document in documents],
    }
    if found.info.kind is FileKind.PDF:
        result["signatures"] = [_signature_json(one) for one in found.info.signatures]
    if found.members:
        result["members"] = [
            {"file": one.path, "kind": one.kind, "problems": _problems(one.problems)}
            for one in found.members
        ]
    return result


def _signature_json(signature: Signature) -> Json:
    return {
        "field": signature.field,
        "signer": signature.signer,
        "organisation": signature.organisation,
        "signed_at": signature.signed_at.isoformat() if signature.signed_at else None,
        "coverage": signature.coverage.value,
        "intact": signature.intact.value,
        "chain": signature.chain.value,
        "problems": _problems((Problem(signature.problem),) if signature.problem else ()),
        "text": signature_text(signature),
    }


def _readable(pages: tuple[PageFacts, ...]) -> tuple[PageFacts, ...]:
    return tuple(page for page in pages if page.status is not Status.UNREADABLE)


def _problems(problems: Iterable[Problem]) -> list[Json]:
    return [{"code": problem.code, "text": problem_text(problem)} for problem in problems]


def _page_json(page: PageFacts, kind: str) -> Json:
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "dpi": page.dpi,
        "rotation": page.rotation,
        "skew": page.skew,
        "source": page.source.value,
        "status": page.status.value,
        "kind": kind,
        "blank": page.blank,
        "problems": _problems(page.problems),
        "lines": [
            {"text": one.text, "confidence": _sure(one.confidence), "box": _box(one.box)}
            for one in page.lines
        ],
        "tables": [
            {
                "box": _box(table.box),
                "cells": [
                    {
                        "row": cell.row,
                        "column": cell.column,
                        "row_span": cell.row_span,
                        "column_span": cell.column_span,
                        "box": _box(cell.box),
                        "text": cell.text,
                    }
                    for cell in table.cells
                ],
            }
            for table in page.tables
        ],
        "ticks": [
            {"box": _box(one.box), "label": one.label, "ticked": one.ticked} for one in page.ticks
        ],
        "seals": [_seal_json(seal) for seal in page.seals],
    }


def _seal_json(seal: Seal) -> Json:
    return {
        "box": _box(seal.box),
        "shape": seal.shape.value,
        "ink": seal.ink.value,
        "kind": seal.kind.value,
        "title": seal.title,
        "purpose": seal.purpose,
        "code": seal.code,
        "diameter_mm": None if seal.diameter_mm is None else round(seal.diameter_mm, 1),
        "complete": seal.complete,
        "edge": seal.edge,
        "drawn": seal.drawn.value,
        "confidence": _sure(seal.confidence),
    }


def _form_json(document: Document) -> Json:
    facts = document.facts
    return {
        "kind": document.kind,
        "pages": list(dict.fromkeys(ref.number for ref in document.pages)),
        "fields": _readings(facts.fields),
        "rows": {name: [_readings(row) for row in rows] for name, rows in facts.rows.items()},
    }


def _readings(readings: Mapping[str, Reading[Any]]) -> Json:
    return {name: _reading_json(reading) for name, reading in readings.items()}


def _reading_json(reading: Reading[Any]) -> Json:
    place = reading.evidence
    return {
        "value": plain_value(reading.value),
        "raw": reading.raw,
        "confidence": _sure(reading.confidence),
        "presence": reading.presence.value,
        "origin": reading.origin.value,
        "page": place.page if place else None,
        "box": _box(place.box) if place and place.box else None,
    }


def _sure(confidence: float) -> float:
    return round(float(confidence), _CONFIDENCE_DIGITS)


def _box(box: Box) -> list[float]:
    return [round(float(s), _BOX_DIGITS) for s in (box.left, box.top, box.right, box.bottom)]
