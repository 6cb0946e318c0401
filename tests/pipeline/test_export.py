"""Clean records: valid against their schema, and without private data unless asked for."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from pipeline.export import COLUMNS, ExportedPacket, flat, records, schema, write
from tests.checks.pack import programme
from tests.checks.packets import CODE, NAME, VALUES, Packet
from tests.pipeline.stored import judged_packet

PHONE = "13812345678"
SPOILT = replace(Packet(), sealed={"org_opinion": None})


def _records(*packets: Packet, every: bool = True, personal: bool = False) -> list[ExportedPacket]:
    judged = [judged_packet(packet, f"p{number}") for number, packet in enumerate(packets)]
    return list(records(judged, programme(), every, personal))


def test_only_complete_packets_unless_asked_otherwise() -> None:
    """A packet with a defect is not clean."""
    assert [one.id for one in _records(Packet(), SPOILT, every=False)] == ["p0"]
    assert [one.id for one in _records(Packet(), SPOILT)] == ["p0", "p1"]


def test_lines_come_back_as_what_they_were(tmp_path: Path) -> None:
    """Every line is valid against the model that makes the schema, and nothing is lost."""
    found = _records(Packet(), SPOILT)
    write(tmp_path / "out.jsonl", "jsonl", found)
    lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    assert [ExportedPacket.model_validate_json(line, strict=True) for line in lines] == found
    assert set(json.loads(lines[0])) == set(schema()["required"])


def test_every_value_says_where_it_comes_from() -> None:
    """Presence, origin, confidence, file and page go with each value."""
    (record,) = _records(Packet())
    form = next(one for one in record.forms if one.kind == "award_org")
    name = form.fields["org_name"]
    assert (name.value, name.presence, name.origin) == (NAME, "filled", "engine")
    assert name.file is not None and len(name.file) == 64 and name.page is not None
    assert form.fields["uscc"].value == CODE
    assert form.rows["indicators"][0]["name"].value == "利润总额"


def test_private_data_only_when_asked_for() -> None:
    """Phones and mail addresses are withheld, and numbers in other text masked."""
    values = {**VALUES, "联系电话": PHONE, "组织概述": f"请电{PHONE}，谢谢。"}
    packet = replace(Packet(), paper=values, typed=values)
    (without,) = _records(packet)
    (with_them,) = _records(packet, personal=True)
    assert PHONE not in without.model_dump_json()
    assert "a.b@example.com" not in without.model_dump_json()
    assert PHONE in with_them.model_dump_json()
    form = next(one for one in without.forms if one.kind == "award_org")
    assert form.fields["contact_phone"].withheld
    assert form.fields["contact_phone"].presence == "filled"


def test_tables_hold_one_row_a_value(tmp_path: Path) -> None:
    """Both tables say the same; a cell that begins like a formula stays text."""
    values = {**VALUES, "主要产品": "=1+1"}
    found = _records(replace(Packet(), paper=values, typed=values))
    rows = [row for one in found for row in flat(one)]
    write(tmp_path / "out.csv", "csv", found)
    write(tmp_path / "out.xlsx", "xlsx", found)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.reader(file))
    assert tuple(written[0]) == COLUMNS
    assert len(written) == len(rows) + 1
    assert any("'=1+1" in row for row in written)
    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None and sheet.max_row == len(rows) + 1
    assert any(cell.value == "=1+1" and cell.data_type == "s" for row in sheet for cell in row)
