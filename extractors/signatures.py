"""Digital signatures inside a PDF, checked against nothing but the file itself.

pyHanko reads and checks them. It is loaded only for files that are marked as signed, and nothing
is ever fetched: no revocation list, no issuer's certificate, no list of trusted roots.
"""

from __future__ import annotations

import asyncio
import io
import logging
import unicodedata
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from extractors.limits import Limits, UnreadableError
from extractors.signed import Coverage, Holds, Signature

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import EmbeddedPdfSignature

# A signature covers the bytes around itself, so this stands in the file as it is (ISO 32000-1,
# 12.8.1); what is packed or written otherwise cannot be one that covers its file.
_MARK: Final = b"/ByteRange"
_MOST_SIGNATURES: Final = 50
_LONGEST: Final = 4_000_000  # bytes of one signature with its certificates
# Certificates in one signature: paths are searched through them, so their number is kept small.
_MOST_CERTIFICATES: Final = 10
_LONGEST_NAME: Final = 200
_WEAK: Final = ("md2", "md5")
# The errors of pyHanko and of the parsers beneath it on what is damaged or not foreseen. Of a
# signature that they end, its reason is kept; whatever else they throw costs all of the file's.
_DAMAGED: Final = (
    ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError,
    NotImplementedError, RecursionError, OSError, zlib.error,
)  # fmt: skip


def is_marked(data: bytes) -> bool:
    """Whether a file may hold signatures; cheap, and true for every one that does."""
    return _MARK in data


def read_signatures(data: bytes, limits: Limits) -> tuple[Signature, ...]:
    """The signatures of a PDF, oldest field first; raises UnreadableError with the reason."""
    if not is_marked(data):
        return ()
    if len(data) > limits.file_bytes:
        raise UnreadableError("file-too-large", limit=limits.file_bytes)
    if data.count(_MARK) > _MOST_SIGNATURES:
        raise UnreadableError("too-many-signatures", limit=_MOST_SIGNATURES)
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.fields import enumerate_sig_fields

    _silence()
    try:
        reader = _opened(data)
        fields = list(enumerate_sig_fields(reader, filled_status=True))
    except (PdfError, *_DAMAGED) as error:
        raise UnreadableError("signature-unreadable") from error
    if not fields:
        raise UnreadableError("signature-unreadable")
    return tuple(_signature(reader, data, field, name) for name, _, field in fields)


def _silence() -> None:
    """What they would log quotes the file."""
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _opened(data: bytes) -> PdfFileReader:
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(data), strict=False)
    if reader.encrypted:
        reader.decrypt(b"")  # restricted, but for everybody to read
    return reader


def _signature(reader: PdfFileReader, data: bytes, field: Any, name: str) -> Signature:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.validation import EmbeddedPdfSignature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.pdf_embedded import extract_contents

    found = Signature(_plain(name))
    try:
        value = field.get_object().raw_get("/V").get_object()
        contents = extract_contents(value)
        if len(contents) > _LONGEST:
            return replace(found, problem="signature-too-large")
        parts = [int(number) for number in value["/ByteRange"]]
        found = replace(found, coverage=_coverage(data, parts, contents))
        embedded = EmbeddedPdfSignature(reader, field, name)
        if len(embedded.signed_data["certificates"]) > _MOST_CERTIFICATES:
            return replace(found, problem="signature-too-large")
        found = _claimed(found, embedded)
    except (PdfError, SignatureValidationError, *_DAMAGED):
        return replace(found, problem="signature-unreadable")
    return _checked(found, embedded)


def _claimed(found: Signature, embedded: EmbeddedPdfSignature) -> Signature:
    subject = embedded.signer_cert.subject.native
    return replace(
        found,
        signer=_plain(subject.get("common_name", "")),
        organisation=_plain(subject.get("organization_name", "")),
        signed_at=_signed_at(embedded),
    )


