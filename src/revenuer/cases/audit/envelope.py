"""Signed JSON documents: DSSE (Dead Simple Signing Envelope) with one Ed25519 signature.

The signature covers the payload's type and bytes, so a document of one kind cannot pass for
another. The envelope names the key by its `name+hash+key` text; who checks brings the key.
"""

import base64
from dataclasses import dataclass
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from revenuer.cases.packed import canonical
from revenuer.mark.notes import NoteError, Signer, Verifier, strict_base64
from revenuer.problems import Problem


@dataclass(frozen=True, slots=True)
class Key:
    """The store's private key, for notes and for envelopes."""

    notes: Signer
    private: Ed25519PrivateKey

    @staticmethod
    def from_bytes(name: str, private: bytes) -> "Key":
        """A key from its 32 bytes."""
        return Key(Signer(name, private), Ed25519PrivateKey.from_private_bytes(private))

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        return self.notes.verifier

    def sign(self, data: bytes) -> bytes:
        """A bare signature, 64 bytes."""
        return self.private.sign(data)


def seal(kind: str, payload: Any, key: Key) -> bytes:
    """An envelope as indented JSON with a final newline. `kind` is the payload's media type."""
    body = canonical(payload)
    signature = key.sign(pre_authentication(kind, body))
    envelope = {
        "payloadType": kind,
        "payload": base64.b64encode(body).decode(),
        "signatures": [
            {"keyid": str(key.verifier), "sig": base64.b64encode(signature).decode()},
        ],
    }
    return orjson.dumps(envelope, option=orjson.OPT_INDENT_2) + b"\n"


def unseal(data: bytes, kind: str, verifier: Verifier) -> Any:
    """The payload of an envelope that this key signed. Raises Problem."""
    try:
        envelope = orjson.loads(data)
        if envelope["payloadType"] != kind:
            raise Problem(f"The document is {envelope['payloadType']!r}, not {kind!r}.")
        body = strict_base64(envelope["payload"])
        signatures = [
            strict_base64(s["sig"]) for s in envelope["signatures"] if s["keyid"] == str(verifier)
        ]
    except (orjson.JSONDecodeError, KeyError, TypeError, NoteError) as error:
        raise Problem(f"The document is not a signed envelope ({error}).") from error
    if not signatures:
        raise Problem("The document is not signed by that key.", where=str(verifier))
    public = Ed25519PublicKey.from_public_bytes(verifier.public)
    for signature in signatures:
        try:
            public.verify(signature, pre_authentication(kind, body))
        except InvalidSignature as error:
            raise Problem(
                "The signature does not fit the document: it was changed.", where=verifier.name
            ) from error
    return orjson.loads(body)


def pre_authentication(kind: str, body: bytes) -> bytes:
    """What is signed (DSSE v1): lengths and bytes of type and payload."""
    named = kind.encode()
    return b"DSSEv1 %d %b %d %b" % (len(named), named, len(body), body)
