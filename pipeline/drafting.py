"""Drafting a pack: files are read in the workers, what they say becomes a folder of TOML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checks.drafting.drafts import DraftForm, DraftNotice
from checks.drafting.forms import forms_of
from checks.drafting.notice import draft_notice
from checks.drafting.pack import pack_files
from checks.programme import bind
from extractors.facts import Look, PageFacts, Status
from extractors.limits import Limits
from pipeline import codec, tasks
from pipeline.errors import InputError, StoreError
from pipeline.inspect import Inspected, inspect
from pipeline.messages import problem_text
from pipeline.progress import Progress
from pipeline.tasks import Answer, EngineChoice
from pipeline.workers import Executor, Job, run_one

_TEXT = ".txt"


@dataclass(frozen=True, slots=True)
class Sources:
    """What reads the files."""

    executor: Executor
    engine: EngineChoice
    limits: Limits
    progress: Progress


@dataclass(frozen=True, slots=True)
class Drafted:
    """The pack's files by name, and a line on each thing found, for the person at the shell."""

    files: Mapping[str, str]
    summary: tuple[str, ...]


def draft_pack(paths: Sequence[Path], sources: Sources) -> Drafted:
    """Draft a pack from blank forms and at most one notice.

    Raises InputError for a file that is not there, cannot be read, or holds neither.
    """
    forms: list[DraftForm] = []
    notice: DraftNotice | None = None
    summary: list[str] = []
    for path, pages in _pages_of(paths, sources):
        found = draft_notice(_lines(pages))
        if found is not None and notice is not None:
            raise InputError(f"{path}: a second notice; a programme has one")
        drafts = forms_of(path.name, pages, ruled=found is not None)
        if found is None and not drafts:
            raise InputError(f"{path}: neither a blank form nor a notice was found in it")
        notice = found or notice
        forms += drafts
        summary += _unread(path, pages)
        summary += [_about_notice(path, found)] if found else []
        summary += [_about_form(path, draft) for draft in drafts]
    files = pack_files(notice, tuple(forms))
    bind(files)  # a draft that does not bind is a bug of ours, and should look like one
    return Drafted(files, tuple(summary))


def write_pack(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files into a folder that is new or empty; raises StoreError where it cannot."""
    try:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written: {error.strerror}") from error


def _pages_of(
    paths: Sequence[Path], sources: Sources
) -> Iterator[tuple[Path, tuple[PageFacts, ...]]]:
    others = [path for path in paths if path.suffix.lower() != _TEXT]
    read = inspect(
        others, sources.executor, sources.engine, sources.limits, _every_page, sources.progress
    )
    for path in paths:
        if path.suffix.lower() == _TEXT:
            yield path, (_text_page(path, sources),)
        else:
            yield path, _readable(next(read))


def _every_page(looks: tuple[Look, ...]) -> frozenset[int]:
    return frozenset(look.number - 1 for look in looks)


def _text_page(path: Path, sources: Sources) -> PageFacts:
    if not path.is_file():
        raise InputError(f"{path}: {'is not a file' if path.exists() else 'no such file'}")
    limits = sources.limits
    job = Job(path.name, tasks.answer_lines, (path.absolute(), limits), limits.page_seconds)
    answer = run_one(sources.executor, job)
    if not isinstance(answer, Answer):
        raise InputError(f"{path}: {problem_text(answer)}")
    page = codec.load_page(answer.body)
    if page.status is Status.UNREADABLE:
        raise InputError(f"{path}: {problem_text(page.problems[0])}")
    return page


def _readable(found: Inspected) -> tuple[PageFacts, ...]:
    """The pages; raises InputError with the reason where none could be read."""
    if any(page.status is Status.READ for page in found.pages):
        return found.pages
    problems = (*found.info.problems, *(p for page in found.pages for p in page.problems))
    reason = problem_text(problems[0]) if problems else "no pages in it (unpack archives first)"
    raise InputError(f"{found.path}: {reason}")


def _lines(pages: tuple[PageFacts, ...]) -> tuple[str, ...]:
    return tuple(line.text for page in pages for line in page.lines)


# --- what was found, in a line each --------------------------------------------------------------


def _unread(path: Path, pages: tuple[PageFacts, ...]) -> list[str]:
    return [
        f"{path}: page {page.number} could not be read: {problem_text(page.problems[0])}"
        for page in pages
        if page.status is Status.UNREADABLE and page.problems
    ]


def _about_notice(path: Path, notice: DraftNotice) -> str:
    days = ", ".join(f"{one.id} by {one.closing}" for one in notice.submissions) or "no deadline"
    return (
        f"{path}: notice {notice.document or '(no number)'}: {len(notice.awards)} awards, "
        f"{len(notice.stages)} stages, {len(notice.attachments)} attachments, {days}"
    )


def _about_form(path: Path, form: DraftForm) -> str:
    columns = sum(len(rows.columns) for rows in form.rows)
    notes = [one.notes for one in form.fields]
    notes += [one.notes for one in form.rows] + [one.notes for one in form.blocks]
    notes += [column.notes for rows in form.rows for column in rows.columns]
    doubts = sum(map(bool, notes))
    return (
        f"{path}: form {form.titles[0]}: {len(form.fields)} fields, {len(form.rows)} tables "
        f"({columns} columns), {len(form.blocks)} places to stamp or sign, {doubts} to look at"
    )
