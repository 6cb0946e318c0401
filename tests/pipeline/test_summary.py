"""What the end of a run shows: every packet, or of very many how many stand where."""

from __future__ import annotations

import io

from rich.console import Console

from checks.findings import Standing
from pipeline import summary
from pipeline.packets import PacketView


def _packet(number: int, award: str, standing: Standing) -> PacketView:
    return PacketView(
        id=f"packet{number}", entries=(f"{number}.zip",), award=award, award_name=award,
        applicant="某某公司", item="", received_at=None, standing=standing, findings=(), files=(),
    )  # fmt: skip


def _shown(packets: list[PacketView]) -> str:
    out = io.StringIO()
    summary.show_outcome(Console(file=out, width=200), packets)
    return out.getvalue()


def test_each_packet_has_a_row() -> None:
    """As many as a person may read."""
    said = _shown([_packet(1, "组织奖", Standing.COMPLETE), _packet(2, "个人奖", Standing.UNSURE)])
    assert "packet1" in said and "packet2" in said


def test_very_many_packets_are_counted_by_award() -> None:
    """A thousand rows are no summary: the report has them."""
    packets = [_packet(n, "组织奖", Standing.COMPLETE) for n in range(300)]
    packets += [_packet(n, "个人奖", Standing.UNSURE) for n in range(300, 307)]
    said = _shown(packets)
    rows = {
        line.split("│")[1].strip(): line.split("│")[2:-1]
        for line in said.split("\n")
        if "奖" in line and "│" in line
    }
    assert [cell.strip() for cell in rows["组织奖"]] == ["300", "0", "0"]
    assert [cell.strip() for cell in rows["个人奖"]] == ["0", "0", "7"]
    assert "packet1" not in said and "307" in said
