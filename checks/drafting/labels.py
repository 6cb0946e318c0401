"""What labels of forms mean: names and types of common ones, guesses from the words of others.

General office language, not any programme's: a label that is not known gets a number for a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType

from extractors.language import label_key, squeezed

_MONEY = re.compile(r"[(（](?:人民币)?[万亿千]?元(?:人民币)?[)）]")
_SHARE = re.compile(r"[(（][%％][)）]|率$|比例$|占比$|百分比$")


@dataclass(frozen=True, slots=True)
class Meaning:
    """Name and type of a field; `sure` where the label itself is known."""

    name: str
    type: str
    sure: bool = True
    personal: bool = False
    required: bool = True


# name, type, labels; after the type "*" marks what is private of a person, "?" what may be blank.
_KNOWN = """
org_name organisation 单位名称 组织名称 申报单位 申请单位 企业名称 单位全称 申报单位名称
  申报组织 企业组织名称 报名单位 参加单位 推荐申报单位 申报企业
uscc uscc 统一社会信用代码 社会信用代码 信用代码
org_code code 组织机构代码
legal_rep_name person 法定代表人 法人代表 法定代表人姓名 单位负责人 负责人
address text 单位地址 通讯地址 地址 通信地址 联系地址 注册地址 详细地址
postcode postcode 邮政编码 邮编
contact_name person 联系人 联系人姓名 联络人
contact_title text 部门/职务 部门及职务 部门职务 联系人职务
contact_phone phones 联系电话 电话 电话/手机 手机 联系电话/手机 联系方式 联系人电话 移动电话
  手机号码 手机号 手机/电话 单位电话 办公电话 固定电话
fax phones 传真 传真号码
email email 电子邮箱 邮箱 电子邮件 E-mail Email 邮箱地址 电子信箱
website text 网址 单位网址 企业网址
industry text 所属行业 行业 行业类别 所在行业
org_category enum 申报类别 组织类别 单位类别 企业类别 申请类别
ownership enum 单位性质 企业性质 组织性质 单位类型 企业类型 经济性质 所有制性质
fill_date date 填报日期 填表日期 申请日期 申报日期 填写日期 日期 报名日期 填表时间
serial_no text 编号 登记序号 申报编号 受理编号 登记编号 项目编号
founded_on date 成立日期 成立时间 注册日期 成立年月
registered_capital_wan money_wan 注册资金 注册资本
parent_org text 上级主管部门 主管部门 上级主管单位 上级单位
employee_count int 职工总数 职工人数 员工人数 员工总数 从业人数
mgmt_count int 管理人员 管理人员数 其中管理人员
tech_count int 技术人员 技术人员数 其中技术人员 专业技术人员
main_products richtext 主要产品 主要产品及服务 主要产品和服务 主要产品、服务及过程 主要产品服务
  主导产品
