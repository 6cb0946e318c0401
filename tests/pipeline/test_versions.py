"""A packet that was corrected: one id, what changed is kept and shown, also in the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from checks.findings import Turn, Verdict
from checks.identity import Known, Sighting
from checks.receipts import SHANGHAI, Receipt
from pipeline import asked, codec, lists, runs
from pipeline.cli import app
from pipeline.identities import forget_ids, ids_of, known_ids, remember_ids
from pipeline.packets import PacketView
from pipeline.store import Store
from tests.checks.packets import NAME, Packet, files_of, sealed
from tests.pipeline.stored import ENTRY, deliver, workspace

UNSEALED = replace(sealed("cover", None)(Packet()), without=frozenset({"commitment"}))
CURED = ("申报表扫描件.pdf", "承诺书.pdf")


def judge(folder: Path) -> None:
    result = CliRunner().invoke(app, ["judge", "--workspace", str(folder)])
    assert result.exit_code == 0, result.output


def views(folder: Path) -> tuple[PacketView, ...]:
    with Store(folder) as store:
        return runs.kept(store)


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PacketView, PacketView]:
    """A packet judged, then judged with a later delivery under a name that says nothing."""
    folder = tmp_path_factory.mktemp("corrected")
    ws = workspace(folder, UNSEALED)
    judge(ws)
    (before,) = views(ws)
    new = [file for file in files_of(Packet()) if file.path in CURED]
    deliver(folder, new, "d2", "随便.zip")
    judge(ws)
    (after,) = views(ws)
    return ws, before, after


def test_a_correction_joins_its_packet_under_the_same_id(
    corrected: tuple[Path, PacketView, PacketView],
) -> None:
    _, before, after = corrected
    assert after.id == before.id
    assert (before.entries, after.entries) == ((ENTRY,), (ENTRY, "随便.zip"))
    assert before.changes == ()


def test_what_was_cured_is_said_with_its_evidence(
    corrected: tuple[Path, PacketView, PacketView],
) -> None:
    """The form was replaced, the commitment is new; what nobody cured is still open."""
    _, _, after = corrected
    (change,) = after.changes
    assert change.entries == ("随便.zip",)
    assert [(one.path, one.whole) for one in change.replaced] == [("申报表扫描件.pdf", True)]
    assert change.added == ("承诺书（承诺书.pdf）",)
    cured = {(one.code, one.where): one for one in change.findings if one.turn is Turn.CURED}
    assert {("S01", "cover"), ("D01", "commitment")} <= cured.keys()
    assert cured["S01", "cover"].sha256 == change.replaced[0].by_sha256
    assert cured["D01", "commitment"].page == 1
    assert {one.code for one in change.findings if one.turn is Turn.STILL_OPEN} >= {"C01", "E01"}
    assert change.fields == ()


def test_status_and_report_show_what_changed(
    corrected: tuple[Path, PacketView, PacketView],
) -> None:
    ws, _, after = corrected
    shown = CliRunner().invoke(app, ["status", after.id, "--workspace", str(ws)])
    assert "第1次补正：随便.zip" in shown.output
    assert "已补正" in shown.output
    book = load_workbook(ws / "exports" / "report.xlsx", read_only=True)
    rows = list(book["补正变化"].iter_rows(values_only=True))
    assert {row[2] for row in rows[1:]} >= {"新增", "替换", "已补正", "仍存在"}


def test_a_changed_field_is_shown_with_both_values(tmp_path: Path) -> None:
    ws = workspace(tmp_path, Packet())
    other = replace(Packet(), paper={**Packet().paper, "职工总数": "912"})
    deliver(tmp_path, [files_of(other)[0]], "d2", "某某精密_补正.zip")
    judge(ws)
    (view,) = views(ws)
    changed = {one.label: one for one in view.changes[0].fields}
    assert (changed["职工总数"].old, changed["职工总数"].new) == ("806", "912")
    assert changed["职工总数"].sure
    assert changed["职工总数"].new_page == 2


def test_an_id_is_kept_until_it_is_forgotten(tmp_path: Path) -> None:
    """With it go the ids of what was joined to it; others stay."""
    ws = workspace(tmp_path, Packet())
    judge(ws)
    judge(ws)
    with Store(ws) as store:
        (known,) = known_ids(store)
        assert known.first.entries == (ENTRY,)
        other = Known("fff0000000", Sighting("organisation", "别家", "", ("别家.zip",)))
        joined = Known("eee0000000", Sighting("organisation", "同家", "", (ENTRY,)))
        remember_ids(store, [other, joined])
        ids = ids_of(store, known.id, [ENTRY])
        with store.transaction() as connection:
            forget_ids(connection, ids)
        assert known_ids(store) == (other,)


def test_register_and_packets_are_held_against_each_other(tmp_path: Path) -> None:
    """A row without a packet is shown on the screen and in the report; so is a doubtful join."""
    ws = workspace(tmp_path, Packet())
    at = datetime(2021, 8, 10, 9, tzinfo=SHANGHAI)
    rows = tuple(
        Receipt(name, "组织奖", "", at, "", 1, 2, None, None, "", number)
        for number, name in ((2, NAME), (3, "上海无材料有限公司"))
    )
    with Store(ws) as store:
        store.save_document(lists.RECEIPTS, codec.dump_json(tuple[Receipt, ...], rows))
    judge(ws)
    (view,) = views(ws)
    assert view.in_register
    shown = CliRunner().invoke(app, ["status", "--workspace", str(ws)])
    assert "上海无材料有限公司" in shown.output
    book = load_workbook(ws / "exports" / "report.xlsx", read_only=True)
    cells = [row[2] for row in book["来件合并与登记"].iter_rows(values_only=True)]
    assert cells[1:] == ["上海无材料有限公司"]


def test_what_comes_after_the_letters_due_day_is_noted(tmp_path: Path) -> None:
    """A note: it sends nothing back, and is told with both days. In time, it is met."""
    ws = workspace(tmp_path, Packet())
    judge(ws)
    (view,) = views(ws)
    deliver(tmp_path, [files_of(Packet())[0]], "d2", "某某精密_补正.zip")
    first = Receipt(NAME, "", "", _at(1), "现场递交", 1, 2, True, True, "", 2)
    later = replace(first, received_at=_at(31), originals=0, copies=0, note="补正", row=3)
    rows = codec.dump_json(tuple[Receipt, ...], (first, later))
    found = {}
    for due in (date(2021, 8, 31), date(2021, 8, 30)):
        with Store(ws) as store:
            store.save_document(lists.RECEIPTS, rows)
            asked.remember(store, [(view.id, date(2021, 8, 20), due)])
        judge(ws)
        (after,) = views(ws)
        (found[due],) = [one for one in after.findings if one.rule == "corrected-in-time"]
    in_time, late = found.values()
    assert (in_time.verdict, late.verdict) == (Verdict.MET, Verdict.UNMET)
    assert not late.counts and "2021-08-31" in late.message and "2021-08-30" in late.message


def _at(day: int) -> datetime:
    return datetime(2021, 8, day, 9, tzinfo=SHANGHAI)
