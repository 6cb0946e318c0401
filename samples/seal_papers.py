"""Papers that seals stand on: letters, forms, contracts, certificates, reports, blank sheets."""

import math
import random
from dataclasses import dataclass, field

import cv2
import numpy as np
from PIL import Image

from samples import texts
from samples.identities import person_name
from samples.sheet import INK, Sheet, blank_sheet, put_text, wrap

Point = tuple[float, float]
LAYOUTS = ("letter", "form", "contract", "certificate", "report", "invoice", "blank")
TINTS = {
    "white": (255, 255, 254),
    "recycled": (226, 224, 216),
    "cream": (252, 244, 222),
    "pink": (252, 222, 226),
    "light_blue": (220, 234, 248),
    "yellow": (253, 242, 190),
    "guilloche": (254, 252, 246),
}
FACTS = {"district": "浦东新区", "products": "精密传动部件", "people": "318", "year": "2013"}
FACES = ("song", "song", "ming", "hei", "kai", "ukai")


@dataclass(slots=True)
class Page:
    """A printed sheet, and the points where a person would put a seal, by kind of place."""

    sheet: Sheet
    spots: dict[str, list[Point]] = field(default_factory=dict)
    head: float = 0.0  # pixels that a letterhead takes at the top

    def mm(self, length: float) -> float:
        """Return millimetres as pixels."""
        return length / 25.4 * self.sheet.dpi

    def size(self, points: float) -> int:
        """Return points as pixels."""
        return round(points / 72 * self.sheet.dpi)

    def spot(self, place: str, x: float, y: float) -> None:
        """Remember a place for a seal."""
        self.spots.setdefault(place, []).append((x, y))


def printed(layout: str, dpi: int, owner: str, rng: random.Random, *, headed: bool = False) -> Page:
    """Print a page that an organisation issues; `owner` signs it. A head leaves less room."""
    page = Page(blank_sheet(dpi, landscape=layout == "certificate" and rng.random() < 0.5))
    page.head = page.mm(50) if headed else 0.0
    face = rng.choice(FACES)
    if layout != "blank":
        DRAW[layout](page, owner, face, rng)
    wide, high = page.sheet.image.size
    for _ in range(4):
        page.spot("empty", wide * rng.uniform(0.2, 0.8), high * rng.uniform(0.15, 0.85))
    return page


def paragraphs(
    page: Page, face: str, rng: random.Random, y: float, bottom: float, size: float
) -> float:
    """Fill the measure with text down to a line; each paragraph is a place for a seal."""
    left, right = page.mm(25), page.sheet.image.width - page.mm(25)
    pixels = page.size(size)
    while y < bottom:
        topic = rng.choice(("overview", "practice", "innovation", "method", "results", "diffusion"))
        top = y
        for line in wrap(texts.passage(rng, topic, FACTS, 3), face, pixels, right - left, True):
            if y > bottom:
                break
            put_text(page.sheet, (left, y), line, face, pixels, note=False)
            y += pixels * 1.6
        page.spot("text", rng.uniform(left + page.mm(15), right - page.mm(15)), (top + y) / 2)
    return y


def _title(page: Page, text: str, y: float, size: float, face: str) -> float:
    pixels = page.size(size)
    wide = pixels * len(text)
    at = ((page.sheet.image.width - wide) / 2, y)
    put_text(page.sheet, at, text, face, pixels, note=False)
    return y + pixels * 2.2


def _date(rng: random.Random) -> str:
    year, month, day = rng.randint(2015, 2026), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice(
        (f"{year}年{month}月{day}日", f"{year}-{month:02d}-{day:02d}", "　　年　月　日")
    )


def sign_off(page: Page, owner: str, face: str, rng: random.Random, y: float, x: float) -> float:
    """Put a name and a date around x, with the line for a seal that forms have."""
    pixels = page.size(rng.choice((10.5, 12, 14)))
    lines = rng.choice(
        (
            (owner, _date(rng)),
            (f"申报单位（盖章）：{owner if rng.random() < 0.5 else ''}", f"日期：{_date(rng)}"),
            ("单位公章：", "法定代表人（签字）：", _date(rng)),
            ("（盖章）", _date(rng)),
        )
    )
    top = y
    for line in lines:
        put_text(page.sheet, (x - pixels * len(line) / 2, y), line, face, pixels, note=False)
        y += pixels * rng.choice((1.7, 2.2))
    page.spot(
        "signature", x + page.mm(rng.uniform(-6, 10)), (top + y) / 2 + page.mm(rng.gauss(0, 4))
    )
    return y


