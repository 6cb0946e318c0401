"""Rules that hold the papers of packets beside each other: the same file, the same words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, PositiveInt

from checks.compare import comparable
from checks.documents import Document, SubmittedFile
from checks.findings import Finding, Verdict
from checks.kinds.base import Case, Kind, RuleHead, finding
from checks.shingles import Hashes, Match, common, matches, shingles
from extractors.facts import Evidence, Line, Status
from extractors.formtypes import Form
from extractors.language import squeezed

_MOST_NAMED = 3
_FEW, _SHARE = 3, 0.05
_PAGE_NUMBER = re.compile(r"第?\d+页(?:[,，/]?共\d+页)?|\d+/\d+|-?\d+-?")


@dataclass(frozen=True, slots=True)
class Beside:
    """A packet as it is held beside the others."""

    applicant: str
    award: str
    item: str
    documents: tuple[Document, ...]
    files: tuple[SubmittedFile, ...]
    forms: tuple[Form, ...]

    @property
    def name(self) -> str:
        about = "，".join(part for part in (self.award, self.item) if part)
        return f"{self.applicant}（{about}）"


class AcrossKind(Kind):
    """A kind that says nothing of a packet alone."""

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """Packets are held beside each other: see `across`."""
        return ()

    def across(self, rule: RuleHead, packets: Sequence[Beside]) -> Mapping[int, Finding]:
        """A finding for each packet that there is something to say of, by its place."""
        raise NotImplementedError


def owners_of(packets: Sequence[Beside]) -> list[int]:
    """A number for each applicant. What came in one delivery is of one, too."""
    numbers: dict[str, int] = {}
    owners = []
    for place, packet in enumerate(packets):
        deliveries = [f"delivery {file.delivery}" for file in packet.files]
        keys = [comparable(packet.applicant) or f"nobody {place}", *deliveries]
        owner = next((numbers[key] for key in keys if key in numbers), place)
        numbers.update({key: numbers.get(key, owner) for key in keys})
        owners.append(owner)
    return owners


class OwnFiles(AcrossKind):
    """No packet of another applicant holds the same file, byte for byte."""

    kind: Literal["own_files"]

    def across(self, rule: RuleHead, packets: Sequence[Beside]) -> Mapping[int, Finding]:
        """Files that many applicants hand in (a notice, a blank form) are nobody's own."""
        owners = owners_of(packets)
        holders: dict[str, list[int]] = {}
        for place, packet in enumerate(packets):
            for sha256 in {file.sha256 for file in packet.files if file.pages}:
                holders.setdefault(sha256, []).append(place)
        most = max(_FEW, int(_SHARE * len(set(owners))))
        shared = {
            sha256: places
            for sha256, places in holders.items()
            if 1 < len({owners[place] for place in places}) <= most
        }
        found: dict[int, Finding] = {}
        for place, packet in enumerate(packets):
            files = {f.sha256: f for f in packet.files if place in shared.get(f.sha256, ())}
            others = {
                other
                for sha256 in files
                for other in shared[sha256]
                if owners[other] != owners[place]
            }
            found[place] = _files_finding(rule, list(files.values()), [packets[o] for o in others])
        return found


def _files_finding(
    rule: RuleHead, files: Sequence[SubmittedFile], others: Sequence[Beside]
) -> Finding:
    if not others:
        return finding(rule, Verdict.MET, where="files")
    places = tuple(
        Evidence(file.sha256, page.number, None) for file in files for page in file.pages[:1]
    )
    parameters = {
        "what": "、".join(PurePosixPath(file.path).name for file in files[:_MOST_NAMED]),
        "others": _named(others),
    }
    return finding(
        rule, Verdict.UNSURE, where="files", reason="same-file", parameters=parameters,
        evidence=places,
    )  # fmt: skip


