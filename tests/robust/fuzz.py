"""Fuzzing by hypothesis: good bytes spoiled in ways that it finds and shrinks.

A reader that fails in a way that nobody foresaw answers `reader-crashed`, which is good enough in
the field and is a fault here.
"""

from __future__ import annotations

import gzip
import shutil
import tarfile
import time
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from checks import programmes
from extractors.facts import Problem
from extractors.limits import Limits
from pipeline.errors import CRASHED, ConfigurationError, InputError
from pipeline.packs import load_pack
from pipeline.registers import read_register, read_roster
from pipeline.sheets import read_sheets
from pipeline.unpack import unpack
from pipeline.workers import InlineExecutor
from samples.hostile.item import honest, workbook

LIMITS = Limits(unpacked_bytes=20_000_000, file_bytes=10_000_000)
_BATCH, _LEAST = 100, 10
_REGISTER = (
    "单位名称,奖项,收件时间,渠道,正本份数,副本份数\n某某有限公司,组织奖,2021-08-13 10:00,邮寄,1,2\n"
)
_PIECES = (
    b"\0", b"\xff", b"\xff\xff\xff\xff", b"PK\x01\x02", b"PK\x05\x06", b"\x7f\xff\xff\xff", b"\n\n",
    b"--", b'"', b"[[", b"1e999", b"-1", b"\xed\xa0\x80", "９".encode(), b"0" * 400,
)  # fmt: skip

# Where (as a share of the length), how many bytes are taken out, and what is put in.
_Edit = tuple[float, int, bytes]
_edits = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 40),
        st.one_of(st.binary(max_size=8), st.sampled_from(_PIECES)),
    ),
    min_size=1,
    max_size=6,
)


def _edited(data: bytes, edits: list[_Edit]) -> bytes:
    for share, taken, put in edits:
        place = int(share * len(data))
        data = data[:place] + put + data[place + taken :]
    return data


def _archive(name: str, data: bytes, folder: Path) -> None:
    source = folder / "source"
    source.write_bytes(data)
    found = unpack(source, name, folder / "out", LIMITS)
    problems = [*found.problems, *(one for member in found.members for one in member.problems)]
    _foreseen(problems)
    assert all(not path.is_symlink() for path in (folder / "out").iterdir())


def _register(name: str, data: bytes, folder: Path) -> None:
    path = folder / name
    path.write_bytes(data)
    sheets = read_sheets(path, LIMITS)
    if isinstance(sheets, Problem):
        _foreseen([sheets])
    for read in (read_register, read_roster):
        try:
            read(path, InlineExecutor(), LIMITS)
        except InputError:
            continue


def _pack(name: str, data: bytes, folder: Path) -> None:
    pack = folder / "pack"
    if not pack.exists():
        built_in = Path(next(iter(programmes.__path__))) / "gardens_2022"
        shutil.copytree(built_in, pack)
    good = (pack / name).read_bytes()
    (pack / name).write_bytes(data)
    try:
        load_pack(str(pack))
    except ConfigurationError:
        pass
    finally:
        (pack / name).write_bytes(good)


def _foreseen(problems: list[Problem]) -> None:
    assert [problem for problem in problems if problem.code == CRASHED] == []


def _tar() -> bytes:
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as target:
        member = tarfile.TarInfo("申报表.pdf")
        member.size = 9
        target.addfile(member, BytesIO(b"%PDF-1.7\n"))
    return out.getvalue()


def _chosen(*names: str) -> dict[str, bytes]:
    return {name: honest()[name] for name in names}


def _pack_files() -> dict[str, bytes]:
    built_in = Path(next(iter(programmes.__path__))) / "gardens_2022"
    return {
        one.relative_to(built_in).as_posix(): one.read_bytes() for one in built_in.rglob("*.toml")
    }


_Check = Callable[[str, bytes, Path], None]
_Target = tuple[_Check, Callable[[], Mapping[str, bytes]]]
TARGETS: Mapping[str, _Target] = {
    "archive": (
        _archive,
        lambda: {
            **_chosen("packet.zip", "packet.rar", "old.rar", "form.docx"),
            "a.tar": _tar(),
            "a.tgz": gzip.compress(_tar()),
        },
    ),
    "mail": (_archive, lambda: _chosen("letter.eml", "letter.msg")),
    "register": (
        _register,
        lambda: {
            "a.csv": _REGISTER.encode(),
            "b.csv": _REGISTER.encode("gbk"),
            "a.xlsx": workbook(),
        },
    ),
    "pack": (_pack, _pack_files),
}  # fmt: skip


def fuzz(target: str, folder: Path, seconds: float) -> int:
    """Spoil files of a kind for so long; returns how many were read."""
    check, made = TARGETS[target]
    files = made()
    count = 0
    end = time.monotonic() + seconds

    @settings(
        max_examples=_BATCH,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(name=st.sampled_from(sorted(files)), edits=_edits)
    def batch(name: str, edits: list[_Edit]) -> None:
        nonlocal count
        if count < _LEAST or time.monotonic() < end:
            count += 1
            check(name, _edited(files[name], edits), folder)

    number = 0
    while count < _LEAST or time.monotonic() < end:
        number += 1
        seed(number)(batch)()
    return count
