"""A judged packet as its page is told it."""

from __future__ import annotations

from dataclasses import replace

from checks.findings import Verdict
from extractors.facts import Origin, Presence, Reading
from extractors.readings import BY_HAND
from pipeline.decisions import FieldAction, FieldDecision, SealDecision, UndoDecision, decided
from pipeline.desk.detail import overlap, packet_data
from pipeline.desk.detail_fields import is_doubtful
from pipeline.desk.officepages import office_page
from pipeline.desk.shapes import FieldView, PacketData, State
from pipeline.ledger import Entry, in_force
from pipeline.packets import view_of
from tests.checks.pack import programme
from tests.checks.packets import FOREIGN, NAME, Packet, files_of, sealed
from tests.pipeline.stored import judged_packet

NAMES = {"wang": "王敏"}


def told(packet: Packet, entries: tuple[Entry, ...] = (), reader: str = "wang") -> PacketData:
    said = decided((one.packet, one.decision) for one in in_force(entries) if one.decision)
    judged = judged_packet(packet, said=said)
    view = view_of(judged, programme())
    stage = "in-check" if entries else "received"
    return packet_data(
        judged, view, programme(), entries, in_force(entries), stage, NAMES, reader, "next000000"
    )


def entry(seq: int, decision: FieldDecision | SealDecision | UndoDecision) -> Entry:
    at = f"2021-08-11T09:3{seq}:00+08:00"
    return Entry(seq, "abc1230000", "wang", at, decision.target, decision, "", "")


def field(data: PacketData, key: str) -> FieldView:
    return next(one for one in data.fields if one.key == key)


def test_what_is_open_comes_first_and_is_counted() -> None:
    """A missing seal leads the list, points at its place, and is the one open of all that count."""
    data = told(sealed("cover", None)(Packet()))
    first = data.rules[0]
    assert (first.code, first.where, first.state, first.open) == (
        "S01", "cover", State.WRONG, True,
    )  # fmt: skip
    assert first.spots[0].page in data.pages
    assert first.spots[0].box is not None and max(first.spots[0].box) <= 1
    assert data.open == sum(rule.open for rule in data.rules if not rule.note)
    assert data.total == sum(not rule.note for rule in data.rules)
    states = [rule.open for rule in data.rules]
    assert states == sorted(states, reverse=True)


def test_what_the_machine_took_for_right_is_not_what_a_person_confirmed() -> None:
    data = told(Packet())
    met = [rule for rule in data.rules if rule.verdict == Verdict.MET.value]
    assert met and {rule.state for rule in met} == {State.MACHINE}
    assert field(data, "award_org/postcode").state in (State.MACHINE, State.UNSURE)

    place = field(data, "award_org/postcode").readings[0].spot
    assert place is not None
    confirmed = FieldDecision(
        form="award_org", field="postcode", sha256=place.page.rpartition("-")[0], page=2,
        action=FieldAction.CONFIRM, value="200052", saw="200052",
    )  # fmt: skip
    after = told(Packet(), (entry(1, confirmed),))
    mine = field(after, "award_org/postcode")
    assert (mine.state, mine.doubtful) == (State.CONFIRMED, False)
    assert mine.person is not None
    assert (mine.person.by, mine.person.at) == ("王敏", "2021-08-11 09:31")
    assert after.seen == 1


def test_a_decision_taken_back_no_longer_stands_but_is_remembered() -> None:
    place = files_of(Packet())[0].sha256
    blank = FieldDecision(
        form="award_org", field="postcode", sha256=place, page=2, action=FieldAction.BLANK
    )
    data = told(Packet(), (entry(1, blank), entry(2, UndoDecision(entry=1))))
    assert field(data, "award_org/postcode").person is None
    assert [(line.entry, line.undone, line.can_undo) for line in data.history] == [
        (2, False, False), (1, True, False),
    ]  # fmt: skip


def test_only_ones_own_entries_are_mine() -> None:
    place = files_of(Packet())[0].sha256
    blank = FieldDecision(
        form="award_org", field="postcode", sha256=place, page=2, action=FieldAction.BLANK
    )
    assert told(Packet(), (entry(1, blank),)).history[0].mine
    assert not told(Packet(), (entry(1, blank),), reader="li").history[0].mine