def _letter(page: Page, owner: str, face: str, rng: random.Random) -> None:
    high, wide = page.sheet.image.height, page.sheet.image.width
    name = rng.choice(("关于申报质量管理奖的函", "证　明", "授权委托书", "承诺书", "情况说明"))
    y = _title(
        page, name, page.head + page.mm(rng.uniform(25, 60)), 22, rng.choice(("hei", "song"))
    )
    y = paragraphs(page, face, rng, y, high * rng.uniform(0.35, 0.65), rng.choice((12, 14)))
    sign_off(page, owner, face, rng, y + page.mm(10), wide * rng.uniform(0.6, 0.74))


def _report(page: Page, owner: str, face: str, rng: random.Random) -> None:
    high = page.sheet.image.height
    y = page.head + page.mm(25)
    if rng.random() < 0.4:
        y = _title(page, "自我评价报告", y, 18, "hei")
    paragraphs(page, face, rng, y, high - page.mm(30), rng.choice((9, 10.5, 12)))
    pixels = page.size(9)
    foot = f"- {rng.randint(1, 80)} -"
    at = (page.sheet.image.width / 2 - pixels * 2, high - page.mm(18))
    put_text(page.sheet, at, foot, face, pixels, note=False)


def _contract(page: Page, owner: str, face: str, rng: random.Random) -> None:
    high, wide = page.sheet.image.height, page.sheet.image.width
    y = page.head + page.mm(20)
    if rng.random() < 0.5:
        y = _title(page, rng.choice(("采购合同", "技术服务合同", "劳务协议书")), y, 20, "hei")
    y = paragraphs(page, face, rng, y, high * rng.uniform(0.4, 0.68), 10.5) + page.mm(8)
    pixels = page.size(10.5)
    fields = ("（盖章）", "法定代表人或授权代表：", "开户银行：", "账号：", "日期：" + _date(rng))
    for side, party in enumerate((f"甲方：{owner}", f"乙方：{person_name(rng)}（签字）")):
        left = wide * (0.11 + 0.43 * side)
        for index, line in enumerate((party, *fields)):
            at = (left, y + index * pixels * 1.9)
            put_text(page.sheet, at, line[:17], face, pixels, note=False)
        x = left + page.mm(rng.uniform(15, 50))
        page.spot("signature", x, y + pixels * rng.uniform(1.5, 7))


def ruled(page: Page, box: tuple[float, float, float, float], rows: int, columns: int) -> None:
    """Rule a table; its colour is the print's."""
    left, top, right, bottom = box
    thick = max(1, round(page.mm(0.25)))
    for row in range(rows + 1):
        y = top + (bottom - top) * row / rows
        page.sheet.pen.line([(left, y), (right, y)], fill=INK, width=thick)
    for column in range(columns + 1):
        x = left + (right - left) * column / columns
        page.sheet.pen.line([(x, top), (x, bottom)], fill=INK, width=thick)


def _form(page: Page, owner: str, face: str, rng: random.Random) -> None:
    high, wide = page.sheet.image.height, page.sheet.image.width
    y = _title(
        page, rng.choice(("申 报 表", "推荐意见", "审批表")), page.head + page.mm(22), 20, "hei"
    )
    left, right = page.mm(20), wide - page.mm(20)
    rows, columns = rng.randint(5, 12), rng.choice((2, 3, 4))
    bottom = y + high * rng.uniform(0.25, 0.4)
    ruled(page, (left, y, right, bottom), rows, columns)
    pixels = page.size(10.5)
    tall, step = (bottom - y) / rows, (right - left) / columns
    for row in range(rows):
        for column in range(columns):
            shown = _cell(owner, rng)[: int(step / pixels) - 1]
            at = (left + step * column + pixels * 0.5, y + tall * row + (tall - pixels) / 2)
            put_text(page.sheet, at, shown, face, pixels, note=False)
    page.spot("table", rng.uniform(left, right), rng.uniform(y, bottom))
    end = min(bottom + high * rng.uniform(0.18, 0.3), high - page.mm(20))
    ruled(page, (left, bottom, right, end), 1, 1)
    opinion = "单位意见：" + texts.passage(rng, "opinion", FACTS, 1)
    for index, line in enumerate(wrap(opinion, face, pixels, right - left - pixels * 2)):
        at = (left + pixels, bottom + pixels * (0.8 + 1.6 * index))
        put_text(page.sheet, at, line, face, pixels, note=False)
    sign_off(page, owner, face, rng, end - pixels * 7, right - page.mm(rng.uniform(35, 60)))


def _cell(owner: str, rng: random.Random) -> str:
    return rng.choice(
        (
            "单位名称",
            "联系人",
            "职务",
            owner,
            person_name(rng),
            f"{rng.randint(100, 99999)}",
            f"{rng.randint(1, 99)}.{rng.randint(0, 9)}%",
            _date(rng),
            "",
        )
    )


