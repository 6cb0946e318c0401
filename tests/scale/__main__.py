"""Judge a thousand packets: `python -m tests.scale WORKSPACE OUT [--packets 1000]`.

WORKSPACE was read by `yushen run`. OUT gets its packets so many times over, each time with other
company names, credit codes and files, and no page is read. Then it is judged as `yushen judge`
does, report and all: with nothing kept, as it is, after a change of one rule, and as a run leaves
it, which sorts what was read while it reads the rest.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import delete

from checks import programmes
from pipeline import identities, tables
from pipeline.store import Store
from tests.scale.multiplied import multiplied

# Seconds of processor time of a command, everything that it starts included.
_TIMED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(done.returncode)
"""
_PACK = "saq_2021"
_JUDGE = ("-m", "pipeline", "judge")
_MEANWHILE = ("-m", "tests.scale.meanwhile")


def main() -> None:
    """Print milliseconds of processor time a packet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--packets", type=int, default=1000)
    chosen = parser.parse_args()
    shutil.rmtree(chosen.out, ignore_errors=True)
    pages = multiplied(chosen.workspace, chosen.out, chosen.packets)
    pack = _changed_pack(chosen.out.parent / f"{chosen.out.name}-pack")
    print(f"{pages} pages that were read")
    for what, programme in (
        ("nothing is kept", _PACK),
        ("as it is", _PACK),
        ("one rule changed", str(pack)),
        ("changed back", _PACK),
    ):
        _tell(what, chosen.out, _timed(_JUDGE, chosen.out, programme))
    _forget(chosen.out)
    _tell("while reading", chosen.out, _timed(_MEANWHILE, chosen.out, _PACK))
    _tell("after a run", chosen.out, _timed(_JUDGE, chosen.out, _PACK))


def _tell(what: str, workspace: Path, used: tuple[float, int]) -> None:
    seconds, memory = used
    with Store(workspace) as store:
        packets = len(identities.known_ids(store))
    print(
        f"{what:16} {packets} packets {seconds:7.1f} s {1000 * seconds / packets:6.1f} ms each "
        f"{memory / 1000:6.0f} MB",
        flush=True,
    )


def _timed(command: Sequence[str], workspace: Path, programme: str) -> tuple[float, int]:
    """Seconds of processor time, and kilobytes at most."""
    options = ["--workspace", str(workspace), "--programme", programme]
    timed = [sys.executable, "-c", _TIMED, sys.executable, *command, *options]
    found = subprocess.run(timed, check=True, capture_output=True, text=True)
    seconds, memory = found.stdout.split()
    return float(seconds), int(memory)


def _forget(workspace: Path) -> None:
    """Leave the facts alone, and the packets' ids."""
    with Store(workspace) as store, store.transaction() as connection:
        for table in (
            tables.sortings, tables.verdicts, tables.packets, tables.former_judgements,
        ):  # fmt: skip
            connection.execute(delete(table))


def _changed_pack(folder: Path) -> Path:
    """The pack with another severity in its first rule of supplements."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(Path(next(iter(programmes.__path__))) / _PACK, folder)
    rules = folder / "rules.toml"
    text = rules.read_text("utf-8")
    rules.write_text(text.replace('severity = "supplement"', 'severity = "note"', 1), "utf-8")
    return folder


if __name__ == "__main__":
    main()
