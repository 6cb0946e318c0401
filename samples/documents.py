"""Attachments drawn freely: business licence, certificate, ID card."""

import math
from dataclasses import dataclass
from datetime import date

from PIL import ImageDraw

from samples.case import Case, Certificate
from samples.identities import Org, Person
from samples.layout import Value, Values
from samples.portrait import portrait
from samples.sheet import Sheet, Spot, blank_sheet, put_text, wrap
from samples.style import Style

CAPITALS = {
    "500": "伍佰万元整",
    "1000": "壹仟万元整",
    "2000": "贰仟万元整",
    "3800": "叁仟捌佰万元整",
    "5000": "伍仟万元整",
    "12000": "壹亿贰仟万元整",
    "1688.5": "壹仟陆佰捌拾捌万伍仟元整",
}


RED = (190, 40, 36)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as drawn: its sheets and what its fields mean."""

    kind: str
    sheets: tuple[Sheet, ...]
    values: Values


def registrar(org: Org) -> str:
    """Return the market-regulation office that issued a licence."""
    return f"上海市{org.district}市场监督管理局"


def licence_values(case: Case, org: Org) -> Values:
    """Return what the licence says; `org` differs from the case's where a defect wants it."""

    def written(when: date) -> Value:
        return Value(f"{when.year}年{when.month:02d}月{when.day:02d}日", when.isoformat())

    rng = case.rng("licence")
    capital = rng.choice(
        (
            f"人民币{CAPITALS[org.capital_wan]}",
            f"{org.capital_wan}万元人民币",
            f"人民币{org.capital_wan}万元",
        )
    )
    until = written(case.licence_valid_to) if case.licence_valid_to else Value("长期", "长期")
    return {
        "uscc": Value(org.uscc, org.uscc),
        "org_name": Value(org.name, org.name),
        "legal_rep_name": Value(org.legal_rep, org.legal_rep),
        "registered_capital_wan": Value(capital, org.capital_wan),
        "founded_on": written(org.founded),
        "valid_to": until,
        "address": Value(org.address, org.address),
    }


def licence(case: Case, org: Org, style: Style) -> Paper:
    """Draw the duplicate of a business licence, as it is copied."""
    sheet = blank_sheet(style.dpi, landscape=case.rng("licence:way").random() < 0.5)
    values = licence_values(case, org)
    _licence_frame(sheet)
    width, height, unit = sheet.image.width, sheet.image.height, style.dpi / 25.4
    _put_centred(sheet, height * 0.17, "营　业　执　照", "song", round(11 * unit))
    _put_centred(sheet, height * 0.17 + 13 * unit, "（副　本）", "song", round(5 * unit))
    left, y = width * 0.13, height * 0.17 + 24 * unit
    put_text(sheet, (left, y), f"统一社会信用代码 {values['uscc'].shown}", "hei", round(4.2 * unit))
    begins = values["founded_on"].shown
    until = values["valid_to"].shown
    period = f"{begins}至{until}" if until != "长期" else f"{begins}至长期"
    kind = "股份有限公司（非上市）" if "股份" in org.name else "有限责任公司（自然人投资或控股）"
    rows = (
        ("名　　称", org.name),
        ("类　　型", kind),
        ("住　　所", org.address),
        ("法定代表人", org.legal_rep),
        ("注册资本", values["registered_capital_wan"].shown),
        ("成立日期", begins),
        ("营业期限", period),
        (
            "经营范围",
            f"{org.products}；货物进出口；技术进出口。【依法须经批准的项目，经相关部门批准后方可开展经营活动】",
        ),
    )
    y += 11 * unit
    for name, shown in rows:
        y = _pair(sheet, (left, y), name, shown, width * 0.8, unit)
    year = max(2015 + case.rng("issued").randint(0, 5), case.org.founded.year)
    issued = f"{year}年{case.org.founded.month:02d}月{case.org.founded.day:02d}日"
    at = (width * 0.62, min(y + 9 * unit, height - 46 * unit))
    box = put_text(sheet, at, "登记机关", "song", round(4.2 * unit))
    put_text(sheet, (at[0] - 4 * unit, at[1] + 12 * unit), issued, "song", round(4 * unit))
    sheet.spots.append(
        Spot("licence_registrar", "seal", (box[0], box[1] + 7 * unit, box[2], box[3] + 7 * unit))
    )
    copy = (width * 0.22, at[1] + 6 * unit)
    if case.rng("copy-note").random() < 0.6:
        put_text(sheet, copy, "与原件一致", "kai", round(5 * unit), (40, 40, 60))
    sheet.spots.append(
        Spot("licence_copy", "seal", (copy[0], copy[1], copy[0] + 25 * unit, copy[1] + 5 * unit))
    )
    return Paper("licence", (sheet,), values)