def _invoice(page: Page, owner: str, face: str, rng: random.Random) -> None:
    wide = page.sheet.image.width
    y = _title(
        page,
        rng.choice(("增值税普通发票", "送货单", "收款收据")),
        page.head + page.mm(15),
        18,
        face,
    )
    left, right = page.mm(15), wide - page.mm(15)
    bottom = y + page.mm(rng.uniform(70, 100))
    ruled(page, (left, y, right, bottom), rng.randint(5, 9), rng.randint(4, 7))
    page.spot("table", rng.uniform(left + page.mm(20), right - page.mm(20)), (y + bottom) / 2)
    pixels = page.size(9)
    for index, line in enumerate(
        (f"销售方：{owner}", "纳税人识别号：", "开户行及账号：", "销售方：（章）")
    ):
        at = (left + index % 2 * (right - left) / 2, bottom + pixels * (1 + index // 2 * 2))
        put_text(page.sheet, at, line, face, pixels, note=False)
    page.spot("signature", right - page.mm(30), bottom + pixels * 2)


def _certificate(page: Page, owner: str, face: str, rng: random.Random) -> None:
    high, wide = page.sheet.image.height, page.sheet.image.width
    y = page.head / 2 + high * rng.uniform(0.16, 0.26)
    y = _title(
        page, rng.choice(("营业执照", "荣誉证书", "管理体系认证证书", "资质证书")), y, 34, "hei"
    )
    pixels = page.size(14)
    shown = (
        f"名称：{owner}",
        "住所：岚州市珩阳区",
        f"有效期至：{_date(rng)}",
        "特发此证，以资鼓励。",
    )
    for line in shown:
        put_text(page.sheet, (wide * 0.16, y), line, face, pixels, note=False)
        y += pixels * 2.1
    page.spot("text", wide * 0.4, y - pixels * 4)
    sign_off(
        page, owner, face, rng, min(y + page.mm(5), high * 0.78), wide * rng.uniform(0.62, 0.74)
    )


DRAW = {
    "letter": _letter,
    "form": _form,
    "contract": _contract,
    "certificate": _certificate,
    "report": _report,
    "invoice": _invoice,
}


def lay_on_paper(sheet: Sheet, tint: str, rng: random.Random) -> None:
    """Give what is printed its paper: a colour, fibres, a certificate's fine curves."""
    noise = np.random.default_rng(rng.getrandbits(32))
    wide, high = sheet.image.size
    shade = np.array(TINTS[tint], np.float32) / 255
    ground = np.broadcast_to(shade, (high, wide, 3)).astype(np.float32)
    rough = 0.035 if tint == "recycled" else rng.choice((0.0, 0.006, 0.015))
    if rough:
        for coarse, share in ((2, 1.0), (9, 0.7)):
            small = noise.random((high // coarse + 1, wide // coarse + 1), np.float32)
            large = cv2.resize(small, (wide, high), interpolation=cv2.INTER_LINEAR)
            ground -= ((large - 0.5) * rough * share)[..., None]
    if tint == "guilloche":
        ground = np.minimum(ground, _curves(wide, high, sheet.dpi, rng))
    page = np.asarray(sheet.image, np.float32) * np.clip(ground, 0, 1)
    sheet.image.paste(Image.fromarray(page.astype(np.uint8)))


CURVE_INKS = ((246, 208, 204), (250, 226, 190), (206, 232, 214), (208, 222, 244), (240, 212, 236))


def _curves(wide: int, high: int, dpi: int, rng: random.Random) -> np.ndarray:
    """Draw families of fine waves, in one or two pale inks."""
    ground = np.full((high, wide, 3), 255, np.uint8)
    xs = np.arange(0, wide + 8, 8)
    pitch = dpi * rng.uniform(0.05, 0.12)
    for ink in rng.sample(CURVE_INKS, rng.choice((1, 2))):
        swing, length, phase = (
            dpi * rng.uniform(0.1, 0.4),
            dpi * rng.uniform(0.6, 1.8),
            rng.uniform(0, 6),
        )
        for index in range(-10, int(high / pitch) + 10):
            ys = index * pitch + swing * np.sin(xs / length + phase + index * 0.07)
            ys += swing * 0.4 * np.sin(xs / length * 2.7 - index * 0.11)
            points = np.stack([xs, ys], axis=1).astype(np.int32)
            cv2.polylines(ground, [points], False, ink, 1, cv2.LINE_AA)
    if rng.random() < 0.5:  # a rosette in the middle, as certificates have
        t = np.linspace(0, 2 * math.pi, 2000)
        for index in range(14):
            reach = min(wide, high) * (0.16 + 0.012 * index) * (1 + 0.12 * np.sin(t * 12 + index))
            points = np.stack([wide / 2 + reach * np.cos(t), high / 2 + reach * np.sin(t)], axis=1)
            cv2.polylines(
                ground, [points.astype(np.int32)], True, rng.choice(CURVE_INKS), 1, cv2.LINE_AA
            )
    return np.asarray(ground, np.float32) / 255
