"""The one catalogue of Chinese wording: what staff read on screen, in reports and in letters.

Codes come from below and are never shown alone. What a rule says stands in its pack; here
stands everything else. A test holds this against the codes in the source.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from checks.documents import Copy
from checks.findings import Severity, Standing, Verdict
from checks.receipts import SHANGHAI
from extractors.facts import Ink, Origin, Presence, Problem, SealKind, Shape, Source
from extractors.signed import Coverage, Holds, Signature
from pipeline.problem_words import PROBLEMS, Words

# Why a rule could not be decided (or how it was), for people who are to decide it.
REASONS: Words = MappingProxyType(
    {
        "applicant-unknown": "未能读出单位名称",
        "check-digit": "校验位不符，可能是识别错误，请对照原件",
        "copies-unknown": "收件登记未填写份数",
        "electronic-only": "依据电子版判定，纸质版该栏未识别到内容",
        "label-not-found": "未找到该栏目，请查看原件",
        "laid-over": "印章在PDF中是单独的图片，可能为电子图片，请核对原件",
        "length": "位数不对，可能是识别错误，请对照原件",
        "length-doubtful": "字数接近上限，识别可能有误，请点数核对",
        "mail-form": "电子邮箱格式不对，请对照原件",
        "member-branch": "疑为会员单位的分支机构或所属集团的下属企业，请确认可否申报",
        "member-former-name": "与会员名册中的曾用名一致，请核实是否更名",
        "member-near-name": "与会员名册中的名称相近，请核对是否同一单位",
        "member-other-name": "信用代码在会员名册中，但名称不同，请核实",
        "member-status": "会员状态异常（退会、暂停等），请核实",
        "missing": "未收到",
        "no-receipt": "收件登记中没有找到对应记录",
        "no-roster": "未提供会员名册",
        "no-rows": "未识别到表中内容，请查看原件",
        "not-readable": "未能读出日期，请查看原件",
        "not-whole": "不是整数，请对照原件",
        "mostly-same": "与其他单位的材料文字大部分相同，请核对",
        "handwritten": "该栏为手写，识别结果不能作准，请对照原件",
        "grey-seal-over": "签字处盖有黑白印章，签字可能被遮住，请人工辨认",
        "name-seal-only": "只盖了个人名章，没有签字，请确认名章是否可以代替签字",
        "one-version-blank": "纸质版与电子版有一份该栏为空，请核对",
        "phone-form": "电话号码格式不对，请对照原件",
        "place-not-found": "未在纸质件上找到该位置，请查看原件",
        "postcode-form": "邮政编码格式不对，请对照原件",
        "reading-doubtful": "两处文字识别不完全一致，请对照原件",
        "received-unknown": "收件时间不明，请查收件登记",
        "repaired": "识别结果经校验位修正，请对照原件",
        "same-as-other": "与其他材料包相同，请核对是否重复申报",
        "same-file": "与其他单位所交文件完全相同，请核对是否误交",
        "same-picture": "两处（或多处）印章图像完全一致，可能为电子图片，请核对原件",
        "seal-black": "印章呈黑色，可能为黑白扫描或复印件，请核对原件是否为原章",
        "seal-doubtful": "疑似有印章但不能确定，请查看原件",
        "several-ticked": "单选项勾选了多个，请查看原件",
        "set-aside": "经人工核对，不作为缺项",
        "straddle": "骑缝章未能确认覆盖全部页，请查看原件",
        "title-unclear": "印章文字不清，请人工辨认",
        "too-short": "文字过短，可能识别不全，请查看原件",
        "unparsable": "内容格式不对，请对照原件",
        "unreadable": "该栏内容无法辨认，请查看原件",
        "unreadable-files": "有文件无法打开，材料可能在其中",
        "unsorted-pages": "有未能归类的页面，材料可能在其中",
        "unsorted": "没有读到任何申报表，不知道属于哪一项申报，请人工归类",
    }
)  # fmt: skip

# What a class of deficiency is about, as a heading.
CODES: Words = MappingProxyType(
    {
        "C01": "纸质份数",
        "C02": "电子版",
        "C03": "电子版与纸质版一致",
        "D01": "材料齐全",
        "D02": "证明材料与申报内容",
        "D03": "证照有效期",
        "D04": "字数、页数",
        "D05": "目录、页码、装订",
        "E01": "会员单位",
        "E02": "年限",
        "E03": "重复申报",
        "E04": "独立法人",
        "E05": "争议",
        "F01": "填写完整",
        "F02": "名称字数",
        "F03": "前后一致",
        "F04": "代码、证件号码",
        "F05": "时间",
        "F06": "金额、合计",
        "G01": "负责人签字",
        "G02": "本人签名",
        "S01": "加盖公章",
        "S02": "印章与单位名称一致",
        "S03": "印章种类",
        "S04": "印章清晰",
        "S05": "骑缝章",
        "S06": "复印件盖章",
        "S07": "原章",
        "S08": "推荐单位盖章",
        "T01": "按期提交",
        "T02": "补正期限",
        "U01": "未归类材料",
    }
)

VERDICTS: Mapping[Verdict, str] = MappingProxyType(
    {Verdict.MET: "符合", Verdict.UNMET: "不符合", Verdict.UNSURE: "待核"}
)
SEVERITIES: Mapping[Severity, str] = MappingProxyType(
    {Severity.RETURN: "退回", Severity.SUPPLEMENT: "补正", Severity.NOTE: "提示"}
)
STANDINGS: Mapping[Standing, str] = MappingProxyType(
    {Standing.COMPLETE: "齐全", Standing.INCOMPLETE: "不齐全", Standing.UNSURE: "待核"}
)
PRESENCES: Mapping[Presence, str] = MappingProxyType(
    {
        Presence.FILLED: "已填",
        Presence.BLANK: "空白",
        Presence.STATED_NONE: "写明“无”",
        Presence.UNREADABLE: "无法辨认",
        Presence.NOT_FOUND: "未找到",
    }
)
ORIGINS: Mapping[Origin, str] = MappingProxyType(
    {
        Origin.ENGINE: "识别",
        Origin.TYPED: "电子文本",
        Origin.GUESSED: "推断",
        Origin.HANDWRITTEN: "手写",
        Origin.REPAIRED: "校验修正",
        Origin.PERSON: "人工",
    }
)
COPIES: Mapping[Copy, str] = MappingProxyType(
    {
        Copy.ORIGINAL: "正本",
        Copy.COPY: "副本",
        Copy.ELECTRONIC: "电子版",
        Copy.UNSURE: "不明",
    }
)
SOURCES: Mapping[Source, str] = MappingProxyType(
    {
        Source.TEXT_LAYER: "PDF文字",
        Source.OCR: "图像识别",
        Source.WORD: "Word",
        Source.EXCEL: "Excel",
        Source.NONE: "未读",
    }
)
COVERAGES: Mapping[Coverage, str] = MappingProxyType(
    {
        Coverage.WHOLE: "覆盖整个文件",
        Coverage.EARLIER: "签署之后文件有追加内容",
        Coverage.PART: "未覆盖整个文件",
    }
)
INTACT: Mapping[Holds, str] = MappingProxyType(
    {
        Holds.YES: "所签内容未改动",
        Holds.NO: "所签内容与签名不符",
        Holds.CANNOT_TELL: "所签内容是否改动无法核验",
    }
)
CHAINS: Mapping[Holds, str] = MappingProxyType(
    {
        Holds.YES: "文件内证书链验证通过（未联网，未查吊销）",
        Holds.NO: "文件内证书链验证不通过",
        Holds.CANNOT_TELL: "证书链无法核验",
    }
)
SEAL_KINDS: Mapping[SealKind, str] = MappingProxyType(
    {
        SealKind.OFFICIAL: "公章",
        SealKind.CONTRACT: "合同专用章",
        SealKind.FINANCE: "财务专用章",
        SealKind.INVOICE: "发票专用章",
        SealKind.DEPARTMENT: "部门章",
        SealKind.NAME: "名章",
        SealKind.OTHER: "其他印章",
        SealKind.UNKNOWN: "种类不明",
    }
)
SHAPES: Mapping[Shape, str] = MappingProxyType(
    {
        Shape.ROUND: "圆形",
        Shape.OVAL: "椭圆形",
        Shape.SQUARE: "方形",
        Shape.RECTANGLE: "长方形",
        Shape.UNKNOWN: "形状不明",
    }
)
INKS: Mapping[Ink, str] = MappingProxyType({Ink.RED: "红色", Ink.BLUE: "蓝色", Ink.BLACK: "黑色"})
FILE_KINDS: Words = MappingProxyType(
    {
        "7z": "7z压缩包",
        "bmp": "BMP图片",
        "doc": "旧版Word文档",
        "docx": "Word文档",
        "eml": "邮件",
        "empty": "空文件",
        "gif": "GIF图片",
        "gz": "gz压缩包",
        "heic": "HEIC图片",
        "jpeg": "JPEG图片",
        "msg": "Outlook邮件",
        "ofd": "OFD文件",
        "ole": "旧版Office文件",
        "pdf": "PDF",
        "png": "PNG图片",
        "rar": "rar压缩包",
        "rtf": "RTF文件",
        "tar": "tar压缩包",
        "tiff": "TIFF图片",
        "unknown": "未知格式",
        "webp": "WebP图片",
        "xlsx": "Excel表格",
        "zip": "zip压缩包",
    }
)

# Headings and sentences of the summary and the report.
TEXTS: Words = MappingProxyType(
    {
        "address": "单元格",
        "all": "检查项",
        "applicant": "申报单位",
        "award": "奖项",
        "code": "代码",
        "confidence": "把握",
        "electronic": "电子版读数",
        "entry": "来件",
        "evidence-file": "依据文件",
        "evidence-page": "页",
        "evidence-place": "位置",
        "fields": "字段",
        "file": "文件",
        "files": "文件",
        "findings": "问题",
        "form": "表格或材料",
        "id": "编号",
        "item": "项目/个人",
        "kind": "格式",
        "label": "栏目",
        "letter-count": "补正项",
        "letter-doubts": "待核项",
        "letter-due": "补正期限",
        "letter-file": "电子版“{file}”",
        "letter-name": "{number}_{applicant}_{award}.docx",
        "letter-number": "通知编号",
        "letter-page": "“{file}”第{page}页",
        "letter-path": "通知文件",
        "letters": "补正通知",
        "letters-summary": "补正通知一览.xlsx",
        "looked": "仅浏览页",
        "message": "说明",
        "name": "字段名",
        "no-register": "未找到收件登记（收件登记.xlsx），收件时间与份数待核",
        "no-title": "未读出印文",
        "no-members": "未找到会员名册（会员名册.xlsx），会员资格待核",
        "nothing-read": "本次无需读取任何页面（全部取自缓存）",
        "number": "序号",
        "origin": "来源",
        "packets": "材料包",
        "page-box": "左{left} 上{top} 右{right} 下{bottom}",
        "pages": "页数",
        "paper": "纸质版读数",
        "place": "位置",
        "presence": "填写情况",
        "problem": "问题",
        "read": "本次浏览{looked}页，识别{read}页，取自缓存{cached}项，失败{failed}项，"
        "用时{seconds}秒",
        "received": "收件时间",
        "remedy": "处理",
        "report": "报告：{path}",
        "arriving": "{count}件来件仍在复制中，本次未收；复制完成后请再次运行",
        "forgotten-entries": "{count}件来件此前已按要求删除，本次未收",
        "forgotten-again": "{count}件来件与此前按要求删除的来件同名，但内容不同，已收",
        "rule": "规则",
        "seal-cut": "被页边截断",
        "seal-drawn": "PDF中的单独图片",
        "seal-sure": "把握（印章／印文）：{sure}",
        "seal-readings": "印文其他读法：{readings}",
        "seal-whole": "完整",
        "seal-words": "专用文字：{purpose}　编码：{code}",
        "seconds": "秒",
        "severity": "类别",
        "signature": "{signer}，自称签署时间{time}；{coverage}；{intact}；{chain}",
        "signatures": "电子签名（不是页面上的印章）",
        "standing": "结论",
        "step": "步骤",
        "steps": "各步骤用时（workers为各进程合计）",
        "time-unknown": "不明",
        "former": "上一次判定（{judged_at}，{pack}）：{standing}；此后变化：",
        "verdict-before": "原判定",
        "verdict-now": "现判定",
        "total-unsorted": "；另有未归类材料{count}份",
        "unsorted-material": "未归类材料",
        "total": "共{total}个材料包：齐全{complete}，不齐全{incomplete}，待核{unsure}",
        "unmet": "不符合",
        "unopened": "无法打开的文件",
        "unopened-count": "打不开",
        "unknown-signer": "签署人不明",
        "unread": "未能读出",
        "unsure": "待核",
        "unsure-of": "{subject}：{reason}",
        "ask-people": "请人工核对。",
        "value": "值",
        "verdict": "判定",
        "yes": "是",
        "no": "否",
    }
)  # fmt: skip

# Codes whose limit is a number of bytes or of pixels: it is shown in millions.
_MILLIONS = MappingProxyType(
    {
        "file-too-large": "{} MB",
        "packet-too-large": "{} MB",
        "page-too-large": "{}百万",
        "reader-memory": "{} MB",
        "unpacked-too-large": "{} MB",
        "xml-too-large": "{} MB",
    }
)


def text(key: str, **names: object) -> str:
    """A heading or sentence; raises KeyError for one that does not exist."""
    return TEXTS[key].format(**names)


def problem_text(problem: Problem) -> str:
    """What is wrong with a file or page, in words; an unknown code is shown as it is."""
    wording = PROBLEMS.get(problem.code)
    if wording is None:
        return problem.code
    details = dict(problem.details)
    for key in ("kind", "actual", "promised"):
        details[key] = FILE_KINDS.get(details.get(key, ""), details.get(key) or "未知格式")
    if "cause" in details:
        details["cause"] = _CAUSES.get(details["cause"], details["cause"])
    if problem.code in _MILLIONS and details.get("limit", "").isdecimal():
        details["limit"] = _MILLIONS[problem.code].format(int(details["limit"]) // 1_000_000)
    return wording.format_map(_Details(details))


# Why a file is in quarantine: what its first lost page ended in.
_CAUSES = MappingProxyType(
    {"reader-crashed": "程序出错", "reader-memory": "内存不足", "reader-timeout": "超时"}
)


def signature_text(signature: Signature) -> str:
    """What a digital signature says and whether that holds, in one line."""
    names = dict.fromkeys(name for name in (signature.signer, signature.organisation) if name)
    at = signature.signed_at
    told = text(
        "signature",
        signer="／".join(names) or text("unknown-signer"),
        time=f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else text("time-unknown"),
        coverage=COVERAGES[signature.coverage],
        intact=INTACT[signature.intact],
        chain=CHAINS[signature.chain],
    )
    return f"{told}；{problem_text(Problem(signature.problem))}" if signature.problem else told


def reason_text(code: str) -> str:
    """Why a rule could not be decided, in words; an unknown code is shown as it is."""
    return REASONS.get(code, code)


class _Details(dict[str, str]):
    """Details of a problem; one that was not given is left out."""

    def __missing__(self, key: str) -> str:
        return ""
