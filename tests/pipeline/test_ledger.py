"""The record of decisions: complete, in order, provable, and honest about rivals."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import delete, update
from typer.testing import CliRunner

from checks.decided import FindingAnswer, SealAnswer
from checks.findings import Verdict
from extractors.facts import Presence
from pipeline import tables
from pipeline.cli import app
from pipeline.decisions import (
    DECISIONS,
    FieldAction,
    FieldDecision,
    FindingDecision,
    LetterDecision,
    PageDecision,
    SealDecision,
    Stage,
    StageDecision,
    UndoDecision,
)
from pipeline.errors import ExitCode
from pipeline.ledger import ConflictError, Entry, Ledger, in_force
from pipeline.store import Store

SHA = "ab" * 32
SEAL = SealDecision(sha256=SHA, page=1, box=(1, 2, 30, 40), answer=SealAnswer.VALID, title="某公司")


def field(name: str = "uscc", value: str = "A") -> FieldDecision:
    return FieldDecision(
        form="award_org", field=name, sha256=SHA, page=2, box=(1, 2, 3, 4),
        action=FieldAction.CORRECT, value=value, saw="B",
    )  # fmt: skip


def finding(key: str = "k") -> FindingDecision:
    return FindingDecision(
        finding=key, answer=FindingAnswer.SET_ASIDE, saw=Verdict.UNMET, reason="原件已核"
    )


@pytest.fixture
def store(tmp_path: Path):  # type: ignore[no-untyped-def]
    with Store(tmp_path / "ws") as opened:
        yield opened


def test_what_is_written_is_read_and_proved(store: Store) -> None:
    ledger = Ledger(store)
    page = PageDecision(sha256=SHA, page=3, kind="licence", after=(SHA, 1))
    written = [ledger.append("p1", "王芳", one, 0) for one in (field(), SEAL, finding(), page)]
    other = ledger.append("p2", "李强", finding(), 0)
    assert ledger.entries("p1") == tuple(written)
    assert ledger.everything() == (*written, other)
    assert ledger.verify() == ()
    effects = ledger.decided()
    assert effects.fields[SHA][0].presence is Presence.FILLED
    assert effects.seals[SHA, 1][0].title == "某公司"
    assert effects.pages[SHA, 3, None].after == (SHA, 1)
    assert set(effects.findings) == {"p1", "p2"}
    assert set(ledger.decided_about("p2", ()).findings) == {"p2"}
    assert set(ledger.decided_about("p2", {SHA}).fields) == {SHA}, "the file is in both"


def test_a_change_anywhere_breaks_the_chain(store: Store) -> None:
    ledger = Ledger(store)
    for number in range(4):
        ledger.append("p1", "王芳", field(f"f{number}"), number)
    table = tables.ledger
    body = field("f9").model_dump_json()
    for column, value in (("by", "某人"), ("at", "2020"), ("body", body), ("packet", "p2")):
        with store.transaction() as connection:
            kept = connection.execute(table.select().where(table.c.seq == 2)).one()._mapping
            connection.execute(update(table).where(table.c.seq == 2).values({column: value}))
        assert ledger.verify(), column
        with store.transaction() as connection:
            connection.execute(update(table).where(table.c.seq == 2).values(**kept))
        assert ledger.verify() == ()


@pytest.mark.parametrize("gone", [1, 2, 3])
def test_a_missing_entry_is_missed(store: Store, gone: int) -> None:
    """The last one too: the head is kept apart."""
    ledger = Ledger(store)
    for number in range(3):
        ledger.append("p1", "王芳", field(f"f{number}"), number)
    with store.transaction() as connection:
        connection.execute(delete(tables.ledger).where(tables.ledger.c.seq == gone))
    assert ledger.verify()


def test_what_was_decided_can_be_taken_away(store: Store) -> None:
    """A forgotten packet's decisions lose their content, and the chain holds."""
    ledger = Ledger(store)
    ledger.append("p1", "王芳", field(), 0)
    ledger.append("p2", "王芳", finding(), 0)
    assert ledger.decided().fields
    with store.transaction() as connection:
        table = tables.ledger
        connection.execute(update(table).where(table.c.seq == 1).values(body=None, salt=None))
    assert ledger.verify() == ()
    assert ledger.entries("p1")[0].decision is None
    assert not ledger.decided().fields, "nor does what was read before hold it"


