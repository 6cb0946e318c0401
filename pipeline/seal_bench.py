"""How well seals are found, read and told apart: single pages with truth.

The corpus is a folder with `pages/` and `truth.json` (`python -m samples.seals` draws one).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rapidfuzz.distance import Levenshtein

from checks.titles import Owner, engraved, owner
from extractors.facts import PageFacts, Seal
from extractors.sniff import FileKind
from pipeline import codec, tasks
from pipeline.errors import InputError
from pipeline.frames import placed
from pipeline.progress import Progress
from pipeline.settings import Settings, reading_limits
from pipeline.tallies import Misread, Scores
from pipeline.tasks import Answer, EngineChoice
from pipeline.truth import BoxShares
from pipeline.workers import Executor, Job, run_ordered

_SAME_BOX = 0.5
_STEP = "seals"
Relation = Literal["same", "unrelated", "near"]
RELATIONS: tuple[Relation, ...] = ("same", "unrelated", "near")


class Names(BaseModel):
    """Whose seal it is, and whose it is not; `near` names differ from `same` in a character."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    same: str
    unrelated: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


class StampedSeal(BaseModel):
    """A seal of the truth; `box` in shares of the page, `title` what its ring says."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    box: BoxShares
    shape: str
    ink: str
    kind: str
    title: str = ""
    purpose: str = ""
    code: str = ""
    complete: bool = True
    names: Names | None = None


class StampedPage(BaseModel):
    """A page of the truth; `source` is scan, photo, grey or bw."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    file: str
    dpi: int = 0
    source: str = "scan"
    hard: bool = False
    decoys: tuple[str, ...] = ()
    seals: tuple[StampedSeal, ...] = ()

    @property
    def group(self) -> str:
        """Pages of one kind, as the table has them."""
        return f"{self.source} {self.dpi} dpi" if self.source == "scan" else self.source


