"""The packet page's wording: all of it in the catalogue, and nothing in it for nobody."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.desk import packet_script_words, packet_words
from pipeline.desk.pages import STATIC
from pipeline.desk.words import SCRIPTED

SCRIPTS = sorted((STATIC / "packet").glob("*.js"))
TEMPLATE = STATIC.parent / "templates" / "packet.html"
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_SAID = re.compile(r'\bt\("([a-z-]+)"')
_BUTTON = re.compile(r'\b(?:button\(|\{ name: )"([a-z-]+)"')
_BEGINNING = re.compile(r"\bt\(`([a-z-]+)\$\{")


def test_scripts_and_template_hold_no_wording() -> None:
    for path in (*SCRIPTS, STATIC / "packet" / "packet.css", TEMPLATE):
        assert not _CHINESE.search(path.read_text("utf-8")), path.name


def test_scripts_say_what_the_catalogue_has() -> None:
    known = {**SCRIPTED, **packet_script_words.SCRIPTED}
    for path in SCRIPTS:
        text = path.read_text("utf-8")
        for key in _SAID.findall(text):
            assert key in known, f"{path.name}: {key}"
        if path.name != "dialogs.js":
            for key in _BUTTON.findall(text):
                assert f"do-{key}" in known, f"{path.name}: do-{key}"


def test_nothing_is_worded_for_nobody() -> None:
    """A wording that no script says any more is taken out."""
    text = "\n".join(path.read_text("utf-8") for path in SCRIPTS)
    beginnings = tuple(_BEGINNING.findall(text))
    for key in packet_script_words.SCRIPTED:
        assert f'"{key}"' in text or key.startswith(beginnings), key


def test_scripts_are_small() -> None:
    for path in SCRIPTS:
        assert len(path.read_text("utf-8").splitlines()) <= 300, path.name


def test_the_template_says_what_the_catalogue_has() -> None:
    for key in re.findall(r"w\('([a-z-]+)'\)", Path(TEMPLATE).read_text("utf-8")):
        assert packet_words.word(key)
