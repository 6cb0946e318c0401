"""Archives and mails: limits, names, and what comes out."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import tarfile
import tempfile
import zipfile
import zlib
from pathlib import Path

import libarchive
import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake import archive, docx, encrypted, mail, pdf, renamed, some_limits

from extractors.facts import Problem
from extractors.limits import Limits
from extractors.sniff import FileKind
from pipeline.labels import is_litter, safe_label
from pipeline.unpack import Opened, unpack
from samples.hostile.ole import Note, outlook
from samples.hostile.rar import rar4, rar5


def opened(
    tmp_path: Path, data: bytes, name: str = "a.zip", limits: Limits | None = None
) -> Opened:
    source = tmp_path / "source"
    source.write_bytes(data)
    return unpack(source, name, tmp_path / "out", limits or some_limits())


def codes(result: Opened) -> dict[str, list[str]]:
    return {one.path: [problem.code for problem in one.problems] for one in result.members}


def top(result: Opened) -> list[str]:
    return [problem.code for problem in result.problems]


def written(tmp_path: Path) -> set[str]:
    return {path.name for path in (tmp_path / "out").iterdir()}


def test_members_come_out_under_made_up_names(tmp_path: Path) -> None:
    """A member's name is a label; on disk it has a number."""
    result = opened(tmp_path, archive({"表/申报表.pdf": b"one", "b.pdf": b"two"}))

    assert [(one.path, one.kind) for one in result.members] == [
        ("表/申报表.pdf", "file"),
        ("b.pdf", "file"),
    ]
    assert (tmp_path / "out" / result.members[0].file).read_bytes() == b"one"
    assert all(one.file.isdigit() for one in result.members)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Windows\\a.pdf", "Windows/a.pdf"),
        ("a/../../b.pdf", "a/b.pdf"),
    ],
)
def test_names_lead_nowhere(tmp_path: Path, name: str, label: str) -> None:
    """Parents, roots and drives are taken out of a name, and said to have been there."""
    result = opened(tmp_path, archive({name: b"x"}))

    assert codes(result) == {label: ["name-unsafe"]}
    assert written(tmp_path) == {"000001"}
    assert {path.name for path in tmp_path.iterdir()} == {"source", "out"}


@given(st.text())
def test_any_name_becomes_a_label_that_leads_nowhere(name: str) -> None:
    """No label is empty, absolute, or has a parent folder or control character in it."""
    label, _ = safe_label(name)
    assert label
    assert not label.startswith("/")
    assert ".." not in label.split("/")
    assert "\0" not in label and "\n" not in label and "\\" not in label


def test_names_in_gbk_are_read(tmp_path: Path) -> None:
    """An archive from a Chinese Windows has names in GBK and no mark that says so."""
    name = "申报表.pdf".encode("gbk")
    data = renamed(archive({"AAAAAA.pdf": b"x"}), "AAAAAA.pdf", name)
    assert [one.path for one in opened(tmp_path, data).members] == ["申报表.pdf"]


def test_names_in_unmarked_utf8_are_read(tmp_path: Path) -> None:
    """macOS writes UTF-8 and does not say so either."""
    name = "申报表.pdf".encode()
    data = renamed(archive({"AAAAAAAAA.pdf": b"x"}), "AAAAAAAAA.pdf", name)
    assert [one.path for one in opened(tmp_path, data).members] == ["申报表.pdf"]


def test_the_unicode_extra_field_names_a_member(tmp_path: Path) -> None:
    """A name in Info-ZIP's extra field is preferred where its checksum fits."""
    name = "章程.pdf".encode()
    body = struct.pack("<BL", 1, zlib.crc32(b"____.pdf")) + name
    info = zipfile.ZipInfo("____.pdf")
    info.extra = struct.pack("<HH", 0x7075, len(body)) + body
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr(info, b"x")
    assert [one.path for one in opened(tmp_path, path.read_bytes()).members] == ["章程.pdf"]


def test_two_members_of_one_name_are_both_kept(tmp_path: Path) -> None:
    """The second one's label gets a number."""
    data = renamed(archive({"a.pdf": b"one", "b.pdf": b"two"}), "b.pdf", b"a.pdf")
    result = opened(tmp_path, data)
    assert [one.path for one in result.members] == ["a.pdf", "a~2.pdf"]


def test_a_bomb_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    """More than the allowed ratio comes out: nothing is kept, the archive has the problem."""
    result = opened(tmp_path, archive({"a.pdf": b"x", "zeros.bin": bytes(3_000_000)}))
    assert (top(result), result.members, written(tmp_path)) == (["archive-bomb"], (), set())


