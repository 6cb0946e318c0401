"""From the lines of a notice to a draft of what its programme asks for. Pure.

It goes by the language of such notices; it knows none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from checks.drafting.days import Days, period
from checks.drafting.drafts import DraftAttachment, DraftNotice, DraftStage, DraftSubmission
from checks.drafting.paragraphs import Notice, notice_of
from checks.drafting.phrases import (
    attachments_in,
    channels_in,
    copies_in,
    deadlines,
    is_bound,
    recipient_in,
    seal_in,
)
from extractors.punctuation import full_width

_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|[(][一二三四五六七八九十\d]{1,3}[)]|\d{1,2}[、.](?!\d)|"
    r"第[一二三四五六七八九十]{1,3}(?=阶段|步)|[①-⑩])"
)
_STAGE = re.compile(r"^(?P<name>[^。,;:()]{2,24}?)(?:阶段)?[(:](?P<when>[^()。;]{2,40}?)[)。;]?$")
_STAGE_HEAD = re.compile(
    r"^(?P<name>[^。,;:()]{2,20}?阶段|"
    r"[^。,;:()]{2,14}?(?:时间|启动|报名|申报|评审|公示|表彰|推广|培训))"
    r"[(:](?P<when>[^()。;,]{2,40}?)(?:[)。;,]|$)"
)
_AWARD_LIST = re.compile(r"[\u4e00-\u9fff]{1,24}奖(?:(?:[、和及与]|以及)[\u4e00-\u9fff]{1,10}奖)+")
_GRADE = re.compile(r"^(?:[特一二三四金银铜]等?|优秀|鼓励|入围|提名|最佳)奖$")
_PROGRAMME = re.compile(r"(?:20\d{2}年?度?)[\u4e00-\u9fff]{2,18}?奖(?![励项金])")
_IN_TITLE = re.compile(r"[(（](?P<what>[\u4e00-\u9fff]{1,8}奖)[)）]")
_ADDRESS = re.compile(
    r"(?:联系|通讯|通信|邮寄|收件)?地址:(?P<where>[^,;。]{6,60}?)(?=联系|邮|电话|传真|E-?mail|[,;。(]|$)"
)
_COPIES_GUESSED = "uncertain: the notice does not tell originals from copies"
_YEAR_GUESSED = "uncertain: the sentence names no year"
_LEFT_OPEN = "uncertain: from another paragraph of the notice"
_NO_DAY_SAID = "uncertain: the sentence names no day, this is the last one that it can mean"
_NO_COPIES = "no number of copies was found"


@dataclass(frozen=True, slots=True)
class _Group:
    """Sentences of one paragraph that speak of one deadline (or of none)."""

    heading: str
    sentences: tuple[str, ...]
    deadline: Days | None
    said_in: str

    @property
    def text(self) -> str:
        return "".join(self.sentences)


def draft_notice(lines: tuple[str, ...]) -> DraftNotice | None:
    """What a notice says; None where the lines are no notice."""
    notice = notice_of(lines)
    if notice is None:
        return None
    year = _year_of(notice)
    groups = tuple(_groups(notice, year))
    attachments = tuple(
        DraftAttachment(number, title, f"附件{number} {title}")
        for number, title in notice.attachments
    )
    submissions = _submissions(groups, attachments)
    organiser = notice.organiser
    recipient = next((one.recipient for one in submissions if one.recipient), "")
    department = recipient.removeprefix(organiser) if organiser in recipient else ""
    return DraftNotice(
        title=notice.title,
        document=notice.document,
        organiser=organiser,
        department=department,
        address=_address(notice),
        programme=_programme(notice),
        awards=_awards(notice),
        stages=tuple(_stages(notice, year)),
        submissions=submissions,
        attachments=attachments,
        notes=() if submissions else ("no day was found by which something is to be handed in",),
    )


def _year_of(notice: Notice) -> int | None:
    """The year that is meant where none is said: that of the document, else of the title."""
    for text in (notice.document, notice.title, *notice.paragraphs):
        match = re.search(r"(?:19|20)\d{2}", text)
        if match:
            return int(match[0])
    return None


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(one for one in re.split(r"(?<=[。;!?])", text) if one)


# --- what is to be handed in ---------------------------------------------------------------------


def _groups(notice: Notice, year: int | None) -> Iterator[_Group]:
    """Sentences by deadline: what comes before the first one in a paragraph belongs to it."""
    for heading, text in _parts(notice.paragraphs):
        current: list[str] = []
        deadline, said_in = None, ""
        for sentence in _sentences(text):
            found = next(deadlines(sentence, year), None)
            if found is not None and deadline is not None and found.last != deadline.last:
                yield _Group(heading, tuple(current), deadline, said_in)
                current, deadline = [], None
            if found is not None and deadline is None:
                deadline, said_in = found, sentence
            current.append(sentence)
        if current:
            yield _Group(heading, tuple(current), deadline, said_in)


def _parts(paragraphs: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Numbered headings with all that stands under each."""
    heading, text = "", ""
    for paragraph in paragraphs:
        if _NUMBERED.match(paragraph):
            if text:
                yield heading, text
            heading, text = paragraph[:30], ""
        text += paragraph if paragraph.endswith(("。", ";")) else f"{paragraph}。"
    if text:
        yield heading, text


