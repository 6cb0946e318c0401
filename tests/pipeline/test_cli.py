"""The program: exit codes, what it prints, and what it must not load or print."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from extractors.ocr import second, tesseract
from pipeline import cli
from pipeline.packs import pack_folder
from pipeline.store import Store
from tests.checks.packets import VALUES, Packet
from tests.pipeline.stored import workspace

PHONE = "13812345678"


def yushen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(one) for one in arguments])


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    values = {**VALUES, "联系电话": PHONE}
    packet = replace(Packet(), paper=values, typed=values, sealed={"org_opinion": None})
    return workspace(tmp_path_factory.mktemp("stored"), packet)


@pytest.fixture
def judged(stored: Path, tmp_path: Path) -> Path:
    """A workspace of its own, judged once."""
    folder = tmp_path / "ws"
    shutil.copytree(stored, folder)
    assert yushen("judge", "--workspace", folder).exit_code == 0
    return folder


def test_help_loads_nothing_heavy() -> None:
    """Whoever asks for help does not wait for OpenCV, spaCy and OpenVINO."""
    code = (
        "import sys; from typer.testing import CliRunner; from pipeline.cli import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        "assert CliRunner().invoke(app, ['run', '--help']).exit_code == 0\n"
        "sys.exit(len({'cv2', 'spacy', 'openvino', 'sqlalchemy', 'numpy'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _missing_haul(folder: Path) -> Result:
    return yushen("run", folder / "none", "--workspace", folder / "ws")


def _file_as_haul(folder: Path) -> Result:
    (folder / "haul.txt").write_text("")
    return yushen("run", folder / "haul.txt", "--workspace", folder / "ws")


def _unknown_pack(folder: Path) -> Result:
    return yushen("run", folder, "--workspace", folder / "ws", "--programme", "none")


def _wrong_setting(folder: Path) -> Result:
    return yushen("run", folder, "--workspace", folder / "ws", "--ocr", "magic")


def _unwritable_workspace(folder: Path) -> Result:
    (folder / "file").write_text("")
    return yushen("run", folder, "--workspace", folder / "file")


def _no_workspace(folder: Path) -> Result:
    return yushen("status", "--workspace", folder / "ws")


def _wrong_option(folder: Path) -> Result:
    return yushen("run", folder, "--nonsense")


def _two_pictures(folder: Path) -> Result:
    return yushen("inspect", folder / "a", folder / "b", "--picture", folder / "c.png")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (_wrong_option, 2),
        (_two_pictures, 2),
        (_missing_haul, 3),
        (_file_as_haul, 3),
        (_no_workspace, 3),
        (_unknown_pack, 5),
        (_wrong_setting, 5),
        (_unwritable_workspace, 6),
    ],
)
def test_exit_codes(command: Callable[[Path], Result], code: int, tmp_path: Path) -> None:
    """Each foreseen failure is one line and its own exit code."""
    result = command(tmp_path)
    assert result.exit_code == code, result.output
    if code > 2:
        assert len(result.stderr.strip().splitlines()) == 1
        assert not (tmp_path / "ws").exists()


def test_a_missing_engine_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without tesseract, asking for it is exit code 4."""
    tesseract.version.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    result = yushen("run", tmp_path, "--workspace", tmp_path / "ws", "--ocr", "tesseract")
    assert result.exit_code == 4
    assert "apt-get install" in result.stderr


def test_a_bad_pack_is_named_with_file_and_line(tmp_path: Path) -> None:
    """`programme check` points at the line; a good pack is counted."""
    pack = tmp_path / "pack"
    shutil.copytree(pack_folder("saq_2021"), pack)
    assert yushen("programme", "check", pack).exit_code == 0
    rules = pack / "rules.toml"
    rules.write_text(rules.read_text("utf-8").replace('"award_org"', '"award_orgg"', 1), "utf-8")
    result = yushen("programme", "check", pack)
    assert result.exit_code == 5
    assert "rules.toml:" in result.stderr


