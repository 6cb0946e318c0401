"""A packet's id stays, whatever is read anew, corrected, joined or taken apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checks.identity import Known, Sighting, identified

FIRM, MISREAD = "上海申江精密机械有限公司", "上海申江精密机槭有限公司"


def seen(*entries: str, award: str = "organisation", who: str = FIRM, item: str = "") -> Sighting:
    return Sighting(award, who, item, entries)


def known(*found: Sighting) -> tuple[Known, ...]:
    return tuple(Known(key, one) for key, one in zip(identified(found, ()), found, strict=True))


def test_an_id_outlives_a_name_read_anew_and_a_later_delivery() -> None:
    first = known(seen("a.zip"), seen("b.zip", who="另一家有限公司"))
    again = identified([seen("a.zip", "a_补正.zip", who=MISREAD), seen("b.zip", who="")], first)
    assert again == (first[0].id, first[1].id)


def test_packets_of_one_delivery_keep_theirs_by_item() -> None:
    """Also where one name was corrected to another, and whatever their order is."""
    first = known(
        *(seen("a.zip", award="individual", item=one) for one in ("张三", "李四", "王五"))
    )
    now = [seen("a.zip", award="individual", item=one) for one in ("王五", "李思", "张三")]
    assert identified(now, first) == (first[2].id, first[1].id, first[0].id)


def test_joined_packets_go_on_under_the_first_id_and_part_again_under_their_own() -> None:
    first = known(seen("a.zip"), seen("b.zip", who=MISREAD))
    assert identified([seen("a.zip", "b.zip")], first) == (first[0].id,)
    assert identified([seen("a.zip"), seen("b.zip")], first) == (first[0].id, first[1].id)


def test_what_is_new_gets_a_new_id() -> None:
    """Of another award, too; what nothing tells apart is told apart by a number."""
    first = known(seen("a.zip"))
    other, twin, same = identified(
        [seen("a.zip", award="project"), seen("c.zip"), seen("c.zip")], first
    )
    assert len({other, twin, same, first[0].id}) == 4
    assert same == f"{twin}-2"


SIGHTINGS = st.lists(
    st.builds(
        Sighting, st.sampled_from(["organisation", "individual"]), st.sampled_from([FIRM, ""]),
        st.sampled_from(["", "张三", "李四"]),
        st.lists(st.sampled_from("abc"), min_size=1, max_size=2, unique=True).map(tuple),
    ),
    max_size=6,
)  # fmt: skip


@given(SIGHTINGS, SIGHTINGS)
def test_ids_are_never_shared_and_the_same_haul_keeps_them(
    before: list[Sighting], after: list[Sighting]
) -> None:
    first = known(*before)
    assert len({one.id for one in first}) == len(before)
    ids = identified(after, first)
    assert len(set(ids)) == len(after)
    # Sightings that nothing tells apart may trade their ids.
    again = identified(before, first)
    assert sorted(zip(again, map(str, before), strict=True)) == sorted(
        (one.id, str(one.first)) for one in first
    )