def test_the_limit_on_unpacked_bytes_is_counted(tmp_path: Path) -> None:
    """Also what is within the ratio ends at the total limit."""
    data = archive({f"{n}.bin": bytes([n]) * 4_000 for n in range(5)}, zipfile.ZIP_STORED)
    result = opened(tmp_path, data, limits=some_limits(unpacked_bytes=10_000))
    assert result.problems == (Problem("unpacked-too-large", (("limit", "10000"),)),)
    assert written(tmp_path) == set()


def test_too_many_members_are_refused_before_any_is_written(tmp_path: Path) -> None:
    """The number of members is held against the limit first."""
    data = archive({f"{n}.pdf": b"x" for n in range(12)})
    result = opened(tmp_path, data, limits=some_limits(archive_members=10))
    assert (top(result), written(tmp_path)) == (["archive-too-many"], set())


def test_a_vast_directory_is_not_loaded(tmp_path: Path) -> None:
    """The directory's size alone is enough to refuse it."""
    data = archive({f"{n:060d}": b"" for n in range(200)})
    result = opened(tmp_path, data, limits=some_limits(archive_members=3))
    assert top(result) == ["archive-too-many"]


def test_members_count_across_nested_archives(tmp_path: Path) -> None:
    """Archives in an archive share one budget: the one that overspends it stays closed."""
    inner = archive({f"{n}.pdf": b"x" for n in range(6)})
    data = archive({"a.zip": inner, "b.zip": inner})
    result = opened(tmp_path, data, limits=some_limits(archive_members=13))
    assert codes(result)["b.zip"] == ["archive-too-many"]
    assert len(result.members) == 8

    result = opened(tmp_path, data, limits=some_limits(archive_members=6))
    assert (top(result), written(tmp_path)) == (["archive-too-many"], set())


def test_one_large_member_costs_itself(tmp_path: Path) -> None:
    """A member over the file limit is noted; the others are kept."""
    data = archive({"large.pdf": bytes(range(256)) * 40, "small.pdf": b"x"})
    result = opened(tmp_path, data, limits=some_limits(file_bytes=5_000))
    assert codes(result) == {"large.pdf": ["file-too-large"], "small.pdf": []}


def test_encrypted_members_are_noted(tmp_path: Path) -> None:
    """Each member behind a password has the problem, and nothing is written."""
    result = opened(tmp_path, encrypted(archive({"a.pdf": b"x"})))
    assert codes(result) == {"a.pdf": ["archive-encrypted"]}
    assert written(tmp_path) == set()


def test_links_in_archives_are_not_made(tmp_path: Path) -> None:
    """A symbolic link in an archive is noted and not kept."""
    info = zipfile.ZipInfo("link.pdf")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr(info, "/etc/passwd")
    assert codes(opened(tmp_path, path.read_bytes())) == {"link.pdf": ["link-skipped"]}


def test_archives_in_archives_are_opened(tmp_path: Path) -> None:
    """Each level's members name their container; the inner archive itself is kept too."""
    data = archive({"in.zip": archive({"deep.zip": archive({"a.pdf": b"x"})})})
    result = opened(tmp_path, data)
    assert [(one.path, one.container, one.kind) for one in result.members] == [
        ("in.zip", "", "container"),
        ("in.zip/deep.zip", "in.zip", "container"),
        ("in.zip/deep.zip/a.pdf", "in.zip/deep.zip", "file"),
    ]


def test_depth_is_limited(tmp_path: Path) -> None:
    """The fourth level stays closed."""
    data = archive({"a.pdf": b"x"})
    for level in range(3):
        data = archive({f"{level}.zip": data})
    result = opened(tmp_path, data)
    assert codes(result)["2.zip/1.zip/0.zip"] == ["archive-too-deep"]
    assert len(result.members) == 3


def test_an_office_file_stays_closed(tmp_path: Path) -> None:
    """A .docx is a zip, and a document all the same, inside an archive and alone."""
    assert opened(tmp_path, docx(), "a.docx") == Opened(FileKind.DOCX, ())
    result = opened(tmp_path, archive({"a.docx": docx()}))
    assert [(one.path, one.kind) for one in result.members] == [("a.docx", "file")]


def test_a_damaged_archive_says_so(tmp_path: Path) -> None:
    """Half an archive is damaged; a damaged one inside another costs only itself."""
    half = archive({"a.pdf": bytes(range(256)) * 9})[:-40]
    assert top(opened(tmp_path, half)) == ["archive-damaged"]
    result = opened(tmp_path, archive({"half.zip": half, "b.pdf": b"x"}))
    assert codes(result) == {"half.zip": ["archive-damaged"], "b.pdf": []}


def test_a_damaged_member_costs_itself(tmp_path: Path) -> None:
    """A member whose checksum does not fit is noted."""
    data = archive({"a.pdf": b"first-content", "b.pdf": b"second"}, zipfile.ZIP_STORED)
    result = opened(tmp_path, data.replace(b"first-content", b"other-content"))
    assert codes(result) == {"a.pdf": ["archive-damaged"], "b.pdf": []}


