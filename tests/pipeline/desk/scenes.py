"""Workspaces in which something happened: a packet was corrected, two deliveries were joined."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline import lists, runs
from pipeline.engines import choose_engine
from pipeline.settings import Settings
from pipeline.store import Store
from tests.browser.paper import contents
from tests.checks.packets import NAME, Packet, changed, files_of, sealed
from tests.pipeline.stored import deliver

OLD, NEW = "上海市长宁区某某路1号", "上海市静安区某某路9号"
FIRST = sealed("cover", None)(changed(**{"邮政编码": "", "单位地址": OLD})(Packet()))
# What comes later: the cover is stamped, the postcode filled in, the address another.
LATER = changed(**{"邮政编码": "200052", "单位地址": NEW})(Packet())
_FORM = ("申报表扫描件.pdf", "申报表.docx")


def arrive(folder: Path, packet: Packet, key: str, entry: str, only: tuple[str, ...] = ()) -> None:
    """Store a delivery of a packet's files, or of these only."""
    files = [one for one in files_of(packet) if not only or one.path in only]
    deliver(folder, files, key, entry, contents(packet))


def judge_again(folder: Path) -> None:
    """What a run does when it has read everything."""
    settings = Settings(workspace=folder / "ws")
    with Store(settings.workspace) as store:
        engine = choose_engine(settings.ocr, settings.threads)
        judgement = runs.judge_stored(store, settings, engine, lists.remembered(store))
        runs.save(store, judgement, runs.basis_of(store, settings, engine))


def first_packet(folder: Path) -> Path:
    arrive(folder, FIRST, "d1", "某某精密.zip")
    judge_again(folder)
    return folder / "ws"


def correction(folder: Path) -> None:
    """The form again, with what was asked for."""
    arrive(folder, LATER, "d2", "某某精密_补正.zip", _FORM)
    judge_again(folder)


def several(folder: Path) -> Path:
    """Four firms; the covers of the first three are not stamped."""
    for number, letter in enumerate("甲乙丙丁"):
        name = f"上海{letter * 4}机械有限公司"
        packet = replace(changed(**{"单位名称": name, "统一社会信用代码": ""})(Packet()), name=name)
        arrive(
            folder, packet if number == 3 else sealed("cover", None)(packet), f"d{number + 1}",
            f"{letter}.zip",
        )  # fmt: skip
    judge_again(folder)
    return folder / "ws"


def near_names(folder: Path) -> Path:
    """A packet, and a delivery of a firm whose name differs in a letter and has no code."""
    arrive(folder, Packet(), "d1", "某某精密.zip")
    other = NAME.replace("精密", "精蜜")
    near = changed(**{"单位名称": other, "统一社会信用代码": ""})(Packet())
    arrive(folder, near, "d2", "另一家.zip")
    judge_again(folder)
    return folder / "ws"
