"""What a digital signature says, and whether it holds. Values only; see `extractors.signatures`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Holds(StrEnum):
    """Whether a check of a signature holds."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"


class Coverage(StrEnum):
    """What of the file a signature covers: all, all up to some later additions, or less."""

    WHOLE = "whole"
    EARLIER = "earlier"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Signature:
    """A digital signature inside a PDF (电子签章): a fact of the file, no seal on a page.

    Names and time are what the signer's certificate and the signature claim. `intact`: what it
    covers is unchanged and signed with the certificate's key. `chain`: the certificates in the
    file lead from the signer's to a root, at the claimed time; nobody says that the root is to be
    trusted, and revocation is not asked for. `problem` is "" or the code of what could not be read.
    """

    field: str
    signer: str = ""
    organisation: str = ""
    signed_at: datetime | None = None
    coverage: Coverage = Coverage.PART
    intact: Holds = Holds.CANNOT_TELL
    chain: Holds = Holds.CANNOT_TELL
    problem: str = ""