@pytest.mark.parametrize("head", [b"7z\xbc\xaf\x27\x1c" + bytes(40), b"Rar!\x1a\x07\x01\x00xx"])
def test_other_archives_may_be_damaged(tmp_path: Path, head: bytes) -> None:
    """What begins like a 7z or rar and goes on otherwise."""
    assert top(opened(tmp_path, head, "a.7z")) == ["archive-empty"]


def by_libarchive(form: str, files: dict[str, bytes]) -> bytes:
    """An archive of a format that nothing else here writes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        with libarchive.file_writer(str(path), form) as target:
            for name, data in files.items():
                target.add_file_from_memory(name, len(data), data)
        return path.read_bytes()


@pytest.mark.parametrize("kind", ["7z", "tar", "gz", "rar5", "rar4"])
def test_archives_of_other_formats_are_opened(tmp_path: Path, kind: str) -> None:
    """Names are Chinese whatever their bytes, lead nowhere, and may hold archives."""
    inner = archive({"a.pdf": b"x"})
    files = {"表/申报表.pdf": b"hello", "../b.zip": inner}
    if kind == "rar5":
        data = rar5(files)
    elif kind == "rar4":
        data = rar4({name.encode("gbk"): content for name, content in files.items()})
    else:
        data = by_libarchive("7zip" if kind == "7z" else "ustar", files)
    if kind == "gz":
        data = gzip.compress(data)

    result = opened(tmp_path, data, "来件")

    assert result.kind.value == kind.removesuffix("4").removesuffix("5")
    assert codes(result) == {"表/申报表.pdf": [], "b.zip": ["name-unsafe"], "b.zip/a.pdf": []}
    assert (tmp_path / "out" / result.members[0].file).read_bytes() == b"hello"
    assert {path.name for path in tmp_path.iterdir()} == {"source", "out"}


def test_limits_hold_for_other_archives(tmp_path: Path) -> None:
    """Ratio, members and passwords, in formats that have no directory to ask first."""
    bomb = by_libarchive("7zip", {"a": bytes(3_000_000)})
    assert top(opened(tmp_path, bomb)) == ["archive-bomb"]
    many = by_libarchive("ustar", {f"{number}": b"x" for number in range(12)})
    assert top(opened(tmp_path, many, limits=some_limits(archive_members=10))) == [
        "archive-too-many"
    ]
    assert top(opened(tmp_path, rar5({"a": b"x"}, encrypted=True))) == ["archive-encrypted"]


def test_links_in_a_tar_are_not_made(tmp_path: Path) -> None:
    """Symbolic and hard links and devices are noted and not kept."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as target:
        for name, kind in (("s", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE), ("c", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            target.addfile(info)
    assert codes(opened(tmp_path, out.getvalue(), "a.tar")) == {
        name: ["link-skipped"] for name in "shc"
    }


def test_what_came_out_before_an_archive_broke_is_kept(tmp_path: Path) -> None:
    """A transfer that broke off costs what is missing, and the archive says so."""
    data = by_libarchive("ustar", {"a.pdf": b"first", "b.pdf": bytes(9_000)})
    result = opened(tmp_path, data[:3_000], "a.tar")
    assert top(result) == ["archive-damaged"] or codes(result)["b.pdf"] == ["archive-damaged"]
    assert (tmp_path / "out" / result.members[0].file).read_bytes() == b"first"


def test_without_the_library_other_archives_say_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The remedy is to install it, or another format."""
    monkeypatch.setattr("pipeline.archives._library", lambda: None)
    assert top(opened(tmp_path, rar5({"a": b"x"}))) == ["archive-reader-missing"]


@pytest.mark.parametrize("encoding", ["", "gbk"])
def test_a_mail_of_outlook_is_a_mail(tmp_path: Path, encoding: str) -> None:
    """Attachments with their names, the text, the time, and mails sent on within it."""
    inner = Note("里面的话", {"证书.pdf": b"inner"}, encoding=encoding)
    note = Note(
        "材料见附件。", {"申报表.pdf": b"%PDF" * 3_000, "表.zip": archive({"a.pdf": b"x"})},
        {"转发": inner}, encoding=encoding,
        headers="Received: from a by b; Fri, 13 Aug 2021 08:05:00 +0000\r\n",
    )  # fmt: skip
    result = opened(tmp_path, outlook(note), "a.msg")
    assert (result.kind, result.received_hint) == (FileKind.MSG, "2021-08-13T16:05:00+08:00")
    assert [(one.path, one.kind) for one in result.members] == [
        ("正文.txt", "text"),
        ("申报表.pdf", "file"),
        ("表.zip", "container"),
        ("表.zip/a.pdf", "file"),
        ("转发.msg", "container"),
        ("转发.msg/正文.txt", "text"),
        ("转发.msg/证书.pdf", "file"),
    ]
    text = (tmp_path / "out" / result.members[0].file).read_text("utf-8")
    assert text == "材料见附件。"


def test_a_damaged_mail_of_outlook_says_so(tmp_path: Path) -> None:
    """Cut in the middle, it is a mail still."""
    data = outlook(Note("材料", {"a.pdf": b"x" * 9_000}))
    result = opened(tmp_path, data[:2_000], "a.msg")
    assert (result.kind, top(result)) == (FileKind.MSG, ["mail-damaged"])


def test_mails_in_mails_without_end_are_refused(tmp_path: Path) -> None:
    """Far more levels than any parser of mails can follow."""
    level = b"Content-Type: message/rfc822\n\n"
    result = opened(tmp_path, b"From: a@example.com\n" + level * 3_000 + b"\nx\n", "a.eml")
    assert top(result) == ["nested-too-deep"]


@pytest.mark.parametrize(
    "name", ["~$申报表.docx", "a/Thumbs.db", ".DS_Store", "__MACOSX/._a.pdf", "desktop.ini"]
)
def test_litter_is_skipped(tmp_path: Path, name: str) -> None:
    """What desktops leave behind is noted and not kept."""
    assert is_litter(name)
    assert codes(opened(tmp_path, archive({name: b"x"}))) == {name: ["litter-skipped"]}


def test_a_mail_gives_attachments_text_and_time(tmp_path: Path) -> None:
    """The topmost Received line counts, in Shanghai's time."""
    result = opened(tmp_path, mail({"申报表.pdf": pdf()}).as_bytes(), "a.eml")

    assert result.received_hint == "2021-08-13T16:05:00+08:00"
    assert [(one.path, one.kind) for one in result.members] == [
        ("正文.txt", "text"),
        ("申报表.pdf", "file"),
    ]
    text = (tmp_path / "out" / result.members[0].file).read_text("utf-8")
    assert text == "您好，材料见附件。"


@pytest.mark.parametrize(
    "header",
    [
        b'attachment; filename="\xc9\xea\xb1\xa8\xb1\xed.pdf"',
        b'attachment; filename="=?GBK?B?yeqxqLHtLnBkZg==?="',
        b"attachment; filename*=gb2312''%C9%EA%B1%A8%B1%ED.pdf",
        b"attachment; filename*0*=UTF-8''%E7%94%B3%E6%8A%A5; filename*1*=%E8%A1%A8.pdf",
        'attachment; filename="申报表.pdf"'.encode(),
    ],
)
def test_attachment_names_of_all_kinds(tmp_path: Path, header: bytes) -> None:
    """Names in bare GBK, in encoded words, by RFC 2231 and in bare UTF-8 are read."""
    data = (
        b"From: a@example.com\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n'
        b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
        b"Content-Disposition: " + header + b"\n\neA==\n--b--\n"
    )
    result = opened(tmp_path, data, "a.eml")
    assert [one.path for one in result.members] == ["申报表.pdf"]
    assert (tmp_path / "out" / result.members[0].file).read_bytes() == b"x"


def test_a_mail_in_a_mail_and_an_archive_in_it(tmp_path: Path) -> None:
    """A forwarded mail is a container, as is an archive attached to it."""
    inner = mail({"材料.zip": archive({"a.pdf": b"x"})})
    outer = mail({})
    outer.add_attachment(inner)
    result = opened(tmp_path, outer.as_bytes(), "a.eml")
    assert [(one.path, one.container, one.kind) for one in result.members] == [
        ("正文.txt", "", "text"),
        ("附件邮件.eml", "", "container"),
        ("附件邮件.eml/正文.txt", "附件邮件.eml", "text"),
        ("附件邮件.eml/材料.zip", "附件邮件.eml", "container"),
        ("附件邮件.eml/材料.zip/a.pdf", "附件邮件.eml/材料.zip", "file"),
    ]


def test_html_is_text_without_marks(tmp_path: Path) -> None:
    """Where a mail has HTML only, its words are taken."""
    message = mail({})
    message.set_content("<style>p{}</style><p>甲</p><p>乙</p>", subtype="html")
    result = opened(tmp_path, message.as_bytes(), "a.eml")
    assert (tmp_path / "out" / result.members[0].file).read_text("utf-8") == "甲\n乙"


@given(data=st.binary(max_size=300))
def test_any_bytes_give_an_answer(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Whatever stands after an archive's or mail's first bytes, there is an answer."""
    folder = tmp_path_factory.mktemp("any")
    for head in (b"PK\x03\x04", b"Received: ", b""):
        assert isinstance(opened(folder, head + data, "a.eml"), Opened)
