"""One application: who applies for what, and every fact that its papers state."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from samples import texts
from samples.identities import Org, Person, org, person, person_name
from samples.layout import Value

AWARD_KIND = {
    "organisation": "award_org",
    "project": "award_project",
    "individual": "award_person",
    "registration": "registration",
}
CATEGORIES = ("六西格玛", "精益", "QFD", "可靠性", "卓越绩效", "数字化", "其他")
SECTORS = ("高端装备", "汽车制造", "电子信息", "生物医药", "工程建设", "现代服务业", "交通运输")


@dataclass(frozen=True, slots=True)
class Project:
    """What a project award is asked for."""

    name: str
    category: str
    sector: str
    start: date
    end: date
    source: str
    budget: str
    leader: Person
    members: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Worker:
    """What a personal award form says beyond the person."""

    ethnicity: str
    native_place: str
    political: str
    education: str
    degree: str
    school: str
    major: str
    position: str
    title: str
    quality_years: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """A management-system certificate that the applicant holds."""

    system: str
    standard: str
    number: str
    issuer: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class Case:
    """All facts of one application."""

    award: str
    org: Org
    project: Project
    worker: Worker
    hero: Person
    certificates: tuple[Certificate, ...]
    licence_valid_to: date | None  # None: 长期
    recommender: Org | None
    filled_on: date
    signed_on: date
    seed: str

    def rng(self, purpose: str) -> random.Random:
        """Return a generator for one purpose, so that one choice does not shift the others."""
        return random.Random(f"{self.seed}:{purpose}")

    @property
    def item(self) -> str:
        """Return the project's or person's name, empty for the other awards."""
        return {"project": self.project.name, "individual": self.hero.name}.get(self.award, "")


ISSUERS = ("华东信诚质量认证有限公司", "上海浦申认证中心有限公司", "中衡国信认证（上海）有限公司")
SYSTEMS = (
    ("质量", "GB/T 19001-2016/ISO 9001:2015", "Q"),
    ("环境", "GB/T 24001-2016/ISO 14001:2015", "E"),
    ("职业健康安全", "GB/T 45001-2020/ISO 45001:2018", "S"),
)


def _project(rng: random.Random, applicant: Org, used: set[str]) -> Project:
    start = date(rng.choice((2018, 2018, 2019)), rng.randint(1, 9), rng.randint(1, 28))
    end = date(2020, rng.randint(9, 12), rng.randint(1, 28))
    category = rng.choice(CATEGORIES[:6])
    members = tuple(person(rng, used) for _ in range(rng.randint(4, 6)))
    return Project(
        texts.project_name(rng, category),
        category,
        rng.choice(SECTORS),
        start,
        end,
        rng.choice(("企业自选", "集团下达", "市级科研计划")),
        rng.choice(("86", "120.5", "260", "350", "48.6")),
        members[0],
        members,
    )


def _worker(rng: random.Random, hero: Person) -> Worker:
    age = 2021 - hero.born.year
    education, degree = rng.choice((("本科", "学士"), ("研究生", "硕士"), ("大专", "无")))
    return Worker(
        rng.choice(("汉族", "汉族", "汉族", "回族", "满族")),
        rng.choice(("上海", "江苏南通", "浙江宁波", "安徽合肥", "山东青岛")),
        rng.choice(("中共党员", "群众", "民盟盟员")),
        education,
        degree,
        rng.choice(("申江理工大学", "华东工程学院", "沪东科技大学")),
        rng.choice(("机械工程", "质量管理工程", "工业工程", "材料科学与工程")),
        rng.choice(("质量总监", "质量部部长", "检测中心主任", "副总工程师")),
        rng.choice(("高级工程师", "工程师", "正高级工程师")),
        max(5, age - rng.randint(24, 27)),
    )


def _certificates(rng: random.Random) -> tuple[Certificate, ...]:
    out = []
    for system, standard, letter in SYSTEMS[: rng.randint(1, 3)]:
        begun = date(rng.choice((2019, 2020)), rng.randint(1, 12), rng.randint(1, 28))
        body, serial = f"0{rng.randint(10, 99)}{begun:%y}", rng.randint(10000, 39999)
        number = f"{body}{letter}{serial}R{rng.randint(0, 4)}M"
        ends = date(begun.year + 3, begun.month, begun.day) - timedelta(days=1)
        out.append(Certificate(system, standard, number, rng.choice(ISSUERS), begun, ends))
    return tuple(out)


def draw_case(seed: str, award: str, used: set[str]) -> Case:
    """Invent a complete, consistent application."""
    rng = random.Random(f"{seed}:case")
    applicant = org(rng, used)
    hero = person(rng, used, born=(1964, 1988))
    recommender = org(rng, used) if rng.random() < 0.35 else None
    if award == "registration":
        filled = date(2021, 6, rng.randint(1, 20))
    else:
        filled = date(2021, 7, 12) + timedelta(days=rng.randint(0, 24))
    longer = (
        None
        if rng.random() < 0.6
        else date(rng.randint(2026, 2043), applicant.founded.month, applicant.founded.day)
    )
    return Case(
        award,
        applicant,
        _project(rng, applicant, used),
        _worker(rng, hero),
        hero,
        _certificates(rng),
        longer,
        recommender,
        filled,
        filled + timedelta(days=rng.randint(0, 2)),
        seed,
    )


def text(content: str) -> Value:
    """Return a value that means what is written."""
    return Value(content, content)


def other_name(case: Case, purpose: str) -> str:
    """Return the name of someone who does not occur elsewhere in the case."""
    return person_name(case.rng(purpose), {case.org.legal_rep, case.hero.name})
