"""What the words of Chinese application forms mean: different offices call one thing by many names.

A label is taken apart into concepts by the longest words that are known; two labels agree where
their concepts do. "法人代表姓名" and "法定代表人" ask for the same, "管理人员数" and "职工人数"
do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from extractors.language import label_key, similarity

# A concept and the words for it. Words of more than one concept are written as such.
_WORDS: dict[str, str] = {
    "organisation": "单位 组织 企业 公司 机构 主体 法人单位 用人单位",
    "department": "部门 处室 科室",
    "name": "名称 全称 名",
    "person": "姓名",
    "legal": "法定代表人 法人代表 企业法人 法人 法定代表 法定负责人 法人负责人",
    "contact": "联系人 联络人 经办人 联系 联络员 联络 对接人 联系人员",
    "leader": "负责人 组长 带头人 主持人 牵头人 第一完成人",
    "phone": "电话 手机 手机号码 手机号 电话号码 移动电话 联系电话 联系手机 联系方式 办公电话 "
    "固定电话 座机 座机号码 固话 联络电话 联络方式 通讯方式 通讯电话 办公室电话",
    "fax": "传真 传真号码 传真号 传真电话",
    "mail": "电子邮箱 电子邮件 电子信箱 邮箱 信箱 邮件 邮箱地址 电子邮箱地址 E-mail Email EMAIL "
    "email e-mail 电子邮件地址 电邮 E-MAIL",
    "address": "地址 通讯地址 通信地址 联系地址 详细地址 注册地址 办公地址 详细通讯地址 "
    "详细通信地址 住所 单位所在地 所在地 所在地址 联络地址 经营地址 通讯处 办公场所 邮寄地址 住址",
    "postcode": "邮政编码 邮编 邮政编号",
    "credit": "统一社会信用代码 社会信用代码 信用代码 统一信用代码 统一社会信用代码证号 "
    "社会统一信用代码 统一代码 统一社会信用码 信用代码证号",
    "identity": "身份证号 身份证号码 公民身份号码 居民身份证号 居民身份证号码 身份证件号码 "
    "公民身份证号码 身份证 证件号码 身份证件号 身份证编号",
    "staff": "职工 员工 从业人员 人员 职员 在岗 岗 岗位 用工 在册职工 在职职工 在岗职工 在职员工",
    "count": "人数 总数 总人数 数量 数 总量",
    "manager": "管理 经营管理",
    "technical": "技术 专业技术 科技",
    "born": "出生",
    "day": "日期 时间 年月 年月日 日",
    "year": "年份 年度 起始年 起始年份 年",
    "founded": "成立 注册成立 设立 建立 组建 创立 创建 创办 开业",
    "registered": "注册 登记",
    "capital": "资金 资本 资本金",
    "money": "投资额 投资金额 投资 总投资 经费 总经费 经费投入 投入经费 投入 总投入 投资总额 "
    "经费总额 预算 经费预算 总预算 投资规模 总投资额 资金投入 投入资金",
    "trade": "行业 国民经济行业",
    "field": "领域 行业领域 专业领域",
    "class": "类别 类型 分类 种类",
    "nature": "性质 经济性质 所有制性质 所有制形式 所有制 经济类型 登记注册类型",
    "product": "产品 业务 主营业务 业务范围 经营范围 主营范围",
    "service": "服务",
    "process": "过程",
    "excellence": "卓越绩效模式 卓越绩效管理模式 卓越绩效管理 卓越绩效 卓越绩效准则 "
    "卓越绩效评价准则",
    "adopt": "导入 推行 实施 推进 开展 引入 应用实施",
    "start": "开始 起始 起 始 启动",
    "end": "结束 终止 完成 截止 止 竣工 结题 验收 完工 结项",
    "span": "起止 周期 期限 起讫 起迄 时限 期间",
    "summary": "概述 概况 简介 概要 简述 摘要 简况 基本情况简介 综述 介绍 情况简介 情况介绍 "
    "总体情况",
    "practice": "做法 经验 举措 措施 实践",
    "effect": "成效 效果 结果 成绩 成果 实效",
    "innovation": "创新点 创新性 创新内容 创新 创新之处 创新亮点 创新特色 亮点 特色",
    "diffusion": "推广 可推广性 推广性 推广价值 推广应用 应用推广 推广与应用 推广及应用 示范推广 "
    "推广前景 推广情况 应用前景 复制推广 可复制性 示范作用",
    "background": "背景 立项背景 缘由",
    "goal": "目标 目的",
    "method": "方法 技术路线",
    "deeds": "事迹 先进事迹",
    "achieved": "业绩 实绩 业绩与贡献 业绩及贡献 工作成就",
    "accident": "事故 事件",
    "serious": "重大 较大 特大 重特大 严重",
    "environment": "环境 环保 环境保护",
    "safety": "安全 安全生产",
    "health": "公共卫生",
    "inspected": "监督抽查 抽查 质量监督抽查 产品质量监督抽查",
    "failed": "不合格 不达标",
    "lately": "近三年 近3年 最近三年 近三年来 三年来 近三年内 三年内 近三个年度",
    "whether": "是否 有无 是否有 是否存在 有否",
    "happened": "发生 出现",
    "apply": "申报 申请 参评 报名 参选 应征",
    "project": "项目 立项 课题",
    "self": "本人 个人 自我",
    "applicant": "申报人 申请人",
    "work": "工作",
    "quality": "质量 质量管理 质量工作 质量管理工作",
    "located": "所在 所属",
    "years": "年限 工龄 年数 从业年限 工作年限",
    "engaged": "从事",
    "system": "管理体系 体系",
    "certified": "认证",
    "certificate": "证书 证",
    "number": "编号 号码 号 代号",
    "document": "文号",
    "valid": "有效期至 有效期 有效期限 有效期截止 有效期截止日期 有效期止 有效日期 有效截止日期 "
    "有效期到 到期日 到期日期",
    "issuer": "认证机构 认证单位 发证机构 发证单位 颁证机构 颁发机构 颁发单位 颁发部门 授予单位 "
    "授予机构 授予部门 授奖单位 授奖机构 授奖部门 颁奖单位 颁奖机构 颁奖部门 出具单位 出具机构 "
    "签发机构 发证部门 批准单位 批准机关 批准部门 颁证单位 认证公司 出证机构 出证单位 表彰单位 "
    "表彰机构 评定单位",
    "issued": "出具 颁发 发证 签发 颁证",
    "awarded": "获奖 获得 授予 授奖 颁奖 得奖",
    "honour": "荣誉 奖项 荣誉称号 称号 奖励 奖励名称",
    "indicator": "指标",
    "added": "新增",
    "output": "产值 销售额 销售收入 营业收入",
    "profit": "利润 利润额 净利润 利润总额",
    "tax": "税收 税金 税额 纳税额 纳税 利税",
    "saving": "节约 节支 节约资金 节约成本 节约总额 节支总额 节约额 节支额 降本 降低成本",
    "proof": "证明 佐证 证实 证实性 支撑",
    "material": "材料",
    "recommender": "推荐单位 推荐机构 推荐部门 推荐组织",
    "recommend": "推荐",
    "opinion": "意见",
    "review": "审核 审查 评审 审定",
    "association": "市质协 质协 市质量协会 上海市质量协会 质量协会 协会 市协会",
    "promise": "声明 承诺 郑重声明 郑重承诺",
    "member": "会员 会员单位",
    "oversee": "分管 主管",
    "head": "领导",
    "take part": "参加 参与",
    "activity": "活动",
    "intend": "拟 意向 计划 拟报 拟申报",
    "post": "职务 职位 行政职务",
    "rank": "职称 职称等级 技术等级 专业技术资格 技术资格 任职资格",
    "administrative": "行政",
    "study": "学历 文化程度 文化水平 教育程度 受教育程度 学历层次",
    "degree": "学位",
    "school": "毕业院校 毕业学校 院校 毕业院校名称 毕业于 毕业院系",
    "subject": "专业 所学专业 毕业专业",
    "political": "政治面貌 政治面目 党派 政治身份",
    "people": "民族",
    "native": "籍贯 祖籍",
    "sex": "性别",
    "task": "任务 分工 贡献 职责 角色 任务分工",
    "undertake": "承担",
    "source": "来源",
    "sign": "签名 签字 签章 签署",
    "fill": "填报 填表 填写 填制 制表",
    "content": "内容",
}
# Words that say nothing by themselves, and units: a label asks for the same without them.
_EMPTY = (
    "主要 基本 情况 的 及 与 和 或 、 / ， ； ： · 其中 本 "
    "现 现任 担任 在职 实际 目前 主营 主导 取得 所获 已 为 中 有 万元 元 "
    "万美元 人民币 名 人 件 项 % ％ 最高 所 等 该 请 须 预期 要点 突出 各级 记录 年末 归属"
)
_PERIODS = frozenset({"day", "year"})
# What may be missing or be added, and what it takes from the agreement.
_COSTS = {
    "name": 0.03, "person": 0.02, "apply": 0.04, "project": 0.05, "organisation": 0.05,
    "self": 0.03, "work": 0.04, "located": 0.02, "association": 0.03, "whether": 0.02,
    "contact": 0.04, "recommend": 0.02, "review": 0.02, "certificate": 0.03, "certified": 0.03,
    "adopt": 0.04, "content": 0.02, "material": 0.02, "intend": 0.02, "start": 0.05,
    "department": 0.04, "administrative": 0.03, "technical": 0.06, "happened": 0.01,
    "lately": 0.02, "process": 0.04, "service": 0.04, "quality": 0.05, "registered": 0.05,
    "span": 0.04, "number": 0.05, "class": 0.05, "awarded": 0.04, "issued": 0.04, "health": 0.03,
    "applicant": 0.04, "take part": 0.03, "count": 0.02, "undertake": 0.03,
}  # fmt: skip
# What is said of a person, a unit or a period that is named before.
ATTRIBUTES = frozenset(
    (
        "person",
        "phone",
        "fax",
        "mail",
        "post",
        "rank",
        "department",
        "start",
        "end",
        "name",
        "address",
        "postcode",
        "number",
        "day",
        "sex",
        "born",
        "credit",
        "study",
        "count",
        "manager",
        "technical",
    )
)
_SAME = 0.97
_OF_LITTLE, _OF_A_CHARACTER = 0.4, 0.5
_YEAR_FOR_DAY = 0.05
_EXCHANGED = 0.04  # one word in the place of another
_MOST_COST = 0.1
# A label that stands whole in a longer one: doubtful, the better the more of it there is.
_LEAST_HELD, _LEAST_HELD_CONCEPTS, _HELD, _FOR_EACH = 6, 2, 0.86, 0.02


@cache
def _lexicon() -> tuple[dict[str, str], int]:
    words = {word: concept for concept, text in _WORDS.items() for word in text.split()}
    words |= {word: "" for word in _EMPTY.split() if word not in words}
    return words, max(map(len, words))


@lru_cache(maxsize=50_000)
def concepts(key: str) -> frozenset[str]:
    """What a label's key speaks of; a character that belongs to no known word stands for itself."""
    words, longest = _lexicon()
    found, at = set(), 0
    while at < len(key):
        size = next(
            (n for n in range(min(longest, len(key) - at), 0, -1) if key[at : at + n] in words), 0
        )
        found.add(words[key[at : at + size]] if size else key[at])
        at += size or 1
    return frozenset(found - {""})


