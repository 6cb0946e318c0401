"""Kept sortings: what comes back is what was kept, and only where nothing it hangs on changed."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from sqlite3 import connect

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.decided import NOTHING, Decided, FieldSaid, PageSaid, SealAnswer, SealSaid
from checks.documents import Document, Sorted, SubmittedFile
from checks.judge import Office
from checks.sorting import sort_pages
from extractors.facts import Box, Evidence, Presence, Reading
from extractors.limits import Limits
from pipeline import sortings
from pipeline.engines import choose_engine
from pipeline.judging import Bench, judge_all
from pipeline.judging import Packet as JudgedPacket
from pipeline.meanwhile import Meanwhile
from pipeline.reading import keys_for
from pipeline.settings import Settings
from pipeline.store import Store
from tests.checks.pack import programme
from tests.checks.packets import Packet, files_of
from tests.checks.paper import line, page
from tests.pipeline.stored import workspace

KEYS = keys_for(choose_engine("rapid"), Limits())
VALUES = st.none() | st.booleans() | st.integers() | st.text() | st.decimals(allow_nan=False)


def test_a_sorting_comes_back_whole() -> None:
    """Documents with their pages, fields, rows and places; the rest and the empty pages."""
    odd = SubmittedFile("d1", "其他.pdf", "e" * 64, "pdf", (page(1, [line("菜单", 60)]),))
    empty = SubmittedFile("d1", "空.pdf", "d" * 64, "pdf", (page(1, blank=True),))
    files = (*files_of(Packet()), odd, empty)
    found = sort_pages(files, programme().forms)
    assert found.documents and found.rest and found.blank
    assert sortings.load(sortings.dump(found, files), files) == found


@settings(deadline=None, max_examples=40)
@given(value=VALUES | st.lists(st.text()).map(tuple))
def test_values_keep_their_type(value: object) -> None:
    """5000 as a number of a form is no text and no float when it comes back."""
    files = files_of(Packet())
    found = sort_pages(files, programme().forms)
    first = found.documents[0]
    reading = Reading(value, "raw", 0.5, Presence.FILLED, evidence=Evidence("f", 1, None, "B2"))
    changed = replace(first, facts=replace(first.facts, fields={"x": reading}))
    kept = sortings.dump(Sorted((changed,), (), ()), files)
    (back,) = sortings.load(kept, files).documents
    got = back.facts.fields["x"]
    assert got == reading and type(got.value) is type(value)


def test_what_is_no_value_is_refused() -> None:
    """A new type of value is noticed when it is kept, not when it is missing."""
    files = files_of(Packet())
    first: Document = sort_pages(files, programme().forms).documents[0]
    reading = Reading(object(), "raw", 0.5, Presence.FILLED)
    odd = replace(first, facts=replace(first.facts, fields={"x": reading}))
    with pytest.raises(TypeError):
        sortings.dump(Sorted((odd,), (), ()), files)


def test_the_key_hangs_on_all_that_sorting_hangs_on() -> None:
    """Any of it changed, and a kept sorting is not found."""
    files, forms = files_of(Packet()), programme().forms
    usual = sortings.Basis.of(forms, NOTHING, "code")
    sha256 = files[0].sha256
    page_said = Decided(pages={(sha256, 1, None): PageSaid("licence", True)})
    seal_said = Decided(
        seals={(sha256, 1): (SealSaid(Box(0, 0, 1, 1), SealAnswer.NOT_A_SEAL, "", None),)}
    )
    field_said = Decided(
        fields={
            sha256: (FieldSaid("award_org", "org_name", sha256, 1, None, Presence.FILLED, "甲"),)
        }
    )
    others = [
        sortings.Basis.of(forms[1:], NOTHING, "code"),
        sortings.Basis.of(forms, NOTHING, "newer code"),
        *(sortings.Basis.of(forms, one, "code") for one in (page_said, seal_said, field_said)),
    ]
    keys = {basis.key((file, "facts") for file in files) for basis in (usual, *others)}
    keys |= {usual.key((file, "other facts") for file in files)}
    keys |= {usual.key((file, "facts") for file in files[1:])}
    assert len(keys) == 8
    elsewhere = Decided(pages={("0" * 64, 1, None): PageSaid("licence", True)})
    same = sortings.Basis.of(forms, elsewhere, "code")
    assert same.key((file, "facts") for file in files[1:]) == usual.key(
        (file, "facts") for file in files[1:]
    )


def _judged(folder: Path) -> tuple[JudgedPacket, ...]:
    with Store(folder / "ws") as store:
        return judge_all(Bench(store, KEYS, Office(None, None), programme()))


def test_judging_again_takes_what_was_kept(tmp_path: Path) -> None:
    """The second judgement is the first; what a kept sorting says is what is judged."""
    workspace(tmp_path, Packet())
    first = _judged(tmp_path)
    assert first[0].judged.application.documents
    assert _judged(tmp_path) == first
    with closing(connect(tmp_path / "ws" / "yushen.db")) as database:
        ((delivery, key),) = database.execute("select delivery_id, key from sortings")
    with Store(tmp_path / "ws") as store:
        store.save_sortings([(delivery, key, sortings.dump(Sorted((), (), ()), ()))])
    assert _judged(tmp_path)[0].judged.application.documents == ()


def _kept(folder: Path) -> list[tuple[str, str, bytes]]:
    with closing(connect(folder / "ws" / "yushen.db")) as database:
        return list(database.execute("select delivery_id, key, body from sortings"))


def test_what_was_read_is_sorted_while_the_rest_is_read(tmp_path: Path) -> None:
    """A delivery is sorted with the last page of its files, and judging finds just that."""
    workspace(tmp_path, Packet())
    with Store(tmp_path / "ws") as store:
        pages = Counter(
            {one.sha256 or "": 2 for delivery in store.deliveries() for one in delivery.members}
        )
        follower = Meanwhile(store, Settings(workspace=tmp_path / "ws"), KEYS)
        follower.to_read(pages)
        *most, last = pages.elements()
        for sha256 in most:
            follower.was_read(sha256)
        assert _kept(tmp_path) == []
        follower.was_read(last)
    (kept,) = _kept(tmp_path)
    assert _judged(tmp_path)[0].judged.application.documents
    assert _kept(tmp_path) == [kept]


def test_what_was_read_before_is_left_to_judging(tmp_path: Path) -> None:
    """A run that reads nothing new needs no forms and no language tools."""
    workspace(tmp_path, Packet())
    with Store(tmp_path / "ws") as store:
        follower = Meanwhile(store, Settings(workspace=tmp_path / "ws"), KEYS)
        follower.to_read({"0" * 64: 1})
        follower.was_read("0" * 64)
    assert _kept(tmp_path) == []
