"""A program run under strace: what it opened for writing, and whom it tried to reach.

The kernel's own record: what a library written in C does is in it, too.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_WRITES = (
    "creat", "mkdir", "mkdirat", "mknod", "mknodat", "rename", "renameat", "renameat2", "link",
    "linkat", "symlink", "symlinkat", "truncate",
)  # fmt: skip
_LINE = re.compile(r"^(?:\d+\s+)?(?:\S+ )?(\w+)\((.*)")
_UNFINISHED, _RESUMED = " <unfinished ...>", re.compile(r"<\.\.\. \w+ resumed>(.*)")
_AT = re.compile(r'(?:AT_FDCWD<(?P<cwd>[^>]*)>|(?P<fd>\d+)<(?P<dir>[^>]*)>), "(?P<path>[^"]*)"')
_PLAIN = re.compile(r'^"(?P<path>[^"]*)"')
_OPENS = frozenset({"open", "openat", "openat2"})
_WRITING = ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC")
# Not bind: urllib3 binds a port of this machine when it is imported, to see whether IPv6 is there.
_NETWORK = frozenset({"connect", "sendto", "sendmsg", "sendmmsg"})
_REACHING = ("AF_INET", "AF_PACKET", "AF_VSOCK")


@dataclass(frozen=True, slots=True)
class Trace:
    """`written`: absolute paths that were made or opened for writing; `reached`: the calls."""

    written: frozenset[str]
    reached: tuple[str, ...]


def available() -> bool:
    return shutil.which("strace") is not None


def command(program: Sequence[str], log: Path) -> list[str]:
    """The program's command with strace before it."""
    calls = ",".join((*_OPENS, *_WRITES, *_NETWORK))
    options = ["-f", "--seccomp-bpf", "-y", "-qq", "-s", "400", "-e", f"trace={calls}"]
    return ["strace", *options, "-e", "signal=none", "-o", str(log), *program]


def read(log: Path, folder: Path) -> Trace:
    """What stands in a log; `folder` is where the program started."""
    written: set[str] = set()
    reached: list[str] = []
    with log.open(encoding="utf-8", errors="replace") as lines:
        for line in _whole(lines):
            found = _LINE.match(line)
            if found is None:
                continue
            call, rest = found.groups()
            if call in _NETWORK:
                if any(family in rest for family in _REACHING):
                    reached.append(line.strip())
            elif " = -1 " not in line and (
                call not in _OPENS or any(flag in rest for flag in _WRITING)
            ):
                written.update(_paths(rest, folder))
    return Trace(frozenset(written), tuple(reached))


def _whole(lines: Iterable[str]) -> Iterator[str]:
    """Calls in one line each: strace breaks one in two where another process's comes between."""
    begun: dict[str, str] = {}
    for line in lines:
        process, _, rest = line.partition(" ")
        if _UNFINISHED in line:
            begun[process] = line.partition(_UNFINISHED)[0]
        elif (found := _RESUMED.match(rest.lstrip())) is not None:
            yield begun.pop(process, "") + found[1]
        else:
            yield line
    yield from begun.values()  # whose process was killed: what they came to is not known


def _paths(arguments: str, folder: Path) -> Iterator[str]:
    found = [(one["cwd"] or one["dir"], one["path"]) for one in _AT.finditer(arguments)]
    plain = _PLAIN.match(arguments)
    if plain:
        found.append((str(folder), plain["path"]))
    for base, path in found:
        yield str(Path(base, path))


def version() -> str:
    done = subprocess.run(["strace", "--version"], capture_output=True, text=True, check=False)
    return done.stdout.partition("\n")[0]
