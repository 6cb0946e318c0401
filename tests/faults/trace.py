"""A child process, stopped at each system call that changes files below a folder.

It can be killed before the n-th of them. What its disk would hold after a power cut is followed
along: a file's bytes as of its last fsync, a folder's names as of that folder's last fsync.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import stat
import struct
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

# What changes files, by the number of the call: its name, and which argument says where (a file
# descriptor; "p" before it: a path; "a": a path that may begin at the descriptor before it).
_X86 = {
    1: ("write", "0"), 18: ("pwrite", "0"), 20: ("writev", "0"), 74: ("fsync", "0"),
    75: ("fdatasync", "0"), 76: ("truncate", "p0"), 77: ("ftruncate", "0"), 82: ("rename", "p1"),
    83: ("mkdir", "p0"), 84: ("rmdir", "p0"), 86: ("link", "p1"), 87: ("unlink", "p0"),
    90: ("chmod", "p0"), 91: ("fchmod", "0"), 2: ("open", "p0"), 257: ("open", "a1"),
    258: ("mkdir", "a1"), 263: ("unlink", "a1"), 264: ("rename", "a3"), 265: ("link", "a3"),
    285: ("fallocate", "0"), 316: ("rename", "a3"), 326: ("copy", "2"), 40: ("sendfile", "0"),
}  # fmt: skip
_ARM = {
    64: ("write", "0"), 68: ("pwrite", "0"), 66: ("writev", "0"), 82: ("fsync", "0"),
    83: ("fdatasync", "0"), 45: ("truncate", "p0"), 46: ("ftruncate", "0"), 52: ("fchmod", "0"),
    34: ("mkdir", "a1"), 35: ("unlink", "a1"), 37: ("link", "a3"), 38: ("rename", "a3"),
    47: ("fallocate", "0"), 56: ("open", "a1"), 276: ("rename", "a3"), 285: ("copy", "2"),
    71: ("sendfile", "0"),
}  # fmt: skip
CALLS = {"x86_64": _X86, "aarch64": _ARM}.get(platform.machine(), {})
_SYNCS = ("fsync", "fdatasync")
_O_CREAT, _O_TRUNC = 0o100, 0o1000
_MASK = 0xFFFFFFFF
_AT_FDCWD = -100 & _MASK
_TRACEME, _SYSCALL, _SETOPTIONS, _INFO = 0, 24, 0x4200, 0x420E
_SYSGOOD, _EXITKILL = 1, 0x100000
_INFO_BYTES, _LONGEST_PATH = 88, 4096

_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
_libc.ptrace.restype = ctypes.c_long


@dataclass
class Disk:
    """What was synced: bytes and names, by inode."""

    content: dict[int, bytes] = field(default_factory=dict)
    names: dict[int, dict[str, tuple[int, bool]]] = field(default_factory=dict)

    def sync(self, path: Path) -> None:
        inode = path.stat().st_ino
        if path.is_dir():
            with os.scandir(path) as entries:
                self.names[inode] = {one.name: (one.inode(), one.is_dir()) for one in entries}
        else:
            self.content[inode] = path.read_bytes()

    def is_new(self, path: Path) -> None:
        """Inodes are given out again: a new file has nothing on the disk."""
        inode = path.stat().st_ino
        self.content.pop(inode, None)
        self.names.pop(inode, None)

    def rebuild(self, inode: int, folder: Path) -> None:
        """Write what a folder with this inode would hold."""
        folder.mkdir(mode=0o700)
        for name, (inside, is_folder) in self.names.get(inode, {}).items():
            if is_folder:
                self.rebuild(inside, folder / name)
            else:
                path = folder / name
                path.write_bytes(self.content.get(inside, b""))
                path.chmod(0o600)


@dataclass
class Outcome:
    """`calls` that changed files, by name; whether the child ended by itself, and well."""

    calls: list[str]
    finished: bool
    failed: bool
    disk: Disk


def possible() -> bool:
    """Whether children can be traced here: Linux on a processor whose calls are known."""
    return platform.system() == "Linux" and bool(CALLS)


def traced(
    work: Callable[[], None],
    root: Path,
    kill_before: int | None = None,
    at: Callable[[str, Disk], None] | None = None,
) -> Outcome:
    """Run `work` in a forked child; kill it before its n-th (from 1) change below `root`.

    `at` is called before each change, while the child stands still.
    """
    disk = Disk()
    _sync_tree(disk, root)
    pid = os.fork()
    if pid == 0:
        _child(work)
    tracer = _Tracer(pid, root, disk, kill_before, at)
    return tracer.follow()


def _sync_tree(disk: Disk, root: Path) -> None:
    for path in [root, *root.rglob("*")]:
        disk.sync(path)


def _child(work: Callable[[], None]) -> None:
    code = 1
    try:
        _libc.ptrace(_TRACEME, 0, None, None)
        os.kill(os.getpid(), signal.SIGSTOP)
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


class _Tracer:
    def __init__(
        self,
        pid: int,
        root: Path,
        disk: Disk,
        kill_before: int | None,
        at: Callable[[str, Disk], None] | None,
    ) -> None:
        self.pid, self.root, self.disk, self.kill_before = pid, str(root), disk, kill_before
        self.at = at
        self.calls: list[str] = []
        self.pending: tuple[str, Path, bool] | None = None

    def follow(self) -> Outcome:
        os.waitpid(self.pid, 0)
        _libc.ptrace(_SETOPTIONS, self.pid, None, _SYSGOOD | _EXITKILL)
        deliver = 0
        while True:
            _libc.ptrace(_SYSCALL, self.pid, None, deliver)
            _, status = os.waitpid(self.pid, 0)
            if os.WIFEXITED(status):
                return Outcome(self.calls, True, os.WEXITSTATUS(status) != 0, self.disk)
            if os.WIFSIGNALED(status):
                return Outcome(self.calls, False, True, self.disk)
            deliver = os.WSTOPSIG(status)
            if deliver == signal.SIGTRAP | 0x80:
                deliver = 0
                if self._stopped():
                    os.kill(self.pid, signal.SIGKILL)
                    os.waitpid(self.pid, 0)
                    return Outcome(self.calls, False, False, self.disk)

    def _stopped(self) -> bool:
        """At the entry or the exit of a call; whether it is the one to be killed before."""
        buffer = (ctypes.c_uint8 * _INFO_BYTES)()
        _libc.ptrace(_INFO, self.pid, _INFO_BYTES, ctypes.addressof(buffer))
        op = buffer[0]
        if op == 1:
            number, *arguments = struct.unpack_from("<7Q", bytes(buffer), 24)
            return self._entered(number, arguments)
        if op == 2 and self.pending is not None:
            (result,) = struct.unpack_from("<q", bytes(buffer), 24)
            self._left(result)
        return False

    def _entered(self, number: int, arguments: list[int]) -> bool:
        self.pending = None
        name, where = CALLS.get(number, ("", ""))
        if not name:
            return False
        if name == "open" and not self._creates(number, arguments):
            return False
        path = self._path(where, arguments)
        if path is None or not str(path).startswith(self.root):
            return False
        if len(self.calls) + 1 == self.kill_before:
            return True
        self.calls.append(f"{name} {path.name}")
        if self.at is not None:
            self.at(self.calls[-1], self.disk)
        self.pending = (name, path, path.exists())
        return False

    def _creates(self, number: int, arguments: list[int]) -> bool:
        flags = arguments[1] if CALLS[number][1] == "p0" else arguments[2]
        return bool(flags & (_O_CREAT | _O_TRUNC))

    def _left(self, result: int) -> None:
        name, path, existed = self.pending or ("", Path(), True)
        self.pending = None
        if result < 0:
            return
        if name in _SYNCS:
            self.disk.sync(path)
        elif name in ("open", "mkdir") and not existed:
            self.disk.is_new(path)

    def _path(self, where: str, arguments: list[int]) -> Path | None:
        if where[0] in "pa":
            number = int(where[1:])
            name = self._text(arguments[number])
            return self._base(where[0], arguments[number - 1], name) / name
        link = self._descriptor(arguments[int(where)])
        try:
            if not stat.S_ISREG(link.stat().st_mode) and not stat.S_ISDIR(link.stat().st_mode):
                return None
            return link.readlink()
        except OSError:
            return None

    def _base(self, how: str, descriptor: int, name: str) -> Path:
        """The folder at which a relative name begins."""
        inside = how == "a" and not name.startswith("/") and descriptor & _MASK != _AT_FDCWD
        link = self._descriptor(descriptor) if inside else Path(f"/proc/{self.pid}/cwd")
        return link.readlink()

    def _descriptor(self, number: int) -> Path:
        return Path(f"/proc/{self.pid}/fd/{number & _MASK}")

    def _text(self, address: int) -> str:
        with Path(f"/proc/{self.pid}/mem").open("rb", buffering=0) as memory:
            memory.seek(address)
            found = b""
            while b"\0" not in found and len(found) < _LONGEST_PATH:
                found += memory.read(64) or b"\0"
        return os.fsdecode(found.split(b"\0")[0])
