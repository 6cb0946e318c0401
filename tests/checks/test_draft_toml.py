"""The writer of TOML: what is written is read back."""

from __future__ import annotations

import tomllib
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from checks.drafting.toml import Pair, Section, document

# Lone surrogates have no place in TOML (nor in UTF-8).
TEXTS = st.text(st.characters(exclude_categories=("Cs",)))
PLAIN = st.one_of(TEXTS, st.booleans(), st.integers(-(2**63), 2**63 - 1), st.dates())
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(tuple), st.dictionaries(TEXTS, inner, max_size=4)
    ),
    max_leaves=12,
)
TABLES = st.lists(st.dictionaries(TEXTS, VALUES, max_size=5), max_size=4)


def listed(value: object) -> object:
    """Tuples as the lists that TOML reads."""
    if isinstance(value, tuple):
        return [listed(one) for one in value]
    if isinstance(value, dict):
        return {key: listed(one) for key, one in value.items()}
    return value


@given(TABLES, TEXTS)
def test_what_is_written_is_read_back(tables: list[dict[str, object]], comment: str) -> None:
    """Whatever the values, keys and comments are."""
    sections = tuple(
        Section(
            "[[t]]",
            # Hypothesis draws values as object.
            tuple(Pair(key, value, comment) for key, value in table.items()),  # type: ignore[arg-type]
            (comment,),
        )
        for table in tables
    )
    read = tomllib.loads(document(sections)).get("t", [])
    assert read == [listed(table) for table in tables]


def test_the_layout_is_that_of_the_packs() -> None:
    """Comments above, pairs below, an empty line between what stands apart."""
    text = document(
        (
            Section("", (Pair("kind", "a"),), ("A draft.",)),
            Section("[[fields]]", (Pair("name", "x", "uncertain"), Pair("on", date(2021, 6, 1)))),
            Section("[[fields]]", (Pair("labels", ("甲", "乙")),), apart=False),
        )
    )
    assert text == (
        '# A draft.\nkind = "a"\n\n[[fields]]\nname = "x" # uncertain\non = 2021-06-01\n'
        '[[fields]]\nlabels = ["甲", "乙"]\n'
    )
