"""Where settings come from, and what is refused."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

import pytest

from extractors.limits import Limits
from pipeline.errors import ConfigurationError, ExitCode
from pipeline.settings import FILE_NAME, LimitSettings, Settings, load, reading_limits


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in [name for name in os.environ if name.upper().startswith("YUSHEN_")]:
        monkeypatch.delenv(variable)


def written(folder: Path, text: str) -> Settings:
    (folder / FILE_NAME).write_text(text, "utf-8")
    return load({"workspace": folder})


def test_the_nearer_source_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Command line before environment before file before default, also inside `limits`."""
    (tmp_path / FILE_NAME).write_text(
        'workers = 3\nocr = "tesseract"\nprogramme = "file"\n[limits]\npages = 7\nratio = 8\n'
    )
    monkeypatch.setenv("YUSHEN_WORKSPACE", str(tmp_path))
    monkeypatch.setenv("YUSHEN_OCR", "rapid")
    monkeypatch.setenv("YUSHEN_PROGRAMME", "environment")
    monkeypatch.setenv("YUSHEN_LIMITS__PAGES", "9")

    found = load({"programme": "command", "workers": None})

    assert (found.programme, found.ocr, found.workers) == ("command", "rapid", 3)
    assert (found.limits.pages, found.limits.ratio) == (9, 8)
    assert (found.threads, found.register, found.workspace) == (1, None, tmp_path)


def test_limits_mirror_those_of_the_readers() -> None:
    """Every limit can be set, and has the reader's default."""
    others = {"passwords"}  # from a file of their own
    assert set(LimitSettings.model_fields) == {one.name for one in fields(Limits)} - others
    assert LimitSettings().limits() == Limits()


def test_passwords_come_from_a_file(tmp_path: Path) -> None:
    """One a line; they are shown nowhere; a file that is not there is told by its name."""
    path = tmp_path / "passwords.txt"
    path.write_text("\ufeffqw123\n\n 密码 \nqw123\n", "utf-8")
    found = reading_limits(load({"passwords_file": path}))
    assert found.passwords == ("qw123", "密码")
    assert "qw123" not in repr(found)
    with pytest.raises(ConfigurationError, match=r"none\.txt"):
        reading_limits(load({"passwords_file": tmp_path / "none.txt"}))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("worker = 3", "yushen.toml: unknown key worker"),
        ("[limits]\npage = 3", "yushen.toml: unknown key limits.page"),
        ("workers = 0", "yushen.toml: workers: "),
        ('ocr = "other"', "yushen.toml: ocr: "),
        ("workers =", "yushen.toml: not valid TOML"),
        ('workspace = "elsewhere"', "yushen.toml: workspace: "),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, text: str, words: str) -> None:
    """A misspelt key or a wrong value stops the program and says where it stands."""
    with pytest.raises(ConfigurationError, match=words) as caught:
        written(tmp_path, text)
    assert caught.value.exit_code is ExitCode.CONFIGURATION
    assert "\n" not in str(caught.value)


def test_a_misspelt_variable_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment is no place for silent mistakes either."""
    monkeypatch.setenv("YUSHEN_WORKER", "3")
    with pytest.raises(ConfigurationError, match="unknown key YUSHEN_WORKER"):
        load({"workspace": tmp_path})


def test_a_wrong_variable_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value that is not valid names the variable that holds it."""
    monkeypatch.setenv("YUSHEN_LIMITS__PAGES", "many")
    with pytest.raises(ConfigurationError, match="environment: YUSHEN_LIMITS__PAGES: "):
        load({"workspace": tmp_path})


def test_a_wrong_option_is_named(tmp_path: Path) -> None:
    """Values from the command line are checked like the others."""
    with pytest.raises(ConfigurationError, match="command line: workers: "):
        load({"workspace": tmp_path, "workers": 0})
