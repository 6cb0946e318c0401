"""Old Word files through LibreOffice, or a program that stands in for it."""

from __future__ import annotations

import io
import os
import shutil
import stat
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from docx import Document

from extractors import office
from extractors.limits import Limits, UnreadableError
from extractors.office import LibreOffice
from extractors.reader import describe
from extractors.sniff import FileKind
from extractors.word import read_word

LIMITS = Limits()
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument\0".encode("utf-16-le")
needs_office = pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")

# The kernel may allow no mounts, in a container for instance: then the program runs all the same.
needs_namespaces = pytest.mark.skipif(
    not shutil.which("unshare")
    or subprocess.run(["unshare", "--user", "--mount", "true"], capture_output=True).returncode
    != 0,
    reason="needs mount namespaces",
)


def fake(folder: Path, body: str) -> str:
    """A program that is called as LibreOffice is; `$out` is the file that it is to write."""
    path = folder / "soffice"
    head = 'for last; do :; done\nout="$(dirname "$last")/out/in.docx"\n'
    version = '[ "$1" = --version ] && echo "FakeOffice 1" && exit\n'
    path.write_text(f'#!/bin/sh\n{version}{head}mkdir -p "$(dirname "$out")"\n{body}\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def word(text: str) -> bytes:
    document = Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def left_over() -> set[str]:
    return {path.name for path in Path(tempfile.gettempdir()).glob("yushen-office-*")}


def test_what_the_program_writes_is_read(tmp_path: Path) -> None:
    """The converted file is read as any .docx, and the folder is gone."""
    (tmp_path / "made.docx").write_bytes(word("联系人：张三"))
    before = left_over()
    made = LibreOffice(fake(tmp_path, f'cp {tmp_path}/made.docx "$out"')).docx(OLD, LIMITS)
    assert [line.text for line in read_word(made, LIMITS).lines] == ["联系人：张三"]
    assert left_over() == before


def test_the_program_gets_a_profile_that_allows_nothing(tmp_path: Path) -> None:
    """Macros off, links not followed, a profile and a home of its own, no guessing of formats."""
    body = 'echo "$@" HOME=$HOME > "$out"; cat "$(dirname "$last")"/profile/user/* >> "$out"'
    text = LibreOffice(fake(tmp_path, body)).docx(OLD, LIMITS).decode()
    for part in ("--headless", "--infilter=MS Word 97", "-env:UserInstallation=file://",
                 "HOME=/", "DisableMacrosExecution", "BlockUntrustedRefererLinks"):  # fmt: skip
        assert part in text
    assert "HOME=" + os.environ.get("HOME", "none") + "\n" not in text


def test_failure_and_size_have_their_reasons(tmp_path: Path) -> None:
    """Nothing written, and too much written."""
    with pytest.raises(UnreadableError) as nothing:
        LibreOffice(fake(tmp_path, "exit 1")).docx(OLD, LIMITS)
    assert nothing.value.problem.code == "office-failed"
    big = 'head -c 90000 /dev/zero > "$out"'
    with pytest.raises(UnreadableError) as large:
        LibreOffice(fake(tmp_path, big)).docx(OLD, Limits(file_bytes=4000))
    assert large.value.problem.code == "office-failed"


@needs_namespaces
def test_the_program_writes_in_its_folder_only(tmp_path: Path) -> None:
    """Not where it is installed, and not into folders for everybody, whoever runs it."""
    name = f"yushen-beside-{os.getpid()}"
    places = [Path(place, name) for place in (tmp_path, "/tmp", "/var/tmp")]
    asked = "; ".join(f"touch {place}" for place in places)
    program = fake(tmp_path, f'{asked}; echo here > x; cp x "$out"')
    assert LibreOffice(program).docx(OLD, LIMITS) == b"here\n"
    assert [place for place in places if place.exists()] == []


def test_a_program_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    """The whole group is gone after the time, and the reason may be tried again."""
    os.mkfifo(tmp_path / "pid")  # the way out where no file can be written
    told = os.open(tmp_path / "pid", os.O_RDONLY | os.O_NONBLOCK)
    program = fake(tmp_path, f"sleep 300 & echo $! > {tmp_path}/pid; wait")
    start = time.monotonic()
    with pytest.raises(UnreadableError) as caught:
        LibreOffice(program).docx(OLD, Limits(page_seconds=2))
    assert caught.value.problem.code == "reader-timeout"
    assert time.monotonic() - start < 20
    time.sleep(0.2)
    pid = os.read(told, 20).decode().strip()
    os.close(told)
    state = Path(f"/proc/{pid}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


def test_without_the_program_the_reason_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And with it the same file has a page."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableError) as caught:
        describe(OLD, "a.doc", LIMITS)
    assert caught.value.problem.code == office.MISSING
    assert office.identity() == office.NONE
    fake(tmp_path, "")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert office.identity() == "FakeOffice 1"
    info = describe(OLD, "a.wps", LIMITS)
    assert (info.kind, info.pages, info.problems) == (FileKind.DOC, 1, ())


@needs_office
def test_libreoffice_itself(tmp_path: Path) -> None:
    """A real file of the old format keeps its cells."""
    document = Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "联系人", "张三"
    document.add_paragraph("附注")  # the old format cannot end with a table
    document.save(str(tmp_path / "a.docx"))
    subprocess.run(
        [office.program() or "", "--headless", f"-env:UserInstallation=file://{tmp_path}/p",
         "--convert-to", "doc:MS Word 97", "--outdir", str(tmp_path), str(tmp_path / "a.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    data = (tmp_path / "a.doc").read_bytes()
    assert describe(data, "a.doc", LIMITS).kind is FileKind.DOC
    facts = read_word(office.converter().docx(data, LIMITS), LIMITS)
    assert [cell.text for cell in facts.tables[0].cells] == ["联系人", "张三"]
    shutil.rmtree(tmp_path / "p", ignore_errors=True)
    with pytest.raises(UnreadableError) as caught:
        office.converter().docx(OLD, LIMITS)
    assert caught.value.problem.code == "office-failed"