def _submissions(
    groups: tuple[_Group, ...], attachments: tuple[DraftAttachment, ...]
) -> tuple[DraftSubmission, ...]:
    dated = [group for group in groups if group.deadline is not None]
    by_id: dict[str, DraftSubmission] = {}
    for group in dated:
        one = _submission(group, attachments)
        same = by_id.get(one.id)
        if same is not None and same.closing == one.closing:
            by_id[one.id] = _richer(same, one)
            continue
        name, number = one.id, 1
        while name in by_id:
            number += 1
            name = f"{one.id}_{number}"
        by_id[name] = replace(one, id=name)
    others = tuple(group for group in groups if group.deadline is None)
    return tuple(_completed(one, others, len(by_id)) for one in by_id.values())


def _submission(group: _Group, attachments: tuple[DraftAttachment, ...]) -> DraftSubmission:
    deadline, text = group.deadline, group.text
    if deadline is None:
        raise ValueError("a group without a deadline")
    copies = copies_in(text)
    kind, name = _kind(group)
    notes = () if deadline.year_said else (_YEAR_GUESSED,)
    if not deadline.exact and not deadline.ranged:
        notes = (*notes, _NO_DAY_SAID)
    if copies is not None and not copies.sure:
        notes = (*notes, _COPIES_GUESSED)
    return DraftSubmission(
        id=kind,
        name=name,
        closing=deadline.last,
        source=_shown(group.said_in),
        attachments=attachments_in(text) or _named(text, attachments),
        originals=copies.originals if copies else None,
        copies=copies.copies if copies else 0,
        bound=is_bound(text),
        seal=seal_in(text),
        channels=channels_in(text),
        recipient=full_width(recipient_in(text)),
        notes=notes,
    )


def _kind(group: _Group) -> tuple[str, str]:
    """Registration, or an application: by the sentence itself, then by its heading."""
    for text in (group.said_in, group.heading, group.text):
        signs_up = re.search(r"报名|登记表|参评意向|回执", text)
        applies = re.search(
            r"申报[表书材]|申请[表书材]|推荐[表书材]|申报资料|参评材料|评选材料", text
        )
        if signs_up and (not applies or signs_up.start() < applies.start()):
            return "registration", "报名"
        if applies or re.search(r"申报|申请|推荐|材料|论文|作品", text):
            return "application", "申报"
    return "submission", "提交材料"


def _named(text: str, attachments: tuple[DraftAttachment, ...]) -> tuple[int, ...]:
    """Attachments that are named by the last word of their title: 报名表, 申报书."""
    found = []
    for one in attachments:
        match = re.search(r"[\u4e00-\u9fff]{2}[表书]$|回执$", one.title)
        if match and match[0] in text:
            found.append(one.number)
    return tuple(found)


def _richer(one: DraftSubmission, other: DraftSubmission) -> DraftSubmission:
    """One deadline that is told twice: what the first leaves out is taken from the second."""
    return replace(
        one,
        attachments=one.attachments or other.attachments,
        originals=one.originals if one.originals is not None else other.originals,
        copies=one.copies if one.originals is not None else other.copies,
        bound=one.bound or other.bound,
        seal=one.seal or other.seal,
        channels=tuple(dict.fromkeys((*one.channels, *other.channels))),
        recipient=one.recipient or other.recipient,
    )


