"""Invented organisations and persons, with codes whose check digits are right."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

USCC_SET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英文华建国志远晓东海燕玉兰思源嘉诚子涵雪松博宇佳怡"
)
NAME_HEADS = "沪申浦岚骏鼎宏瑞恒泽熙铭嘉晟凯颐禾润启"
NAME_TAILS = "岳川澜湖屿珩洲野林峰泉朗卓程跃驰诺信维新格"
TRADES: tuple[tuple[str, str, str], ...] = (
    ("精密机械", "制造业", "精密传动部件、数控转台及配套技术服务"),
    ("汽车部件", "制造业", "汽车底盘结构件、热成形零件及模具"),
    ("电气设备", "制造业", "中低压开关设备、配电自动化终端"),
    ("新材料科技", "制造业", "高分子复合材料、功能薄膜及其制品"),
    ("建筑工程", "工程建设", "房屋建筑施工总承包、装配式构件安装"),
    ("市政工程", "工程建设", "市政道路、桥梁与排水工程施工及养护"),
    ("轨道交通装备", "制造业", "轨道交通车辆制动系统及维修服务"),
    ("物业管理", "服务业", "住宅、商务楼宇及园区的物业管理服务"),
    ("数据服务", "服务业", "金融数据处理、数据中心运维服务"),
    ("物流", "服务业", "冷链仓储、干线运输及城市配送服务"),
    ("医疗器械", "制造业", "医用影像设备及一次性无菌耗材"),
    ("环境科技", "服务业", "工业废水处理设施的设计、建设和运营"),
    ("食品", "制造业", "烘焙食品、速冻调理食品的研发和生产"),
    ("船舶设备", "制造业", "船用甲板机械、舱口盖及液压系统"),
)
ENDINGS = (
    "有限公司",
    "有限公司",
    "股份有限公司",
    "有限公司",
    "（集团）有限公司",
    "（上海）有限公司",
)
DISTRICTS = (
    ("浦东新区", "310115", "2012", "沪南路 张衡路 金科路 川沙路"),
    ("闵行区", "310112", "2011", "莘庄路 剑川路 七莘路 浦星公路"),
    ("嘉定区", "310114", "2018", "宝安公路 曹安公路 沪宜公路"),
    ("徐汇区", "310104", "2000", "漕溪路 虹梅路 宜山路"),
    ("宝山区", "310113", "2019", "蕴川路 友谊路 长江西路"),
    ("松江区", "310117", "2016", "荣乐东路 新桥路 九亭大街"),
    ("青浦区", "310118", "2017", "华青路 崧泽大道 外青松公路"),
    ("长宁区", "310105", "2003", "天山路 哈密路 协和路"),
    ("奉贤区", "310120", "2014", "南奉公路 望园路 环城东路"),
    ("杨浦区", "310110", "2000", "军工路 黄兴路 国权北路"),
)
OWNERSHIPS = ("国有", "民营", "外资", "合资", "事业", "其他")
JOBS = ("质量部经理", "总经理办公室主任", "质量总监", "企管部部长", "体系主管", "运营管理部经理")


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person."""

    name: str
    sex: str
    born: date
    id_no: str
    mobile: str
    email: str
    address: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Org:
    """An invented organisation."""

    name: str
    uscc: str
    legal_rep: str
    address: str
    postcode: str
    district: str
    founded: date
    capital_wan: str
    ownership: str
    category: str
    industry: str
    products: str
    employees: int
    contact: Person
    contact_title: str
    phones: tuple[str, ...]
    fax: str
    member_no: str
    quality_exec: str
    pem_year: int
    seal_code: str


def uscc_check(first: str) -> str:
    """Return the check character of the first 17 (GB 32100-2015)."""
    total = sum(USCC_SET.index(c) * w for c, w in zip(first, USCC_WEIGHTS, strict=True))
    return USCC_SET[(31 - total % 31) % 31]


def id_check(first: str) -> str:
    """Return the check character of the first 17 digits (GB 11643)."""
    return "10X98765432"[sum(int(c) * w for c, w in zip(first, ID_WEIGHTS, strict=True)) % 11]


