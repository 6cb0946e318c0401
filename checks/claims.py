"""Claims: each award form of a delivery says who applies for what. Which claims are the same?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from checks.compare import comparable, is_certain_code
from checks.documents import Delivered, Document
from checks.joins import Part, Why
from checks.programme import Award, Programme
from checks.record import taken
from extractors.facts import Presence, SealKind
from extractors.language import squeezed

SAME_NAME = 0.86
_SHORT = 4
_CODE, _NAME = "uscc", "org_name"
# What the name of an entry says of how or when it came, and not of whose it is.
_ENDINGS = re.compile(
    r"[-_—（(【\[ ]*(?:电子版?|纸质版?|扫描[件版]?|U盘|邮件|材料|资料|附件|v\d{1,2}|"
    r"(?:补正|补充|补交|更正|修改|重报|重新提交|第[一二三四五六七八九]次)"
    r"(?:材料|资料)?\d{0,2})"
    r"[)）】\] ]*$",
    re.IGNORECASE,
)
_LATER = re.compile("补正|补充|补交|更正|修改|重报|重新提交")


@dataclass(frozen=True, slots=True)
class Claim:
    """One document that applies for an award; names are "" where they were not read.

    `code` is only one whose check digit is right. `place` counts the claims of all deliveries.
    """

    award: Award
    document: Document
    delivered: Delivered
    place: int
    applicant: str
    code: str
    item: str
    bare: str  # the applicant's name as it is compared
    bare_item: str
    stem: str

    @property
    def is_named(self) -> bool:
        """Whether it says by itself whose it is, and for what."""
        return self.is_whose and bool(self.item or not self.award.item)

    @property
    def is_whose(self) -> bool:
        return bool(self.applicant or self.code)

    @property
    def part(self) -> Part:
        return Part(self.delivered.id, self.award.id, self.item)


@dataclass(frozen=True, slots=True)
class Link:
    """That two claims are (or, not `joined`, may be) of one application; `why` it is doubtful."""

    joined: bool = True
    why: Why | None = None
    said: tuple[str, str] = ("", "")

    @property
    def is_sure(self) -> bool:
        return self.joined and self.why is None


def claims_of(deliveries: tuple[Delivered, ...], programme: Programme) -> Iterator[Claim]:
    """Every document that is an award's form, in the order of deliveries and documents."""
    awards = {award.form: award for award in reversed(programme.awards)}
    place = 0
    for delivered in deliveries:
        for document in delivered.pages.documents:
            if document.kind in awards:
                yield _claim(awards[document.kind], document, delivered, place, programme)
                place += 1


def _claim(
    award: Award, document: Document, delivered: Delivered, place: int, programme: Programme
) -> Claim:
    form = programme.form(award.form)
    code = taken((document,), form, _CODE)
    applicant = str(taken((document,), form, award.applicant).value or "")
    item = str(taken((document,), form, award.item).value or "") if award.item else ""
    return Claim(
        award=award,
        document=document,
        delivered=delivered,
        place=place,
        applicant=applicant,
        code=str(code.value or "") if is_certain_code(code) else "",
        item=item,
        bare=comparable(applicant),
        bare_item=comparable(item),
        stem=stem(delivered.name),
    )


def alike(one: str, other: str) -> bool:
    """Whether two names may be one, read twice; short ones must be equal."""
    return _alike(comparable(one), comparable(other))


def _alike(a: str, b: str) -> bool:
    if not a or not b or a == b:
        return a == b
    return len(a) > _SHORT and (
        Levenshtein.normalized_similarity(a, b, score_cutoff=SAME_NAME) >= SAME_NAME
    )


def items_differ(one: Claim, other: Claim) -> bool:
    """Whether both name an item (a project, a person), and not the same."""
    if not (one.item and other.item) or _alike(one.bare_item, other.bare_item):
        return False
    return not (_is_misread(one, other) or _is_cut(one, other))


def _is_misread(one: Claim, other: Claim) -> bool:
    """Whether two short items are one: a form on paper and its electronic version, in one
    delivery, that differ by a character. Two persons have two forms on paper."""
    return (
        one.delivered.id == other.delivered.id
        and one.document.on_paper is not other.document.on_paper
        and Levenshtein.distance(one.bare_item, other.bare_item) <= 1
        and min(len(one.bare_item), len(other.bare_item)) > 1
    )


