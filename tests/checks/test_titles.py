"""Is this the seal of organisation X?"""

from dataclasses import replace

import pytest

from checks.titles import Owner, owner
from extractors.facts import Character, Seal, SealKind
from tests.checks.paper import seal

NAME = "上海泽程精密机械股份有限公司"


def test_the_same_name_is_the_same() -> None:
    """Brackets and width do not make another organisation."""
    assert owner(seal("上海某某（集团）有限公司"), "上海某某(集团)有限公司") is Owner.SAME


def test_a_near_name_read_with_certainty_is_another() -> None:
    """Thirteen characters of fourteen agree, and the one that differs was read without doubt."""
    assert owner(seal("上海泽程精工机械股份有限公司"), NAME) is Owner.DIFFERENT


def test_a_character_that_may_be_the_right_one_is_forgiven() -> None:
    """The recogniser held the expected character possible."""
    read = seal("上海泽程精蜜机械股份有限公司", others={5: (("密", 0.3),)})
    assert owner(read, NAME) is Owner.SAME


def test_two_faint_chances_are_no_answer() -> None:
    """Hardly possible twice is neither the same nor different."""
    others = {5: (("密", 0.001),), 3: (("程", 0.001),)}
    assert owner(seal("上海泽呈精蜜机械股份有限公司", others=others), NAME) is Owner.CANNOT_TELL


@pytest.mark.parametrize("title", [NAME[1:], NAME[:-1], NAME[1:-1]])
def test_a_title_cut_where_the_ring_was_opened_is_the_same(title: str) -> None:
    """One character at either end is lost at the gap."""
    assert owner(seal(title), NAME) is Owner.SAME


@pytest.mark.parametrize("title", ["", "上海", "上海精密", "上海泽程精机械股份有限公司"])
def test_pieces_cannot_tell(title: str) -> None:
    """A title that is unread, short or lacks a character inside says nothing for certain."""
    assert owner(seal(title), NAME) is Owner.CANNOT_TELL


def test_an_unrelated_name_is_another() -> None:
    """A different organisation altogether."""
    assert owner(seal("华东信诚质量认证有限公司"), NAME) is Owner.DIFFERENT


def test_an_unrelated_name_read_badly_cannot_tell() -> None:
    """An unreadable title does not accuse anybody."""
    assert owner(seal("华东信诚质量认证有限公司", probability=0.3), NAME) is Owner.CANNOT_TELL


@pytest.mark.parametrize("title", ["彭海芳", "彭海芳印", "彭海芳之印", "彭海芳印章"])
def test_a_person_s_seal_says_that_it_is_one(title: str) -> None:
    """印 behind a name is no part of it."""
    assert owner(seal(title, kind=SealKind.NAME), "彭海芳") is Owner.SAME
    assert owner(seal(title, kind=SealKind.NAME), "彭海英") is Owner.DIFFERENT


def test_a_person_s_seal_read_in_part_cannot_tell() -> None:
    """A character that is missing may be any."""
    assert owner(seal("海芳印", kind=SealKind.NAME), "彭海芳") is Owner.CANNOT_TELL


def test_a_ring_opened_in_the_wrong_place() -> None:
    """The name turned about is the name; another company's turned about is not."""
    turned = NAME[6:] + NAME[:6]
    assert owner(seal(turned), NAME) is Owner.SAME
    assert owner(seal(turned), NAME.replace("泽程", "泽华")) is not Owner.SAME


def test_a_shareholding_company_is_not_a_limited_one() -> None:
    """股份有限公司 and 有限公司 differ in law."""
    assert owner(seal(NAME), "上海泽程精密机械有限公司") is Owner.DIFFERENT


def test_a_title_whose_reading_broke_off_accuses_nobody() -> None:
    """What was read agrees but for its ragged end, and half of the name is missing."""
    assert owner(seal("上海泽程精加以"), NAME) is Owner.CANNOT_TELL


def test_a_traditional_form_among_the_candidates_adds_to_the_plain_one() -> None:
    """騰 is 腾: what it had does not make the sure reading of 腾 unsure."""
    read = seal("上海腾程精密机械股份有限公司", others={2: (("騰", 0.005),)})
    assert owner(read, NAME) is Owner.DIFFERENT


def test_a_branch_is_not_the_company() -> None:
    """A branch's name on the company's clear seal, and the other way round, are two bodies."""
    branch = NAME + "苏州分公司"
    assert owner(seal(NAME), branch) is Owner.DIFFERENT
    assert owner(seal(branch), NAME) is Owner.DIFFERENT
    assert owner(seal(NAME, probability=0.7), branch) is Owner.CANNOT_TELL


def test_a_company_s_name_that_broke_off_is_no_whole_one() -> None:
    """What is missing (公司第一分公司) is more than a branch: the seal may well be the branch's."""
    assert owner(seal(NAME[:-2]), NAME + "第一分公司") is Owner.CANNOT_TELL


def test_one_wrong_place_beside_an_unread_one_is_no_answer() -> None:
    """Where another character could not be read, one that differs may be misread as well."""
    read = seal("上海泽程精工机械股份有限公司", others={})
    unsure = read.characters[3].candidates[0][0]
    characters = tuple(
        type(one)(((one.candidates[0][0], 0.5),)) if one.candidates[0][0] == unsure else one
        for one in read.characters
    )
    doubtful = replace(read, title="上海泽呈精工机械股份有限公司", characters=characters)
    doubtful = replace(doubtful, readings=(doubtful.title,))
    assert owner(doubtful, NAME) is Owner.CANNOT_TELL


def strip(text: str, others: dict[int, tuple[tuple[str, float], ...]]) -> tuple[Character, ...]:
    """A strip's whole answer: each letter read surely, or as `others` has it, and a gap behind."""
    gap = Character((("", 1.0),))
    letters = [Character(others.get(at, ((letter, 0.99),))) for at, letter in enumerate(text)]
    return tuple(step for letter in letters for step in (letter, gap))


def crossed(probability: float) -> Seal:
    """A seal of NAME of which one strip nearly says it, and another line spoilt the second."""
    title = "上海泽程精蜜机械股份有限公司"
    read = seal(title)
    letters = list(read.characters)
    letters[5] = Character((("蜜", probability),))
    clear = strip(title, {5: (("蜜", 0.6), ("密", 0.02))})
    spoilt = strip(title, {5: (("蜜", 0.9),), 6: (("杌", 0.9),), 7: (("戒", 0.9),)})
    return replace(read, characters=tuple(letters), traces=(clear, spoilt))


def test_one_strip_that_nearly_says_the_name_is_enough() -> None:
    """What crosses a ring spoils one picture of it more than another."""
    assert owner(crossed(probability=0.6), NAME) is Owner.SAME


def test_one_near_strip_does_not_outweigh_what_was_read_surely() -> None:
    """Where all strips together make another character certain, the name is not the seal's."""
    assert owner(crossed(probability=0.95), NAME) is not Owner.SAME
