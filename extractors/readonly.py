"""Runs a program that finds every file system read-only, but for one folder.

    python -I -S readonly.py FOLDER PROGRAM [ARGUMENT…]

A large program that opens strangers' files also writes where it is installed, where it may (as root
it may everywhere). Here the kernel does not let it: the program sees the machine in a mount
namespace of its own. Where the kernel allows no such thing, the program runs as it is.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from contextlib import suppress
from pathlib import Path

# linux/sched.h, linux/mount.h, linux/fcntl.h; the number of the call is the same on all processors.
_CLONE_NEWNS, _CLONE_NEWUSER = 0x20000, 0x10000000
_MS_BIND, _MS_REC, _MS_PRIVATE = 0x1000, 0x4000, 0x40000
_MOUNT_SETATTR, _AT_FDCWD, _AT_RECURSIVE, _RDONLY = 442, -100, 0x8000, 1


def command(folder: Path, program: list[str]) -> list[str]:
    """The command that runs a program so; `folder` (absolute) is where it may write and begins."""
    if sys.platform != "linux":
        return program
    return [sys.executable, "-I", "-S", __file__, str(folder), *program]


def close_all_but(folder: str) -> bool:
    """Let this process, and what it starts, write below one folder only; False where the kernel
    does not allow it (before Linux 5.12, or without namespaces)."""
    library = ctypes.CDLL(None, use_errno=True)
    # Nothing of what follows gets out of the namespace.
    if not (_own_mounts(library) and _mount(library, "/", None, _MS_REC | _MS_PRIVATE)):
        return False
    # Sockets are put into /tmp or /var/tmp whatever TMPDIR says: the one in which the folder is
    # not shows the folder.
    places = [folder, "/var/tmp" if folder.startswith("/tmp/") else "/tmp"]
    return (
        all(_mount(library, place, folder, _MS_BIND) for place in places)
        and _set(library, "/", _AT_RECURSIVE, (_RDONLY, 0))
        and all(_set(library, place, 0, (0, _RDONLY)) for place in places)
    )


def _own_mounts(library: ctypes.CDLL) -> bool:
    if library.unshare(_CLONE_NEWNS) == 0:  # as root
        return True
    user, group = os.geteuid(), os.getegid()
    if library.unshare(_CLONE_NEWUSER | _CLONE_NEWNS) != 0:
        return False
    for name, text in (
        ("setgroups", "deny"),
        ("gid_map", f"{group} {group} 1"),
        ("uid_map", f"{user} {user} 1"),
    ):
        with suppress(OSError):  # then the folder below cannot be mounted, and that is said
            Path("/proc/self", name).write_text(text, "ascii")
    return True


def _mount(library: ctypes.CDLL, place: str, source: str | None, flags: int) -> bool:
    shown = None if source is None else os.fsencode(source)
    done: int = library.mount(shown, os.fsencode(place), None, flags, None)
    return done == 0


def _set(library: ctypes.CDLL, place: str, flags: int, change: tuple[int, int]) -> bool:
    """Set and clear what holds for a mount (struct mount_attr)."""
    wanted = struct.pack("=4Q", *change, 0, 0)
    name = os.fsencode(place)
    done: int = library.syscall(_MOUNT_SETATTR, _AT_FDCWD, name, flags, wanted, len(wanted))
    return done == 0


if __name__ == "__main__":
    close_all_but(sys.argv[1])
    os.chdir(sys.argv[1])  # again: the folder is another mount now
    os.execv(sys.argv[2], sys.argv[2:])
