"""What `bench` prints: the keys that DESIGN fixes, null where there is no truth."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from checks.record import Entry
from extractors.facts import Origin
from pipeline.bench import default_folder, measured
from pipeline.bench_tables import tables
from pipeline.errors import InputError
from pipeline.ingest import IngestSummary
from pipeline.lists import Lists
from pipeline.reading import ReadSummary
from pipeline.runs import Taken
from pipeline.truth import Truth, load_truth
from tests.checks.packets import NAME, Packet, changed
from tests.pipeline.stored import ENTRY, judged_packet

KEYS = """
packets pages cer cer_by.scan cer_by.photo cer_by.hard cer_by.red_seal cer_by.blue_seal
cer_by.upright cer_by.turned cer_by.skewed reliability fields.exact fields.by_source.docx
fields.by_source.pdf fields.by_source.scan fields.by_source.hard fields.blank_recall
fields.false_blank fields.sure.share fields.sure.right rows.exact ticks.right cells.right
defects.recall defects.unmet defects.precision defects.by_code complete.passed complete.clean
complete.missed seals.recall seals.precision seals.kind seals.title_exact seals.title_chars
seals.verdict_right seals.cannot_tell sorting.pages documents.right orientation.right
speed.pages_per_minute speed.seconds_by_step speed.worker_peak_mb
""".split()  # noqa: SIM905 - a list of 44 strings would be harder to read


def _taken(read: int) -> Taken:
    seconds = (("read", 30.0),) if read else ()
    return Taken(
        IngestSummary(1, 1, 0, 0, 1, 1),
        ReadSummary(1, read, read, 0, 0, seconds, 60.0),
        Lists((), ()),
        (("ingest", 1.0), ("read", 60.0)),
    )


def _truth(**more: object) -> Truth:
    return Truth.model_validate(
        {"packet": ENTRY, "award": "organisation", "applicant": NAME, **more}
    )


def test_every_key_of_the_design_is_there() -> None:
    """Other programs rely on the nesting; what a haul has no truth of is null."""
    packets = (judged_packet(Packet()),)
    values = measured(packets, (_truth(),), _taken(0), 0.1).measures.model_dump()
    for key in KEYS:
        found = values
        for part in key.split("."):
            assert part in found, key
            found = found[part]
    assert values["packets"] == 1
    assert values["seals"]["recall"] is None
    assert values["speed"]["pages_per_minute"] is None
    assert values["complete"]["passed"] == 1.0
    assert values["complete"]["missed"] is None


def test_missed_packets_are_counted() -> None:
    """A packet with a planted defect that is judged complete is a count of one, not a share."""
    planted = {"code": "S01", "form": "award_org", "where": "org_opinion"}
    truth = _truth(defects=[planted], fields={"award_org": {"org_name": NAME}})
    whole = measured((judged_packet(Packet()),), (truth,), _taken(44), 0.1)
    assert whole.measures.complete.missed == 1
    assert whole.measures.defects.recall == 0.0
    assert whole.measures.fields.exact == 1.0
    assert whole.measures.speed.pages_per_minute == 44.0
    assert any("S01" in line for line in whole.wrong)
    spoilt = replace(Packet(), sealed={"org_opinion": None})
    caught = measured((judged_packet(spoilt),), (truth,), _taken(44), 0.1).measures
    assert (caught.complete.missed, caught.defects.recall) == (0, 1.0)


def test_a_note_keeps_no_packet_from_being_complete() -> None:
    """A planted D04 is to be said to the reviewer; the packet is neither missed nor passed."""
    planted = {"code": "D04", "form": "award_org", "where": "overview"}
    long = changed(组织概述="本公司长期推行质量管理。" * 260)(Packet())
    found = measured((judged_packet(long),), (_truth(defects=[planted]),), _taken(0), 0.1).measures
    assert found.defects.by_code == {"D04": {"unmet": 1}}
    assert (found.complete.missed, found.complete.passed) == (None, None)


def test_false_alarms_are_told_by_code() -> None:
    """What is said to be wrong and was not planted stands in the table of codes."""
    spoilt = replace(Packet(), sealed={"cover": None})
    truth = _truth(defects=[{"code": "S01", "form": "award_org", "where": "org_opinion"}])
    found = measured((judged_packet(spoilt),), (truth,), _taken(0), 0.1).measures
    assert found.defects.by_code == {"S01": {"unmet": 1}}  # of the form, which is named
    alarm = measured((judged_packet(spoilt),), (_truth(),), _taken(0), 0.1).measures
    assert alarm.defects.by_code == {"S01": {"false": 1}}
    (table,) = [one for one in tables(alarm) if one.title == "planted defects by code"]
    assert [list(column.cells) for column in table.columns] == [
        ["S01"], ["0"], ["0"], ["0"], ["0"], ["1"]
    ]  # fmt: skip


def test_handwriting_is_counted_as_told_and_as_false() -> None:
    """Of the fields that are by hand how many are called so, and of all other filled ones."""
    truth = _truth(
        fields={"award_org": {"org_name": NAME, "contact_phone": "62524131", "address": "某处"}},
        by_hand={"award_org": ["contact_phone", "address"]},
    )
    packet = judged_packet(Packet())
    record = packet.judged.record["award_org"]

    def written(name: str) -> Entry:
        entry = record.fields[name]
        return replace(entry, paper=replace(entry.paper, origin=Origin.HANDWRITTEN))

    def told(*names: str) -> tuple[float | None, float | None]:
        fields = {**record.fields, **{name: written(name) for name in names}}
        whole = {**packet.judged.record, "award_org": replace(record, fields=fields)}
        spoilt = replace(packet, judged=replace(packet.judged, record=whole))
        found = measured((spoilt,), (truth,), _taken(0), 0.1)
        by_hand = found.measures.fields.by_hand
        return by_hand.recall, by_hand.false

    assert told() == (0.0, 0.0)
    assert told("contact_phone") == (0.5, 0.0)
    assert told("contact_phone", "address", "org_name") == (1.0, 1.0)


def test_the_default_is_the_samples_folder() -> None:
    assert default_folder().name == "samples"


def test_a_haul_without_truth_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        load_truth(tmp_path)
