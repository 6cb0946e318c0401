"""Material of which nothing says what is applied for: for people to sort, no defective packet."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from rich.console import Console

from checks.assemble import Delivered, assemble
from checks.documents import SubmittedFile
from checks.findings import Standing, Verdict
from checks.judge import Application, Office, judge
from checks.receipts import Receipt
from checks.sorting import sort_pages
from checks.versions import settle, states
from extractors.facts import Problem
from pipeline import summary
from pipeline.export import records
from pipeline.judging import Packet as JudgedPacket
from pipeline.packets import view_of
from pipeline.report import write_report
from tests.checks.cases import receipt
from tests.checks.pack import programme
from tests.checks.packets import Packet, files_of
from tests.checks.paper import line, page

MENU = SubmittedFile("d9", "菜单.pdf", "e" * 64, "pdf", (page(1, [line("红烧肉", 60)]),))
BROKEN = SubmittedFile("d9", "坏.pdf", "f" * 64, "unknown", (), (Problem("pdf-damaged"),))


def assembled(*receipts: Receipt, files: tuple[SubmittedFile, ...]) -> Application:
    pages = sort_pages(files, programme().forms)
    delivered = Delivered("d9", "来历不明", files, pages, None)
    (found,) = assemble((delivered,), Office(receipts, None), programme())
    return found


def packet_of(application: Application) -> JudgedPacket:
    judged = judge(application, Office((), None), programme())
    return JudgedPacket("abc1230000", ("来历不明",), judged)


def test_nothing_known_is_unsorted() -> None:
    """No award is made up, no rule is held against it, and it is never complete."""
    found = packet_of(assembled(files=(MENU, BROKEN)))
    assert found.judged.application.is_unsorted
    assert found.judged.standing is Standing.UNSURE
    (finding,) = found.judged.findings
    assert (finding.verdict, finding.reason) == (Verdict.UNSURE, "unsorted")
    assert [(place.file, place.page) for place in finding.evidence] == [("e" * 64, 1)]


def test_what_is_unsorted_has_no_earlier_state() -> None:
    """Nothing is named by an award that it does not have."""
    found = assembled(files=(MENU,))
    assert states(found, programme()) == (found,)
    assert settle(found, programme()) == found


def test_what_the_register_knows_is_a_packet_of_its_award() -> None:
    """A licence of an applicant with one row: the form is missing, and that is a defect."""
    papers = tuple(file for file in files_of(Packet(typed=None)) if "申报表" not in file.path)
    assert assembled(receipt("organisation"), files=papers).award == "organisation"
    assert assembled(files=papers).is_unsorted


def test_it_is_shown_as_what_it_is(tmp_path: Path) -> None:
    """The list, the checklist with files and problems, and the report name it unsorted."""
    packet = packet_of(assembled(files=(MENU, BROKEN)))
    view = view_of(packet, programme())
    console = Console(record=True, width=200)
    summary.show_checklist(console, view)
    told = console.export_text()
    assert all(words in told for words in ("未归类材料", "菜单.pdf", "坏.pdf", "请人工归类"))
    assert "报名" not in told
    book = openpyxl.load_workbook(write_report(tmp_path, [packet], [view]))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "未归类材料" in cells and "菜单.pdf" in cells
    assert not any("报名" in words for words in cells)


def test_it_counts_as_no_application() -> None:
    """The sum says how many applications there are, and how much besides."""
    unsorted = view_of(packet_of(assembled(files=(MENU,))), programme())
    assert summary.totals([unsorted]).startswith("共0个材料包")
    assert "1份" in summary.totals([unsorted])
    assert "份" not in summary.totals([])


def test_it_is_no_clean_record() -> None:
    """Not even where all packets are asked for."""
    packet = packet_of(assembled(files=(MENU,)))
    assert list(records([packet], programme(), {}, "all", personal=False)) == []
