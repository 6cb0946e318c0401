"""The index of names finds what going through all of them would find."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checks.claims import alike
from checks.compare import comparable
from checks.nearby import Names

# Few characters, so that names are often alike.
NAMES = st.text("上海申江精密机械有限公司", max_size=24)


@given(name=NAMES, others=st.lists(NAMES, max_size=12), changed=st.lists(st.integers(0, 23)))
def test_nothing_that_is_alike_is_missed(name: str, others: list[str], changed: list[int]) -> None:
    """Equal names, and those that differ by little, short and long ones and none at all."""
    near = "".join("甲" if place in changed else char for place, char in enumerate(name))
    every = [*others, name, near, name[1:], name + "厂"]
    names = Names()
    for place, one in enumerate(every):
        names.add(comparable(one), place)
    found = set(names.like(comparable(name)))
    wanted = {place for place, one in enumerate(every) if alike(one, name)}
    assert wanted <= found
    assert set(names.same(comparable(name))) == {
        place for place, one in enumerate(every) if comparable(one) == comparable(name)
    }
