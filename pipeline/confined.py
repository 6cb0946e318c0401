"""What a worker gives up before it opens strangers' bytes: memory, network, places to write.

A file's parser may be taken over by the file. What it can then reach is decided here, by the
kernel where that lets itself be asked.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

# linux/sched.h, sys/prctl.h
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_NO_NEW_PRIVS = 38
_REACHING_OUT = frozenset(
    {
        "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
        "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo",
    }
)  # fmt: skip
_PROBE_SECONDS = 20


class Network(StrEnum):
    """How the network was taken away."""

    KERNEL = "kernel"  # a network namespace without any way out
    PYTHON = "python"  # Python's own calls fail; a library of C is not held back


@dataclass(frozen=True, slots=True)
class Confinement:
    """Bytes that a worker may write to one file and may hold in memory, and the folder in which
    each worker has one of its own for what it writes for the time being."""

    written_bytes: int
    memory_bytes: int
    folder: Path


def confine(limits: Confinement) -> None:
    """Take it all away; for a process that has done nothing yet."""
    limit_resources(limits.written_bytes, limits.memory_bytes)
    own_folder(limits.folder)
    cut_network()


def limit_resources(written_bytes: int, memory_bytes: int) -> None:
    """No core dumps (they hold personal data), no endless files, no endless memory.

    Memory is counted as what the process may write to (RLIMIT_DATA, Linux 4.7): the address space
    would not do, for OpenVINO maps far more than it uses.
    """
    if sys.platform == "win32":
        return
    import resource

    wanted = (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, written_bytes),
        (resource.RLIMIT_DATA, memory_bytes),
    )
    for kind, value in wanted:
        _, hard = resource.getrlimit(kind)
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (most, most))


def memory_limit() -> int:
    """Bytes that this process may hold; 0 where nothing limits it."""
    if sys.platform == "win32":
        return 0
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_DATA)
    return 0 if soft == resource.RLIM_INFINITY else soft


def own_folder(folder: Path) -> None:
    """A folder for temporary files that nobody else reads; those of dead workers go."""
    for left in folder.iterdir():
        if left.name.isdecimal() and not _is_alive(int(left.name)):
            shutil.rmtree(left, ignore_errors=True)
    own = folder / str(os.getpid())
    own.mkdir(mode=0o700, exist_ok=True)
    os.environ["TMPDIR"] = str(own)
    tempfile.tempdir = str(own)


def _is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def cut_network() -> Network:
    """Leave the network for ever, with all that is started from here."""
    if sys.platform != "linux":
        return _refuse_in_python()
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)  # no program started here gains rights
    if library.unshare(_CLONE_NEWNET) == 0:  # as root
        return Network.KERNEL
    user, group = os.geteuid(), os.getegid()
    if library.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return _refuse_in_python()
    # The same person as before, in a namespace that ends here.
    with suppress(OSError):
        Path("/proc/self/setgroups").write_text("deny", "ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", "ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", "ascii")
    return Network.KERNEL


def _refuse_in_python() -> Network:
    sys.addaudithook(_refuse)
    return Network.PYTHON


def _refuse(event: str, _: Any) -> None:
    if event in _REACHING_OUT:
        raise PermissionError("workers have no network")


def probed() -> Network | None:
    """How a worker of this machine is cut off, tried in a process of its own; None: unknown."""
    words = "from pipeline.confined import cut_network; print(cut_network().value)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(one for one in sys.path if one)}
    try:
        done = subprocess.run(
            [sys.executable, "-c", words],
            capture_output=True, timeout=_PROBE_SECONDS, check=True, env=environment,
        )  # fmt: skip
        return Network(done.stdout.decode("ascii", "replace").strip())
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