def _plain(name: object) -> str:
    """A name as one short line; a certificate may carry several, and anything in them."""
    words = "、".join(map(str, name)) if isinstance(name, list) else str(name)
    kept = (one for one in words if unicodedata.category(one)[0] != "C")
    return "".join(kept).strip()[:_LONGEST_NAME]


def _signed_at(embedded: EmbeddedPdfSignature) -> datetime | None:
    content = embedded.signed_data["encap_content_info"]
    if content["content_type"].native == "tst_info":
        when = content["content"].parsed["gen_time"].native
    else:
        when = embedded.self_reported_timestamp
    if not isinstance(when, datetime):
        return None
    return when if when.utcoffset() is not None else when.replace(tzinfo=UTC)


def _coverage(data: bytes, parts: list[int], contents: bytes) -> Coverage:
    """Whether all is covered but the signature itself, up to the file's end or an earlier one."""
    if len(parts) != 4 or parts[0] != 0 or min(parts) < 0:
        return Coverage.PART
    gap, after, end = parts[1], parts[2], parts[2] + parts[3]
    if not (gap < after <= end <= len(data)) or not _is_written(data[gap:after], contents):
        return Coverage.PART
    if end == len(data):
        return Coverage.WHOLE
    ended = data[max(after, end - 16) : end].rstrip().endswith(b"%%EOF")
    return Coverage.EARLIER if ended else Coverage.PART


def _is_written(gap: bytes, contents: bytes) -> bool:
    """Whether what a signature leaves out is the signature and nothing else."""
    if len(gap) > 3 * len(contents) + 2 or gap[:1] != b"<" or gap[-1:] != b">":
        return False
    try:
        return bytes.fromhex(gap[1:-1].decode("ascii")) == contents
    except ValueError:
        return False


def _checked(found: Signature, embedded: EmbeddedPdfSignature) -> Signature:
    from cryptography.exceptions import UnsupportedAlgorithm
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.validation.errors import SignatureValidationError

    try:
        intact = _is_intact(embedded)
        chain = _chain(embedded, found.signed_at)
    except (UnsupportedAlgorithm, PdfError, SignatureValidationError, *_DAMAGED):
        # SM2 and SM3 (GB/T 35275) for one, which the libraries do not speak.
        return replace(found, problem="signature-unsupported")
    return replace(found, intact=Holds.YES if intact else Holds.NO, chain=chain)


def _is_intact(embedded: EmbeddedPdfSignature) -> bool:
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity, validate_tst_signed_data

    content = embedded.signed_data["encap_content_info"]["content_type"].native
    if content == "tst_info":
        told = asyncio.run(
            validate_tst_signed_data(
                embedded.signed_data, _nobody_trusted(), embedded.compute_digest
            )
        )
        return bool(told["intact"] and told["valid"])
    intact, valid = validate_sig_integrity(
        embedded.signer_info, embedded.signer_cert, content, embedded.compute_digest()
    )
    return bool(intact and valid)


def _nobody_trusted(roots: tuple[Certificate, ...] = (), moment: datetime | None = None) -> Any:
    """What certificates are held against: these roots only, and no network."""
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(
        trust_roots=list(roots),
        moment=moment or datetime.now(UTC),
        allow_fetching=False,
        weak_hash_algos=_WEAK,
    )


def _chain(embedded: EmbeddedPdfSignature, signed_at: datetime | None) -> Holds:
    """Whether the certificates in the file lead from the signer's to a root among them.

    Cannot be told where no root is there, or where the signer vouches for himself.
    """
    from pyhanko_certvalidator import CertificateValidator
    from pyhanko_certvalidator.errors import PathBuildingError, ValidationError

    signer, others = embedded.signer_cert, embedded.other_embedded_certs
    roots = tuple(one for one in others if one.self_issued)
    if signer.self_issued or not roots:
        return Holds.CANNOT_TELL
    context = _nobody_trusted(roots, signed_at)
    validator = CertificateValidator(signer, others, context)
    try:
        asyncio.run(validator.async_validate_path())
    except PathBuildingError:
        return Holds.CANNOT_TELL
    except ValidationError:
        return Holds.NO
    return Holds.YES
