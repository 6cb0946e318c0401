"""LibreOffice, where it is installed: makes a .docx of Word's binary files (.doc, .wps).

It runs without a screen, with a profile of its own that allows no macro and follows no link, in a
folder that is gone afterwards, the only one in which it can write, and for a limited time.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from extractors import readonly
from extractors.children import started
from extractors.limits import Limits, UnreadableError
from extractors.ocr.engine import EngineMissingError

log = logging.getLogger(__name__)

MISSING = "office-missing"
NONE = "none"
ADVICE = "apt-get install --no-install-recommends libreoffice-writer-nogui"
_PROGRAMS = ("soffice", "libreoffice")
# Shares of the time that a page may take; the rest is for reading what was made.
_SHARE = 0.7
_VERSION_SECONDS = 20
_MEMORY = 4_000_000_000
_FILTER = "MS Word 97"  # no guessing: a file that is something else is refused
_TARGET = "docx:MS Word 2007 XML"
# MacroSecurityLevel 3: only trusted places, of which there are none. Link 0: never updated.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
)
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>"""
_ITEM = (
    '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse">'
    "<value>{}</value></prop></item>"
)


class Converter(Protocol):
    """Anything that makes a .docx of an old Word file."""

    def docx(self, data: bytes, limits: Limits) -> bytes:
        """The bytes of the .docx; raises UnreadableError with the reason."""
        ...


def program() -> str | None:
    """The path of LibreOffice's program on this machine."""
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


@cache
def _version_of(path: str) -> str:
    try:
        # It looks for its profile even for that: not in the home of whoever runs this.
        with tempfile.TemporaryDirectory(prefix="yushen-office-") as folder:
            done = subprocess.run(
                [path, "--version"], capture_output=True, timeout=_VERSION_SECONDS, check=True,
                env=_environment(Path(folder)),
            )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineMissingError(f"LibreOffice does not start: {ADVICE}") from error
    return " ".join(done.stdout.decode("utf-8", "replace").split()) or "unknown version"


def version() -> str:
    """Name and version of the program; raises EngineMissingError naming what to install."""
    path = program()
    if path is None:
        raise EngineMissingError(f"LibreOffice is not installed: {ADVICE}")
    return _version_of(path)


def identity() -> str:
    """What names the converter of this machine in a cache key; "none" where there is none."""
    try:
        return version()
    except EngineMissingError:
        return NONE


def converter() -> Converter:
    """The converter of this machine; raises UnreadableError where there is none."""
    path = program()
    if path is None or identity() == NONE:
        raise UnreadableError(MISSING)
    return LibreOffice(path)


@dataclass(frozen=True, slots=True)
class LibreOffice:
    """One process a file. `program` is the path of `soffice`."""

    program: str

    def docx(self, data: bytes, limits: Limits) -> bytes:
        """The bytes of the .docx; raises UnreadableError with the reason."""
        with tempfile.TemporaryDirectory(
            prefix="yushen-office-", ignore_cleanup_errors=True
        ) as name:
            folder = Path(name)
            source = folder / "in.doc"
            source.write_bytes(data)
            _write_profile(folder / "profile")
            self._run(source, folder, limits)
            return _made(folder / "out" / "in.docx", limits)

    def _run(self, source: Path, folder: Path, limits: Limits) -> None:
        command = readonly.command(folder, [
            self.program, "--headless", "--norestore", "--nologo", "--nodefault",
            "--nolockcheck", "--nofirststartwizard",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            f"--infilter={_FILTER}", "--convert-to", _TARGET,
            "--outdir", str(folder / "out"), str(source),
        ])  # fmt: skip
        seconds = _SHARE * limits.page_seconds
        try:
            with started(command, folder, _environment(folder)) as process:
                _limit(process.pid, seconds, limits)
                failed = process.wait(seconds) != 0
        except subprocess.TimeoutExpired as error:
            raise UnreadableError("reader-timeout") from error
        except OSError as error:
            log.warning("LibreOffice does not start: errno %s", error.errno)
            raise UnreadableError(MISSING) from error
        if failed:  # also where it wrote or took more than it may
            raise UnreadableError("office-failed")


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of ours but where programs are; all that it keeps is kept in the folder."""
    return {
        "PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "HOME": str(folder),
        "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp",
    }  # fmt: skip


def _write_profile(profile: Path) -> None:
    items = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(items), "utf-8")


def _limit(pid: int, seconds: float, limits: Limits) -> None:
    """Processor time, memory and size of files; what the program starts inherits them."""
    if sys.platform != "linux":
        return
    import resource

    most = (
        (resource.RLIMIT_CPU, int(seconds) + 1),
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, value in most:
        try:
            resource.prlimit(pid, kind, (value, value))
        except (ProcessLookupError, PermissionError, ValueError):
            return  # it is over already, or the machine allows even less


def _made(path: Path, limits: Limits) -> bytes:
    """What was written; nothing is, where the file is damaged or has a password."""
    if not path.is_file() or path.is_symlink():
        raise UnreadableError("office-failed")
    if path.stat().st_size > limits.file_bytes:
        raise UnreadableError("file-too-large", limit=limits.file_bytes)
    return path.read_bytes()
