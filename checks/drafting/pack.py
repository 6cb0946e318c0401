"""Drafts put together to the text of a pack that binds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from rapidfuzz import fuzz

from checks.drafting.drafts import DraftField, DraftForm, DraftNotice, DraftSubmission
from checks.drafting.formtext import form_text
from checks.drafting.rules import Drafted, rules_text
from checks.drafting.titles import is_form_title, kind_of, short_name
from checks.drafting.toml import Pair, Section, document

# Stands for a closing day that no file told: nothing is late until somebody puts the day here.
NO_DAY = date(2099, 12, 31)
_SAME_TITLE = 85
_NO_APPLICATION = ("summary", "commitment", "reply", "registration", "recommendation")
_AWARD_IDS = {"组织奖": "organisation", "项目奖": "project", "个人奖": "individual"}
_UNCERTAIN = "uncertain"


def pack_files(notice: DraftNotice | None, forms: tuple[DraftForm, ...]) -> Mapping[str, str]:
    """Names and texts of a pack's files; `checks.programme.bind` accepts them."""
    whole = _distinct((*forms, *_stubs(notice, forms)))
    awards = _awards(notice, whole)
    used = _distinct((*whole, *(award.form for award in awards if award.form not in whole)))
    files = {f"forms/{form.kind}.toml": form_text(form) for form in used}
    files["programme.toml"] = _programme(notice, awards)
    files["rules.toml"] = rules_text(awards)
    files["places.toml"] = _places(used)
    return files


# --- forms ---------------------------------------------------------------------------------------


def _stubs(notice: DraftNotice | None, forms: tuple[DraftForm, ...]) -> Iterator[DraftForm]:
    """Forms that the notice lists and no file shows."""
    listed = [one for one in notice.attachments if is_form_title(one.title)] if notice else []
    shown = {_listed_as(form, tuple(one.title for one in listed)) for form in forms}
    for one in listed:
        if one.title not in shown:
            yield _stub(one.title, f"附件{one.number}")


def _listed_as(form: DraftForm, titles: tuple[str, ...]) -> str:
    """The attachment that a form is: the most alike, as titles of one call differ little."""
    scored = [(_alike(form, title), title) for title in titles]
    score, title = max(scored, default=(0.0, ""))
    return title if score >= _SAME_TITLE else ""


def _alike(form: DraftForm, title: str) -> float:
    """How well a title fits, 0..100; one without its year, or the end of it, fits too."""
    ends = any(len(own) > 6 and title.endswith(own) for own in form.titles)
    return max(99.0 if ends else 0.0, *(fuzz.ratio(title, own) for own in form.titles))


def _stub(title: str, source: str) -> DraftForm:
    field = DraftField("org_name", "申报单位", "organisation", notes=("uncertain: a guess",))
    short = re.sub(r"^(?:20\d{2})年?度?", "", title)
    titles = tuple(dict.fromkeys((title, short)))
    return DraftForm(kind_of(title), short_name(title), titles, source, (field,), stub=True)


def _distinct(forms: tuple[DraftForm, ...]) -> tuple[DraftForm, ...]:
    """Each form with a kind of its own."""
    taken: set[str] = set()
    out = []
    for form in forms:
        wanted = form.kind or "form"
        kind, number = wanted, 1
        while kind in taken:
            number += 1
            kind = f"{wanted}_{number}"
        taken.add(kind)
        out.append(replace(form, kind=kind))
    return tuple(out)


# --- awards --------------------------------------------------------------------------------------


def _awards(notice: DraftNotice | None, forms: tuple[DraftForm, ...]) -> tuple[Drafted, ...]:
    submissions = notice.submissions if notice else ()
    signing_up = _submission(submissions, "registration")
    applying = _submission(submissions, "application") or _submission(submissions, "submission")
    out: list[Drafted] = []
    registration = next((form for form in forms if form.kind == "registration"), None)
    if registration is not None:
        out.append(Drafted("registration", "报名", registration, signing_up or applying))
    for number, (name, _) in enumerate(notice.awards if notice else (), 1):
        form = _form_of(name, forms)
        if form is not None:
            out.append(Drafted(_AWARD_IDS.get(name, f"award_{number}"), name, form, applying))
    served = {award.form.kind for award in out}
    for form in forms:
        if form.kind not in served and not form.kind.startswith(_NO_APPLICATION):
            out.append(Drafted(form.kind, form.name, form, applying))
    return tuple(out) or _only(forms, applying)


def _only(forms: tuple[DraftForm, ...], submission: DraftSubmission | None) -> tuple[Drafted, ...]:
    """A programme needs an award: the first form, or one that is not written yet."""
    form = forms[0] if forms else replace(_stub("申报表", "no file"), kind="application")
    return (Drafted(form.kind, form.name, form, submission),)


def _submission(all_of: tuple[DraftSubmission, ...], kind: str) -> DraftSubmission | None:
    return next((one for one in all_of if one.id.startswith(kind)), None)


def _form_of(award: str, forms: tuple[DraftForm, ...]) -> DraftForm | None:
    """The form that applies for an award: the one that names it, else the common one."""
    for form in forms:
        if any(award in title for title in form.titles):
            return form
    common = [form for form in forms if not form.kind.startswith(_NO_APPLICATION)]
    return common[0] if len(common) == 1 else None


