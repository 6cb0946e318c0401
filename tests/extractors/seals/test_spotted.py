"""A purpose is told by all that a strip held likely, not by its likeliest letters alone."""

from __future__ import annotations

from extractors.facts import Character
from extractors.seals.spotted import spotted

GAP = Character((("", 1.0),))


def trace(*steps: str) -> tuple[Character, ...]:
    """Steps as "美.7财.1": letters with their probabilities; gaps between them."""
    out = [GAP]
    for step in steps:
        pairs = [(part[0], float(part[1:])) for part in step.split()]
        out += [Character(tuple(pairs)), GAP]
    return tuple(out)


def test_a_purpose_behind_likelier_letters() -> None:
    worn = trace("美.6 财.2", "务.9", "音.5 专.3", "用.9", "章.8")
    assert spotted([worn]) == "财务专用章"


def test_what_stands_beside_it_counts_for_nothing() -> None:
    beside = trace("海.9", "合.9", "同.9", "专.9", "用.9", "章.9", "集.9")
    assert spotted([beside]) == "合同专用章"


def test_the_longer_of_two_that_fit() -> None:
    assert spotted([trace(*(f"{one}.9" for one in "业务合同专用章"))]) == "业务合同专用章"


def test_any_strip_may_say_it() -> None:
    assert spotted([trace("口.9"), trace(*(f"{one}.9" for one in "人力资源部"))]) == "人力资源部"


def test_other_words_are_no_purpose() -> None:
    assert spotted([trace("形.9", "成.9", "闭.9", "环.9")]) == ""
    assert spotted([]) == ""


def test_a_short_name_must_be_read_well() -> None:
    """工会 is soon found by chance among letters of a page."""
    assert spotted([trace("工.8", "会.9")]) == "工会"
    assert spotted([trace("此.8 工.02", "会.9")]) == ""
