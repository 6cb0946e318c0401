"""On the screen: doubtful joins, what the register and the haul have apart, what changed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from checks.receipts import Receipt
from pipeline.messages import text
from pipeline.packets import PacketView
from pipeline.summary import plain
from pipeline.versions import ChangeView
from pipeline.words import TURNS, word


def show_joins(console: Console, packets: Sequence[PacketView]) -> None:
    """Every doubtful join, a row each; nothing where there is none."""
    rows = [(packet, join) for packet in packets for join in packet.joins]
    if not rows:
        return
    table = Table(title=word("join-doubts"))
    for heading in (text("id"), text("entry"), word("reason")):
        table.add_column(heading, overflow="fold")
    for packet, join in rows:
        entries = dict.fromkeys((join.other.entry, join.part.entry))
        table.add_row(packet.id, plain("、".join(one for one in entries if one)), plain(join.text))
    console.print(table)


def show_register(
    console: Console, packets: Sequence[PacketView], unclaimed: Sequence[Receipt]
) -> None:
    """Packets without a row of the register, and rows without a packet."""
    without = [packet for packet in packets if packet.in_register is False]
    if without:
        table = Table(title=word("no-row"))
        for key in ("id", "entry", "award", "applicant", "item"):
            table.add_column(text(key), overflow="fold")
        for packet in without:
            entries = plain("、".join(packet.entries))
            table.add_row(
                packet.id, entries, packet.award_name, plain(packet.applicant), plain(packet.item)
            )
        console.print(table)
    if unclaimed:
        table = Table(title=word("rows-without-packet"))
        table.add_column(word("register-row"), justify="right")
        for key in ("applicant", "award", "item", "received"):
            table.add_column(text(key), overflow="fold")
        for row in unclaimed:
            came = f"{row.received_at:%Y-%m-%d %H:%M}" if row.received_at else ""
            table.add_row(
                str(row.row), plain(row.applicant), plain(row.award), plain(row.item), came
            )
        console.print(table)


def show_changes(console: Console, packet: PacketView) -> None:
    """What each later delivery of a packet brought and changed."""
    paths = {file.sha256: file.path for file in packet.files}
    for change in packet.changes:
        entries = "、".join(change.entries) or word("copies-only")
        console.print(plain(word("change", number=change.number, entries=entries)), style="bold")
        for name in change.added:
            console.print(f"{word('added')}：{plain(name)}")
        for one in change.replaced:
            part = "" if one.whole else word("part")
            console.print(
                f"{word('replaced')}：{one.kind}{part} {plain(one.path)} → {plain(one.by_path)}"
            )
        if change.fields:
            console.print(_field_table(change, paths))
        if change.findings:
            console.print(_finding_table(change, paths))


def _field_table(change: ChangeView, paths: dict[str, str]) -> Table:
    table = Table(title=word("change-fields"))
    headings = (text("form"), text("label"), word("old-value"), word("new-value"))
    for heading in (*headings, text("evidence-file"), text("evidence-page"), text("message")):
        table.add_column(heading, overflow="fold")
    for one in change.fields:
        table.add_row(
            one.form, plain(one.label), plain(one.old), plain(one.new),
            plain(paths.get(one.new_sha256, "")), str(one.new_page or ""),
            "" if one.sure else word("doubtful"),
        )  # fmt: skip
    return table


def _finding_table(change: ChangeView, paths: dict[str, str]) -> Table:
    table = Table(title=word("change-findings"))
    headings = (word("turn"), text("code"), text("rule"), text("message"))
    for heading in (*headings, text("evidence-file"), text("evidence-page")):
        table.add_column(heading, overflow="fold")
    for one in change.findings:
        table.add_row(
            TURNS[one.turn], one.code, one.rule, plain(one.text),
            plain(paths.get(one.sha256, "")), str(one.page or ""),
        )  # fmt: skip
    return table
