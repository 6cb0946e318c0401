"""Measure drafting: `python -m tests.drafting LAYOUT OUT [--styles 3]`.

Draws the blank forms of a layout (0 to 2, aside to aside4) as Word and as PDF in OUT, each in so
many looks, drafts a pack from each file as `yushen programme draft` does, and counts what it found
of the generator's own list of fields. A draft that `yushen programme check` refuses stops it.
"""

from __future__ import annotations

import argparse
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from checks.programme import bind
from extractors.formtypes import Form
from extractors.limits import Limits
from pipeline.drafting import Sources, draft_pack
from pipeline.engines import choose_engine
from pipeline.progress import Silent
from pipeline.workers import InlineExecutor
from samples.blank import AWARDS, awards_of, blank_form
from samples.plan import make_plan, with_layout
from samples.style import Style
from samples.vector import pdf_of, typed
from samples.word import write
from tests.drafting.places import asked
from tests.drafting.score import Score, score

KINDS = ("docx", "pdf")


@dataclass(slots=True)
class Tally:
    """The scores of one form in one kind of file, in all looks."""

    scores: list[Score] = field(default_factory=list)

    def lines(self, what: str) -> Iterator[str]:
        found = sum(len(one.found) for one in self.scores)
        wanted = sum(one.asked for one in self.scores)
        false = sum(len(one.false_fields) for one in self.scores)
        tables = sum(len(one.false_tables) for one in self.scores)
        yield (
            f"{what:24} found {found:3} of {wanted:3} ({100 * found / max(1, wanted):5.1f} %), "
            f"false fields {false}, false tables {tables}"
        )
        for name in ("missed", "in_tables", "false_fields", "false_tables"):
            counted = Counter(text for one in self.scores for text in getattr(one, name))
            if counted:
                told = ", ".join(f"{text} ({count})" for text, count in counted.items())
                yield f"    {name.replace('_', ' ')}: {told}"


def main() -> None:
    """Print what was found, missed and false."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("layout")
    parser.add_argument("out", type=Path)
    parser.add_argument("--styles", type=int, default=3)
    parser.add_argument("--found", action="store_true", help="list what was found, too")
    chosen = parser.parse_args()
    shutil.rmtree(chosen.out, ignore_errors=True)
    chosen.out.mkdir(parents=True)
    sources = Sources(InlineExecutor(), choose_engine("rapid"), Limits(), Silent())
    layout = _style(chosen.layout, AWARDS[0], 0).layout
    for award in awards_of(layout):
        for kind in KINDS:
            tally = Tally()
            for number in range(chosen.styles):
                style = _style(chosen.layout, award, number)
                path = chosen.out / f"{award}-{number}.{kind}"
                path.write_bytes(_drawn(award, style, kind))
                tally.scores.append(score(asked(award, style), _drafted(path, sources)))
            print(*tally.lines(f"{award} {kind}"), sep="\n", flush=True)
            if chosen.found:
                names = dict.fromkeys(name for one in tally.scores for name in one.found)
                print("    found:", ", ".join(names))


def _style(layout: str, award: str, number: int) -> Style:
    """The looks of the forms; squares for codes are drawn after a form is filled in."""
    plan = make_plan(f"blank{number}", 1, award, "folder", (), set(), light=True)
    return replace(with_layout(plan, layout).style, comb=False)


def _drawn(award: str, style: Style, kind: str) -> bytes:
    form = blank_form(award, style)
    return write(form, style) if kind == "docx" else pdf_of(typed(form, style))


def _drafted(path: Path, sources: Sources) -> tuple[Form, ...]:
    return bind(draft_pack([path], sources).files).forms


if __name__ == "__main__":
    main()