@dataclass(frozen=True, slots=True)
class Spoken:
    """A key with what it speaks of; `heavy` is what no other name for it could leave out."""

    key: str
    concepts: frozenset[str]
    heavy: frozenset[str]


@lru_cache(maxsize=50_000)
def spoken(key: str) -> Spoken:
    found = concepts(key)
    return Spoken(key, found, found - _COSTS.keys() - _PERIODS)


def may_agree(one: Spoken, label: Spoken) -> bool:
    """False only where `agreement` would answer 0; most of a form's labels are put aside so."""
    return (
        abs(len(one.key) - len(label.key)) <= 1
        or one.heavy == label.heavy
        or label.concepts < one.concepts
    )


def reads_as_label(key: str) -> bool:
    """True for a key that is made of known words only, and says enough: 联系人姓名, 邮政编码."""
    spoken = concepts(key)
    enough = len(spoken) > 1 or len(key) >= _LEAST_HELD_CONCEPTS * 2
    return bool(spoken) and enough and all(len(concept) > 1 for concept in spoken)


def weight(concept: str) -> float:
    """How much a concept says (0..1): what may be missing says little."""
    if len(concept) == 1:  # a character of no known word
        return _OF_A_CHARACTER
    return _OF_LITTLE if concept in _COSTS else 1.0