def _is_cut(one: Claim, other: Claim) -> bool:
    """Whether a correction shortens an item's name, or completes it: the name was the defect."""
    if one.stem != other.stem or one.delivered.id == other.delivered.id:
        return False
    short, long = sorted((one.bare_item, other.bare_item), key=len)
    corrects = says_later(one.delivered.name) or says_later(other.delivered.name)
    return corrects and len(short) >= _SHORT and short in long


def link(one: Claim, other: Claim) -> Link | None:
    """Whether two claims of one award name the same applicant and item; None where not.

    Differences inside one delivery are those of its versions of a form: rules report them.
    """
    if one.award.id != other.award.id or items_differ(one, other):
        return None
    names, codes = (one.applicant, other.applicant), (one.code, other.code)
    both_codes = bool(one.code and other.code)
    same_name = bool(one.bare) and one.bare == other.bare
    if both_codes and one.code == other.code:
        return _by_item(one, other)
    if same_name:
        return Link(why=Why.OTHER_CODE, said=codes) if both_codes else _by_item(one, other)
    if not (one.bare and other.bare and _alike(one.bare, other.bare)):
        return None
    if both_codes:
        return Link(False, Why.NEAR_NAME_OTHER_CODE, names)
    if one.delivered.id == other.delivered.id:
        return Link()
    # A trade name is two characters, and two others make another company: a packet that is hidden
    # in a stranger's is worse than two that people join.
    if one.stem != other.stem and Levenshtein.distance(one.bare, other.bare) > 1:
        return Link(False, Why.LIKE_NAME, names)
    return Link(why=Why.NEAR_NAME, said=names)


def _by_item(one: Claim, other: Claim) -> Link:
    items = (one.item, other.item)
    same = one.bare_item == other.bare_item or not all(items)
    if same or one.delivered.id == other.delivered.id:
        return Link()
    return Link(why=Why.NEAR_ITEM, said=items)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a delivery says of its owner without a form: names on its papers, seals, its entry."""

    entry: str
    names: Mapping[str, str]  # as they are compared: as they stand
    titles: frozenset[str]
    stem: str


def marks_of(delivered: Delivered) -> Marks:
    names = {comparable(name): name for name in _names(delivered)}
    return Marks(delivered.name, names, _titles(delivered), stem(delivered.name))


def belongs(marks: Marks, claim: Claim) -> Link | None:
    """Whether a delivery that does not say whose it is belongs to this claim's applicant."""
    if claim.bare in marks.names and claim.bare:
        return Link()
    near = next((name for bare, name in marks.names.items() if _alike(bare, claim.bare)), "")
    if near and claim.bare:
        return Link(why=Why.NEAR_NAME, said=(near, claim.applicant))
    if claim.bare in marks.titles and claim.bare:
        return Link(why=Why.BY_SEAL)
    if marks.stem == claim.stem:
        return Link(why=Why.BY_ENTRY, said=(marks.entry, claim.delivered.name))
    return None


def _names(delivered: Delivered) -> Iterator[str]:
    for document in delivered.pages.documents:
        reading = document.facts.fields.get(_NAME)
        if reading is not None and reading.presence is Presence.FILLED and reading.value:
            yield str(reading.value)


def _titles(delivered: Delivered) -> frozenset[str]:
    """Titles of the official seals on its papers: of issuers too, so that only equality counts."""
    return frozenset(
        comparable(seal.title)
        for file in delivered.files
        for page in file.pages
        for seal in page.seals
        if seal.kind is SealKind.OFFICIAL and seal.title
    )


def named_awards(name: str, programme: Programme) -> frozenset[str]:
    """The awards that the name of an entry speaks of; empty where it speaks of none."""
    bare = squeezed(name)
    return frozenset(
        award.id for award in programme.awards if any(word in bare for word in award.register_names)
    )


def says_later(name: str) -> bool:
    """Whether the name of an entry says that it corrects or completes what came before."""
    return bool(_LATER.search(squeezed(name)))


def stem(name: str) -> str:
    """The part of an entry's name that several deliveries of one applicant share."""
    bare = squeezed(name).rpartition(".")[0] if "." in name[-6:] else squeezed(name)
    while (shorter := _ENDINGS.sub("", bare)) not in ("", bare):
        bare = shorter
    return bare
