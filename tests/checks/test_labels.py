"""What staff are shown instead of a field's name."""

from __future__ import annotations

import pytest

from checks.kinds.base import label_of
from checks.record import field_types
from extractors.formtypes import Form
from pipeline.packs import load_pack

PACKS = ("saq_2021", "gardens_2022")
FORMS = [(pack, form) for pack in PACKS for form in load_pack(pack)[0].forms]


def raw(form: Form) -> list[str]:
    """Names that would be shown as they are."""
    names = [*field_types(form), *(one.name for one in (*form.blocks, *form.rows))]
    return [name for name in names if label_of(form, name) == name]


@pytest.mark.parametrize(("pack", "form"), FORMS, ids=lambda one: getattr(one, "kind", one))
def test_every_field_block_and_list_has_a_label(pack: str, form: Form) -> None:
    assert raw(form) == []
    assert all(column.labels for rows in form.rows for column in rows.columns), pack


def test_a_letter_has_its_date_and_signature_at_its_foot() -> None:
    """The commitment's block has no labels, and its date a name of its own."""
    commitment = next(form for _, form in FORMS if form.kind == "commitment")
    assert label_of(commitment, "date") == "落款日期"
    assert label_of(commitment, "commitment_signature") == "落款签字"


def test_what_no_form_has_keeps_its_name() -> None:
    assert raw(Form(kind="a", name="甲")) == []
    assert label_of(Form(kind="a", name="甲"), "nothing") == "nothing"