class OwnWords(AcrossKind):
    """A document's text is not mostly that of another applicant's.

    `share` of the shorter text must be in the other one for a finding; what many applicants have
    in common (headings, printed instructions, the standard's words) counts for nothing. Texts
    with fewer than `least` own characters are not compared. Only pages that were read in full.
    """

    kind: Literal["own_words"]
    document: str
    share: Annotated[float, Field(gt=0, le=1)] = 0.5
    least: PositiveInt = 200

    def across(self, rule: RuleHead, packets: Sequence[Beside]) -> Mapping[int, Finding]:
        """Whose words they were first is for people to find out."""
        pages = [_pages(packet, self.document) for packet in packets]
        texts = [_union([hashes for _, _, hashes in one]) for one in pages]
        owners = owners_of(packets)
        found = matches(texts, owners, self.share, self.least)
        shared = common(texts, owners) if found else _union([])
        ties: dict[int, list[Match]] = {}
        for match in found:
            ties.setdefault(match.one, []).append(match)
            ties.setdefault(match.other, []).append(Match(match.other, match.one, match.share))
        return {
            place: self._finding(rule, packets, pages, texts, shared, ties.get(place, []), place)
            for place in range(len(packets))
            if len(texts[place])
        }

    def _finding(
        self,
        rule: RuleHead,
        packets: Sequence[Beside],
        pages: Sequence[Sequence[_Page]],
        texts: Sequence[Hashes],
        shared: Hashes,
        ties: Sequence[Match],
        place: int,
    ) -> Finding:
        name = next((f.name for f in packets[place].forms if f.kind == self.document), "")
        if not ties:
            return finding(
                rule, Verdict.MET, form=self.document, where=self.document,
                parameters={"document_name": name},
            )  # fmt: skip
        ties = sorted(ties, key=lambda tie: -tie.share)
        closest = ties[0].other
        mine = _alike(pages[place], texts[closest], shared)
        theirs = _alike(pages[closest], texts[place], shared)
        parameters = {
            "document_name": name,
            "others": _named([packets[tie.other] for tie in ties]),
            "share": f"{ties[0].share:.0%}",
            "pages": _listed(mine),
            "other_pages": _listed(theirs),
        }
        evidence = tuple(Evidence(file.sha256, number, None) for file, number, _ in mine)
        return finding(
            rule, Verdict.UNSURE, form=self.document, where=self.document, reason="mostly-same",
            parameters=parameters, evidence=evidence,
        )  # fmt: skip

    def forms_named(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((self.document, ()),)


_Page = tuple[SubmittedFile, int, Hashes]


def _pages(packet: Beside, kind: str) -> list[_Page]:
    """The pages of a packet's documents of a kind that were read, with the runs of their text."""
    files = {file.sha256: file for file in packet.files}
    printed = _printed(packet.forms, kind)
    return [
        (files[ref.sha256], ref.number, shingles(_words(facts.lines, printed)))
        for document in packet.documents
        if document.kind == kind
        for ref, facts in zip(document.pages, document.page_facts, strict=True)
        if facts.status is Status.READ and ref.sha256 in files
    ]


def _printed(forms: tuple[Form, ...], kind: str) -> frozenset[str]:
    """What a form itself prints: its titles, and the labels of its fields."""
    form = next(form for form in forms if form.kind == kind)
    labels = (label for field in form.fields for label in field.labels)
    blocks = (label for block in form.blocks for label in block.labels)
    return frozenset(map(squeezed, (*form.titles, *labels, *blocks)))


def _words(lines: Sequence[Line], printed: frozenset[str]) -> str:
    texts = [squeezed(line.text) for line in lines]
    return "".join(
        text for text in texts if text not in printed and not _PAGE_NUMBER.fullmatch(text)
    )


def _union(parts: Sequence[Hashes]) -> Hashes:
    return np.unique(np.concatenate([np.zeros(0, np.uint64), *parts]))


def _alike(pages: Sequence[_Page], text: Hashes, shared: Hashes) -> list[_Page]:
    """The pages of which most is in the other text."""
    found = []
    for page in pages:
        own = np.setdiff1d(page[2], shared, assume_unique=True)
        if len(own) and np.isin(own, text, assume_unique=True).mean() >= 0.5:
            found.append(page)
    return found


def _listed(pages: Sequence[_Page]) -> str:
    """“自评报告.pdf”第2、3页, file by file."""
    return "，".join(
        f"“{PurePosixPath(path).name}”第{'、'.join(str(number) for _, number, _ in group)}页"
        for path, group in groupby(pages, key=lambda page: page[0].path)
    )


def _named(others: Sequence[Beside]) -> str:
    names = sorted({other.name for other in others})
    more = f"等{len(names)}份" if len(names) > _MOST_NAMED else ""
    return "、".join(names[:_MOST_NAMED]) + more
