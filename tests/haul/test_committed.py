"""The committed haul from end to end, with the real engines and a real store.

One reading serves all tests of this module: tests are shared out by file (--dist loadfile).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from pipeline.bench import Benched, bench, default_folder
from pipeline.cli import app
from pipeline.engines import choose_engine
from pipeline.progress import Silent
from pipeline.settings import load

HAUL = default_folder()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("haul") / "workspace"


@pytest.fixture(scope="module")
def benched(workspace: Path) -> Iterator[Benched]:
    settings = load({"workspace": workspace, "workers": 2})
    yield bench(HAUL, settings, choose_engine("rapid", 1), Silent())


def test_every_planted_defect_is_reported(benched: Benched) -> None:
    """UNMET or UNSURE under its code; at least four in five for certain."""
    defects = benched.measures.defects
    assert defects.recall == 1.0, benched.wrong
    assert (defects.unmet or 0) >= 0.8, benched.wrong


def test_complete_packets_are_not_accused(benched: Benched) -> None:
    """No UNMET finding in any of them, and at least four in five judged complete."""
    complete = benched.measures.complete
    assert complete.clean == 1.0, benched.wrong
    assert (complete.passed or 0) >= 0.8, benched.wrong
    assert complete.missed == 0


def test_fields_are_read(benched: Benched) -> None:
    """Exactly right after normalising, and what is doubtful is not called sure."""
    fields = benched.measures.fields
    assert (fields.exact or 0) >= 0.97, benched.wrong
    assert (fields.sure.right or 0) >= 0.97
    assert (fields.by_source.docx or 0) >= 0.99


def test_seals_are_found_and_none_is_invented(benched: Benched) -> None:
    """All seals of the committed haul, with no false one."""
    seals = benched.measures.seals
    assert seals.recall == 1.0, benched.wrong
    assert seals.precision == 1.0, benched.wrong


def test_pages_are_upright_and_sorted(benched: Benched) -> None:
    """Turned pages are turned back, and every page goes to its document."""
    assert benched.measures.orientation.right == 1.0
    assert (benched.measures.sorting.pages or 0) >= 0.98


def test_files_that_cannot_be_opened_say_why(benched: Benched) -> None:
    """Damaged, encrypted, empty and misnamed files, each with its reason."""
    assert benched.measures.problems["recall"] == 1.0


def test_a_second_run_reads_nothing(benched: Benched, workspace: Path) -> None:
    """It says so, and the report can be opened and holds no formula."""
    answer = CliRunner().invoke(app, ["run", str(HAUL / "haul"), "--workspace", str(workspace)])
    assert answer.exit_code == 0, answer.output
    assert "本次无需读取任何页面" in answer.output
    book = load_workbook(workspace / "exports" / "report.xlsx")
    assert book.sheetnames[0] == "材料包"
    assert book.worksheets[0].max_row == 1 + len(list((HAUL / "truth").glob("*.json")))
    assert all(
        cell.data_type != "f" for sheet in book.worksheets for row in sheet.rows for cell in row
    )


def test_tesseract_runs_to_the_end(tmp_path: Path) -> None:
    """The second engine reads a registration that came by mail."""
    haul = tmp_path / "haul"
    haul.mkdir()
    mail = next((HAUL / "haul").glob("004_*.eml"))
    shutil.copy(mail, haul / mail.name)
    command = ["run", str(haul), "--workspace", str(tmp_path / "w"), "--ocr", "tesseract"]
    answer = CliRunner().invoke(app, command)
    assert answer.exit_code == 0, answer.output
    assert mail.name.partition(".")[0][:3] in answer.output