def _completed(one: DraftSubmission, others: tuple[_Group, ...], count: int) -> DraftSubmission:
    """What the deadline's own paragraph leaves open may be said in another one."""
    notes = one.notes
    fitting = [group for group in others if count == 1 or _fits(one, group)]
    for group in fitting:
        copies = copies_in(group.text)
        if one.originals is None and copies is not None:
            one = replace(
                one, originals=copies.originals, copies=copies.copies,
                bound=one.bound or is_bound(group.text),
            )  # fmt: skip
            notes = (*notes, _LEFT_OPEN, *(() if copies.sure else (_COPIES_GUESSED,)))
        if not one.seal and (seal := seal_in(group.text)):
            one = replace(one, seal=seal)
        channels = dict.fromkeys((*one.channels, *channels_in(group.text)))
        one = replace(one, channels=tuple(channels))
    if one.originals is None:
        notes = (*notes, _NO_COPIES)
    return replace(one, notes=tuple(dict.fromkeys(notes)))


def _fits(one: DraftSubmission, group: _Group) -> bool:
    words = r"报名" if one.id.startswith("registration") else r"申报|申请|推荐|材料|论文"
    return bool(re.search(words, group.text))


# --- stages, awards, names -----------------------------------------------------------------------


def _stages(notice: Notice, year: int | None) -> Iterator[DraftStage]:
    """Headings with a period: （一）报名阶段（2021年5月-6月）, 报名阶段：5月1日至31日."""
    for paragraph in notice.paragraphs:
        numbered = _NUMBERED.match(paragraph)
        bare = paragraph[numbered.end() :] if numbered else paragraph
        match = _STAGE_HEAD.match(bare) or (_STAGE.match(bare) if numbered else None)
        if match is None:
            continue
        when = period(match["when"], year)
        if when is not None:
            name = match["name"].rstrip("、:")
            yield DraftStage(name, when.first, when.last, _shown(bare[: match.end()]))


def _awards(notice: Notice) -> tuple[tuple[str, str], ...]:
    """Names of the awards: in the titles of forms, and where several are listed."""
    found: dict[str, str] = {}
    for number, title in notice.attachments:
        match = _IN_TITLE.search(title)
        if match:
            found.setdefault(match["what"], f"附件{number} {title}")
    for paragraph in (notice.title, *notice.paragraphs):
        for sentence in _sentences(paragraph):
            for match in _AWARD_LIST.finditer(sentence):
                for name in _listed_awards(match[0]):
                    found.setdefault(name, _shown(sentence))
    return tuple(found.items())


def _listed_awards(text: str) -> tuple[str, ...]:
    """组织奖、项目奖 of 某质量管理奖组织奖、项目奖; () for long names of others."""
    parts = [part for part in re.split(r"[、和及与]|以及", text) if part]
    first = [piece for piece in re.split(r"(?<=奖)", parts[0]) if piece]
    names = [re.sub(r"^.*(?:设立?|设置|分为|包括|评选|开展|的)", "", first[-1]), *parts[1:]]
    good = all(2 < len(name) <= 6 and not _GRADE.match(name) for name in names)
    return tuple(names) if good else ()


def _programme(notice: Notice) -> str:
    """What the programme is called: the award with its year that the notice names most often."""
    names = Counter(
        match[0]
        for text in (notice.title, *notice.paragraphs, *(t for _, t in notice.attachments))
        for match in _PROGRAMME.finditer(text)
    )
    if names:
        best = max(names.items(), key=lambda pair: (pair[1], "年度" in pair[0], len(pair[0])))
        return full_width(best[0])
    inner = re.sub(r"^关于(?:开展|组织|做好|举办|进行)?", "", notice.title)
    return full_width(
        re.sub(r"(?:申报|评选|推荐|报名)?(?:工作|活动)?的?(?:通知|公告|通告|启事|函)$", "", inner)
    )


def _address(notice: Notice) -> str:
    for paragraph in (*notice.paragraphs, *notice.tail):
        match = _ADDRESS.search(paragraph)
        if match:
            return full_width(match["where"])
    return ""


def _shown(text: str) -> str:
    """A sentence for a comment: marks full width again."""
    return full_width(text)


def closing_day(notice: DraftNotice, kind: str) -> date | None:
    """The last day for a registration or an application, None where the notice names none."""
    for one in notice.submissions:
        if one.id.startswith(kind):
            return one.closing
    return None
