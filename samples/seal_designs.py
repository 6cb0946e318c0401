"""Draw designs of seals at random: every measure by itself, within what is cut in practice."""

import random
from dataclasses import dataclass, replace
from itertools import pairwise

from samples.identities import uscc
from samples.seal_names import OwnerName, near, owner, person_names, unrelated
from samples.seal_press import Design

FACES = ("song", "song", "song", "ming", "hei", "kai", "ukai")
KINDS = {
    "official": 38,
    "contract": 10,
    "finance": 9,
    "invoice": 8,
    "department": 10,
    "name": 12,
    "other": 13,
}
PURPOSES = {
    "contract": ("合同专用章", "合同专用章", "业务合同专用章", "采购合同专用章"),
    "finance": ("财务专用章", "财务专用章", "财务结算专用章"),
    "invoice": ("发票专用章",),
    "department": (
        "办公室",
        "质量部",
        "质量管理部",
        "人力资源部",
        "总经理办公室",
        "工会委员会",
        "技术中心",
    ),
    "other": ("业务专用章", "投标专用章", "检验专用章", "检测专用章", "报关专用章", "资料专用章"),
}
MARKS = (
    ("与原件一致",),
    ("与原件核对无误",),
    ("现金收讫",),
    ("银行付讫",),
    ("已审核",),
    ("作废",),
    ("副本",),
    ("仅供投标使用",),
    ("仅供申报质量奖使用", "再次复印无效"),
    ("此复印件与原件一致", "经办人：　　日期："),
)
ENGLISH = ("ORIENT PRECISION CO., LTD.", "LANCHUAN TRADING CO., LTD.", "HARBOUR TECHNOLOGY LTD.")


@dataclass(frozen=True, slots=True)
class Named:
    """A design with names to compare its title with."""

    design: Design
    same: str
    unrelated: tuple[str, ...]
    near: tuple[str, ...]


def draw(rng: random.Random, name: OwnerName | None = None, kind: str = "") -> Named:
    """Return a seal of a kind; without an owner, of any."""
    kind = kind or rng.choices(list(KINDS), list(KINDS.values()))[0]
    if kind == "name":
        return _name_seal(rng)
    name = name or owner(rng)
    if kind == "other" and rng.random() < 0.55:
        return _mark(rng, name)
    design = _of_kind(rng, name, kind)
    return Named(design, str(name), tuple(unrelated(rng)), tuple(near(rng, name)))


def _of_kind(rng: random.Random, name: OwnerName, kind: str) -> Design:
    title, code = str(name), f"{rng.choice(('31', '32', '33', '34'))}{rng.randrange(10**11):011d}"
    if kind == "invoice":
        return _invoice(rng, title, code)
    purpose = rng.choice(PURPOSES[kind]) if kind in PURPOSES else ""
    if purpose and kind != "department" and rng.random() < 0.3:
        purpose += f"({rng.randint(1, 9)})"
    if kind == "finance" and rng.random() < 0.3:
        return _square_finance(rng, title)
    code = code if rng.random() < 0.6 else ""
    if rng.random() < (0.16 if kind in ("official", "contract", "finance") else 0.05):
        return _oval(rng, title, kind, purpose, code)
    return _round(rng, title, kind, purpose, code)


def _round(rng: random.Random, title: str, kind: str, purpose: str, code: str) -> Design:
    width = rng.choices(
        (rng.uniform(30, 37), 38.0, 40.0, 42.0, 45.0, rng.uniform(46, 58)), (8, 22, 26, 26, 12, 6)
    )[0]
    public = title.endswith(("局", "分局", "大学"))
    chances = (30, 5, 65) if public else (86, 9, 5)
    if purpose:
        chances = (55, 43, 2)
    motif = rng.choices(("star", "blank", "emblem"), chances)[0]
    widest = 245.0 if purpose else 278.0 if code else 300.0
    low = 210.0 if len(title) < 16 else 225.0
    inner = rng.uniform(0.44, 0.54) if rng.random() < 0.1 and not purpose else 0.0
    reach = 14.0 * width / 42 * rng.uniform(0.85, 1.12)
    tall = width * rng.uniform(0.118, 0.155) * (0.92 if purpose or len(title) > 18 else 1)
    return Design(
        title,
        kind,
        "round",
        width,
        width,
        motif,
        purpose,
        code,
        rng.choice(FACES),
        ring=rng.uniform(0.6, 1.6),
        second=rng.uniform(0.4, 0.9) if rng.random() < 0.12 else 0.0,
        inner=inner,
        sweep=rng.uniform(low, widest),
        tall=tall,
        gap=rng.uniform(0.5, 1.6),
        fill=rng.uniform(0.66, 0.95),
        weight=rng.choice((0.0, 0.008, 0.016, 0.03)),
        star=min(reach, 0.66 * width * inner) if inner else reach * (0.78 if purpose else 1),
        purpose_tall=width * rng.uniform(0.085, 0.115),
        purpose_face=rng.choice(("", "", "hei", "song")),
        code_tall=rng.uniform(1.4, 2.2),
    )


