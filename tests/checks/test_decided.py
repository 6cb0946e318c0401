"""What people decide changes facts and findings, and outlives a re-reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from checks.assemble import assemble
from checks.decided import (
    Decided,
    FieldSaid,
    FindingAnswer,
    FindingSaid,
    PageSaid,
    SealAnswer,
    SealSaid,
    finding_key,
    said_type,
)
from checks.documents import Delivered, SubmittedFile
from checks.findings import Settled, Verdict
from checks.judge import Judged, Office, judge
from checks.record import Why
from checks.sorting import sort_pages
from extractors.facts import Origin, PageFacts, Presence, SealKind
from tests.checks.pack import programme
from tests.checks.packets import (
    CONTRACT,
    FOREIGN,
    NAME,
    VALUES,
    Packet,
    changed,
    files_of,
    of_code,
    sealed,
)

OFFICE = Office(None, Packet().members)


def judged(
    packet: Packet, decided: Decided, said: Mapping[str, FindingSaid] | None = None
) -> Judged:
    files = files_of(packet)
    pages = sort_pages(files, programme().forms, decided)
    (application,) = assemble((Delivered("d1", "某某", files, pages, None),), OFFICE, programme())
    return judge(application, OFFICE, programme(), said or {})


def scan(packet: Packet) -> SubmittedFile:
    return files_of(packet)[0]


def said(field: str, raw: str, presence: Presence = Presence.FILLED) -> FieldSaid:
    return FieldSaid("award_org", field, scan(Packet()).sha256, 2, None, presence, raw)


def test_a_corrected_field_is_a_persons_and_judged_again() -> None:
    """The scan was misread: the person's text is taken, and the versions agree again."""
    packet = replace(Packet(), paper={**VALUES, "单位地址": "北京市朝阳区他路99号"})
    assert [one.verdict for one in of_code(judged(packet, Decided()), "C03")] == [Verdict.UNMET]
    right = said("address", VALUES["单位地址"])
    result = judged(packet, Decided(fields={right.file: (right,)}))
    entry = result.record["award_org"].fields["address"]
    assert (entry.taken.origin, entry.why) == (Origin.PERSON, Why.PERSON)
    assert entry.taken.value == VALUES["单位地址"]
    assert of_code(result, "C03")[0].verdict is Verdict.MET


def test_a_field_said_to_be_blank_is_missing() -> None:
    packet = replace(Packet(), typed=None)
    blank = said("address", "", Presence.BLANK)
    result = judged(packet, Decided(fields={blank.file: (blank,)}))
    found = [one for one in of_code(result, "F01") if one.where == "address"]
    assert [one.verdict for one in found] == [Verdict.UNMET]


def test_a_code_that_a_person_read_is_wrong_for_certain() -> None:
    """A recogniser's eighteen characters are doubt; a person's are what stands on the paper."""
    code = "91350100M000100Y44"
    packet = replace(changed(统一社会信用代码=code)(Packet()), typed=None)
    assert of_code(judged(packet, Decided()), "F04")[0].verdict is Verdict.UNSURE
    read = said("uscc", code)
    result = judged(packet, Decided(fields={read.file: (read,)}))
    assert of_code(result, "F04")[0].verdict is Verdict.UNMET


def test_a_row_is_corrected_in_its_place() -> None:
    one = FieldSaid(
        "award_org", "indicators.name", scan(Packet()).sha256, 2, None, Presence.FILLED,
        "净利润", row=0,
    )  # fmt: skip
    result = judged(replace(Packet(), typed=None), Decided(fields={one.file: (one,)}))
    row = result.record["award_org"].rows["indicators"][0]
    assert (row["name"].value, row["name"].origin) == ("净利润", Origin.PERSON)
    result = judged(Packet(), Decided(fields={one.file: (one,)}))
    assert result.record["award_org"].rows["indicators"][0]["name"].value == "净利润", "not typed"
    beyond = replace(one, row=99)
    result = judged(Packet(), Decided(fields={one.file: (beyond,)}))
    assert result.findings == judged(Packet(), Decided()).findings


def seal_said(packet: Packet, page: int, answer: SealAnswer, title: str = "", kind=None) -> Decided:  # type: ignore[no-untyped-def]
    file = scan(packet)
    seals = file.pages[page - 1].seals
    # The reader finds it a little elsewhere next time.
    said_all = tuple(SealSaid(one.box.moved(5, -4), answer, title, kind) for one in seals)
    return Decided(seals={(file.sha256, page): said_all})