overview richtext 组织概述 单位概述 企业概述 组织简介 单位简介 企业简介
innovation richtext 创新点 主要创新点 创新点及可推广性
is_member bool 是否会员 是否会员单位
member_no code 会员编号 会员证号 会员号
recommender organisation 推荐单位 推荐部门 推荐机构
person_name person 姓名 申报人 申报人姓名 作者姓名 申请人 申请人姓名
sex enum 性别
birth_ym date* 出生年月 出生日期
ethnicity text* 民族
native_place text* 籍贯
political_status text* 政治面貌 政治面目
id_no idno* 身份证号 身份证号码 公民身份号码 居民身份证号 居民身份证号码
education text 文化程度 学历 最高学历
degree text 学位 最高学位
school text 毕业院校 毕业学校
major text 专业 所学专业 毕业专业
position text 职务 现任职务 职务/岗位
title text 职称 技术职称 专业技术职称 专业技术职务
employer organisation 工作单位 所在单位 作者单位 所在单位名称 工作单位全称
achievements richtext 主要事迹 主要业绩 个人主要事迹 工作业绩 先进事迹
project_name text 项目名称 申报项目 申报项目名称 课题名称 项目中文名称
project_name_en text 项目英文名称 英文名称
project_category enum 项目类别 项目类型
start_on date 开始时间 起始时间 开始日期 起始日期 起始年月
end_on date 结束时间 完成时间 结束日期 完成日期 终止年月 截止时间
leader_name person 项目负责人 负责人姓名 项目负责人姓名
paper_title text 论文题目 论文标题 题目 题名
abstract richtext 摘要 内容摘要 项目简介 论文摘要
keywords text 关键词 关键字
word_count int 字数
remarks text? 备注 说明
# headings of lists
number int? 序号
name text 名称 指标名称 指标 项目 荣誉名称 奖项名称
unit text 计量单位
no code 证书编号 证书号 证书号码
issuer organisation 认证机构 发证机构 发证单位
giver text 授予单位 颁奖单位 颁发单位 授予部门
valid_to date 有效期至 有效期 证书有效期
year year 年份 年度 获奖年份
system text 认证体系 体系名称
task text 承担任务 主要贡献
"""

# In the order in which they are tried; the first that ends the label (or stands in it) counts.
_BY_WORD: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"信用代码$", "uscc"),
        (r"身份证", "idno"),
        (r"邮编|邮政编码", "postcode"),
        (r"(?i)邮箱|信箱|电子邮件|e-?mail", "email"),
        (r"地址|住址|住所$", "text"),
        (r"电话|手机|传真|联系方式", "phones"),
        (r"年份$|年度$", "year"),
        (r"日期$|时间$|年月$|年月日$", "date"),
        (r"^是否|^有无|是否.{1,12}$|有无.{1,16}$", "bool"),
        (r"人数$|数量$|年限$|件数$|字数$|总数$|个数$|名次$|年龄$", "int"),
        (r"产值$|收入$|利润$|税额$|总额$|投资额?$|资金$|资本$|金额$|费用?$", "number"),
        (r"签字$|签名$", "signature"),
        (r"编号$|证号$|代码$|号码$", "code"),
        (r"姓名$|人员?$|负责人$|代表$|院长$|校长$|经理$|领导$", "person"),
        (r"单位名称$|单位$|机构$|企业$|组织$|公司$", "organisation"),
        (
            r"简介$|概述$|概况$|事迹$|摘要$|情况$|内容$|做法|成效$|创新|业绩$|效果$|效益$|简历$"
            r"|经历$|目标$|方法$|过程$|背景$|措施$|贡献$|理由$|总结$|应用$|描述$|特色$",
            "richtext",
        ),
    )
)


def _known() -> dict[str, Meaning]:
    meanings: dict[str, Meaning] = {}
    for line in _KNOWN.strip().replace("\n  ", " ").splitlines():
        if line.startswith("#"):
            continue
        name, kind, *labels = line.split()
        meaning = Meaning(
            name, kind.rstrip("*?"), personal=kind.endswith("*"), required=not kind.endswith("?")
        )
        for label in labels:
            meanings.setdefault(label_key(label).lower(), meaning)
    return meanings


_MEANINGS = MappingProxyType(_known())


def is_known(label: str) -> bool:
    """Whether a label is among the common ones."""
    return label_key(label).lower() in _MEANINGS


def meaning_of(label: str, *, roomy: bool = False) -> Meaning:
    """Guess name and type of a label; `name` is "" where it is not known.

    `roomy` tells that the value's place has room for more than a few lines.
    """
    key = label_key(label).lower()
    known = _MEANINGS.get(key)
    if known is not None:
        optional = known.name in ("fax", "remarks", "project_name_en", "website")
        if known.name == "registered_capital_wan" or not _MONEY.search(squeezed(label)):
            return Meaning(
                known.name, known.type, True, known.personal, known.required and not optional
            )
    return Meaning("", _guessed_type(label, key, roomy), sure=False)


def _guessed_type(label: str, key: str, roomy: bool) -> str:
    if _MONEY.search(squeezed(label)):
        return "money_wan"
    if _SHARE.search(squeezed(label)):
        return "pct"
    for pattern, kind in _BY_WORD:
        if pattern.search(key):
            return kind if kind != "organisation" or not roomy else "richtext"
    return "richtext" if roomy else "text"