def _oval(rng: random.Random, title: str, kind: str, purpose: str, code: str) -> Design:
    width = rng.choice((45.0, 45.0, 40.0))
    latin = rng.choice(ENGLISH) if not purpose and rng.random() < 0.4 else ""
    return Design(
        title,
        kind,
        "oval",
        width,
        30.0,
        "blank" if rng.random() < 0.8 else "star",
        purpose,
        "" if latin else code,
        rng.choice(FACES),
        ring=rng.uniform(0.6, 1.5),
        second=rng.uniform(0.4, 0.8) if rng.random() < 0.15 else 0.0,
        sweep=rng.uniform(170, 185) if latin else rng.uniform(200, 235),
        tall=rng.uniform(3.8, 5.0) * (0.9 if len(title) > 16 else 1),
        gap=rng.uniform(0.5, 1.0),
        fill=rng.uniform(0.68, 0.94),
        weight=rng.choice((0.0, 0.01, 0.02)),
        star=rng.uniform(6, 8.5),
        purpose_tall=rng.uniform(3.2, 4.0),
        latin=latin,
    )


def _invoice(rng: random.Random, title: str, code: str) -> Design:
    shaped = _oval(rng, title, "invoice", "发票专用章", code if rng.random() < 0.25 else "")
    return replace(
        shaped,
        width=40.0,
        motif="blank",
        ring=rng.uniform(0.8, 1.2),
        second=0.0,
        sweep=rng.uniform(210, 255),
        tall=rng.uniform(3.7, 4.3),
        gap=rng.uniform(0.3, 0.6),
        middle=uscc(rng, "310115"),
        face=rng.choice(("song", "song", "ming", "kai", "hei")),
    )


def _columns(text: str, count: int) -> tuple[str, ...]:
    """Part a text into so many pieces, of equal length or the first ones longer by one."""
    short, longer = divmod(len(text), count)
    ends = [short * i + min(i, longer) for i in range(count + 1)]
    return tuple(text[a:b] for a, b in pairwise(ends))


def _square_finance(rng: random.Random, title: str) -> Design:
    text = title + "财务专用章"
    count = max(3, round(len(text) ** 0.5 + rng.uniform(-0.9, 0.3)))
    side = rng.choice((22.0, 22.0, 25.0))
    return Design(
        title,
        "finance",
        "square",
        side,
        side,
        purpose="财务专用章",
        face=rng.choice(FACES),
        rows=_columns(text, count),
        upright_columns=rng.random() < 0.5,
        ring=rng.uniform(0.6, 1.2),
        gap=rng.uniform(0.3, 0.8),
        weight=rng.choice((0.0, 0.012)),
    )


def _name_seal(rng: random.Random) -> Named:
    name, others, near_ones = person_names(rng)
    side = rng.uniform(18, 25)
    text = name if rng.random() < 0.2 else name + ("印" if len(name) == 3 else "之印")
    rows = _columns(text, 2)
    upright = rng.random() < 0.65
    wide = rng.random() < 0.15  # one line in a low frame
    design = Design(
        name,
        "name",
        "rectangle" if wide else "square",
        side,
        side * 0.45 if wide else side,
        face=rng.choice(FACES),
        rows=(text,) if wide else rows,
        upright_columns=upright and not wide,
        ring=rng.uniform(0.6, 1.4),
        gap=rng.uniform(0.3, 0.9),
        weight=rng.choice((0.0, 0.015, 0.03)),
        inverse=rng.random() < 0.18 and not wide,
    )
    return Named(design, name, tuple(others), tuple(near_ones))


def _mark(rng: random.Random, name: OwnerName) -> Named:
    """Return a mark that proves nothing: a note, a date stamp, a long stamp with a name."""
    way = rng.randrange(4)
    day = f"{rng.randint(2015, 2026)}.{rng.randint(1, 12):02d}.{rng.randint(1, 28):02d}"
    if way == 0:
        return _round_date(rng, name, day)
    if way == 1:
        title = str(name)
        wide = rng.uniform(45, 75)
        design = _frame(rng, title, (title,), wide, wide * rng.uniform(0.13, 0.2))
        return Named(design, title, tuple(unrelated(rng)), tuple(near(rng, name)))
    rows = rng.choice(MARKS) if way == 2 else (rng.choice(("收讫", "收文", "归档")), day)
    wide = max(18.0, max(map(len, rows)) * rng.uniform(4.5, 7))
    high = (wide / max(map(len, rows)) * rng.uniform(1.5, 1.9) + 2) * len(rows) ** 0.8
    return Named(_frame(rng, rows[0], rows, min(wide, 62.0), min(high, 30.0)), "", (), ())


def _frame(
    rng: random.Random, title: str, rows: tuple[str, ...], wide: float, high: float
) -> Design:
    return Design(
        title,
        "other",
        "rectangle",
        wide,
        high,
        face=rng.choice(FACES),
        rows=rows,
        ring=rng.uniform(0.5, 1.3),
        second=rng.uniform(0.4, 0.7) if rng.random() < 0.2 else 0.0,
        gap=rng.uniform(0.6, 1.5),
        frame=rng.random() < 0.85,
        weight=rng.choice((0.0, 0.015, 0.03)),
    )


def _round_date(rng: random.Random, name: OwnerName, day: str) -> Named:
    purpose = rng.choice(("收讫", "收文专用", "现金付讫"))
    shaped = _round(rng, str(name), "other", purpose, "")
    design = replace(shaped, motif="blank", middle=day, sweep=rng.uniform(150, 195), inner=0.0)
    return Named(design, str(name), tuple(unrelated(rng)), tuple(near(rng, name)))
