"""Writing deficiency notices: their serial numbers, the pictures of places, and the files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from checks import programmes
from checks.programme import Programme
from extractors.facts import Box, PageFacts, Source, Status
from extractors.limits import Limits
from pipeline.crops import draw_place
from pipeline.errors import ConfigurationError, StoreError
from pipeline.files import private_folder, whole
from pipeline.letter_docx import Written, file_name, filled
from pipeline.letters import Item, Letter, letter_of, number_of
from pipeline.packets import PacketView
from pipeline.packs import pack_folder
from pipeline.progress import Progress
from pipeline.reading import FileFacts, Keys, file_facts
from pipeline.settings import LetterSettings
from pipeline.store import Store
from pipeline.workers import Executor, Job, run_ordered

COMMON_TEMPLATE = Path(next(iter(programmes.__path__))) / "letter.docx"
_SERIALS = "letters"
_DRAW = "draw"
_MOST_BYTES = 20_000_000


def template_of(programme: Programme, name: str) -> bytes:
    """The pack's Word template, or the common one beside the built-in packs.

    Raises ConfigurationError where it cannot be read.
    """
    own = pack_folder(name) / programme.letter.template
    path = own if own.is_file() else COMMON_TEMPLATE
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ConfigurationError(f"{path}: larger than {_MOST_BYTES} bytes")
        return path.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{path}: no letter template: {error.strerror}") from error


def demand_contact(office: LetterSettings, where: Path) -> None:
    """Letters name somebody to ask; raises ConfigurationError where nobody is set."""
    missing = [name for name in ("contact", "phone") if not getattr(office, name)]
    if missing:
        keys = " and ".join(f"letter.{name}" for name in missing)
        raise ConfigurationError(
            f'{keys} not set: letters name whom to ask; write [letter] contact = "…" and '
            f'phone = "…" into {where / "yushen.toml"}'
        )


def letters(
    store: Store,
    views: Sequence[PacketView],
    programme: Programme,
    office: LetterSettings,
    dated: date,
    due: date | None = None,
) -> tuple[Letter, ...]:
    """A letter for each packet.

    One with something to correct gets a serial number, and keeps it whenever it is written again.
    """
    made = []

    def numbered(body: str | None) -> str:
        known: dict[str, dict[str, int]] = json.loads(body) if body else {}
        given = known.setdefault(str(dated.year), {})
        for view in views:
            serial = given.get(view.id, len(given) + 1)
            letter = letter_of(view, programme, office, serial, dated, due)
            if letter.is_due:
                given[view.id] = serial
            made.append(letter)
        return json.dumps(known)

    store.change_document(_SERIALS, numbered)
    return tuple(made)


def numbers_given(store: Store, programme: Programme, packet: str) -> tuple[str, ...]:
    """The numbers of all letters that this packet was given."""
    years: dict[str, dict[str, int]] = json.loads(store.document(_SERIALS) or "{}")
    pattern = programme.letter.number
    return tuple(
        number_of(pattern, int(year), given[packet])
        for year, given in sorted(years.items())
        if packet in given
    )


def draft(
    store: Store, view: PacketView, programme: Programme, office: LetterSettings, dated: date
) -> Letter:
    """The letter as it would go out now; no number is given away."""
    given = json.loads(store.document(_SERIALS) or "{}").get(str(dated.year), {})
    return letter_of(view, programme, office, given.get(view.id, len(given) + 1), dated)


def write_letters(
    folder: Path,
    made: Iterable[Letter],
    template: bytes,
    store: Store,
    keys: Keys,
    executor: Executor,
    limits: Limits,
    progress: Progress,
) -> tuple[Written, ...]:
    """Write the letters that say something into a folder; raises StoreError.

    An item whose picture cannot be made goes without one.
    """
    private_folder(folder)
    found = tuple(made)
    drawn = pictures_of(found, store, keys, executor, limits, progress)
    return tuple(_written(folder, letter, template, drawn) for letter in found)


def pictures_of(
    found: Sequence[Letter],
    store: Store,
    keys: Keys,
    executor: Executor,
    limits: Limits,
    progress: Progress,
) -> Mapping[str, bytes]:
    """Pictures (PNG) of the places of all items that have one, by the items' keys."""

    @cache  # the facts of a file once, however many items stand in it
    def facts_of(sha256: str, path: str) -> FileFacts | None:
        return file_facts(store, keys, sha256, path) if store.originals.has(sha256) else None

    jobs = [
        job
        for letter in found
        if letter.is_due
        for one in (*letter.items, *letter.doubts)
        if (job := _picture_job(one, store, facts_of, limits)) is not None
    ]
    drawn: dict[str, bytes] = {}
    progress.started(_DRAW, len(jobs))
    for job, answer in run_ordered(executor, jobs):
        progress.advanced(_DRAW)
        if isinstance(answer, bytes):
            drawn[job.key] = answer
    progress.finished(_DRAW)
    return drawn


def _written(folder: Path, letter: Letter, template: bytes, drawn: Mapping[str, bytes]) -> Written:
    if not letter.is_due:
        return Written(letter, "")
    name = file_name(letter)
    try:
        with whole(folder / name) as unfinished:
            unfinished.write_bytes(filled(template, letter, drawn))
    except OSError as error:
        raise StoreError(f"{folder / name}: cannot be written: {error.strerror}") from error
    return Written(letter, name)


def _picture_job(
    one: Item,
    store: Store,
    facts_of: Callable[[str, str], FileFacts | None],
    limits: Limits,
) -> Job[str] | None:
    """Draws the place of an item, where it is on a page that can be drawn."""
    place = one.place
    facts = facts_of(place.sha256, place.path) if place is not None else None
    if place is None or place.box is None or facts is None:
        return None
    page = next((page for page in facts.pages if page.number == place.page), None)
    if page is None or not _can_be_drawn(page):
        return None
    path = store.originals.path(place.sha256)
    arguments = (path, facts.info.kind, page, Box(*place.box), limits)
    return Job(one.key, draw_place, arguments, limits.page_seconds)


def _can_be_drawn(page: PageFacts) -> bool:
    return page.status is Status.READ and page.source in (Source.OCR, Source.TEXT_LAYER)
