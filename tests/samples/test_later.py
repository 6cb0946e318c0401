"""Corrections cure what an applicant can cure; copied reports are another applicant's."""

from samples.deal import draw_plans
from samples.later import OF_FACTS, ON_PAPER, corrections, with_copies
from samples.plan import REG
from samples.report import pages_of


def test_a_correction_cures_and_leaves_the_rest() -> None:
    """Each packet stays the same applicant's; what is cured was planted before."""
    plans = draw_plans(84, 9)
    found = corrections(plans, 6, "84")
    assert len(found) >= 4
    for plan in plans:
        if plan.name in found:
            after = found[plan.name]
            assert after.plan.case.org.name == plan.case.org.name
            assert {*after.cured, *after.plan.defects} == set(plan.defects)
            assert {defect.code for defect in after.cured} <= OF_FACTS | ON_PAPER
            assert after.plan.received > plan.received


def test_a_copied_report_has_the_sentences_of_its_model() -> None:
    """Of the same award, and no packet is both copied and copies."""
    plans, whose = with_copies(draw_plans(84, 9), 2, "84")
    named = {plan.name: plan for plan in plans}
    assert len(whose) == 2
    assert not set(whose) & set(whose.values())
    for name, model in whose.items():
        mine, theirs = named[name], named[model]
        assert mine.case.award == theirs.case.award != REG
        one, other = (
            {line for page in pages_of(p.case, p.report_seed) for line, _ in page.lines}
            for p in (mine, theirs)
        )
        assert len(one & other) > len(one) / 3