def test_a_bug_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What nobody foresaw is not dressed up as an error of the user's."""

    def broken(self: Store, workspace: Path, url: str | None = None) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Store, "__init__", broken)
    (tmp_path / "yushen.db").touch()
    result = yushen("status", "--workspace", tmp_path)
    assert isinstance(result.exception, ZeroDivisionError)


def test_an_interrupted_run_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Ctrl-C is exit code 130 and no traceback."""

    def interrupted(self: Store, workspace: Path, url: str | None = None) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "__init__", interrupted)
    result = yushen("run", tmp_path, "--workspace", tmp_path / "ws")
    assert result.exit_code == 130
    assert "again" in result.stderr


def test_judge_shows_what_would_change_and_changes_nothing(judged: Path, tmp_path: Path) -> None:
    """After a change of rules, --dry-run names the packet and finding, and keeps the old ones."""
    pack = tmp_path / "pack"
    shutil.copytree(pack_folder("saq_2021"), pack)
    with Store(judged) as store:
        before = store.judgement()
    same = yushen("judge", "--dry-run", "--workspace", judged)
    assert same.exit_code == 0 and "no change" in same.stdout

    text = (pack / "programme.toml").read_text("utf-8")
    assert "signature_demanded = true" in text
    changed = text.replace("signature_demanded = true", "signature_demanded = false")
    (pack / "programme.toml").write_text(changed, "utf-8")
    other = yushen("judge", "--dry-run", "--workspace", judged, "--programme", pack)
    assert "form-signed" in other.stdout
    with Store(judged) as store:
        assert store.judgement() == before


def test_status_lists_packets_and_shows_a_checklist(judged: Path) -> None:
    """Staff see each packet, and for one of them every check; no phone number."""
    listed = yushen("status", "--workspace", judged)
    assert "上海某某精密机械有限公司" in listed.stdout and "不齐全" in listed.stdout
    (view,) = json.loads(yushen("status", "--workspace", judged, "--json").stdout)
    one = yushen("status", view["id"][:6], "--workspace", judged)
    assert "未加盖公章" in one.stdout
    assert PHONE not in listed.stdout + one.stdout + json.dumps(view)
    assert yushen("status", "nobody", "--workspace", judged).exit_code == 3


def test_judging_writes_the_report(judged: Path) -> None:
    assert (judged / "exports" / "report.xlsx").is_file()


def test_a_second_run_without_news_reads_and_judges_nothing(judged: Path, tmp_path: Path) -> None:
    """The kept judgement is shown again, and the summary says that nothing was read."""
    haul = tmp_path / "haul"
    haul.mkdir()
    first = yushen("run", haul, "--workspace", judged)
    assert first.exit_code == 0, first.output
    report = judged / "exports" / "report.xlsx"
    written = report.stat().st_mtime_ns
    second = yushen("run", haul, "--workspace", judged)
    assert "本次无需读取任何页面" in second.stdout
    assert "未找到收件登记" in second.stdout
    assert report.stat().st_mtime_ns == written


def test_export_writes_records_and_schema_describes_them(judged: Path, tmp_path: Path) -> None:
    """An incomplete packet is exported only with --all; phones only with --personal."""
    out = tmp_path / "out.jsonl"

    def exported(*more: str) -> str:
        options = ("--format", "jsonl", "--out", out, "--workspace", judged)
        assert yushen("export", *options, *more).exit_code == 0
        return out.read_text("utf-8")

    assert exported() == ""
    assert PHONE not in exported("--all")
    assert PHONE in exported("--all", "--personal")
    assert "properties" in json.loads(yushen("schema").stdout)


def test_doctor_says_what_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All parts are listed; a chosen engine that is missing is exit code 4."""
    found = yushen("doctor", "--workspace", tmp_path / "ws")
    assert found.exit_code == 0
    assert "RapidOCR" in found.stdout and "Disk" in found.stdout
    assert not (tmp_path / "ws").exists()
    tesseract.version.cache_clear()
    second.version.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    lacking = yushen("doctor", "--ocr", "tesseract")
    assert lacking.exit_code == 4
    assert "second opinion" in lacking.stdout and "none: tesseract" in lacking.stdout