def test_personal_numbers_leave_masked() -> None:
    """The page gets no number in full before somebody asks for it, under a name."""
    data = told(replace(Packet(), paper={**Packet().paper, "联系电话": "13812345678"}))
    phone = field(data, "award_org/contact_phone")
    assert phone.masked
    assert "13812345678" not in data.model_dump_json()


def test_a_seal_of_another_is_wrong_and_shown_letter_by_letter() -> None:
    data = told(sealed("cover", FOREIGN)(Packet()))
    (card,) = [seal for seal in data.seals if seal.place == "cover"]
    assert (card.state, card.answer, card.expected) == (State.WRONG, "different", NAME)
    assert any(letter.same is False for letter in card.letters)
    rule = next(one for one in data.rules if one.code == "S02" and one.where == "cover")
    assert card.key in rule.seals


def test_an_issuers_seal_is_held_against_nothing() -> None:
    """Nobody expects the applicant's name on the seal of the registry."""
    data = told(Packet())
    (issuer,) = [seal for seal in data.seals if "监督管理局" in seal.title]
    assert (issuer.expected, issuer.letters, issuer.state) == ("", (), State.MACHINE)


def test_pages_stand_in_documents_and_those_without_pixels_say_so() -> None:
    data = told(Packet())
    placed = [key for document in data.documents for key in document.pages]
    assert sorted(placed) == sorted(data.pages)
    assert len(placed) == len(set(placed))
    office = [page for page in data.pages.values() if page.office]
    assert len(office) == 1 and not office[0].picture
    assert data.documents[0].kind == "award_org"


def test_both_readings_of_a_field_stand_beside_each_other() -> None:
    typed = {**Packet().paper, "邮政编码": "200053"}
    data = told(replace(Packet(), typed=typed))
    one = field(data, "award_org/postcode")
    assert [reading.value for reading in one.readings] == ["200052", "200053"]
    rule = next(rule for rule in data.rules if rule.code == "C03" and rule.where == "postcode")
    assert one.key in rule.fields


def test_a_handwritten_field_is_named_so_and_open_with_its_place() -> None:
    judged = judged_packet(replace(Packet(), typed=None))
    form = judged.judged.record["award_org"]
    before = form.fields["postcode"]
    by_hand = replace(before.taken, origin=Origin.HANDWRITTEN, confidence=BY_HAND)
    entry_ = replace(before, taken=by_hand, paper=by_hand)
    record = {"award_org": replace(form, fields={**form.fields, "postcode": entry_})}
    written = replace(judged, judged=replace(judged.judged, record=record))
    data = packet_data(
        written, view_of(written, programme()), programme(), (), in_force(()), "received", NAMES,
        "wang", "next000000",
    )  # fmt: skip
    one = field(data, "award_org/postcode")
    assert (one.origin, one.origin_name, one.doubtful) == ("handwritten", "手写", True)
    assert one.value == "200052"
    assert one.spot is not None
    assert [reading.origin for reading in one.readings] == ["手写"]


def test_a_handwritten_none_is_doubtful_and_a_signature_is_not() -> None:
    none = Reading(None, "无", 0.7, Presence.STATED_NONE, Origin.HANDWRITTEN)
    assert is_doubtful(none, "text")
    assert not is_doubtful(replace(none, origin=Origin.ENGINE), "text")
    signed = Reading("王五", "王五", 0.5, Presence.FILLED)
    assert not is_doubtful(signed, "signature")


def test_an_office_page_is_told_as_paragraphs_and_tables_with_addresses() -> None:
    word = files_of(Packet())[-1].pages[0]
    told_page = office_page(word)
    tables = [block for block in told_page.blocks if block.rows]
    assert tables[0].rows[0][1].text == NAME
    assert tables[0].rows[0][1].address == "table 1 row 1 column 2"
    assert any(block.text.startswith("填报日期") for block in told_page.blocks)


def test_overlap_is_a_share() -> None:
    assert overlap((0, 0, 1, 1), (0, 0, 1, 1)) == 1
    assert overlap((0, 0, 0.5, 1), (0.5, 0, 1, 1)) == 0


def test_the_page_to_begin_with_is_on_paper() -> None:
    """Where an item has no place, the signed original is shown, not the typed file beside it."""
    data = told(Packet())
    assert data.documents[0].pages and data.first
    assert data.pages[data.first].picture and not data.pages[data.first].office
    assert any(page.office for page in data.pages.values())
