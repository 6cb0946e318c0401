"""What a worker cannot do: reach the network, take all memory, leave its folder behind."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from pathlib import Path

import pytest

from extractors.facts import Problem
from pipeline.confined import Network, probed
from pipeline.tasks import attempt
from pipeline.workers import Job, PoolExecutor, run_one

LITTLE = 1_500_000_000


def reach(port: int) -> str:
    """Try to connect to this machine; the name of what came of it."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError as error:
        return type(error).__name__
    return "reached"


def fill(size: int) -> int | Problem:
    return attempt(lambda: len(bytearray(size)))


def where() -> tuple[str, int, int]:
    with tempfile.NamedTemporaryFile() as file:
        return file.name, os.getsid(0), os.getpid()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only Python's own calls are refused")
def test_a_worker_is_confined(tmp_path: Path) -> None:
    """No network though somebody listens, no more memory than allowed, a folder of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        assert reach(port) == "reached"
        with PoolExecutor(1, memory_bytes=LITTLE) as pool:
            reached = run_one(pool, Job("net", reach, (port,), 30))
            small = run_one(pool, Job("small", fill, (100_000_000,), 30))
            large = run_one(pool, Job("large", fill, (2 * LITTLE,), 30))
            name, session, process = run_one(pool, Job("where", where, (), 30))
            assert Path(name).parent.is_dir()
    assert reached != "reached"
    assert small == 100_000_000
    assert large == Problem("reader-memory", (("limit", str(LITTLE)),))
    assert session == process != os.getsid(0)
    assert Path(name).parent.name == str(process)
    assert not Path(name).parent.parent.exists()


def test_the_network_can_be_probed() -> None:
    """`yushen doctor` tells how workers of this machine are cut off."""
    assert probed() in (Network.KERNEL, Network.PYTHON)
