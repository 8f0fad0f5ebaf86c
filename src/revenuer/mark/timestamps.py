"""RFC 3161 timestamps of a ledger's checkpoints: when they existed, by an authority's word.

A provider signs its own checkpoints, so nothing but publication shows when they were made. A
timestamp does: an independent authority signs the hash of a checkpoint with the time. Two
authorities are better than one. Answers are kept in the ledger's folder `timestamps`, each beside
the checkpoint it speaks of, and can also be checked with `openssl ts -verify`.
"""

import re
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509

from revenuer.mark.checkpoints import Checkpoint
from revenuer.mark.notes import NoteError, Verifier
from revenuer.problems import Problem

TIMEOUT = 30.0  # seconds
MOST_BYTES = 1 << 20
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"


@dataclass(frozen=True, slots=True)
class Stamped:
    """`checkpoint` existed at `time` (UTC), says the authority of the certificate `authority`."""

    checkpoint: Checkpoint
    time: datetime
    authority: str
    file: Path


def stamp(folder: Path, note: bytes, verifier: Verifier, url: str, roots: Path) -> Stamped:
    """Have the checkpoint `note` stamped by the authority at `url`, and keep its answer.

    The answer is checked against the certificates in `roots` (PEM) first. Raises Problem.
    """
    need_client()
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    request = TimestampRequestBuilder().data(note).hash_algorithm(HashAlgorithm.SHA256).build()
    answer = _posted(url, request.as_bytes())
    size = Checkpoint.open(note, verifier).size
    name = re.sub(r"[^A-Za-z0-9.-]", "-", urlsplit(url).hostname or "authority")
    kept = folder / "timestamps" / f"{size:012}.{name}.tsr"
    _check(answer, note, read_certificates(roots), url, request.nonce)
    kept.parent.mkdir(exist_ok=True)
    kept.with_name(f"{size:012}.checkpoint").write_bytes(note)
    kept.write_bytes(answer)
    return _stamped(kept, note, answer, verifier)


def stamps(folder: Path, verifier: Verifier, roots: Path) -> list[Stamped]:
    """Every timestamp kept in the ledger's `folder`, checked. Raises Problem for a wrong one.

    That the checkpoints belong to the ledger is for `revenuer ledger verify --checkpoint`.
    """
    need_client()
    certificates = read_certificates(roots)
    found = []
    for kept in sorted((folder / "timestamps").glob("*.tsr")):
        note_file = kept.with_name(f"{kept.name.split('.')[0]}.checkpoint")
        try:
            note, answer = note_file.read_bytes(), kept.read_bytes()
        except OSError as error:
            raise Problem(
                "A timestamp's checkpoint is missing.",
                where=str(note_file),
                hint="restore it: it is the text that was stamped",
            ) from error
        _check(answer, note, certificates, str(kept), None)
        found.append(_stamped(kept, note, answer, verifier))
    return found


def need_client() -> None:
    """Raise Problem unless the library for RFC 3161 is installed."""
    if find_spec("rfc3161_client") is None:
        raise Problem(
            "Timestamps need rfc3161-client, which is not installed.",
            hint="pip install 'revenuer[timestamps]'",
        )


def read_certificates(path: Path) -> list[x509.Certificate]:
    """The certificates in a PEM file. Raises Problem."""
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        raise Problem(
            "No certificates can be read from there.",
            where=str(path),
            hint="give the authority's root certificate in PEM",
        ) from error


def _posted(url: str, body: bytes) -> bytes:
    if urlsplit(url).scheme not in ("http", "https"):
        raise Problem("An authority has an http address.", where=url, hint="check the address")
    request = urllib.request.Request(url, body, {"Content-Type": QUERY, "Accept": REPLY})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return bytes(answer.read(MOST_BYTES))
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        raise Problem(
            f"The timestamp authority did not answer: {error}.",
            where=url,
            hint="try again, or another authority; nothing was written",
        ) from error


def _check(
    answer: bytes,
    note: bytes,
    roots: Sequence[x509.Certificate],
    where: str,
    nonce: int | None,
) -> None:
    from rfc3161_client import VerificationError, VerifierBuilder

    try:
        response = _decoded(answer)
        certificates = [
            x509.load_der_x509_certificate(found) for found in response.signed_data.certificates
        ]
        between = [found for found in certificates if found not in roots]
        checker = VerifierBuilder(roots=list(roots), intermediates=between, nonce=nonce).build()
        checker.verify_message(response, note)
    except (VerificationError, ValueError) as error:
        raise Problem(
            f"This timestamp does not hold: {error}.",
            where=where,
            hint="check that the roots are the authority's and that the checkpoint is unchanged",
        ) from error


def _decoded(answer: bytes) -> Any:
    from rfc3161_client import decode_timestamp_response

    return decode_timestamp_response(answer)


def _stamped(kept: Path, note: bytes, answer: bytes, verifier: Verifier) -> Stamped:
    response = _decoded(answer)
    certificates = [
        x509.load_der_x509_certificate(found) for found in response.signed_data.certificates
    ]
    own = [found for found in certificates if not _is_authority_of_others(found)]
    subject = own[0].subject.rfc4514_string() if own else kept.name
    try:
        checkpoint = Checkpoint.open(note, verifier)
    except NoteError as error:
        raise Problem(
            f"The checkpoint that was stamped is not this ledger's: {error}.",
            where=str(kept),
            hint="restore the file that was stamped",
        ) from error
    return Stamped(checkpoint, response.tst_info.gen_time, subject, kept)


def _is_authority_of_others(certificate: x509.Certificate) -> bool:
    try:
        found = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except x509.ExtensionNotFound:
        return False
    return bool(found.value.ca)
