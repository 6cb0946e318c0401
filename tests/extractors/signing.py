"""Small PDFs signed with certificates that are made on the spot."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from functools import cache

import pikepdf
from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko_certvalidator.registry import SimpleCertificateStore

SIGNER, ORGANISATION = "王签名", "上海某某精密机械有限公司"
_NOW = datetime.now(UTC)


def unsigned() -> bytes:
    """A PDF of one empty page."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


def signed(chain: bool = True, times: int = 1, days_valid: int = 30) -> bytes:
    """The same, signed so many times; with or without the certificate of who issued the signer's.

    A certificate that is valid for a negative number of days had ended before it was used.
    """
    data = unsigned()
    for number in range(1, times + 1):
        out = io.BytesIO()
        meta = PdfSignatureMetadata(field_name=f"签名{number}")
        sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(data)),
            meta,
            signer=_signer(chain, days_valid),
            output=out,
        )
        data = out.getvalue()
    return data


@cache
def _signer(chain: bool, days_valid: int) -> SimpleSigner:
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Some Root")])
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, SIGNER),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
        ]
    )
    root = _certificate(root_name, root_key.public_key(), root_name, root_key, True, 30)
    own = _certificate(name, key.public_key(), root_name, root_key, False, days_valid)
    store = SimpleCertificateStore()
    store.register_multiple([root] if chain else [])
    private = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return SimpleSigner(own, keys.PrivateKeyInfo.load(private), store)


def _certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    authority: bool,
    days_valid: int,
) -> asn1.Certificate:
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_NOW - timedelta(days=60))
        .not_valid_after(_NOW + timedelta(days=days_valid))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
    return asn1.Certificate.load(made.public_bytes(serialization.Encoding.DER))