# --- programme.toml and places.toml ------------------------------------------------------------


def _programme(notice: DraftNotice | None, awards: tuple[Drafted, ...]) -> str:
    sections = [_about(notice, awards), _house(), *_award_sections(awards)]
    if notice:
        sections += [
            Section(
                "[[stage]]",
                (Pair("name", one.name), Pair("starts", one.starts), Pair("ends", one.ends),
                 Pair("source", one.source)),
            )
            for one in notice.stages
        ]  # fmt: skip
        sections += [_submission_section(one, notice) for one in notice.submissions]
        sections += [
            Section(
                "[[attachment]]",
                (Pair("number", one.number), Pair("title", one.title), Pair("source", one.source)),
            )
            for one in notice.attachments
        ]
    return document(tuple(sections))


def _about(notice: DraftNotice | None, awards: tuple[Drafted, ...]) -> Section:
    title = notice.title if notice else awards[0].form.titles[0]
    year = re.search(r"20\d{2}", f"{notice.programme if notice else ''}{title}")
    pairs = [
        Pair("id", f"programme_{year[0]}" if year else "programme", f"{_UNCERTAIN}: choose an id"),
        Pair("version", "1"),
        Pair("name", notice.programme if notice else title, "" if notice else _UNCERTAIN),
        Pair(
            "organiser", notice.organiser if notice else "", _missing(notice and notice.organiser)
        ),
    ]
    if notice:
        given = (
            ("department", notice.department), ("document", notice.document),
            ("title", notice.title), ("address", notice.address),
        )  # fmt: skip
        pairs += [Pair(key, value) for key, value in given if value]
    heads = ("A draft: look through the lines marked uncertain.", *(notice.notes if notice else ()))
    return Section("[programme]", tuple(pairs), heads)


def _missing(value: object) -> str:
    return "" if value else f"{_UNCERTAIN}: not found"


def _house() -> Section:
    note = "assumed: the notice leaves it open"
    pairs = (
        Pair("deadline_day_counts", True, note),
        Pair("signature_demanded", True, note),
        Pair("copies_need_original_seal", False, note),
    )
    return Section("[house]", pairs)


def _award_sections(awards: tuple[Drafted, ...]) -> Iterator[Section]:
    for award in awards:
        applicant, item = _who_and_what(award.form)
        known = award.submission is not None
        closing = award.submission.closing if award.submission else NO_DAY
        pairs = [
            Pair("id", award.id),
            Pair("name", award.name),
            Pair("register", tuple(dict.fromkeys((award.name, award.form.name)))),
            Pair("form", award.form.kind),
            Pair("applicant", applicant, "" if _is_sure(applicant) else _UNCERTAIN),
        ]
        pairs += [Pair("item", item)] if item else []
        pairs.append(
            Pair("closing", closing, "" if known else f"{_UNCERTAIN}: no notice, put the day here")
        )
        source = (f"notice: {award.submission.source}",) if award.submission else ()
        yield Section("[[award]]", tuple(pairs), source)


def _who_and_what(form: DraftForm) -> tuple[str, str]:
    """The field that names the applicant, and the one that tells several of one apart."""
    names = [field.name for field in form.fields if not field.office]
    kinds = {field.name: field.type for field in form.fields}
    by_type = [name for name in names if kinds[name] == "organisation"]
    wanted = [name for name in ("org_name", "employer", *by_type, "person_name") if name in names]
    applicant = wanted[0] if wanted else names[0] if names else ""
    items = ("project_name", "paper_title", "person_name")
    item = next((name for name in items if name in names and name != applicant), "")
    return applicant, item


def _is_sure(applicant: str) -> bool:
    return applicant in ("org_name", "employer")


def _submission_section(one: DraftSubmission, notice: DraftNotice) -> Section:
    listed = {attachment.number for attachment in notice.attachments}
    pairs = [Pair("id", one.id), Pair("name", one.name), Pair("closing", one.closing)]
    if attachments := tuple(number for number in one.attachments if number in listed):
        pairs.append(Pair("attachments", attachments))
    if one.originals is not None:
        pairs += [Pair("originals", one.originals), Pair("copies", one.copies)]
    pairs += [Pair("bound", True)] if one.bound else []
    pairs += [Pair("seal", one.seal)] if one.seal else []
    pairs += [Pair("channels", one.channels)] if one.channels else []
    pairs += [Pair("recipient", one.recipient)] if one.recipient else []
    pairs.append(Pair("source", one.source))
    return Section("[[submission]]", tuple(pairs), one.notes)


def _places(forms: tuple[DraftForm, ...]) -> str:
    places: dict[str, str] = {}
    for form in forms:
        for block in form.blocks:
            shown = {"cover": "封面", "page": "落款处"}.get(block.whole, f"{block.label}栏")
            places.setdefault(block.name, shown)
    head = ("What staff call the places of a form, in messages and letters.",)
    return document((Section("[places]", tuple(Pair(*pair) for pair in places.items()), head),))
