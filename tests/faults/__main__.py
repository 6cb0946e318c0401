"""`python -m tests.faults WORK FOLDER (COUNT | all)`: disturb it at so many of its writes.

Prints one JSON object: how many writes there are, where it was killed, and what was wrong after.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from tests.faults import scenarios
from tests.faults.works import WORKS


def spread(total: int, count: int) -> list[int]:
    """So many positions of 1..total, evenly spread, with the first and the last."""
    if count >= total:
        return list(range(1, total + 1))
    return sorted({1 + round(step * (total - 1) / max(1, count - 1)) for step in range(count)})


def main(work: str, folder: str, count: str) -> None:
    os.environ["YUSHEN_SETTLE_SECONDS"] = "0"
    scenarios.prepare()
    faults = WORKS[work](Path(folder).resolve())
    total = faults.total()
    chosen = spread(total, total if count == "all" else int(count))
    wrong = [line for position in chosen for line in faults.at(position)]
    print(json.dumps({"writes": total, "killed": len(chosen), "wrong": wrong}, ensure_ascii=False))


main(*sys.argv[1:])
