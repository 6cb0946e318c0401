"""A decision changes its packet at once, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from checks.decided import FindingAnswer, SealAnswer
from checks.findings import Settled, Verdict
from pipeline import lists, runs
from pipeline.decisions import (
    FieldAction,
    FieldDecision,
    FindingDecision,
    SealDecision,
    UndoDecision,
)
from pipeline.engines import choose_engine
from pipeline.errors import InputError
from pipeline.judging import Bench
from pipeline.ledger import Ledger
from pipeline.packets import PacketView
from pipeline.rejudging import bench_of, detail, judged_again, kept_view
from pipeline.settings import Settings, load
from pipeline.store import Store
from tests.checks.packets import FOREIGN, NAME, Packet, sealed
from tests.pipeline.stored import workspace


def judged(folder: Path, packet: Packet) -> tuple[Settings, PacketView]:
    settings = load({"workspace": workspace(folder, packet)})
    with Store(settings.workspace) as store:
        engine = choose_engine(settings.ocr, settings.threads)
        judgement = runs.judge_stored(store, settings, engine, lists.remembered(store))
        runs.save(store, judgement, "basis")
    return settings, judgement.views[0]


def rejudge(bench: Bench, packet: str, ledger: Ledger) -> PacketView:
    """The packet judged again, and kept."""
    view = judged_again(bench, packet, ledger)[1]
    bench.store.replace_judged({packet: view.model_dump_json()})
    return view


def test_a_seal_that_a_person_saw_changes_the_verdict(tmp_path: Path) -> None:
    settings, view = judged(tmp_path, sealed("cover", FOREIGN)(Packet()))
    (finding,) = [one for one in view.findings if one.code == "S02" and one.where == "cover"]
    assert finding.verdict is Verdict.UNMET
    place = finding.places[0]
    assert place.box is not None
    with Store(settings.workspace) as store:
        ledger, bench = Ledger(store), bench_of(store, settings)
        seen = SealDecision(
            sha256=place.sha256, page=place.page, box=place.box, answer=SealAnswer.VALID,
            title=NAME,
        )  # fmt: skip
        entry = ledger.append(view.id, "王芳", seen, 0)
        after = rejudge(bench, view.id, ledger)
        assert _of(after, finding.key).verdict is Verdict.MET
        assert kept_view(store, view.id) == after
        ledger.append(view.id, "王芳", UndoDecision(entry=entry.seq), entry.seq)
        assert _of(rejudge(bench, view.id, ledger), finding.key).verdict is Verdict.UNMET


def test_judging_all_heeds_what_was_decided(tmp_path: Path) -> None:
    settings, view = judged(tmp_path, sealed("cover", None)(Packet()))
    (finding,) = [one for one in view.findings if one.code == "S01" and one.where == "cover"]
    with Store(settings.workspace) as store:
        aside = FindingDecision(
            finding=finding.key, answer=FindingAnswer.SET_ASIDE, saw=finding.verdict, reason="已核"
        )
        ledger = Ledger(store)
        ledger.append(view.id, "王芳", aside, 0)
        one = rejudge(bench_of(store, settings), view.id, ledger)
        engine = choose_engine(settings.ocr, settings.threads)
        judgement = runs.judge_stored(store, settings, engine, lists.remembered(store))
    assert judgement.views == (one,)
    settled = _of(one, finding.key)
    assert (settled.verdict, settled.settled) == (Verdict.MET, Settled.SET_ASIDE)


def test_a_corrected_name_keeps_its_packet(tmp_path: Path) -> None:
    """The id stands for the packet, not for its name; other answers go on to hold."""
    settings, view = judged(tmp_path, replace(sealed("cover", None)(Packet()), typed=None))
    missing = next(one for one in view.findings if one.code == "S01" and one.where == "cover")
    with Store(settings.workspace) as store:
        bench, ledger = bench_of(store, settings), Ledger(store)
        packet = detail(bench, view, ledger)
        place = packet.judged.record["award_org"].reading("org_name").evidence
        assert place is not None
        named = FieldDecision(
            form="award_org", field="org_name", sha256=place.file, page=place.page,
            action=FieldAction.CORRECT, value="上海某某精密机械制造有限公司",
        )  # fmt: skip
        asked = FindingDecision(
            finding=missing.key, answer=FindingAnswer.AGREE, saw=missing.verdict
        )
        ledger.append(view.id, "王芳", named, 0)
        ledger.append(view.id, "王芳", asked, 1)
        after = rejudge(bench, view.id, ledger)
        before = detail(bench, view, None)
    assert (after.id, after.applicant) == (view.id, "上海某某精密机械制造有限公司")
    assert _of(after, missing.key).settled is Settled.AGREED
    assert before.judged.application.applicant == NAME


def test_an_unknown_packet_is_said_to_be_unknown(tmp_path: Path) -> None:
    with Store(tmp_path / "ws") as store, pytest.raises(InputError, match="no such packet"):
        kept_view(store, "abc")


def _of(view: PacketView, key: str):  # type: ignore[no-untyped-def]
    return next(one for one in view.findings if one.key == key)
