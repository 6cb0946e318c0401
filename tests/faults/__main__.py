"""`python -m tests.faults WORK FOLDER (COUNT | all)`: disturb it at so many of its writes.

It is killed at each of COUNT writes; with `all` it is stopped at every one, see `faults`. Prints
one JSON object: how many writes there are, where it was killed, and what was wrong after.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from tests.faults import scenarios
from tests.faults.works import WORKS


def main(work: str, folder: str, count: str) -> None:
    os.environ["YUSHEN_SETTLE_SECONDS"] = "0"
    scenarios.prepare()
    faults = WORKS[work](Path(folder).resolve())
    writes, killed, wrong = faults.stopped() if count == "all" else faults.killed(int(count))
    print(json.dumps({"writes": writes, "killed": killed, "wrong": wrong}, ensure_ascii=False))


main(*sys.argv[1:])