@lru_cache(maxsize=400_000)
def agreement(key: str, label: str) -> float:
    """How well a key agrees with a label's: 1 the same, above 0.9 misread or another name for it,
    below a label that merely holds it, 0 another one."""
    mine, its = concepts(key), concepts(label)
    like = similarity(key, label)
    if key == label or not mine or not its:
        return like
    if mine.isdisjoint(its) and mine.isdisjoint(_PERIODS):
        return like
    return max(like, _alike(mine, its), _held(key, label))


def _alike(mine: frozenset[str], its: frozenset[str]) -> float:
    common, apart = mine & its, mine ^ its
    cost = 0.0
    if apart >= _PERIODS and len(mine & _PERIODS) == 1:
        apart, cost = apart - _PERIODS, _YEAR_FOR_DAY
        common |= {"day"}
    if not all(one in _COSTS for one in apart):
        return 0.0
    strong = any(one not in _COSTS for one in common)
    cost += sum(_COSTS[one] for one in apart)
    if mine - its - _PERIODS and its - mine - _PERIODS:
        cost += _EXCHANGED
    if cost > _MOST_COST or not (strong or len(common) >= 2):
        return 0.0
    return _SAME - cost


def _held(key: str, label: str) -> float:
    mine, its = concepts(key), concepts(label)
    if len(label) < _LEAST_HELD or len(its) < _LEAST_HELD_CONCEPTS or not its < mine:
        return 0.0
    return max(0.6, _HELD - _FOR_EACH * len(mine - its))


def agrees(key: str, labels: tuple[str, ...]) -> float:
    """How well a key agrees with the best of some labels."""
    return max((agreement(key, label_key(label)) for label in labels), default=0.0)
