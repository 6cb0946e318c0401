"""What came in: one entry of a haul and the files in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractors.facts import Problem

DeliveryKind = Literal["folder", "archive", "mail", "file"]
# file: can be read; container: an archive or mail that was opened (or could not be);
# text: a mail's own words, made by us; skipped: noted and not kept.
MemberKind = Literal["file", "container", "text", "skipped"]
RECEIVED, SUPERSEDED = "received", "superseded"


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a delivery. `path` is a label inside the entry, never a path on our disk.

    `container` is the label of the archive or mail that held it, "" where the entry itself did.
    `sha256` is None where nothing was kept; the problems say why.
    """

    path: str
    kind: MemberKind
    sha256: str | None
    container: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """One entry of a haul. `received_hint` is the mail's own Received time (ISO 8601) or None.

    `sha256` is that of the entry's own bytes; None for a folder. `digest` names its content.
    """

    id: str
    name: str
    kind: DeliveryKind
    digest: str
    sha256: str | None
    received_hint: str | None
    stage: str
    members: tuple[Member, ...]
    problems: tuple[Problem, ...] = ()
