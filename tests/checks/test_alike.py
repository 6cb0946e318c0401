"""The same words and the same files in packets of several applicants."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.documents import Copy, SubmittedFile
from checks.findings import Finding, Severity, Verdict
from checks.kinds.alike import Beside, OwnFiles, OwnWords, owners_of
from checks.kinds.base import RuleHead
from checks.shingles import LENGTH, matches, shingles
from tests.checks.delivered import delivered, document
from tests.checks.pack import programme

RULE = RuleHead("own-report", "E03", Severity.NOTE)
WORDS = OwnWords(kind="own_words", document="report", least=200)
FILES = OwnFiles(kind="own_files")


def text(seed: int, length: int = 1200) -> str:
    rng = random.Random(seed)
    return "".join(chr(0x4E00 + rng.randrange(2500)) for _ in range(length))


def lines(words: str) -> list[str]:
    return [words[at : at + 40] for at in range(0, len(words), 40)]


def misread(words: str, share: float, seed: int = 1) -> str:
    rng = random.Random(seed)
    return "".join("错" if rng.random() < share else char for char in words)


def packet(applicant: str, words: str, key: str = "", copy: Copy = Copy.ORIGINAL) -> Beside:
    report = document("report", text=lines(words), copy=copy, path="自评报告.pdf")
    one = delivered(key or applicant, report)
    return Beside(applicant, "组织奖", "", one.pages.documents, one.files, programme().forms)


def with_files(one: Beside, files: tuple[SubmittedFile, ...]) -> Beside:
    """The packet with more files in its own delivery."""
    key = one.files[0].delivery
    return replace(one, files=(*one.files, *(replace(file, delivery=key) for file in files)))


def found(*packets: Beside) -> dict[int, Finding]:
    return dict(WORDS.across(RULE, packets))


def test_a_copied_report_is_told_in_both_packets() -> None:
    """Typed in one and scanned in the other, with another beginning and misread characters."""
    mine = packet("甲公司", text(1), copy=Copy.ELECTRONIC)
    copied = packet("乙公司", misread(text(2, 300) + text(1)[300:], 0.01))
    third = packet("丙公司", text(3))
    answers = found(mine, copied, third)
    assert [answers[n].verdict for n in range(3)] == [
        Verdict.UNSURE, Verdict.UNSURE, Verdict.MET,
    ]  # fmt: skip
    assert answers[0].parameters["others"] == "乙公司（组织奖）"
    assert answers[1].parameters["others"] == "甲公司（组织奖）"
    assert answers[1].parameters["pages"] == "“自评报告.pdf”第1页"
    assert [place.file for place in answers[1].evidence] == [copied.files[0].sha256]
    assert answers[0].severity is Severity.NOTE


def test_headings_and_instructions_that_all_have_count_for_nothing() -> None:
    """Ten reports with the same printed words and few of their own are not alike."""
    printed = text(9, 2000)
    answers = found(*(packet(f"{n}公司", printed + text(n, 400)) for n in range(10)))
    assert {one.verdict for one in answers.values()} == {Verdict.MET}


def test_one_applicants_own_packets_may_say_the_same() -> None:
    """The report for the organisation in that for the project; two packets of one delivery."""
    same = text(1)
    answers = found(packet("甲公司", same, "a"), packet("甲公司", same, "b"))
    assert {one.verdict for one in answers.values()} == {Verdict.MET}
    assert owners_of([packet("", same, "a"), packet("", same, "a"), packet("", same, "c")]) == [
        0, 0, 2,
    ]  # fmt: skip


def test_short_texts_are_not_compared() -> None:
    answers = found(packet("甲公司", text(1, 120)), packet("乙公司", text(1, 120)))
    assert {one.verdict for one in answers.values()} == {Verdict.MET}
    assert found(replace(packet("甲公司", text(1)), documents=())) == {}


def test_the_same_file_in_two_packets_is_told() -> None:
    """Not that of one applicant in two awards, nor one that everybody hands in."""
    shared, common = packet("x", text(1)).files, packet("y", text(2)).files
    packets = [packet(f"{n}公司", text(10 + n)) for n in range(6)]
    packets = [with_files(one, common) for one in packets]
    for place in (1, 4, 5):
        packets[place] = with_files(packets[place], shared)
    packets[5] = replace(packets[5], applicant="4公司")
    answers = FILES.across(RULE, packets)
    told = {n for n, one in answers.items() if one.verdict is Verdict.UNSURE}
    assert told == {1, 4, 5}
    assert answers[1].parameters["others"] == "4公司（组织奖）"
    assert answers[1].parameters["what"] == "自评报告.pdf"
    assert [place.file for place in answers[4].evidence] == [shared[0].sha256]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=5))
def test_a_packet_with_files_of_its_own_changes_nothing_for_others(seeds: list[int]) -> None:
    """And of two that hold the same file both are told, or neither."""
    handed_in = [packet("x", text(seed, 40), f"x{seed}").files for seed in range(4)]
    packets = [
        with_files(packet(f"{place}公司", text(10 + place, 40)), handed_in[seed])
        for place, seed in enumerate(seeds)
    ]
    few = FILES.across(RULE, packets)
    more = FILES.across(RULE, [*packets, packet("别家公司", text(99, 40))])
    assert dict(few) == {place: more[place] for place in few}
    assert more[len(packets)].verdict is Verdict.MET
    assert len({(seed, few[place].verdict) for place, seed in enumerate(seeds)}) == len(set(seeds))


@pytest.mark.parametrize("share", [0.0, 0.01, 0.02])
def test_misread_characters_leave_most_of_a_text(share: float) -> None:
    (match,) = matches([shingles(text(1)), shingles(misread(text(1), share))], [0, 1], 0.5, 200)
    assert match.share >= 1 - 1.5 * LENGTH * share


@given(st.text(max_size=60), st.sampled_from([" ", "\n", "，", "—", "。 "]), st.integers(0, 60))
def test_white_space_and_punctuation_do_not_count(words: str, mark: str, place: int) -> None:
    moved = words[:place] + mark + words[place:]
    assert list(shingles(moved)) == list(shingles(words))


@given(st.lists(st.integers(0, 3), min_size=2, max_size=6), st.floats(0.1, 1), st.floats(0.1, 1))
def test_a_stricter_share_finds_no_more(seeds: list[int], one: float, other: float) -> None:
    """And a text is wholly in itself."""
    texts = [shingles(text(seed, 400)) for seed in seeds]
    owners = list(range(len(texts)))
    low, high = sorted((one, other))
    few = {(m.one, m.other) for m in matches(texts, owners, high, 100)}
    assert few <= {(m.one, m.other) for m in matches(texts, owners, low, 100)}
    assert all(seeds[a] == seeds[b] for a, b in few)
