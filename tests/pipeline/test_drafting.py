"""`programme draft`: files in, a folder out that `programme check` accepts; or why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from checks.programme import bind
from extractors.limits import Limits
from pipeline import cli
from pipeline.drafting import Sources, draft_pack, write_pack
from pipeline.errors import InputError, StoreError
from pipeline.packs import load_pack
from pipeline.progress import Silent
from pipeline.workers import InlineExecutor
from tests.checks.blanks import word
from tests.checks.test_draft_notice import NOTICE
from tests.pipeline.intake import FAKE, write

FORM = word(
    "附件3",
    "2021年度上海市质量管理奖（组织奖）申报表",
    [["单位名称", "", "联系电话", ""], ["申报单位意见", ("（公章）\n年   月   日", 3)]],
)


def _sources() -> Sources:
    return Sources(InlineExecutor(), FAKE, Limits(), Silent())


def _yushen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(one) for one in arguments])


def test_a_form_and_its_notice_make_one_pack(tmp_path: Path) -> None:
    """The form serves the award that its title names; attachments without a file are stubs."""
    write(tmp_path, {"a.docx": FORM, "n.txt": NOTICE.encode("gb18030")})
    drafted = draft_pack([tmp_path / "a.docx", tmp_path / "n.txt"], _sources())
    pack = bind(drafted.files)
    assert [award.form for award in pack.awards] == [
        "registration", "award_org", "award_project", "award_person",
    ]  # fmt: skip
    form = pack.form("award_org")
    assert [field.name for field in form.fields] == ["org_name", "contact_phone"]
    assert [block.name for block in form.blocks] == ["org_opinion"]
    assert "From a.docx" in drafted.files["forms/award_org.toml"]
    assert "No file showed this form" in drafted.files["forms/award_project.toml"]
    assert len(drafted.summary) == 2


def test_a_form_alone_has_no_closing_day(tmp_path: Path) -> None:
    """A comment says where to put it."""
    write(tmp_path, {"a.docx": FORM})
    drafted = draft_pack([tmp_path / "a.docx"], _sources())
    assert "# uncertain: no notice, put the day here" in drafted.files["programme.toml"]
    assert len(bind(drafted.files).awards) == 1


def test_a_notice_in_word_with_its_forms_is_both(tmp_path: Path) -> None:
    """What follows 附件 in the same file is a form; the letter itself is none."""
    data = word(*NOTICE.splitlines(), "附件1", "某某活动报名表", [["单位名称", ""], ["电话", ""]])
    write(tmp_path, {"n.docx": data})
    drafted = draft_pack([tmp_path / "n.docx"], _sources())
    pack = bind(drafted.files)
    assert [field.name for field in pack.form("registration").fields] == [
        "org_name", "contact_phone",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"PK\x03\x04 no zip", "Word文件损坏"),
        ("a.txt", b"\xff\xff\xff", "编码"),
        ("a.txt", "随便写的几句话".encode(), "neither a blank form nor a notice"),
        ("a.pdf", b"", "文件为空"),
    ],
)
def test_a_file_that_gives_nothing_stops_the_draft(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    """With the file's name and the reason."""
    path = write(tmp_path, {name: data}) / name
    with pytest.raises(InputError, match=rf"{name}: .*{reason}"):
        draft_pack([path], _sources())


def test_there_is_one_notice(tmp_path: Path) -> None:
    """Two would be two programmes."""
    write(tmp_path, {"a.txt": NOTICE.encode(), "b.txt": NOTICE.encode()})
    with pytest.raises(InputError, match=r"b\.txt: a second notice"):
        draft_pack([tmp_path / "a.txt", tmp_path / "b.txt"], _sources())


def test_the_command_writes_a_pack_that_checks(tmp_path: Path) -> None:
    """In real workers; a second time it refuses, and a file that is not there is input."""
    write(tmp_path, {"a.docx": FORM})
    out = tmp_path / "new" / "pack"
    made = _yushen("programme", "draft", tmp_path / "a.docx", "-o", out, "--workers", "1")
    assert made.exit_code == 0, made.output
    assert {path.relative_to(out).as_posix() for path in out.rglob("*.toml")} == {
        "programme.toml", "rules.toml", "places.toml", "forms/award_org.toml",
    }  # fmt: skip
    assert _yushen("programme", "check", out).exit_code == 0
    assert len(load_pack(str(out))[0].forms) == 1
    before = (out / "rules.toml").read_bytes()
    assert _yushen("programme", "draft", tmp_path / "a.docx", "-o", out).exit_code == 2
    assert (out / "rules.toml").read_bytes() == before
    missing = _yushen("programme", "draft", tmp_path / "no.docx", "-o", tmp_path / "x")
    assert missing.exit_code == 3
    assert not (tmp_path / "x").exists()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A file stands where the folder should."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        write_pack(tmp_path / "file" / "pack", {"rules.toml": ""})