def _pair(
    sheet: Sheet, at: tuple[float, float], name: str, shown: str, right: float, unit: float
) -> float:
    size = round(4.0 * unit)
    put_text(sheet, at, name, "song", size, note=False)
    start = at[0] + 26 * unit
    y = at[1]
    for index, line in enumerate(wrap(shown, "song", size, right - start + at[0] * 0.4)):
        box = put_text(sheet, (start, y), line, "song", size, note=False)
        whole = f"{name} {line}" if index == 0 else line
        sheet.lines.append((whole, (at[0] if index == 0 else box[0], *box[1:])))
        y += 6 * unit
    return y + 2.4 * unit


def _put_centred(sheet: Sheet, y: float, text: str, face: str, pixels: int) -> None:
    probe = len(text) * pixels
    put_text(sheet, ((sheet.image.width - probe) / 2, y), text, face, pixels)


def _licence_frame(sheet: Sheet) -> None:
    """Draw the guilloche-like frame and the red emblem, which is no seal."""
    pen = ImageDraw.Draw(sheet.image)
    width, height, unit = sheet.image.width, sheet.image.height, sheet.dpi / 25.4
    for inset, line in ((9, 3), (11, 1), (14, 2)):
        edge = inset * unit
        pen.rectangle((edge, edge, width - edge, height - edge), outline=(150, 120, 60), width=line)
    for x in range(round(14 * unit), round(width - 14 * unit), round(6 * unit)):
        for y in (12.5 * unit, height - 12.5 * unit):
            pen.ellipse((x - unit, y - unit, x + unit, y + unit), outline=(170, 140, 80), width=2)
    cx, cy, radius = width / 2, height * 0.105, 10 * unit
    pen.ellipse((cx - radius, cy - radius, cx + radius, cy + radius), fill=RED)
    pen.ellipse(
        (cx - radius * 0.9, cy - radius * 0.9, cx + radius * 0.9, cy + radius * 0.9),
        outline=(230, 190, 70),
        width=max(2, round(unit)),
    )
    _gold_star(pen, cx, cy - radius * 0.2, radius * 0.4)
    for angle in (-60, -25, 25, 60):
        _gold_star(
            pen,
            cx + radius * 0.65 * math.sin(math.radians(angle)),
            cy + radius * 0.62 * math.cos(math.radians(angle)),
            radius * 0.14,
        )


def _gold_star(pen: ImageDraw.ImageDraw, cx: float, cy: float, radius: float) -> None:
    points = [
        (
            cx + radius * (1 if i % 2 == 0 else 0.4) * math.cos(math.radians(i * 36 - 90)),
            cy + radius * (1 if i % 2 == 0 else 0.4) * math.sin(math.radians(i * 36 - 90)),
        )
        for i in range(10)
    ]
    pen.polygon(points, fill=(235, 200, 80))


def certificate(case: Case, held: Certificate, style: Style) -> Paper:
    """Draw a management-system certificate."""
    org, sheet, unit = case.org, blank_sheet(style.dpi), style.dpi / 25.4
    pen, width, height = sheet.pen, sheet.image.width, sheet.image.height
    shade = case.rng("certificate").choice(((40, 90, 140), (60, 110, 70), (120, 90, 40)))
    for inset, thick in ((12, round(1.4 * unit)), (15, 2)):
        edge = inset * unit
        pen.rectangle((edge, edge, width - edge, height - edge), outline=shade, width=thick)
    _put_centred(sheet, 34 * unit, f"{held.system}管理体系认证证书", "hei", round(9.5 * unit))
    y = 58 * unit
    put_text(sheet, (30 * unit, y), f"证书编号：{held.number}", "song", round(4.4 * unit))
    y += 15 * unit
    dates = {
        name: Value(f"{when.year}年{when.month}月{when.day}日", when.isoformat())
        for name, when in (("valid_from", held.valid_from), ("valid_to", held.valid_to))
    }
    rows = (
        ("兹证明", ""),
        ("", org.name),
        (f"统一社会信用代码：{org.uscc}", ""),
        (f"注册地址：{org.address}", ""),
        (f"{held.system}管理体系符合", ""),
        ("", held.standard),
        ("认证范围：", ""),
        (org.products, ""),
        (f"发证日期：{dates['valid_from'].shown}", ""),
        (f"有效期至：{dates['valid_to'].shown}", ""),
    )
    for small, large in rows:
        if large:
            _put_centred_fit(sheet, y, large, round(6 * unit))
            y += 14 * unit
            continue
        for line in wrap(small, "song", round(4.4 * unit), width - 60 * unit):
            put_text(sheet, (30 * unit, y), line, "song", round(4.4 * unit))
            y += 7.5 * unit
        y += 3.5 * unit
    at = (108 * unit, y + 16 * unit)
    box = put_text(sheet, at, held.issuer, "song", round(4.4 * unit))
    sheet.spots.append(Spot("certificate_issuer", "seal", box))
    sheet.spots.append(
        Spot("certificate_copy", "seal", (40 * unit, at[1], 70 * unit, at[1] + 5 * unit))
    )
    return Paper(
        "certificate",
        (sheet,),
        {
            "org_name": Value(org.name, org.name),
            "uscc": Value(org.uscc, org.uscc),
            "certificate_no": Value(held.number, held.number),
            "standard": Value(held.standard, held.standard),
            "issuer": Value(held.issuer, held.issuer),
            **dates,
        },
    )


