"""Sentences that fill the free-text cells."""

import random

METHODS = {
    "六西格玛": ("基于六西格玛的{part}{goal}", "应用DMAIC方法{goal2}{part}不良率"),
    "精益": ("精益生产在{part}{goal}中的应用", "{part}精益价值流改善"),
    "QFD": ("基于QFD的{part}设计质量提升", "QFD驱动的{part}开发"),
    "可靠性": ("{part}可靠性增长工程", "{part}寿命与可靠性提升"),
    "卓越绩效": ("卓越绩效模式下{part}{goal}", "{part}全过程绩效提升"),
    "数字化": ("{part}数字化质量管控平台", "基于数据驱动的{part}{goal}"),
}
PARTS = (
    "转台装配",
    "焊接工序",
    "冷链配送",
    "配电终端",
    "钢结构节点",
    "影像设备",
    "客户响应",
    "供应商",
    "热处理",
    "压缩机",
)
GOALS = ("过程能力提升", "一次合格率提升", "质量改进", "周期缩短")


def project_name(rng: random.Random, category: str) -> str:
    """Return a project name within 30 characters."""
    frame = rng.choice(METHODS[category])
    return frame.format(part=rng.choice(PARTS), goal=rng.choice(GOALS), goal2="降低")


def long_project_name(rng: random.Random, name: str) -> str:
    """Return a name of more than 30 characters that begins like the given one."""
    tails = (
        "及其在集团多基地协同制造与全生命周期服务中的推广应用研究与实践",
        "的系统方法构建与跨部门一体化运行机制的探索及全面推广应用",
    )
    return name + rng.choice(tails)


SENTENCES: dict[str, tuple[str, ...]] = {
    "overview": (
        "公司位于{district}，主要从事{products}，现有职工{people}人，产品和服务覆盖长三角并出口{n}个国家和地区。",
        "公司坚持“质量第一、持续改进”的方针，建立了覆盖研发、采购、生产、交付和服务的质量管理体系。",
        "近三年主营业务收入年均增长{p}%，顾客满意度保持在{q}分以上。",
        "公司建有市级企业技术中心，拥有有效专利{n}项，参与制定行业标准{k}项。",
    ),
    "practice": (
        "公司自{year}年导入卓越绩效模式，成立由总经理任组长的推进小组，每年开展自我评价并跟踪改进项目。",
        "围绕战略目标分解关键绩效指标{n}项，按月分析、按季评审，形成闭环管理。",
        "推行全员改善提案制度，年均提案{m}余条，采纳率{q}%，累计节约成本{k}00余万元。",
        "通过供应商分级管理和联合改善，来料合格率由{p}%提高到99.{k}%。",
    ),
    "innovation": (
        "将数字孪生与过程质量控制相结合，实现关键工序在线预警，异常响应时间缩短{q}%。",
        "建立“一图三表”质量改进工具包，方法简便、成本低，已在{k}家协作单位推广。",
        "构建顾客声音快速传递机制，需求转化周期由{n}天缩短到{k}天，具有较强的可复制性。",
    ),
    "background": (
        "随着客户对交付质量要求不断提高，原有控制方式难以满足需要，过程不良率一度达到{k}.{n}%。",
        "项目组选定关键质量特性{k}项，目标是将不良率降低{q}%，并建立长效机制。",
    ),
    "method": (
        "按照定义、测量、分析、改进、控制的步骤，识别影响因素{n}个，经试验设计确定关键因素{k}个。",
        "运用失效模式分析、控制图和回归分析等方法，优化工艺参数并修订作业标准{k}份。",
    ),
    "results": (
        "项目实施后过程能力指数由0.8{k}提高到1.5{k}，年减少返工{m}件，顾客投诉下降{q}%。",
        "主要指标均达到预期目标，成果经第三方检测和顾客确认，运行稳定。",
    ),
    "diffusion": (
        "成果已在公司{k}个车间应用，并向{k}家供应商推广，形成标准化作业文件{n}份。",
        "相关经验在行业交流会上作了介绍，具有较好的推广价值。",
    ),
    "achievements": (
        "长期从事质量管理工作，主持完成质量改进项目{n}项，累计创造效益{m}余万元。",
        "组织建立公司质量成本核算制度，质量损失率由{k}.2%下降到0.{k}%。",
        "培养内审员和质量工程师{n}名，带领小组多次获得市级优秀质量管理小组称号。",
        "注重方法总结，编写培训教材{k}套，为行业内{n}家单位提供技术指导。",
    ),
    "opinion": (
        "经审核，申报材料内容真实、完整，同意申报。",
        "申报内容属实，已在单位内部公示无异议，同意申报2021年度上海市质量管理奖。",
        "同意申报，并对所提交材料的真实性负责。",
    ),
    "recommend": (
        "该单位质量管理基础扎实，成效显著，同意推荐。",
        "经审查，符合申报条件，同意推荐申报上海市质量管理奖。",
    ),
}


def passage(rng: random.Random, topic: str, facts: dict[str, str], count: int = 2) -> str:
    """Return some sentences on a topic."""
    numbers = {
        "n": str(rng.randint(11, 36)),
        "k": str(rng.randint(2, 9)),
        "p": str(rng.randint(11, 19)),
        "q": str(rng.randint(80, 97)),
        "m": str(rng.randint(120, 860)),
    }
    chosen = rng.sample(SENTENCES[topic], min(count, len(SENTENCES[topic])))
    return "".join(one.format(**numbers, **facts) for one in chosen)


def long_overview(rng: random.Random, facts: dict[str, str]) -> str:
    """Return an overview of 3,050 to 3,500 characters in paragraphs; 3,000 are allowed."""
    topics = ("overview", "practice", "innovation", "background", "method", "results", "diffusion")
    least, out = rng.randint(3050, 3350), ""
    while len("".join(out.split())) < least:
        wanted = rng.sample(topics, 3)
        paragraph = "".join(passage(rng, topic, facts, 1) for topic in wanted)
        out += ("\n" if out else "") + paragraph
    return out
