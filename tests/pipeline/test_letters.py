"""Deficiency notices: what they say, and what the Word file holds."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from PIL import Image
from typer.testing import CliRunner

from checks.findings import Severity, Standing, Verdict
from extractors.facts import Box
from extractors.limits import Limits
from extractors.sniff import FileKind
from pipeline import sending
from pipeline.cli import app
from pipeline.crops import draw_place
from pipeline.errors import ConfigurationError
from pipeline.letter_docx import Written, file_name, filled, write_summary
from pipeline.letters import Letter, letter_of
from pipeline.packets import FindingView, PacketView, PlaceView
from pipeline.settings import LetterSettings
from pipeline.store import Store
from tests.checks.pack import programme
from tests.checks.packets import Packet
from tests.checks.paper import page
from tests.pipeline.stored import workspace

OFFICE = LetterSettings(contact="张某", phone="021-00000000")
FRIDAY = date(2021, 8, 20)
PLACE = PlaceView(sha256="a" * 64, path="纸质/申报表.pdf", page=3, box=(10, 20, 60, 90), address="")


def finding(
    verdict: Verdict = Verdict.UNMET,
    severity: Severity = Severity.SUPPLEMENT,
    code: str = "S01",
    message: str = "申报单位意见栏未加盖公章。",
    places: tuple[PlaceView, ...] = (PLACE,),
) -> FindingView:
    return FindingView(
        rule="r", code=code, verdict=verdict, severity=severity, form="award_org", where="",
        subject="加盖公章", message=message, remedy="请加盖公章。", places=places,
    )  # fmt: skip


def view(*findings: FindingView, applicant: str = "上海某某精密机械有限公司") -> PacketView:
    return PacketView(
        id="abc1230000", entries=("某.zip",), award="organisation", award_name="组织奖",
        applicant=applicant, item="", received_at="2021-08-10T09:30+08:00",
        standing=Standing.INCOMPLETE, findings=findings, files=(),
    )  # fmt: skip


def letter(*findings: FindingView, **changes: str) -> Letter:
    made = letter_of(view(*findings), programme(), OFFICE, 17, FRIDAY)
    return replace(made, **changes)


def words(docx: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(docx)).paragraphs)


def template() -> bytes:
    return sending.COMMON_TEMPLATE.read_bytes()


def test_only_what_is_certain_goes_to_the_applicant() -> None:
    """Doubts are listed apart; notes and what is met are in neither list."""
    made = letter(
        finding(message="缺副本。", code="C01", places=()),
        finding(Verdict.UNSURE, message="印文不清"),
        finding(Verdict.MET),
        finding(severity=Severity.NOTE, code="S05"),
        finding(severity=Severity.RETURN, code="T01", message="逾期。", places=()),
    )
    assert [(one.number, one.code) for one in made.items] == [(1, "T01"), (2, "C01")]
    assert [one.what for one in made.doubts] == ["印文不清"]


def test_the_letter_says_who_what_where_and_until_when() -> None:
    """Ten days after a Friday is a Monday; the number has four digits."""
    made = letter(finding())
    assert made.number == "沪质协补〔2021〕0017号"
    assert made.due_on == "2021年8月30日"
    text = words(filled(template(), made, {}))
    for part in (
        "申报材料补正通知", "上海某某精密机械有限公司：", "2021年8月10日", "共1项",
        "1．[S01] 申报单位意见栏未加盖公章。", "见：“申报表.pdf”第3页。", "请加盖公章。",
        "请于2021年8月30日前", "联系人：张某", "2021年8月20日", "签收人",
    ):  # fmt: skip
        assert part in text
    assert "内部核对页" not in text
    assert "{" not in text


def test_doubts_stand_on_a_page_of_their_own() -> None:
    """Marked so that nobody sends it unseen."""
    text = words(filled(template(), letter(finding(), finding(Verdict.UNSURE, message="不清")), {}))
    sent, _, inside = text.partition("内部核对页")
    assert "不清" in inside and "不清" not in sent


@settings(deadline=None, max_examples=30)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40))
def test_whatever_applicants_write_stays_text(written: str) -> None:
    """Tags of the template and of XML in a name or a message have no meaning."""
    made = letter(finding(message=f"所见：{written}{{{{ 7*7 }}}}<w:br/>&。"))
    text = words(filled(template(), made, {}))
    assert f"{written}{{{{ 7*7 }}}}<w:br/>&。".split("\n")[0] in text
    assert "49" not in text.replace(written, "")


def test_a_template_that_reaches_out_is_refused() -> None:
    """It runs in a sandbox, and a tag that names nothing is a mistake."""
    for tag in ("{{ items.__class__.__mro__ }}", "{{ no_such_part }}"):
        document = Document()
        document.add_paragraph(tag)
        out = io.BytesIO()
        document.save(out)
        with pytest.raises(ConfigurationError, match="letter template"):
            filled(out.getvalue(), letter(finding()), {})


def test_a_picture_shows_the_place(tmp_path: Path) -> None:
    """A red frame around it, with some of what stands around."""
    sheet = Image.new("RGB", (1000, 1400), "white")
    sheet.paste((0, 0, 0), (400, 600, 500, 640))
    path = tmp_path / "a.png"
    sheet.save(path)
    drawn = draw_place(path, FileKind.PNG, page(), Box(390, 590, 510, 650), Limits())
    assert isinstance(drawn, bytes)
    seen = np.asarray(Image.open(io.BytesIO(drawn)).convert("RGB")).astype(int)
    assert 300 < seen.shape[1] < 500
    assert 100 < seen.shape[0] < 200
    red = (seen[..., 0] > 180) & (seen[..., 1] < 90)
    assert red.any() and (seen.sum(axis=2) == 0).sum() > 3000
    made = letter(finding())
    docx = Document(io.BytesIO(filled(template(), made, {made.items[0].key: drawn})))
    assert len(docx.inline_shapes) == 1


def test_a_packet_keeps_its_number(tmp_path: Path) -> None:
    """Numbers count letters, not packets looked at; another year begins anew."""
    good, bad = view(finding(Verdict.MET)), view(finding())
    other = bad.model_copy(update={"id": "def4560000"})

    def numbers(store: Store, *views: PacketView, dated: date = FRIDAY) -> list[str]:
        made = sending.letters(store, views, programme(), OFFICE, dated)
        return [one.number[-5:-1] for one in made if one.items]

    with Store(tmp_path / "ws") as store:
        assert numbers(store, good, bad) == ["0001"]
        assert numbers(store, other, bad) == ["0002", "0001"]
        assert numbers(store, other, dated=date(2022, 1, 5)) == ["0001"]


@given(st.text(max_size=80))
def test_file_names_are_names(applicant: str) -> None:
    """No name leads out of the folder or is refused by a file system."""
    name = file_name(letter(finding(), applicant=applicant))
    assert not re.search(r'[\\/:*?"<>|\x00-\x1f]', name)
    assert not name.startswith(".")
    assert len(name.encode()) < 255


def test_the_summary_names_every_packet(tmp_path: Path) -> None:
    """Also those without a letter."""
    letters = (Written(letter(finding()), "a.docx"), Written(letter(), ""))
    write_summary(tmp_path / "s.xlsx", letters)
    sheet = load_workbook(tmp_path / "s.xlsx").active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet]
    assert [row[0] for row in rows[1:]] == ["沪质协补〔2021〕0017号", ""]
    assert rows[1][6] == "S01"


def test_the_command_writes_a_letter_and_refuses_without_a_contact(tmp_path: Path) -> None:
    """From stored facts to a file, in real worker processes."""
    folder = workspace(tmp_path, replace(Packet(), sealed={"org_opinion": None}))
    run = CliRunner()
    base = ["letter", "--all", "--workspace", str(folder), "--date", "2021-08-20"]
    refused = run.invoke(app, base)
    assert refused.exit_code == 5
    assert "letter.contact" in refused.output
    (folder / "yushen.toml").write_text('[letter]\ncontact = "张某"\nphone = "021-1"\n', "utf-8")
    assert run.invoke(app, ["judge", "--workspace", str(folder)]).exit_code == 0
    done = run.invoke(app, base)
    assert done.exit_code == 0, done.output
    (written,) = (folder / "letters").glob("*.docx")
    assert "公章" in words(written.read_bytes())
    assert written.stat().st_mode & 0o077 == 0
    assert (folder / "letters" / "补正通知一览.xlsx").is_file()


def test_a_pack_may_have_its_own_template(tmp_path: Path) -> None:
    (tmp_path / "programme.toml").touch()
    assert sending.template_of(programme(), str(tmp_path)) == template()
    (tmp_path / "letter.docx").write_bytes(b"own")
    assert sending.template_of(programme(), str(tmp_path)) == b"own"


def test_nobody_known_gets_no_letter(tmp_path: Path) -> None:
    """An entry in which nothing was recognised is for people, and takes no number."""
    nameless, known = view(finding(), applicant=""), view(finding())
    known = known.model_copy(update={"id": "def4560000"})
    with Store(tmp_path / "ws") as store:
        made = sending.letters(store, (nameless, known), programme(), OFFICE, FRIDAY)
    assert [one.is_due for one in made] == [False, True]
    assert made[1].number == "沪质协补〔2021〕0001号"