def _put_centred_fit(sheet: Sheet, y: float, text: str, pixels: int) -> None:
    from samples.fonts import text_width

    wide = text_width(text, "hei", pixels)
    put_text(sheet, ((sheet.image.width - wide) / 2, y), text, "hei", pixels)


def _card_back(sheet: Sheet, left: float, back: float, unit: float) -> None:
    """Draw the side with the emblem, which is no seal."""
    pen, size = sheet.pen, round(3.1 * unit)
    pen.ellipse((left + 6 * unit, back + 6 * unit, left + 20 * unit, back + 20 * unit), fill=RED)
    _gold_star(pen, left + 13 * unit, back + 12 * unit, 3.5 * unit)
    put_text(sheet, (left + 30 * unit, back + 8 * unit), "中华人民共和国", "song", round(5 * unit))
    put_text(sheet, (left + 27 * unit, back + 17 * unit), "居 民 身 份 证", "song", round(7 * unit))
    put_text(
        sheet, (left + 20 * unit, back + 36 * unit), "签发机关　上海市公安局某分局", "hei", size
    )
    put_text(
        sheet, (left + 20 * unit, back + 43 * unit), "有效期限　2014.03.18-2034.03.18", "hei", size
    )


def id_card(hero: Person, ethnicity: str, style: Style) -> Paper:
    """Draw both sides of an invented identity card, copied on one page."""
    sheet, unit = blank_sheet(style.dpi), style.dpi / 25.4
    pen = sheet.pen
    wide, tall, left = 86 * unit, 54 * unit, 62 * unit
    front, back = 40 * unit, 112 * unit
    for top in (front, back):
        pen.rounded_rectangle(
            (left, top, left + wide, top + tall),
            4 * unit,
            outline=(120, 120, 120),
            width=2,
            fill=(226, 234, 238),
        )
    size = round(3.1 * unit)
    rows = [
        (f"姓名　{hero.name}", 6),
        (f"性别　{hero.sex}　　民族　{ethnicity.removesuffix('族')}", 13),
        (f"出生　{hero.born.year}年{hero.born.month}月{hero.born.day}日", 20),
    ]
    rows += [
        (("住址　" if index == 0 else "　　　") + line, 27 + 5 * index)
        for index, line in enumerate(wrap(hero.address, "hei", size, 38 * unit))
    ]
    for shown, at in rows:
        put_text(sheet, (left + 5 * unit, front + at * unit), shown, "hei", size)
    put_text(
        sheet,
        (left + 5 * unit, front + 45 * unit),
        f"公民身份号码　{hero.id_no}",
        "hei",
        round(3.4 * unit),
    )
    picture = portrait(hero.born.toordinal(), round(22 * unit), round(29 * unit))
    sheet.image.paste(picture, (round(left + 59 * unit), round(front + 9 * unit)))
    _card_back(sheet, left, back, unit)
    note = put_text(
        sheet,
        (left, back + 70 * unit),
        "仅供申报2021年度上海市质量管理奖使用",
        "kai",
        round(4 * unit),
    )
    sheet.spots.append(
        Spot("id_card_copy", "seal", (note[0] + 30 * unit, note[1], note[2], note[3]))
    )
    values = {
        "person_name": hero.name,
        "sex": hero.sex,
        "ethnicity": ethnicity.removesuffix("族"),
        "birth_on": hero.born.isoformat(),
        "address": hero.address,
        "id_no": hero.id_no,
    }
    return Paper("id_card", (sheet,), {key: Value(one, one) for key, one in values.items()})
