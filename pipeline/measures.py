"""What a bench comes to: the keys that `yushen bench --json` prints."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

_FROZEN = ConfigDict(frozen=True)
Rate = float | None


class CharacterErrors(BaseModel):
    """A character error rate and the count of true characters that it stands on."""

    model_config = _FROZEN

    cer: float
    characters: int


class CerBy(BaseModel):
    """Character errors by condition; null where a haul has no such truth.

    `scan` to `skewed` are of whole pages and counted as `Measures.cer` is: `upright` and `turned`
    by the truth's rotation, `skewed` where the facts say more than half a degree. `lines` is the
    edit distance line by line over all pages whose truth has the lines' places; `…_seal` the same
    for the lines that a seal of that ink touches, where words of the seal that were taken for text
    of the page count as wrong too.
    """

    model_config = _FROZEN

    scan: CharacterErrors | None
    photo: CharacterErrors | None
    hard: CharacterErrors | None
    upright: CharacterErrors | None
    turned: CharacterErrors | None
    skewed: CharacterErrors | None
    lines: CharacterErrors | None
    red_seal: CharacterErrors | None
    blue_seal: CharacterErrors | None
    black_seal: CharacterErrors | None


class Bin(BaseModel):
    """Read lines whose confidence is at least `low` and below `high` (1 itself in the last)."""

    model_config = _FROZEN

    low: float
    high: float
    lines: int
    confidence: Rate
    right: Rate


class Reliability(BaseModel):
    """Whether lines are right as often as the reader is sure of them.

    `calibration_error`: mean distance of the share that is right from the mean confidence, each
    bin weighted by its lines (expected calibration error).
    """

    model_config = _FROZEN

    lines: int
    calibration_error: float
    bins: tuple[Bin, ...]


class Compared(BaseModel):
    """One engine of a comparison; ratios are its figure by that of this reader.

    `cer` counts as `Measures.cer` does, a page in `failed` as all wrong; `skipped` says why the
    engine read nothing.
    """

    model_config = _FROZEN

    pages_per_minute: Rate
    cer: Rate
    speed_to_ours: Rate
    cer_to_ours: Rate
    failed: int
    skipped: str | None


class Comparison(BaseModel):
    """Engines on the same scanned pages, one after the other, each with so many workers.

    This reader finds out by itself which way up a page lies, and finds tables, ticks and seals too;
    the others only read, from pictures set upright by the truth.
    """

    model_config = _FROZEN

    pages: int
    characters: int
    workers: int
    engines: Mapping[str, Compared]


class BySource(BaseModel):
    model_config = _FROZEN

    docx: Rate
    pdf: Rate
    scan: Rate
    hard: Rate


class Sure(BaseModel):
    """Share of filled fields that the reader is sure of, and how many of those are right."""

    model_config = _FROZEN

    share: Rate
    right: Rate


class ByHand(BaseModel):
    """`recall`: fields written with a pen that are called so; `false`: filled others called so.

    Of what the paper versions say. Signatures, and the dates beside them, are not counted.
    """

    model_config = _FROZEN

    recall: Rate
    false: Rate


class Fields(BaseModel):
    """`blank_recall`: blank ones said blank; `false_blank`: filled ones said blank."""

    model_config = _FROZEN

    exact: Rate
    by_source: BySource
    blank_recall: Rate
    false_blank: Rate
    sure: Sure
    by_hand: ByHand = ByHand(recall=None, false=None)


class Exact(BaseModel):
    model_config = _FROZEN

    exact: Rate


class Right(BaseModel):
    model_config = _FROZEN

    right: Rate


class Defects(BaseModel):
    """`unmet`: said UNMET among those that software can decide; by code, counts of outcomes."""

    model_config = _FROZEN

    recall: Rate
    unmet: Rate
    precision: Rate
    by_code: Mapping[str, Mapping[str, int]]  # planted: unmet, unsure, missed; and false alarms


class Complete(BaseModel):
    """`missed` is a count: packets with defects that were judged complete.

    Packets with nothing but notes (class W of DOMAIN 4.3) are counted nowhere here.
    """

    model_config = _FROZEN

    passed: Rate
    clean: Rate
    missed: int | None


class Seals(BaseModel):
    model_config = _FROZEN

    recall: Rate
    precision: Rate
    kind: Rate
    title_exact: Rate
    title_chars: Rate
    verdict_right: Rate
    cannot_tell: Rate


class Sorting(BaseModel):
    model_config = _FROZEN

    pages: Rate


class Speed(BaseModel):
    """Null where nothing was read. Steps in workers are sums over all of them.

    `judge_ms_per_packet` is the processor's time for judging once more, all being kept.
    """

    model_config = _FROZEN

    pages_per_minute: Rate
    seconds_by_step: Mapping[str, float]
    worker_peak_mb: Rate
    judge_ms_per_packet: Rate = None


class Measures(BaseModel):
    """What `yushen bench --json` prints; null where a haul has no such truth.

    `cer`: over all pages that were read by OCR and whose text the truth tells, wrong characters of
    true ones. On each page the characters that are missing and those that are too many are counted
    without regard to their order, after NFKC and traditional to simplified, without white space
    and tick boxes; the larger of the two is what is wrong.
    """

    model_config = _FROZEN

    packets: int
    pages: int
    cer: Rate
    cer_by: CerBy
    reliability: Reliability | None
    fields: Fields
    rows: Exact
    ticks: Right
    cells: Right
    defects: Defects
    complete: Complete
    seals: Seals
    sorting: Sorting
    documents: Right
    orientation: Right
    problems: Mapping[str, Rate]
    speed: Speed
    compare: Comparison | None = None
