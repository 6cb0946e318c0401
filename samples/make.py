"""Make a haul with truth: `python -m samples.make --packets N --seed S --out DIR`."""

import argparse
import json
import multiprocessing
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from samples import later, register
from samples.committed import SEED, committed_plans
from samples.deal import draw_every_code, draw_plans
from samples.packaging import Entry, pack
from samples.packet import make
from samples.plan import (
    ALL,
    ENTRY_KINDS,
    REG,
    Plan,
    with_electronic,
    with_layout,
    with_report,
)
from samples.truth import truth_of

PARALLEL_FROM = 6  # packets; below, starting processes costs more than it saves


@dataclass(frozen=True, slots=True)
class After:
    """What came after the packets, by their names: corrections, and whose report was copied."""

    corrections: dict[str, later.Correction] = field(default_factory=dict)
    copied: dict[str, str] = field(default_factory=dict)

    def alike(self, name: str) -> list[str]:
        """Return the packets whose report is mostly the same."""
        return [b if a == name else a for a, b in self.copied.items() if name in (a, b)]


def write_packet(out: Path, after: After, plan: Plan) -> int:
    """Make one packet and write its entries and its truth; return the bytes written."""
    packet = make(plan)
    packed = pack(packet)
    size = sum(_write_entry(out / "haul", entry) for entry in packed.entries)
    truth = truth_of(
        packet, list(packed.filed), [e.name for e in packed.entries], list(packed.troubles)
    )
    correction = after.corrections.get(plan.name)
    if correction is not None:
        whole, brought = later.corrected_packet(correction)
        size += sum(_write_entry(out / "haul", entry) for entry in brought.entries)
        truth = later.corrected_truth(plan, truth, correction, whole, brought)
    if after.alike(plan.name):
        truth |= {"alike": after.alike(plan.name)}
    text = json.dumps(truth, ensure_ascii=False, separators=(",", ":"))
    (out / "truth" / f"{plan.name}.json").write_text(text + "\n", encoding="utf-8")
    return size


def _write_entry(haul: Path, entry: Entry) -> int:
    if not entry.files:
        (haul / entry.name).write_bytes(entry.single)
        return len(entry.single)
    folder = haul / entry.name
    folder.mkdir()
    for name, data in entry.files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    return sum(map(len, entry.files.values()))


def make_haul(
    plans: Sequence[Plan], seed: int, out: Path, workers: int = 2, after: After | None = None
) -> int:
    """Write haul/ and truth/ anew; return the bytes of the entries."""
    after = after or After()
    for part in ("haul", "truth"):
        shutil.rmtree(out / part, ignore_errors=True)
        (out / part).mkdir(parents=True)
    rows = [
        later.receipt_row(plan, after.corrections[plan.name], register.receipts([plan])[0])
        for plan in plans
        if plan.name in after.corrections
    ]
    register.write(plans, seed, out / "haul", rows)
    one = partial(write_packet, out, after)
    if workers < 2 or len(plans) < PARALLEL_FROM:
        return sum(map(one, plans))
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        return sum(pool.imap_unordered(one, plans, chunksize=1))


def plans_for(chosen: argparse.Namespace) -> list[Plan]:
    """Return the packets asked for, with the forms in the layout and file type asked for."""
    plans = _dealt(chosen)
    if chosen.layout:
        plans = [with_layout(plan, chosen.layout) for plan in plans]
    if chosen.electronic:
        plans = [with_electronic(plan, chosen.electronic) for plan in plans]
    if chosen.by_hand:
        plans = [replace(plan, by_hand=chosen.by_hand) for plan in plans]
    return plans


def _dealt(chosen: argparse.Namespace) -> list[Plan]:
    """Return the packets; with scanned reports, none is a registration (it has none)."""
    if chosen.committed:
        return committed_plans()
    if chosen.every_code:
        return draw_every_code(chosen.seed, chosen.packets)
    if chosen.report != "scanned":
        return draw_plans(chosen.seed, chosen.packets)
    plans = draw_plans(chosen.seed, chosen.packets, tuple(a for a in ALL if a != REG))
    return [with_report(plan, chosen.report_pages, chosen.entry) for plan in plans]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packets", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--every-code",
        action="store_true",
        help="plant every code of defect equally often, alone and together (100 packets: 4 each)",
    )
    parser.add_argument("--committed", action="store_true", help="the small haul kept in git")
    parser.add_argument("--report", choices=("dealt", "scanned"), default="dealt")
    parser.add_argument("--report-pages", type=int, default=0, help="of each scanned report")
    parser.add_argument(
        "--entry", choices=ENTRY_KINDS, default="", help="how packets with scanned reports arrive"
    )
    parser.add_argument(
        "--layout",
        choices=("0", "1", "2", "3", "4", "5", "aside", "aside2", "aside3", "aside4"),
        default="",
        help="of all forms; else dealt from 0 to 2",
    )
    parser.add_argument(
        "--electronic",
        choices=("docx", "pdf", "mixed"),
        default="",
        help="as what the electronic version of the form comes; else docx",
    )
    parser.add_argument(
        "--by-hand",
        type=float,
        default=0.0,
        metavar="SHARE",
        help="of the short values on paper forms that are written in by hand (0 to 1)",
    )
    parser.add_argument("--corrections", type=int, default=0, help="packets that are corrected")
    parser.add_argument("--copied", type=int, default=0, help="reports that are copied from others")
    chosen = parser.parse_args(arguments)
    if (chosen.report_pages or chosen.entry) and chosen.report != "scanned":
        parser.error("--report-pages and --entry go with --report scanned")
    if chosen.every_code and (chosen.committed or chosen.report == "scanned"):
        parser.error("--every-code goes with neither --committed nor --report")
    seed = SEED if chosen.committed else chosen.seed
    plans = plans_for(chosen)
    plans, copied = later.with_copies(plans, chosen.copied, str(seed))
    after = After(later.corrections(plans, chosen.corrections, str(seed)), copied)
    size = make_haul(plans, seed, chosen.out, chosen.workers, after)
    print(f"{len(plans)} packets, {size / 1e6:.1f} MB in {chosen.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