def test_a_rival_is_shown_and_nothing_is_written(store: Store) -> None:
    ledger = Ledger(store)
    first = ledger.append("p1", "王芳", field(value="甲"), 0)
    with pytest.raises(ConflictError) as caught:
        ledger.append("p1", "李强", field(value="乙"), 0)
    assert caught.value.entry == first
    assert len(ledger.entries("p1")) == 1
    ledger.append("p1", "李强", field("other"), 0)
    ledger.append("p1", "王芳", field(value="丙"), 0)  # her own: she may change her mind
    newest = ledger.entries("p1")[-1].seq
    ledger.append("p1", "李强", field(value="乙"), newest)
    assert ledger.decided().fields[SHA][0].raw == "乙"


def test_undone_decisions_are_kept_but_do_not_hold(store: Store) -> None:
    ledger = Ledger(store)
    first = ledger.append("p1", "王芳", field(value="甲"), 0)
    second = ledger.append("p1", "王芳", field(value="乙"), 1)
    undone = ledger.append("p1", "王芳", UndoDecision(entry=second.seq), 2)
    assert ledger.standing("p1") == (first,)
    ledger.append("p1", "王芳", UndoDecision(entry=undone.seq), 3)
    assert ledger.standing("p1") == (first, second)
    assert len(ledger.entries("p1")) == 4


def test_stages_follow_the_decisions(store: Store) -> None:
    ledger = Ledger(store)
    assert ledger.stages() == {}
    ledger.append("p1", "王芳", finding(), 0)
    assert ledger.stages() == {"p1": Stage.IN_CHECK}
    ledger.append("p1", "王芳", LetterDecision(number="1号", name="通知.docx", sha256=SHA), 1)
    assert ledger.stages() == {"p1": Stage.RETURNED}
    moved = ledger.append("p1", "王芳", StageDecision(stage=Stage.PASSED_ON), 2)
    assert ledger.stages() == {"p1": Stage.PASSED_ON}
    ledger.append("p1", "王芳", UndoDecision(entry=moved.seq), 3)
    assert ledger.stages() == {"p1": Stage.RETURNED}


def test_many_at_once_lose_nothing(store: Store) -> None:
    """Ten reviewers write at the same time, each through a store of their own."""

    def write(name: str) -> None:
        with Store(store.workspace) as own:
            for number in range(5):
                Ledger(own).append(f"p{number}", name, field(f"{name}{number}"), 0)

    people = [threading.Thread(target=write, args=(f"u{n}",)) for n in range(10)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    ledger = Ledger(store)
    assert [entry.seq for entry in ledger.everything()] == list(range(1, 51))
    assert ledger.verify() == ()


def test_the_command_proves_it_or_says_what_is_wrong(store: Store) -> None:
    Ledger(store).append("p1", "王芳", field(), 0)
    command = ["audit", "verify", "--workspace", str(store.workspace)]
    answer = CliRunner().invoke(app, command)
    assert (answer.exit_code, answer.stdout) == (0, "1 decisions, chain unbroken\n")
    with store.transaction() as connection:
        connection.execute(update(tables.ledger).values(by="某人"))
    answer = CliRunner().invoke(app, command)
    assert answer.exit_code == ExitCode.STORE
    assert "entry 1: was changed" in answer.stdout


@pytest.mark.parametrize(
    "body",
    [
        {"about": "finding", "finding": "k", "answer": "set-aside", "saw": "unmet", "reason": " "},
        {"about": "seal", "sha256": SHA, "page": 1, "box": [0, 0, 1, 1],
         "answer": "other-organisation"},
        {"about": "seal", "sha256": SHA, "page": 1, "box": [0, 0, 1, 1], "answer": "wrong-kind"},
        {"about": "page", "sha256": "../../etc/passwd", "page": 1, "kind": "licence"},
        {"about": "stage", "stage": "won"},
        {"about": "bribe"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(body: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        DECISIONS.validate_python(body)


@given(steps=st.lists(st.integers(min_value=-6, max_value=3), max_size=12))
def test_in_force_is_what_is_left_when_undoings_are_played_back(steps: list[int]) -> None:
    """Played from the end: an undoing that holds takes what it is about out."""
    entries: list[Entry] = []
    for seq, step in enumerate(steps, 1):
        undo = step < 0 and entries
        one = UndoDecision(entry=entries[step % len(entries)].seq) if undo else field(f"f{step}")
        entries.append(Entry(seq, "p1", "u", "", one.target, one, "", ""))
    holds = {entry.seq: True for entry in entries}
    for entry in reversed(entries):
        if isinstance(entry.decision, UndoDecision) and holds[entry.seq]:
            holds[entry.decision.entry] = False
    expected = [e for e in entries if holds[e.seq] and not isinstance(e.decision, UndoDecision)]
    assert list(in_force(entries)) == expected
