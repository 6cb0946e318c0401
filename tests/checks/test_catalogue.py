"""The page of rule kinds is what the classes say."""

from __future__ import annotations

from pathlib import Path

from checks import catalogue, kinds
from tests.checks.pack import programme

PAGE = Path(next(iter(kinds.__path__))) / "README.md"


def test_the_page_is_made_from_the_classes() -> None:
    """After a change: `yushen programme kinds > checks/kinds/README.md`."""
    assert PAGE.read_text("utf-8") == catalogue.page()


def test_every_kind_is_said_what_it_demands() -> None:
    for kind in catalogue.kinds():
        assert kind.__doc__ and kind.judge.__doc__


def test_every_kind_is_used_by_the_first_pack() -> None:
    """As few as do the work."""
    used = {type(rule.require) for rule in programme().rules}
    assert used == set(catalogue.kinds())
