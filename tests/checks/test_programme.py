"""Packs: a misspelling stops the program with file and line."""

import pytest

from checks.programme import PackError, bind, line_of
from tests.checks.pack import programme, texts


def broken(file: str, old: str, new: str) -> dict[str, str]:
    files = dict(texts())
    assert old in files[file]
    files[file] = files[file].replace(old, new, 1)
    return files


def line_with(text: str, part: str) -> int:
    return max(n for n, line in enumerate(text.split("\n"), 1) if part in line)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("rules.toml", 'kind = "filled"', 'kind = "fillled"', "fillled"),
        ("rules.toml", 'document = "id_card"', 'document = "idcard"', "no form 'idcard'"),
        ("rules.toml", 'field = "founded_on"', 'field = "founded"', "no field or place 'founded'"),
        ("rules.toml", 'id = "member"', 'id = "in-time"', "used twice"),
        ("rules.toml", 'severity = "return"', 'severity = "reject"', "severity"),
        ("rules.toml", 'code = "T01"', 'code = "late"', "code"),
        (
            "rules.toml",
            'award = ["registration"]',
            'award = ["registraton"]',
            "no award 'registraton'",
        ),
        ("rules.toml", "least = 3", "least = 3, most = 4", "most"),
        (
            "rules.toml",
            'places = ["cover", "declaration"',
            'places = ["covre", "declaration"',
            "covre",
        ),
        ("rules.toml", '"seal_kind", places = ["reg', '"seal_kind", places = ["rag', "'ragis"),
        ("places.toml", "cover =", "kover =", "no form has a place 'kover'"),
        ("programme.toml", 'id = "project"', 'id = "organisation"', "defined twice"),
        ("programme.toml", 'form = "award_org"', 'form = "award_organ"', "award_organ"),
        ("programme.toml", 'item = "project_name"', 'item = "projekt"', "projekt"),
        ("programme.toml", "closing = 2021-06-30", 'closing = "soon"', "closing"),
        ("forms/award_org.toml", 'type = "uscc"', 'type = "usc"', "no field type 'usc'"),
        ("forms/award_org.toml", "required = true", "requierd = true", "requierd"),
        ("forms/award_project.toml", 'after = "leader_name"', 'after = "leader"', "leader"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(file: str, old: str, new: str, says: str) -> None:
    """The message begins with the file and a line at or near the mistake."""
    files = broken(file, old, new)
    with pytest.raises(PackError) as caught:
        bind(files)
    place, _, message = str(caught.value).partition(": ")
    name, _, line = place.partition(":")
    assert name == file
    assert says in message
    assert abs(int(line) - line_with(files[file], new)) <= 3


def test_toml_that_is_none_is_named_with_its_line() -> None:
    """A missing quote."""
    files = broken("places.toml", '"封面"', '"封面')
    with pytest.raises(PackError, match=r"^places.toml:\d+: "):
        bind(files)


def test_a_pack_without_rules_is_refused() -> None:
    """Every pack has its rules."""
    files = dict(texts())
    del files["rules.toml"]
    with pytest.raises(PackError, match=r"rules\.toml"):
        bind(files)


def test_every_rule_says_where_it_comes_from() -> None:
    """The notice, or an assumption that is marked as one."""
    for rule in programme().rules:
        assert rule.source.startswith(("notice", "assumed"))
        assert rule.message
        assert rule.remedy


def test_lines_are_counted_through_array_tables() -> None:
    """The second rule's code stands in the second rule."""
    text = '[[rule]]\nid = "a"\ncode = "X"\n\n[[rule]]\nid = "b"\ncode = "Y"\n'
    assert line_of(text, ("rule", 1, "code")) == 7
