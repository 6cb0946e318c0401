"""Clean records: valid against their schema, and without private data unless asked for."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from checks.record import Why, field_types
from pipeline.decisions import Stage
from pipeline.export import COLUMNS, ExportedPacket, Which, flat, records, schema, typed, write
from tests.checks.pack import programme
from tests.checks.packets import CODE, NAME, VALUES, Packet
from tests.pipeline.stored import judged_packet

PHONE = "13812345678"
SPOILT = replace(Packet(), sealed={"org_opinion": None})


STAGES = {"p0": Stage.RETURNED, "p2": Stage.PASSED_ON}


def _records(
    *packets: Packet, which: Which = "all", personal: bool = False
) -> list[ExportedPacket]:
    judged = [judged_packet(packet, f"p{number}") for number, packet in enumerate(packets)]
    return list(records(judged, programme(), STAGES, which, personal))


def test_only_accepted_packets_unless_asked_otherwise() -> None:
    """What people passed on counts, whatever judging says of it."""
    packets = (Packet(), SPOILT, SPOILT)
    found = {which: _records(*packets, which=which) for which in ("accepted", "complete", "all")}
    ids = {which: [one.id for one in some] for which, some in found.items()}
    assert ids == {"accepted": ["p2"], "complete": ["p0"], "all": ["p0", "p1", "p2"]}
    assert [one.stage for one in found["all"]] == [
        Stage.RETURNED, Stage.RECEIVED, Stage.PASSED_ON,
    ]  # fmt: skip


def test_lines_come_back_as_what_they_were(tmp_path: Path) -> None:
    """Every line is valid against the model and the schema of this programme's forms."""
    found = _records(Packet(), SPOILT)
    write(tmp_path / "out.jsonl", "jsonl", found)
    lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    assert [ExportedPacket.model_validate_json(line, strict=True) for line in lines] == found
    of_forms = typed(programme())
    checker = Draft202012Validator(schema(programme()))
    for line in lines:
        again = of_forms.model_validate_json(line).model_dump_json(exclude_unset=True)
        assert json.loads(again) == json.loads(line)
        checker.validate(json.loads(line))


@pytest.mark.parametrize(
    ("field", "value"),
    [("employee_count", "many"), ("founded_on", "2021/08/15"), ("contact_phone", "62524131")],
)
def test_a_value_of_another_type_is_refused(field: str, value: str) -> None:
    """The schema knows what each field of each form holds."""
    (record,) = _records(Packet(), personal=True)
    line = json.loads(record.model_dump_json())
    (form,) = [one for one in line["forms"] if one["kind"] == "award_org"]
    checker = Draft202012Validator(schema(programme()))
    assert checker.is_valid(line)
    form["fields"][field]["value"] = value
    assert not checker.is_valid(line)


def test_the_schema_names_every_field_of_every_form() -> None:
    """Its definitions follow the pack."""
    definitions = schema(programme())["$defs"]
    for form in programme().forms:
        assert set(definitions[f"fields_{form.kind}"]["properties"]) == set(field_types(form))
        for table in form.rows:
            row = definitions[f"row_{form.kind}_{table.name}"]
            assert list(row["properties"]) == [column.name for column in table.columns]


def test_a_record_says_why_it_took_a_reading() -> None:
    """Typed text where both versions agree; what was signed where they do not."""
    spoilt = replace(Packet(), typed={**VALUES, "主要产品": "别的产品与另外一种服务过程"})
    (alike,), (differing,) = _records(Packet()), _records(spoilt)
    taken = [
        next(one for one in record.forms if one.kind == "award_org").fields["main_products"].why
        for record in (alike, differing)
    ]
    assert taken == [Why.TYPED, Why.SIGNED]


def test_every_value_says_where_it_comes_from() -> None:
    """Presence, origin, confidence, file and page go with each value."""
    (record,) = _records(Packet())
    form = next(one for one in record.forms if one.kind == "award_org")
    name = form.fields["org_name"]
    assert (name.value, name.presence, name.origin) == (NAME, "filled", "typed")
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
