"""The desk's wording stands in its catalogue, whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.decisions import Stage
from pipeline.desk import words
from pipeline.desk.batches import STEPS
from pipeline.desk.queue import Sort
from pipeline.people import Role

DESK = Path(words.__file__).parent
# Templates that take their words from the desk's own catalogue.
OWN = [
    DESK / "templates" / f"{name}.html"
    for name in (
        "base",
        "login",
        "first",
        "error",
        "start",
        "queue",
        "upload",
        "parts",
        "users",
        "welcome",
    )
]
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
SOURCES = sorted(
    path for suffix in ("py", "html", "js", "css", "svg") for path in DESK.rglob(f"*.{suffix}")
)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_wording_stands_elsewhere(path: Path) -> None:
    """Templates, scripts and code take every Chinese word from a catalogue."""
    text = path.read_text("utf-8")
    if not path.name.endswith("words.py") and path.suffix != ".css":
        assert not CHINESE.search(text), path


def test_every_key_has_its_words() -> None:
    """Those that are put together at run time, too."""
    made = [f"stage-{one}" for one in Stage] + [f"role-{one}" for one in Role]
    made += [f"step-{one}" for one in STEPS] + [f"sort-{one}" for one in Sort]
    made += [f"batch-{one}" for one in ("idle", "busy", "running")]
    used = [
        key
        for path in OWN
        for key in re.findall(r'\{\{[^}]*?\bt\("([a-z-]+)"[,)]', path.read_text("utf-8"))
    ]
    assert used
    assert [key for key in (*made, *used) if key not in words.WORDS] == []