class StampedPages(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    pages: tuple[StampedPage, ...] = Field(min_length=1)


class OwnerShares(BaseModel):
    """Of the seals that were found: compared names, those told rightly, and those left open.

    `right` is the share among those where an answer was given.
    """

    model_config = ConfigDict(frozen=True)

    asked: int
    right: float | None
    cannot_tell: float | None


class SealGroup(BaseModel):
    """Figures of one group of pages or seals; kind and title of complete seals that were found."""

    model_config = ConfigDict(frozen=True)

    pages: int
    seals: int
    recall: float | None
    precision: float | None
    kind: float | None
    title_exact: float | None
    title_chars: float | None
    owner: dict[str, OwnerShares]


class SealMeasures(BaseModel):
    """What `yushen bench --seals` prints.

    `groups`: pages by source and resolution, seals by ink and shape, and cut ones. `decoys`: false
    seals by what lies on their page. `seconds_per_page` of one worker, everything included.
    """

    model_config = ConfigDict(frozen=True)

    all: SealGroup
    groups: dict[str, SealGroup]
    decoys: dict[str, int]
    seconds_per_page: dict[str, float]


@dataclass(frozen=True, slots=True)
class SealBenched:
    """Measures, and a line for each thing that was wrong."""

    measures: SealMeasures
    wrong: tuple[str, ...]


def load_pages(folder: Path) -> tuple[StampedPage, ...]:
    """The truth of a corpus; raises InputError where there is none or it is not valid."""
    path = folder / "truth.json"
    try:
        return StampedPages.model_validate_json(path.read_bytes()).pages
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise InputError(f"{path}: {error.errors(include_url=False)[0]['msg']}") from error


def bench_seals(
    folder: Path, settings: Settings, engine: EngineChoice, executor: Executor, progress: Progress
) -> SealBenched:
    """Find the seals of every page in the workers, and count."""
    pages = load_pages(folder)
    limits = reading_limits(settings)
    jobs = [
        Job(
            page,
            tasks.answer_seals,
            ((folder / page.file).absolute(), FileKind.JPEG, engine, limits),
            limits.page_seconds,
        )
        for page in pages
    ]
    progress.started(_STEP, len(jobs))
    results = []
    for job, answer in run_ordered(executor, jobs):
        if isinstance(answer, Answer):
            results.append((job.key, codec.load_page(answer.body), answer.seconds))
        else:
            results.append((job.key, tasks.unreadable_page(0, answer), 0.0))
        progress.advanced(_STEP)
    progress.finished(_STEP)
    return measured(results)


def measured(results: list[tuple[StampedPage, PageFacts, float]]) -> SealBenched:
    """Count what was found against the truth."""
    count = _Count()
    for page, facts, seconds in results:
        count.page(page, facts, seconds)
    return SealBenched(count.measures(), tuple(count.scores.wrong))


class _Count:
    """Tallies by group; every page and seal counts for "all" and for its own groups."""

    def __init__(self) -> None:
        self.scores = Scores()
        self.pages: Counter[str] = Counter()
        self.decoys: Counter[str] = Counter()
        self.titles: dict[str, Misread] = {}
        self.spent: dict[str, list[float]] = {}

    def page(self, page: StampedPage, facts: PageFacts, seconds: float) -> None:
        groups = ("all", page.group)
        self.pages.update(groups)
        self.spent.setdefault("with seals" if page.seals else "without", []).append(seconds)
        matched = matches(page, facts)
        for true, found in matched:
            own = (*groups, true.ink, true.shape, *(() if true.complete else ("cut",)))
            note = f"{page.file} {page.group} {true.shape} {true.ink} {true.title}"
            self._add(own, "recall", found is not None, note)
            if found is not None:
                self._seal(own, true, found, note)
        claimed = {id(found) for _, found in matched if found is not None}
        for seal in facts.seals:
            told = f"{seal.shape} {seal.ink} {seal.title} {seal.confidence:.2f} {seal.box}"
            note = f"{page.file} {' '.join(page.decoys)}: {told}"
            right = id(seal) in claimed
            self._add(groups, "precision", right, note)
            if not right:
                self.decoys.update(page.decoys or ("none",))

    def _seal(self, own: tuple[str, ...], true: StampedSeal, seal: Seal, note: str) -> None:
        if not true.complete:
            return
        self._add(own, "kind", seal.kind.value == true.kind, f"{note}: {seal.kind}")
        want, got = engraved(true.title), engraved(seal.title)
        if want:
            self._add(own, "title_exact", want == got, f"{note}: got {seal.title}")
            for name in own:
                tally = self.titles.setdefault(name, Misread())
                tally.total += len(want)
                tally.wrong += min(len(want), Levenshtein.distance(want, got))
        if true.names is not None:
            self._owner(own, true.names, seal, note)

    def _owner(self, own: tuple[str, ...], names: Names, seal: Seal, note: str) -> None:
        asked: dict[Relation, tuple[str, ...]] = {
            "same": (names.same,), "unrelated": names.unrelated, "near": names.near,
        }  # fmt: skip
        for relation, others in asked.items():
            for name in others:
                answer = owner(seal, name)
                told = f"{note}: {relation} {name}: {answer}, read {seal.title}"
                open_ = answer is Owner.CANNOT_TELL
                self._add(own, f"{relation}.told", not open_, told if relation == "same" else "")
                if not open_:
                    right = (answer is Owner.SAME) is (relation == "same")
                    self._add(own, f"{relation}.right", right, told)

    def _add(self, groups: tuple[str, ...], name: str, right: bool, note: str) -> None:
        for group in groups:
            self.scores.add(f"{group}:{name}", right, note if group == "all" else "")

    def measures(self) -> SealMeasures:
        names = {name.partition(":")[0] for name in self.scores.tallies} | set(self.pages)
        return SealMeasures(
            all=self._group("all"),
            groups={name: self._group(name) for name in sorted(names - {"all"})},
            decoys=dict(self.decoys.most_common()),
            seconds_per_page={
                name: round(sum(spent) / len(spent), 3) for name, spent in self.spent.items()
            },
        )

    def _group(self, name: str) -> SealGroup:
        share = self.scores.share
        title = self.titles.get(name)
        return SealGroup(
            pages=self.pages[name],
            seals=self.scores.count(f"{name}:recall"),
            recall=share(f"{name}:recall"),
            precision=share(f"{name}:precision"),
            kind=share(f"{name}:kind"),
            title_exact=share(f"{name}:title_exact"),
            title_chars=round(1 - title.wrong / title.total, 4) if title else None,
            owner={relation: self._told(name, relation) for relation in RELATIONS},
        )

    def _told(self, group: str, relation: Relation) -> OwnerShares:
        told = self.scores.share(f"{group}:{relation}.told")
        return OwnerShares(
            asked=self.scores.count(f"{group}:{relation}.told"),
            right=self.scores.share(f"{group}:{relation}.right"),
            cannot_tell=None if told is None else round(1 - told, 4),
        )


def matches(page: StampedPage, facts: PageFacts) -> list[tuple[StampedSeal, Seal | None]]:
    """Each true seal with the found one that covers it best, none used twice."""
    if not facts.width:
        return [(true, None) for true in page.seals]
    places = [placed(facts, true.box) for true in page.seals]
    pairs = sorted(
        (
            (seal.box.iou(place), t, f)
            for t, place in enumerate(places)
            for f, seal in enumerate(facts.seals)
            if seal.box.iou(place) >= _SAME_BOX
        ),
        reverse=True,
    )
    taken: dict[int, int] = {}
    for _, t, f in pairs:
        if t not in taken and f not in taken.values():
            taken[t] = f
    return [
        (true, facts.seals[taken[t]] if t in taken else None) for t, true in enumerate(page.seals)
    ]
