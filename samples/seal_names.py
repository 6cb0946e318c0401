"""Invented names for the titles of seals, and names that are nearly the same.

A name is kept in its parts, so that a near one differs in one part that a person would name.
"""

import random
from dataclasses import dataclass, replace

from samples.identities import GIVEN, NAME_HEADS, NAME_TAILS, SURNAMES, person_name

BRANDS = (
    NAME_HEADS
    + NAME_TAILS
    + "安邦宝博昌诚川大德东丰福富光广海汉豪合和衡弘鸿华辉惠佳嘉建金锦景巨君康科乐力利联龙隆美明"
    "南宁鹏普齐祺千乾强庆荣睿三森山盛世顺泰腾天通同万旺"
    "威伟伍兴旭雅扬业一怡益亿毅银英永优友宇元远悦云泽展振正智中众卓紫祖霖昱蓝翔骐骥擎甬皖赣蜀湘鄂"
)
# Places of companies are real, those of public bodies are not: nobody shall find their office here.
CITIES = ("上海", "上海市", "苏州", "无锡", "宁波", "杭州", "江苏", "浙江", "安徽", "")
INVENTED = tuple(
    a + b + c for a in "岚澜屿珩颐骏湄" for b, c in (("州", "市"), ("阳", "区"), ("川", "省"))
)
TRADES = [
    "精密机械",
    "汽车部件",
    "电气设备",
    "新材料科技",
    "建筑工程",
    "市政工程",
    "轨道交通装备",
    "物业管理",
    "数据服务",
    "物流",
    "医疗器械",
    "环境科技",
    "食品",
    "船舶设备",
    "贸易",
    "实业",
    "化工",
    "纺织",
    "印刷包装",
    "餐饮管理",
    "电子",
    "信息技术",
    "生物医药",
    "检测技术服务",
    "认证咨询",
    "工程监理",
    "园林绿化",
    "航空地面服务",
    "智能装备",
    "进出口",
    "阀门",
    "电缆",
    "塑胶制品",
    "文化传播",
    "企业管理咨询",
    "模具",
    "半导体",
    "仪器仪表",
    "装饰设计工程",
    "能源",
]
BODIES = (
    ("质量管理", "协会"),
    ("精密机械行业", "协会"),
    ("标准化", "协会"),
    ("食品工业", "协会"),
    ("计量测试技术", "研究院"),
    ("建筑科学", "研究院有限公司"),
    ("电器科学", "研究院"),
    ("纺织", "研究院"),
    ("理工", "大学"),
    ("职业技术", "大学"),
    ("市场监督管理", "局"),
    ("住房和城乡建设管理", "局"),
    ("税务", "局"),
    ("产品质量监督检验", "研究院"),
    ("慈善", "基金会"),
    ("总", "工会"),
)
PRACTICES = ("律师事务所", "会计师事务所", "会计师事务所（特殊普通合伙）", "税务师事务所")
BRACKETS = ("（上海）", "（集团）", "（中国）", "（苏州）")
BRANCHES = ("浦东分公司", "上海分公司", "第一分公司", "第二分公司", "松江分公司", "苏州分公司")
OFFICES = ("嘉定分局", "宝山分局", "第一分局", "临港分局")


@dataclass(frozen=True, slots=True)
class OwnerName:
    """The name of an organisation in its parts, in their order."""

    place: str
    brand: str
    trade: str
    bracket: str
    ending: str
    branch: str

    def __str__(self) -> str:
        """Return the whole name."""
        return (
            f"{self.place}{self.brand}{self.trade}{self.bracket}{self.ending}{self.branch}".strip()
        )


def owner(rng: random.Random) -> OwnerName:
    """Return an organisation's name, 6 to 26 characters long."""
    while True:
        name = rng.choices((_company, _body, _practice, _short), (62, 20, 10, 8))[0](rng)
        if 6 <= len(str(name)) <= 26:
            return name


def _brand(rng: random.Random) -> str:
    return "".join(rng.sample(BRANDS, rng.choices((2, 3, 4), (70, 20, 10))[0]))


def _company(rng: random.Random) -> OwnerName:
    place, bracket = rng.choice(CITIES), ""
    if rng.random() < 0.3:
        bracket = rng.choice(BRACKETS)
        place = "" if rng.random() < 0.6 else place
    ending = rng.choices(("有限公司", "股份有限公司", "有限责任公司"), (68, 24, 8))[0]
    trade = rng.choice(TRADES) + (rng.choice(TRADES) if rng.random() < 0.08 else "")
    branch = rng.choice(BRANCHES) if rng.random() < 0.12 else ""
    return OwnerName(place, _brand(rng), trade, bracket, ending, branch)


def _body(rng: random.Random) -> OwnerName:
    trade, ending = rng.choice(BODIES)
    branch = rng.choice(OFFICES) if ending == "局" and rng.random() < 0.3 else ""
    return OwnerName(rng.choice(INVENTED), "", trade, "", ending, branch)


def _practice(rng: random.Random) -> OwnerName:
    place = rng.choice(("上海", "上海市", "江苏", "浙江"))
    return OwnerName(place, _brand(rng), "", "", rng.choice(PRACTICES), "")


def _short(rng: random.Random) -> OwnerName:
    ending = rng.choice(("公司", "总公司", "厂", "商行", "工作室", "集团"))
    return OwnerName("", "".join(rng.sample(BRANDS, 2)), rng.choice(TRADES[:20]), "", ending, "")


def near(rng: random.Random, name: OwnerName) -> list[str]:
    """Return three other names: one character, another branch, another place or trade."""
    own = str(name)
    ways = (_one_character, _other_branch, _other_place_or_trade)
    out: list[str] = []
    for way in ways:
        while (other := str(way(rng, name))) in (own, *out):
            pass
        out.append(other)
    return out


def _one_character(rng: random.Random, name: OwnerName) -> OwnerName:
    part = "brand" if name.brand else "trade"
    text = getattr(name, part)
    at = rng.randrange(len(text))
    return replace(name, **{part: text[:at] + rng.choice(BRANDS) + text[at + 1 :]})


def _other_branch(rng: random.Random, name: OwnerName) -> OwnerName:
    choices = OFFICES if name.ending == "局" else BRANCHES
    return replace(name, branch=rng.choice(choices))


def _other_place_or_trade(rng: random.Random, name: OwnerName) -> OwnerName:
    if name.place in INVENTED:
        return replace(name, place=rng.choice(INVENTED))
    if name.trade and rng.random() < 0.6:
        return replace(name, trade=rng.choice(TRADES))
    return replace(name, place=rng.choice(CITIES))


def unrelated(rng: random.Random, count: int = 3) -> list[str]:
    """Return names of other organisations."""
    return [str(owner(rng)) for _ in range(count)]


def person_names(rng: random.Random) -> tuple[str, list[str], list[str]]:
    """Return a person's name, other persons' names, and names one character away."""
    name = person_name(rng)
    others = [other for other in (person_name(rng) for _ in range(4)) if other != name][:3]
    near_ones = [
        rng.choice([c for c in SURNAMES if c != name[0]]) + name[1:],
        name[:-1] + rng.choice([c for c in GIVEN if c not in name]),
    ]
    return name, others, near_ones