def org_code_check(first: str) -> str:
    """Return the check character of an organisation code (GB 11714)."""
    values = [int(c) if c.isdigit() else ord(c) - 55 for c in first]
    rest = 11 - sum(v * w for v, w in zip(values, ORG_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def uscc(rng: random.Random, region: str) -> str:
    """Return a credit code of an enterprise."""
    body = "MA1" if rng.random() < 0.5 else rng.choice("567")
    body += "".join(
        rng.choice("0123456789ABCDEFGHJKLMNPQRTUWXY")
        if body == "MA1" and i < 2
        else rng.choice("0123456789")
        for i in range(8 - len(body))
    )
    first = f"91{region}{body}{org_code_check(body)}"
    return first + uscc_check(first)


def break_code(rng: random.Random, code: str) -> str:
    """Change one digit so that the check fails (as a typing error does)."""
    place = rng.randrange(9, 15)
    other = rng.choice([d for d in "123456789" if d != code[place]])
    return code[:place] + other + code[place + 1 :]


def person_name(rng: random.Random, used: set[str] | None = None) -> str:
    """Return an invented name of two or three characters."""
    while True:
        given = rng.choice(GIVEN) + (rng.choice(GIVEN) if rng.random() < 0.75 else "")
        name = rng.choice(SURNAMES) + given
        if len(set(name)) == len(name) and (used is None or name not in used):
            if used is not None:
                used.add(name)
            return name


def street(rng: random.Random) -> tuple[str, str, str, str]:
    """Return district, region code, postcode and address."""
    district, region, post, roads = rng.choice(DISTRICTS)
    extra = rng.choice(
        (
            "",
            "",
            f"{rng.randint(1, 9)}号楼",
            f"{rng.randint(2, 18)}层",
            f"{rng.choice('ABC')}座{rng.randint(2, 20)}01室",
        )
    )
    number = (
        f"{rng.randint(11, 3999)}号"
        if rng.random() < 0.8
        else (f"{rng.randint(11, 1999)}弄{rng.randint(1, 99)}号")
    )
    postcode = post + f"{rng.randint(0, 99):02d}"
    return district, region, postcode, f"上海市{district}{rng.choice(roads.split())}{number}{extra}"


def person(rng: random.Random, used: set[str], *, born: tuple[int, int] = (1962, 1992)) -> Person:
    """Return an invented person with a valid ID number."""
    sex = rng.choice("男女")
    day = date(rng.randint(*born), 1, 1) + timedelta(days=rng.randrange(365))
    _, region, postcode, address = street(rng)
    serial = f"{rng.randint(1, 99):02d}{rng.choice('13579' if sex == '男' else '02468')}"
    first = f"{region}{day:%Y%m%d}{serial}"
    user = rng.choice(("zhiliang", "office", "quality", "wang", "li.m", "Chen_Q", "tqm", "qms"))
    mail = f"{user}{rng.randint(1, 99)}@{rng.choice(('example.com', 'example.cn', 'mail.example'))}"
    mobile = (
        rng.choice(("139", "138", "135", "186", "187", "177", "150"))
        + f"{rng.randrange(10**8):08d}"
    )
    return Person(
        person_name(rng, used), sex, day, first + id_check(first), mobile, mail, address, postcode
    )


def landline(rng: random.Random) -> str:
    """Return eight digits of a Shanghai land line."""
    return f"{rng.choice('56')}{rng.randrange(10**7):07d}"


def org(rng: random.Random, used: set[str]) -> Org:
    """Return an invented organisation with a valid credit code."""
    trade, category, products = rng.choice(TRADES)
    while True:
        style = rng.choice(NAME_HEADS) + rng.choice(NAME_TAILS)
        ending = rng.choice(ENDINGS)
        name = f"{style}{trade}{ending}" if "上海" in ending else f"上海{style}{trade}{ending}"
        if name not in used:
            used.add(name)
            break
    district, region, postcode, address = street(rng)
    phones = _phones(rng)
    founded = date(rng.randint(1992, 2012), rng.randint(1, 12), rng.randint(1, 28))
    employees = rng.choice((86, 132, 215, 318, 467, 596, 823, 1250, 2380))
    return Org(
        name=name,
        uscc=uscc(rng, region),
        legal_rep=person_name(rng, used),
        address=address,
        postcode=postcode,
        district=district,
        founded=founded,
        capital_wan=rng.choice(("500", "1000", "2000", "3800", "5000", "12000", "1688.5")),
        ownership=rng.choice(OWNERSHIPS[:4]),
        category=category,
        industry=rng.choice((f"{trade}行业", trade)),
        products=products,
        employees=employees + rng.randint(-20, 40),
        contact=person(rng, used),
        contact_title=rng.choice(JOBS),
        phones=phones,
        fax=landline(rng),
        member_no=f"{rng.choice(('HY', 'SAQ-'))}{rng.randint(100, 2999):04d}",
        quality_exec=person_name(rng, used),
        pem_year=rng.randint(max(2006, founded.year + 2), 2018),
        seal_code=f"31{rng.randrange(10**11):011d}",
    )


def _phones(rng: random.Random) -> tuple[str, ...]:
    line, mobile = landline(rng), f"13{rng.randrange(10**9):09d}"
    kinds: tuple[Callable[[], tuple[str, ...]], ...] = (
        lambda: (f"021-{line}",),
        lambda: (line, mobile),
        lambda: (mobile,),
        lambda: (f"021-{line}", mobile),
    )
    return rng.choice(kinds)()


def near_name(rng: random.Random, name: str) -> str:
    """Return another organisation's name that differs in little."""
    swaps = (
        ("精密", "精工"),
        ("有限公司", "股份有限公司"),
        ("科技", "技术"),
        ("工程", "建设"),
        ("设备", "装备"),
        ("管理", "服务"),
        ("部件", "零件"),
    )
    fitting = [(a, b) for a, b in swaps if a in name and b not in name]
    if fitting and rng.random() < 0.6:
        return name.replace(*rng.choice(fitting), 1)
    start = 2 if name.startswith("上海") else 0
    tail = rng.choice([c for c in NAME_TAILS if c not in name])
    return name[: start + 1] + tail + name[start + 2 :]
