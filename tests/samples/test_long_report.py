"""Thick scanned reports: as long as wanted, in a file of their own or in the volume."""

import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from samples import packet
from samples.deal import draw_plans
from samples.long_report import long_report
from samples.make import main
from samples.plan import ALL, PERSON, REG, make_plan, with_report
from samples.report import CHAPTERS

PAGES = 6
MB_PER_80 = 25


def made(out: Path, entry: str) -> tuple[Path, dict[str, Any]]:
    """Make one packet with a long report through the command line."""
    arguments = f"--packets 1 --seed 3 --report scanned --report-pages {PAGES} --entry {entry}"
    assert main([*arguments.split(), "--out", str(out)]) == 0
    (truth,) = (out / "truth").glob("*.json")
    return out / "haul", json.loads(truth.read_text("utf-8"))


@pytest.mark.parametrize("entry", ["folder", "volume"])
def test_the_report_is_a_scan_of_so_many_pages(entry: str, tmp_path: Path) -> None:
    """Its pages follow each other in one PDF, which holds other papers only in a volume."""
    haul, truth = made(tmp_path, entry)
    (report,) = [d for d in truth["documents"] if d["kind"] == "report"]
    ((name,), numbers) = {f for f, _ in report["pages"]}, [n for _, n in report["pages"]]
    assert report["copy"] == "original"
    assert numbers == list(range(numbers[0], numbers[0] + PAGES))
    others = {f for d in truth["documents"] if d["kind"] != "report" for f, _ in d["pages"]}
    assert (name in others) is (entry == "volume")
    (path,) = haul.rglob(name)
    with pikepdf.open(path) as pdf:
        images = [pdf.pages[n - 1].Resources.XObject["/Im0"] for n in numbers]
        assert all(image.Filter == "/DCTDecode" for image in images)
        size = sum(len(image.read_raw_bytes()) for image in images)
    assert size / PAGES * 80 < MB_PER_80 * 1e6
    pages = [p for p in truth["pages"] if [p["file"], p["page"]] in report["pages"]]
    for number, page in enumerate(pages, 1):
        assert f"第 {number} 页 共 {PAGES} 页" in page["text"]
        assert len(page["text"]) == len(page["text_boxes"]) > 20
    assert any(page["cells"] for page in pages)


def test_text_tables_and_charts() -> None:
    """Over forty pages there are sections, and every few pages a table or a chart."""
    plan = with_report(make_plan("long", 1, PERSON, "folder", (), set(), light=True), 40)
    sheets = long_report(plan)
    assert len(sheets) == 40
    captions = [t for s in sheets for t, _ in s.lines if t.startswith(("图", "表")) and " " in t]
    assert 10 <= len(captions) <= 20
    assert {one[0] for one in captions} == {"图", "表"}
    assert sum(bool(s.cells) for s in sheets) == sum(one[0] == "表" for one in captions)
    lines = [text for sheet in sheets for text, _ in sheet.lines]
    assert [lines.count(one) for one in CHAPTERS[PERSON]] == [1, 1, 1]
    assert [lines.count(f"{chapter}.1 总则") for chapter in (1, 2, 3)] == [1, 1, 1]
    for sheet in sheets:
        width, height = sheet.image.size
        assert all(box[2] < width and box[3] < height for _, box in sheet.lines)


def test_no_asked_for_report_is_missing() -> None:
    """No registration, which has none, and no planted lack of the report itself."""
    allowed = tuple(a for a in ALL if a != REG)
    plans = [with_report(plan, 3) for plan in draw_plans(5, 60, allowed)]
    assert {plan.case.award for plan in plans} == set(allowed)
    assert not any(d.code == "D01" and d.form == "report" for p in plans for d in p.defects)
    assert any(d.code == "D01" for p in plans for d in p.defects)


@pytest.mark.parametrize("option", ["--report-pages=5", "--entry=volume"])
def test_options_of_scanned_reports_go_together(option: str, tmp_path: Path) -> None:
    """Asking for pages of a report that is not scanned is refused, before anything is written."""
    with pytest.raises(SystemExit):
        main(["--out", str(tmp_path), option])
    assert not list(tmp_path.iterdir())


def test_other_papers_stay_as_they_are() -> None:
    """A long report changes no other document of the packet."""
    plan = make_plan("long", 2, PERSON, "folder", (), set(), light=True)
    short, long = packet.make(plan), packet.make(with_report(plan, 2))
    assert short.documents[:-1] == long.documents[:-1]