@pytest.mark.parametrize(
    ("before", "answer", "title", "kind", "code", "after"),
    [
        (FOREIGN, SealAnswer.VALID, NAME, SealKind.OFFICIAL, "S02", Verdict.MET),
        (CONTRACT, SealAnswer.VALID, NAME, SealKind.OFFICIAL, "S03", Verdict.MET),
        (None, SealAnswer.VALID, NAME, SealKind.OFFICIAL, "S01", Verdict.UNMET),
    ],
)
def test_a_valid_seal_counts(before, answer, title, kind, code, after) -> None:  # type: ignore[no-untyped-def]
    packet = sealed("cover", before)(Packet())
    result = judged(packet, seal_said(packet, 1, answer, title, kind))
    assert {one.verdict for one in of_code(result, code) if one.where == "cover"} == {after}


def test_what_is_no_seal_does_not_fill_its_place() -> None:
    result = judged(Packet(), seal_said(Packet(), 1, SealAnswer.NOT_A_SEAL))
    found = [one.verdict for one in of_code(result, "S01") if one.where == "cover"]
    assert found == [Verdict.UNMET]


def test_anothers_seal_and_a_wrong_kind_are_defects() -> None:
    other = judged(
        Packet(), seal_said(Packet(), 1, SealAnswer.OTHER_ORGANISATION, "北京他人贸易有限公司")
    )
    assert [f.verdict for f in of_code(other, "S02") if f.where == "cover"] == [Verdict.UNMET]
    kind = judged(Packet(), seal_said(Packet(), 1, SealAnswer.WRONG_KIND, "", SealKind.FINANCE))
    assert [f.verdict for f in of_code(kind, "S03") if f.where == "cover"] == [Verdict.UNMET]


def test_findings_are_settled_as_people_say() -> None:
    packet = sealed("cover", None)(Packet())
    (missing,) = [f for f in of_code(judged(packet, Decided()), "S01") if f.where == "cover"]
    key = finding_key(missing)

    def after(answer: FindingAnswer, saw: Verdict = Verdict.UNMET) -> tuple[Verdict, Settled]:
        result = judged(packet, Decided(), {key: FindingSaid(answer, saw)})
        (found,) = [f for f in of_code(result, "S01") if f.where == "cover"]
        return found.verdict, found.settled

    assert after(FindingAnswer.SET_ASIDE) == (Verdict.MET, Settled.SET_ASIDE)
    assert after(FindingAnswer.AGREE) == (Verdict.UNMET, Settled.AGREED)
    assert after(FindingAnswer.ASK, Verdict.MET) == (Verdict.UNMET, Settled.NO), "said of another"


def test_a_page_is_moved_and_sorted_by_hand() -> None:
    """The licence's page goes behind the form's last one, then nowhere, then alone."""
    files = files_of(Packet())
    licence = next(file for file in files if file.path == "营业执照.pdf")
    form = scan(Packet())
    key = (licence.sha256, 1, None)

    def documents(said: PageSaid) -> dict[str, list[str]]:
        found = sort_pages(files, programme().forms, Decided(pages={key: said}))
        kinds: dict[str, list[str]] = {"rest": [page.path for page in found.rest]}
        for one in found.documents:
            kinds.setdefault(one.kind, []).extend(page.path for page in one.pages)
        assert sum(map(len, kinds.values())) == sum(len(file.pages) for file in files)
        return kinds

    moved = documents(PageSaid("award_org", False, (form.sha256, 3)))
    assert "licence" not in moved
    assert moved["award_org"][-4:] == [form.path] * 3 + [licence.path]
    assert documents(PageSaid("", False))["rest"] == [licence.path]
    assert documents(PageSaid("certificate", True))["certificate"] == [
        "营业执照.pdf",
        "认证证书.pdf",
    ]
    assert "licence" in documents(PageSaid("no_such_kind", True)), "the pack no longer knows it"


def test_a_page_said_to_be_empty_by_the_reader_is_heard_of() -> None:
    files = files_of(Packet())
    licence = next(file for file in files if file.path == "营业执照.pdf")
    empty: PageFacts = replace(licence.pages[0], blank=True)
    spoiled = tuple(replace(f, pages=(empty,)) if f is licence else f for f in files)
    said = Decided(pages={(licence.sha256, 1, None): PageSaid("licence", True)})
    found = sort_pages(spoiled, programme().forms, said)
    assert [d.kind_known_by for d in found.documents if d.kind == "licence"] == ["person"]


def test_types_of_what_can_be_said() -> None:
    form = programme().form("award_org")
    assert said_type(form, "uscc") == "uscc"
    assert said_type(form, "indicators.name") == "text"
    assert said_type(form, "declaration_signature") == "signature"
    assert said_type(form, "nonsense") is None
