"""Digital signatures: who, when, how much of the file, and whether it holds."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from extractors.limits import Limits, UnreadableError
from extractors.signatures import read_signatures
from extractors.signed import Coverage, Holds
from tests.extractors.signing import ORGANISATION, SIGNER, signed, unsigned


def test_a_signed_file_tells_who_signed_it_and_when() -> None:
    """Signer, organisation and time are read; the whole file is covered and unchanged."""
    (found,) = read_signatures(signed(), Limits())
    assert (found.field, found.signer, found.organisation) == ("签名1", SIGNER, ORGANISATION)
    assert found.signed_at is not None
    assert abs(found.signed_at - datetime.now(UTC)) < timedelta(hours=1)
    assert found.coverage is Coverage.WHOLE
    assert (found.intact, found.chain, found.problem) == (Holds.YES, Holds.YES, "")


def test_what_is_appended_later_is_told() -> None:
    """Bytes after the signed ones leave the signature intact and no longer cover the file."""
    (found,) = read_signatures(signed() + b"\n% later\n", Limits())
    assert (found.coverage, found.intact) == (Coverage.EARLIER, Holds.YES)


def test_a_second_signature_is_a_later_addition_to_the_first() -> None:
    """Of two signatures only the last covers the whole file; both hold."""
    found = read_signatures(signed(times=2), Limits())
    assert [one.coverage for one in found] == [Coverage.EARLIER, Coverage.WHOLE]
    assert [one.intact for one in found] == [Holds.YES, Holds.YES]


def test_a_flipped_byte_breaks_a_signature() -> None:
    """A change within what was signed is told, whoever signed it."""
    data = bytearray(signed())
    at = data.index(b"%PDF-") + 5
    data[at + 2] ^= 1  # the version's last digit
    (found,) = read_signatures(bytes(data), Limits())
    assert (found.signer, found.intact) == (SIGNER, Holds.NO)


def test_bytes_left_out_beside_the_signature_are_not_covered() -> None:
    """A range that leaves out more than the signature does not cover the file."""
    data = signed()
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\s*\]", data)
    assert found is not None
    first = found.group(1)
    less = str(int(first) - 1).rjust(len(first), "0").encode()
    spoilt = data[: found.start(1)] + less + data[found.end(1) :]
    (one,) = read_signatures(spoilt, Limits())
    assert (one.coverage, one.intact) == (Coverage.PART, Holds.NO)


def test_a_chain_that_is_not_in_the_file_cannot_be_told() -> None:
    """Without the issuer's certificate the signature is intact and its chain an open question."""
    (found,) = read_signatures(signed(chain=False), Limits())
    assert (found.intact, found.chain) == (Holds.YES, Holds.CANNOT_TELL)


def test_a_certificate_that_had_ended_breaks_the_chain() -> None:
    """A certificate is held against the time at which it says it was used."""
    (found,) = read_signatures(signed(days_valid=-10), Limits())
    assert (found.intact, found.chain) == (Holds.YES, Holds.NO)


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """No connection is opened, whatever the certificates point to."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("connected")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    (found,) = read_signatures(signed(), Limits())
    assert found.chain is Holds.YES


@pytest.mark.parametrize(
    "data",
    [
        lambda: b"not a PDF /ByteRange [0 1 2 3]",
        lambda: b"%PDF-1.7\n/ByteRange [0 1 2 3]\n%%EOF",
        lambda: signed()[:-700],
        lambda: unsigned() + b"% /ByteRange",
    ],
    ids=["text", "empty", "cut", "named only"],
)
def test_a_damaged_file_ends_in_a_reason(data: Callable[[], bytes]) -> None:
    """What is marked as signed and cannot be read says so."""
    with pytest.raises(UnreadableError) as caught:
        read_signatures(data(), Limits())
    assert caught.value.problem.code == "signature-unreadable"


def test_a_signature_of_rubbish_keeps_its_place() -> None:
    """A signature that is none is listed with its reason, the others beside it."""
    data = signed(times=2)
    at = data.index(b"/Contents <") + len(b"/Contents <")
    found = read_signatures(data[:at] + b"00" * 40 + data[at + 80 :], Limits())
    assert [one.problem for one in found] == ["signature-unreadable", ""]
    assert found[1].intact is Holds.NO


def test_too_many_signatures_are_refused_before_any_is_read() -> None:
    """The number is counted in the bytes."""
    with pytest.raises(UnreadableError) as caught:
        read_signatures(signed() + b"/ByteRange " * 100, Limits())
    assert caught.value.problem.code == "too-many-signatures"


def test_an_unsigned_file_does_not_load_the_library() -> None:
    """Whoever sends unsigned files does not wait for what checks signatures."""
    code = (
        "import sys\n"
        "from extractors.limits import Limits\n"
        "from extractors.signatures import read_signatures\n"
        "assert read_signatures(b'%PDF-1.4 nothing', Limits()) == ()\n"
        "assert not any(name.startswith('pyhanko') for name in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
