"""What is installed with the program may be passed on with it."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution, requires

import pytest
from packaging.requirements import Requirement

# GPL and AGPL, not LGPL: a shared library that can be replaced binds nobody.
_COPYLEFT = re.compile(r"(?<![L])\bA?GPL|(?<!Lesser )(?<!Library )General Public License", re.I)
# Not one licence but a choice, of which we take the other: by hand, with the one that we take.
_CHOICES: dict[str, str] = {}


def licence_of(found: Distribution) -> str:
    """What a distribution says of its licence: an expression, a field, or its classifiers."""
    meta = found.metadata
    classifiers = [one for one in meta.get_all("Classifier") or () if one.startswith("License")]
    short = (meta.get("License") or "").strip().splitlines()[:1]
    said = [meta.get("License-Expression") or "", *short, *classifiers]
    return "; ".join(one for one in said if one)


def needed(name: str, extra: str = "") -> dict[str, Distribution]:
    """A distribution and all that it needs here, by name."""
    found: dict[str, Distribution] = {}
    waiting = [Requirement(f"{name}[{extra}]" if extra else name)]
    while waiting:
        wanted = waiting.pop()
        key = wanted.name.lower().replace("_", "-")
        if key in found:
            continue
        try:
            found[key] = distribution(wanted.name)
        except PackageNotFoundError:
            continue  # for another system
        extras = wanted.extras or {""}
        for line in requires(wanted.name) or ():
            one = Requirement(line)
            if one.marker is None or any(one.marker.evaluate({"extra": e}) for e in extras):
                waiting.append(one)
    return found


INSTALLED = needed("yushen")


@pytest.mark.parametrize("name", sorted(INSTALLED))
def test_the_licence_allows_it(name: str) -> None:
    """Every distribution of the default install names a licence, and none is GPL or AGPL."""
    licence = licence_of(INSTALLED[name])
    assert licence or name in _CHOICES, f"{name} names no licence"
    assert not _COPYLEFT.search(licence) or name in _CHOICES, f"{name}: {licence}"


def test_the_whole_install_was_looked_at() -> None:
    """Not an empty list, and what opens strangers' files is on it."""
    assert len(INSTALLED) > 50
    assert {"pypdfium2", "pillow", "libarchive-c", "olefile", "pi-heif", "lxml"} <= set(INSTALLED)


@pytest.mark.parametrize(
    ("text", "copyleft"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPLv3", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("LGPL-2.1-or-later", False),
        ("BSD-3-Clause", False),
    ],
)
def test_licences_are_told_apart(text: str, copyleft: bool) -> None:
    """LGPL is neither GPL nor AGPL."""
    assert bool(_COPYLEFT.search(text)) is copyleft
