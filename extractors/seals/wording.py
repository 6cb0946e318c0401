"""Words that names of organisations are made of, and titles put right by them.

A recogniser knows no words: it reads 律师事备所 where only 律师事务所 can stand. A word is put in
place only where most of it was read, and where what was read instead is doubtful; what makes a
name its own (the brand, the place) is in no list and stays as it was read.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.facts import Character

# Legal forms and bodies, fields of GB/T 4754 and of services as names have them. Four or more
# characters: of three, one that was misread could be any.
NAMED: Final = """
有限公司 有限责任公司 股份有限公司 研究中心 律师事务所 会计师事务所 税务师事务所 资产评估
特殊普通合伙 普通合伙 有限合伙 行业协会 商业联合会 工会委员会 居民委员会 村民委员会
人民政府 街道办事处 监督管理局 市场监督管理局 生态环境局 卫生健康委员会 住房和城乡建设
城乡建设 人力资源和社会保障局 发展和改革委员会 应急管理局 交通运输局 农业农村局 人民法院
人民检察院 理工大学 工业大学 职业技术 技术学院 师范大学 医科大学 科技大学 职业学院 实验学校
实验中学 实验小学 中心医院 人民医院 卫生服务中心 社区服务 服务中心 技术中心 管理中心
检测中心 培训中心 质量管理 质量监督 产品质量 监督检验 检验检测 计量测试 质量技术 认证咨询
检测技术 技术服务 信息咨询 管理咨询 企业管理 商务咨询 工程咨询 工程监理 工程设计 工程技术
建筑工程 建设工程 市政工程 装饰设计 装饰工程 建筑装饰 园林绿化 园林工程 机电工程 安装工程
环境工程 环境科技 环保科技 环保工程 建筑科学 电器科学 信息技术 信息科技 网络科技 网络技术
数据服务 数据科技 软件技术 软件科技 电子科技 电子商务 智能科技 智能装备 智能制造 通信技术
光电科技 材料科技 能源科技 生物科技 生物医药 生物技术 医疗器械 医疗科技 医药科技 健康管理
集成电路 精密机械 机械设备 机械制造 电气设备 电力设备 仪器仪表 汽车部件 汽车零部件 汽车销售
汽车服务 轨道交通 交通装备 船舶设备 船舶工程 航空航天 航空地面服务 航天设备 铁路设备
港口机械 物流服务 国际物流 国际货运 货运代理 国际贸易 仓储服务 运输服务 物业管理 物业服务
餐饮管理 酒店管理 食品工业 食品科技 农业科技 文化传播 文化传媒 广告传媒 教育科技 教育培训
人力资源 劳务派遣 投资管理 资产管理 融资租赁 印刷包装 包装材料 塑胶制品 橡胶制品 金属制品
五金制品 化工科技 石油化工 钢铁集团 慈善基金会
"""
WORDS: Final = sorted(NAMED.split(), key=len, reverse=True)
# How many characters of a word may have been misread, by its length.
MISREAD: Final = {4: 1, 5: 1, 6: 1}
SURE: Final = 0.9  # mean of the strips from which a character stands
PUT_IN: Final = 0.5  # what a character that was not read so is worth
# What a name begins with: what was read before it, and unsurely, is no part of the name.
PLACES: Final = re.compile(
    r"上海|北京|天津|重庆|江苏|浙江|安徽|福建|江西|山东|河南|河北|湖北|湖南|广东|广西|海南|四川|贵州|云南|陕西"
    r"|甘肃|青海|宁夏|新疆|西藏|内蒙古|山西|辽宁|吉林|黑龙江|南京|苏州|无锡|常州|南通|杭州|宁波|温州|嘉兴|合肥"
    r"|厦门|福州|青岛|济南|武汉|长沙|广州|深圳|成都|西安|中国"
)
LEADING, TRAILING = 2, 2
SPECK: Final = 0.65
END: Final = re.compile(
    r"公司|事务所|研究院|研究所|协会|学会|商会|基金会|总工会|大学|管理局|委员会"
)
# An end of which the last character was cut off where the ring was opened.
CUT_ENDS: Final = (
    ("有限公", "司"), ("分公", "司"), ("事务", "所"), ("基金", "会"), ("研究", "院"),
)  # fmt: skip

Letters = tuple[Character, ...]


def put_right(text: str, letters: Letters) -> tuple[str, Letters]:
    """The title with doubtful characters made what the words around them ask for.

    `letters` are the characters of `text`, one each.
    """
    for word in WORDS:
        text, letters = _with_word(text, letters, word)
    text, letters = _without_specks(text, letters)
    for end, last in CUT_ENDS:
        if text.endswith(end) and len(text) > len(end) + 2:
            return text + last, (*letters, Character(((last, PUT_IN),)))
    return text, letters


def _with_word(text: str, letters: Letters, word: str) -> tuple[str, Letters]:
    allowed = MISREAD.get(len(word), 2)
    for start in range(len(text) - len(word) + 1):
        window = text[start : start + len(word)]
        wrong = [
            at for at, (one, other) in enumerate(zip(window, word, strict=True)) if one != other
        ]
        if not 0 < len(wrong) <= allowed:
            continue
        if all(_may_be(letters[start + at], word[at]) for at in wrong):
            changed = list(letters)
            for at in wrong:
                changed[start + at] = _as(letters[start + at], word[at])
            return text[:start] + word + text[start + len(word) :], tuple(changed)
    return text, letters


def _may_be(letter: Character, wanted: str) -> bool:
    """True where the strips were not sure, or held the wanted character possible."""
    return letter.candidates[0][1] < SURE or wanted in dict(letter.candidates)


def _as(letter: Character, wanted: str) -> Character:
    """The character with the wanted one first; what was read stays as another candidate."""
    worth = max(PUT_IN, dict(letter.candidates).get(wanted, 0.0))
    others = tuple((name, p) for name, p in letter.candidates if name != wanted)
    return Character(((wanted, worth), *others))


def _without_specks(text: str, letters: Letters) -> tuple[str, Letters]:
    """Without what was read unsurely before a name's place or behind its end."""
    place = PLACES.search(text)
    if place and 0 < place.start() <= LEADING and _doubtful(letters[: place.start()]):
        text, letters = text[place.start() :], letters[place.start() :]
    end = max((match.end() for match in END.finditer(text)), default=0)
    if end and 0 < len(text) - end <= TRAILING and _doubtful(letters[end:]):
        text, letters = text[:end], letters[:end]
    return text, letters


def _doubtful(letters: Letters) -> bool:
    return all(letter.candidates[0][1] < SPECK for letter in letters)
