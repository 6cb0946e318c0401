"""What the end of a run shows: packets, where they stand, and what could not be opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from checks.findings import Standing, Verdict
from pipeline.former import Former
from pipeline.masking import scrubbed
from pipeline.messages import STANDINGS, VERDICTS, text
from pipeline.packets import PacketView
from pipeline.runs import LastReading, Taken
from pipeline.words import word

STANDING_COLOURS = {
    Standing.COMPLETE: "green",
    Standing.INCOMPLETE: "red",
    Standing.UNSURE: "yellow",
}
VERDICT_COLOURS = {Verdict.MET: "green", Verdict.UNMET: "red", Verdict.UNSURE: "yellow"}
_PACKET_COLUMNS = ("id", "entry", "award", "applicant", "item", "standing")
_COUNT_COLUMNS = ("unmet", "unsure", "unopened-count")


_MOST_SHOWN = 200


def show_outcome(console: Console, packets: Sequence[PacketView]) -> None:
    """One row a packet; of more than a person reads on a screen, how many of each award."""
    if len(packets) <= _MOST_SHOWN:
        show_packets(console, packets)
        return
    table = Table(title=text("packets"))
    table.add_column(text("award"))
    for standing in Standing:
        table.add_column(STANDINGS[standing], justify="right", style=STANDING_COLOURS[standing])
    for name in dict.fromkeys(packet.award_name for packet in packets):
        counted = Counter(one.standing for one in packets if one.award_name == name)
        table.add_row(name, *(str(counted[standing]) for standing in Standing))
    console.print(table)
    console.print(totals(packets))
    console.print(word("one-by-one"))


def show_packets(console: Console, packets: Sequence[PacketView]) -> None:
    """One row a packet."""
    table = Table(title=text("packets"))
    for key in _PACKET_COLUMNS:
        table.add_column(text(key), overflow="fold")
    for key in _COUNT_COLUMNS:
        table.add_column(text(key), justify="right")
    for packet in packets:
        table.add_row(*_packet_row(packet))
    console.print(table)
    console.print(totals(packets))


def _packet_row(packet: PacketView) -> list[str]:
    colour = STANDING_COLOURS[packet.standing]
    return [
        packet.id,
        plain("、".join(packet.entries)),
        packet.award_name,
        plain(packet.applicant) or text("unread"),
        plain(packet.item),
        f"[{colour}]{STANDINGS[packet.standing]}[/{colour}]",
        str(packet.count(Verdict.UNMET)),
        str(packet.count(Verdict.UNSURE)),
        str(len(packet.unopened)),
    ]


def plain(words: str) -> str:
    """Words from the paper, without personal numbers and without meaning to Rich."""
    return escape(scrubbed(words))


def totals(packets: Sequence[PacketView]) -> str:
    """How many stand where; material that belongs to no application is counted apart."""
    applications = [packet for packet in packets if not packet.is_unsorted]
    counted = Counter(packet.standing for packet in applications)
    said = text(
        "total",
        total=len(applications),
        complete=counted[Standing.COMPLETE],
        incomplete=counted[Standing.INCOMPLETE],
        unsure=counted[Standing.UNSURE],
    )
    unsorted = len(packets) - len(applications)
    return said + (text("total-unsorted", count=unsorted) if unsorted else "")


def show_run(
    console: Console,
    packets: Sequence[PacketView],
    unopened: Sequence[tuple[str, str, str]],
    taken: Taken,
    seconds: float,
) -> None:
    """All that the end of a run has to say."""
    show_outcome(console, packets)
    if unopened:
        table = Table(title=text("unopened"))
        for key in ("entry", "file", "problem"):
            table.add_column(text(key), overflow="fold")
        for row in unopened:
            table.add_row(*map(plain, row))
        console.print(table)
    if taken.lists.receipts is None:
        console.print(text("no-register"), style="yellow")
    if taken.lists.members is None:
        console.print(text("no-members"), style="yellow")
    _show_left_out(console, taken)
    read = taken.read
    console.print(
        text(
            "read", looked=read.looked, read=read.read, cached=read.cached, failed=read.failed,
            seconds=f"{seconds:.1f}",
        )
    )  # fmt: skip
    if taken.nothing_new:
        console.print(text("nothing-read"))


def _show_left_out(console: Console, taken: Taken) -> None:
    """Entries that were not taken in, or that bear the name of one that was forgotten."""
    counts = {
        "arriving": taken.ingested.arriving,
        "forgotten-entries": taken.ingested.forgotten,
        "forgotten-again": taken.ingested.again,
    }
    for key, count in counts.items():
        if count:
            console.print(text(key, count=count), style="yellow")


def show_reading(console: Console, last: LastReading) -> None:
    """What the last run read, and how long each step took."""
    seconds = sum(last.seconds.get(step, 0.0) for step in ("ingest", "read"))
    counts = {"looked": last.looked, "read": last.read, "cached": last.cached}
    console.print(text("read", **counts, failed=last.failed, seconds=f"{seconds:.1f}"))
    table = Table(title=text("steps"))
    table.add_column(text("step"))
    table.add_column(text("seconds"), justify="right")
    for step, spent in last.seconds.items():
        table.add_row(step, f"{spent:.1f}")
    console.print(table)


def show_checklist(console: Console, packet: PacketView) -> None:
    """Every finding of a packet, with the page that shows it; of unsorted material its files."""
    show_packets(console, [packet])
    if packet.is_unsorted:
        _show_files(console, packet)
    table = Table()
    for key in ("code", "rule", "verdict", "message", "evidence-file", "evidence-page"):
        table.add_column(text(key), overflow="fold")
    for finding in packet.findings:
        colour = VERDICT_COLOURS[finding.verdict]
        table.add_row(
            finding.code,
            finding.rule,
            f"[{colour}]{VERDICTS[finding.verdict]}[/{colour}]",
            plain(finding.message or finding.subject),
            plain("\n".join(place.path for place in finding.places)),
            "\n".join(str(place.page) for place in finding.places),
        )
    console.print(table)


def _show_files(console: Console, packet: PacketView) -> None:
    table = Table()
    for key in ("file", "pages", "problem"):
        table.add_column(text(key), overflow="fold")
    for file in packet.files:
        table.add_row(plain(file.path), str(file.pages), plain("；".join(file.problems)))
    console.print(table)


def show_former(console: Console, before: Former) -> None:
    """What a packet was before, and which verdicts changed since."""
    console.print(
        text(
            "former", judged_at=before.judged_at[:16].replace("T", " "), pack=before.pack,
            standing=STANDINGS[before.standing],
        )
    )  # fmt: skip
    table = Table()
    for key in ("code", "rule", "place", "verdict-before", "verdict-now"):
        table.add_column(text(key), overflow="fold")
    for one in before.changes:
        table.add_row(one.code, one.rule, one.place, _words(one.before), _words(one.now))
    console.print(table)


def _words(verdicts: Sequence[Verdict]) -> str:
    return "、".join(VERDICTS[verdict] for verdict in verdicts) or "—"
