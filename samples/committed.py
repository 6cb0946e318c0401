"""The curated plan of the small haul that is committed with the code."""

from samples.plan import ORG, PERSON, PROJECT, REG, Plan, make_plan

SEED = 2021
# award, entry kind, planted defects, options
PACKETS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (ORG, "folder", (), ("broken_files", "letter", "blue")),
    (PROJECT, "photos", (), ("blue",)),
    (PERSON, "eml", (), ()),
    (REG, "eml", (), ()),
    (REG, "folder", (), ("backs", "blue")),
    (ORG, "pair", (), ()),
    (PROJECT, "zip", (), ("grey_copies", "nested")),
    (PERSON, "zip-gbk", (), ("scanned_report", "blue")),
    (ORG, "zip-gbk", ("S01",), ()),
    (PERSON, "zip", ("S02", "C01"), ()),
    (REG, "zip", ("S03",), ()),
    (PERSON, "tiff", ("F01", "F04"), ()),
    (PROJECT, "volume", ("D01",), ("two_up",)),
    (REG, "photos", ("T01", "E01"), ()),
    (REG, "eml", ("C03",), ()),
    (ORG, "folder", ("F03", "D03"), ("letter",)),
)


def committed_plans() -> list[Plan]:
    """Return the plans of the committed haul."""
    used: set[str] = set()
    return [
        make_plan(
            f"committed:{SEED}",
            index,
            award,
            entry,
            codes,
            used,
            None,
            **dict.fromkeys((*on, "light"), True),
        )
        for index, (award, entry, codes, on) in enumerate(PACKETS, 1)
    ]
