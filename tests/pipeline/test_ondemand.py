"""Pages decoded when somebody asks, with and without their text."""

from __future__ import annotations

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from checks.documents import without_text
from extractors.facts import Half, PageFacts, Tick
from pipeline import codec
from pipeline.ondemand import OnDemand
from tests.checks.paper import line, page, seal, table

WORDS = st.sampled_from(['"seals":[', '"lines":[', "\\", '"', "质量"]) | st.text(max_size=12)


def bare(one: PageFacts) -> PageFacts:
    return replace(one, lines=(), tables=(), ticks=())


@given(texts=st.lists(WORDS, max_size=3), stamped=st.booleans(), gutter=st.none() | st.just(50.0))
def test_a_thin_page_is_the_page_without_its_text(
    texts: list[str], stamped: bool, gutter: float | None
) -> None:
    """Whatever a page says, keys of what is kept of it among it, its seals and measures stay."""
    found = page(1, [line(text, 60) for text in texts])
    told = "".join(texts)
    full = replace(
        found,
        seals=(replace(seal(told), purpose=told),) if stamped else (),
        tables=(table([texts]),) if texts else (),
        ticks=(Tick(line("", 60).box, told, True),),
        gutter=gutter,
        half=Half.LEFT if gutter else None,
    )
    assert codec.load_thin_page(codec.dump(full)) == bare(full)


def test_pages_come_without_text_where_that_is_known() -> None:
    """Others come whole: leaving out is allowed, not promised."""
    full = page(1, [line("质量", 60)])
    pages = OnDemand(1, lambda place: full, lambda place: bare(full))
    assert tuple(pages) == (full,)
    assert tuple(without_text(pages)) == (bare(full),)
    assert tuple(without_text(OnDemand(1, lambda place: full))) == (full,)
    assert without_text((full,)) == (full,)


def test_nothing_but_text_stands_between_lines_and_seals() -> None:
    """What `load_thin_page` cuts out; a field that is added there would be lost."""
    names = [one.name for one in fields(PageFacts)]
    assert names[names.index("lines") : names.index("seals")] == ["lines", "tables", "ticks"]
