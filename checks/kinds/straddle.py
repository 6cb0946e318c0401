"""The rule on the seal over the pages' edges (骑缝章): whole where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

from checks.documents import SubmittedFile, without_text
from checks.findings import Finding, Verdict
from checks.kinds.base import Case, Kind, RuleHead, finding
from checks.sorting import page_runs
from checks.straddle import Fault, Straddle, joined
from extractors.facts import Evidence, PageFacts

_SAID: Final = {
    Fault.MISSING: "缺少骑缝章印迹",
    Fault.BARE: "没有骑缝章印迹，前后页印迹相接",
    Fault.SWAPPED: "骑缝章印迹次序颠倒",
    Fault.FOREIGN: "骑缝章印迹与其他页不是同一枚印章",
}
_OUTSIDE, _UNSEEN, _TORN = "不在骑缝章范围内", "未识别，不能判断", "印迹不足一枚印章"
_MOST_PAGES = 8

Run = Sequence[tuple[SubmittedFile, PageFacts]]


class StraddleSeal(Kind):
    """A seal over the edges of a file's pages, where there is one, is on all of them in order."""

    kind: Literal["straddle_seal"]

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """One answer for each such seal; unsure where pages beside it, or not read, have none."""
        return tuple(
            _judged(rule, run, straddle)
            for run in page_runs(_for_seals(case.files))
            for straddle in joined([facts for _, facts in run])
        )


def _for_seals(files: Sequence[SubmittedFile]) -> tuple[SubmittedFile, ...]:
    return tuple(replace(file, pages=without_text(file.pages)) for file in files)


def _judged(rule: RuleHead, run: Run, straddle: Straddle) -> Finding:
    doubts = [(_OUTSIDE, straddle.outside), (_UNSEEN, straddle.unseen)]
    said = [
        (words, tuple(one.page for one in straddle.breaks if one.fault is fault))
        for fault, words in _SAID.items()
    ]
    told = [f"{_pages(run, pages)}{words}" for words, pages in (*said, *doubts) if pages]
    if straddle.breaks:
        verdict = Verdict.UNMET
    elif straddle.whole and not straddle.outside:
        verdict = Verdict.MET
    else:
        verdict = Verdict.UNSURE
        told = told or [_TORN]
    first = run[straddle.bearers[0].page][0]
    return finding(
        rule, verdict, where="straddle", reason="straddle" if verdict is Verdict.UNSURE else "",
        parameters={"file": first.path.rpartition("/")[2], "what": "；".join(told)},
        evidence=_evidence(run, straddle),
    )  # fmt: skip


def _pages(run: Run, indexes: Sequence[int]) -> str:
    """第3、5页; of pictures, each of which is a file of its own, their place in the series."""
    one_file = len({id(file) for file, _ in run}) == 1
    numbers = [run[index][1].number if one_file else index + 1 for index in indexes]
    shown = "、".join(str(number) for number in dict.fromkeys(numbers[:_MOST_PAGES]))
    return f"第{shown}{'等' if len(numbers) > _MOST_PAGES else ''}页"


def _evidence(run: Run, straddle: Straddle) -> tuple[Evidence, ...]:
    """Named pages first, then those that bear a slice, with its box."""
    named = [one.page for one in straddle.breaks]
    fragments = {one.page: one.fragment for one in straddle.bearers}
    found = []
    for index in dict.fromkeys([*named, *fragments]):
        file, facts = run[index]
        boxes = [
            seal.box
            for seal in facts.seals
            if seal.fragment is not None and seal.fragment == fragments.get(index)
        ]
        found.append(Evidence(file.sha256, facts.number, boxes[0] if boxes else None))
    return tuple(found)
