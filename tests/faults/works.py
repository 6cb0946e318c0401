"""What is disturbed, and what is to be true afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.originals import Originals
from tests.faults import scenarios
from tests.faults.faults import Faults, differences, forked, quietly

Work = Callable[[Path], None]
FORGOTTEN = "乙.zip"


def run_faults(folder: Path) -> Faults:
    """A run on a new workspace; started again, it ends as if nothing had been."""
    entries = scenarios.haul(folder / "haul")
    expected = _done(lambda: scenarios.run(entries, folder / "reference"), folder / "reference")
    return _begun_again(folder, None, lambda ws: scenarios.run(entries, ws), expected)


def correction_faults(folder: Path) -> Faults:
    """A later run: a changed entry, a new one, a longer register."""
    full = _reference(folder)
    entries = scenarios.corrected(folder / "haul")

    def work(workspace: Path) -> None:
        scenarios.run(entries, workspace)

    return _begun_again(folder, full, work, _on_copy(full, work))


def retry_faults(folder: Path) -> Faults:
    """Trying again what ran out of time; the haul is not there any more."""
    entries = scenarios.haul(folder / "haul")
    lost = folder / "reference"
    forked(lambda: scenarios.run_without_time(entries, lost))
    return _begun_again(folder, lost, scenarios.retry, _on_copy(lost, scenarios.retry))


def forget_faults(folder: Path) -> Faults:
    """Forgetting a packet; begun again, it ends as if nothing had been."""
    full = _reference(folder)

    def work(workspace: Path) -> None:
        scenarios.forget(workspace, FORGOTTEN)

    return _begun_again(folder, full, work, _on_copy(full, work))


def letter_faults(folder: Path) -> Faults:
    """Letters and their numbers; written again, each has the number that it would have had."""
    full = scenarios.with_defects(folder / "reference")
    return _begun_again(folder, full, scenarios.letters, _on_copy(full, scenarios.letters))


def backup_faults(folder: Path) -> Faults:
    """A backup is whole or not there; the next one ends well, and nothing is left of the first."""
    full = _reference(folder)
    expected = scenarios.state(full)

    def begin(root: Path) -> None:
        (root / "disk").mkdir()
        scenarios.copy(full, root / "disk" / "ws")

    def work(root: Path) -> None:
        scenarios.backup(root / "disk" / "ws", root / "disk" / "copies" / "one")

    def check(root: Path) -> str:
        copies = root / "disk" / "copies"
        if not (copies / "one").exists():
            forked(lambda: work(root))
        names = [path.name for path in copies.iterdir()]
        found = [differences(expected, scenarios.state(copies / "one"))]
        found.append(differences(expected, scenarios.state(root / "disk" / "ws")))
        found.append("" if names == ["one"] else f"left over: {names}")
        return "; ".join(filter(None, found))

    return Faults(folder, begin, work, check)


def decision_faults(folder: Path) -> Faults:
    """Decisions one after another: none that was confirmed is lost, none is half."""

    def work(root: Path) -> None:
        scenarios.decide(root / "disk" / "ws", root / "confirmed")

    def check(root: Path) -> str:
        return scenarios.decisions_lost(root / "disk" / "ws", root / "confirmed")

    return Faults(folder, _with_confirmed(None), work, check)


def upload_faults(folder: Path) -> Faults:
    """An upload to the desk: what was confirmed is taken in, whole; nothing is taken in half."""
    full = _reference(folder)
    files = scenarios.sent(folder / "sent")
    without = scenarios.state(full)
    whole = _on_copy(full, lambda ws: scenarios.upload(ws, files, folder / "confirmed"))

    def work(root: Path) -> None:
        scenarios.upload(root / "disk" / "ws", files, root / "confirmed")

    def check(root: Path) -> str:
        workspace = root / "disk" / "ws"
        forked(lambda: scenarios.go_on(workspace))
        # An unfinished name that came back with the power is swept by whatever takes in next.
        Originals(workspace / "originals").sweep()
        found = scenarios.state(workspace)
        wrong = differences(whole, found)
        confirmed = (root / "confirmed").read_text()
        return wrong if confirmed or found != without else ""

    return Faults(folder, _with_confirmed(full), work, check)


def _begun_again(folder: Path, full: Path | None, work: Work, expected: dict[str, str]) -> Faults:
    """Work on a workspace (a new one, or a copy of `full`) that is begun again after the fault."""

    def begin(root: Path) -> None:
        (root / "disk").mkdir()
        if full is not None:
            scenarios.copy(full, root / "disk" / "ws")

    def check(root: Path) -> str:
        forked(lambda: work(root / "disk" / "ws"))
        return differences(expected, scenarios.state(root / "disk" / "ws"))

    return Faults(folder, begin, lambda root: work(root / "disk" / "ws"), check)


def _with_confirmed(full: Path | None) -> Work:
    """What was told to people stands beside the disk, which may lose something."""

    def begin(root: Path) -> None:
        (root / "disk").mkdir()
        (root / "confirmed").touch()
        if full is not None:
            scenarios.copy(full, root / "disk" / "ws")

    return begin


def _reference(folder: Path) -> Path:
    entries, workspace = scenarios.haul(folder / "haul"), folder / "reference"
    quietly(lambda: scenarios.run(entries, workspace))()
    return workspace


def _on_copy(full: Path, work: Work) -> dict[str, str]:
    """The state after undisturbed work on a copy."""
    workspace = scenarios.copy(full, full.with_name("undisturbed"))
    return _done(lambda: work(workspace), workspace)


def _done(work: Callable[[], None], workspace: Path) -> dict[str, str]:
    quietly(work)()
    return scenarios.state(workspace)


WORKS = {
    "run": run_faults,
    "correction": correction_faults,
    "retry": retry_faults,
    "forget": forget_faults,
    "letter": letter_faults,
    "backup": backup_faults,
    "decide": decision_faults,
    "upload": upload_faults,
}
