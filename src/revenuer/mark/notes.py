"""Signed notes (C2SP signed-note, Ed25519): text, an empty line, and one line a signature."""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

DASH = "\u2014"
ED25519 = b"\x01"
MOST_BYTES = 1 << 20


class NoteError(ValueError):
    """A note, key or proof that does not say what it must."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A named Ed25519 public key, written `name+hash+key` as in Go's sumdb."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """SHA-256(name || 0x0A || 0x01 || public key)[:4]."""
        named = self.name.encode() + b"\n" + ED25519 + self.public
        return hashlib.sha256(named).digest()[:4]

    def __str__(self) -> str:
        key = base64.b64encode(ED25519 + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{key}"

    @staticmethod
    def parse(text: str) -> "Verifier":
        """Read `name+hash+key`. Raises NoteError."""
        parts = text.strip().split("+", 2)
        if len(parts) != 3:
            raise NoteError("a public key is written name+hash+key")
        name, key_id, key = parts
        raw = strict_base64(key)
        if len(raw) != 33 or raw[:1] != ED25519:
            raise NoteError("the public key is not an Ed25519 key")
        verifier = Verifier(_name(name), raw[1:])
        if verifier.key_id.hex() != key_id:
            raise NoteError("the public key does not agree with its own hash")
        return verifier

    def open(self, note: bytes) -> str:
        """The text of `note` if this key signed it. Raises NoteError.

        Signatures of other keys are ignored; one of this key that fails rejects the note.
        """
        if len(note) > MOST_BYTES:
            raise NoteError("the note is too long")
        try:
            whole = note.decode("utf-8")
        except UnicodeDecodeError as error:
            raise NoteError("the note is not UTF-8") from error
        if any(character < " " and character != "\n" for character in whole):
            raise NoteError("the note holds control characters")
        text, separator, signatures = whole.rpartition("\n\n")
        if not separator or not signatures.endswith("\n"):
            raise NoteError("the note is not finished by a signature")
        text += "\n"
        mine = [line for line in signatures[:-1].split("\n") if self._is_mine(line)]
        if not mine:
            raise NoteError(f"the note is not signed by {self.name}")
        for line in mine:
            self._check(text, strict_base64(line.rsplit(" ", 1)[1])[4:])
        return text

    def _is_mine(self, line: str) -> bool:
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != DASH:
            raise NoteError("a signature line is malformed")
        raw = strict_base64(parts[2])
        if len(raw) < 5:
            raise NoteError("a signature is too short")
        return parts[1] == self.name and raw[:4] == self.key_id

    def _check(self, text: str, signature: bytes) -> None:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except (InvalidSignature, ValueError) as error:
            raise NoteError(f"the signature of {self.name} does not fit the text") from error


class Signer:
    """A named Ed25519 private key (32 bytes)."""

    def __init__(self, name: str, private: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(private)
        public = self._key.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )
        self.verifier = Verifier(_name(name), public)

    def sign(self, text: str) -> bytes:
        """The note for `text`, which must end in a newline. Raises NoteError."""
        if not text.endswith("\n") or any(c < " " and c != "\n" for c in text):
            raise NoteError("the text must end in a newline and hold no control characters")
        raw = self.verifier.key_id + self._key.sign(text.encode())
        line = f"{DASH} {self.verifier.name} {base64.b64encode(raw).decode()}\n"
        return (text + "\n" + line).encode()


def _name(name: str) -> str:
    if not name or "+" in name or any(character.isspace() for character in name):
        raise NoteError("a key's name must not be empty nor hold spaces or plus signs")
    return name


def strict_base64(text: str) -> bytes:
    """Strict, canonical base64: only one text decodes to any bytes."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("base64 expected") from error
    if base64.b64encode(raw).decode() != text:
        raise NoteError("base64 is not in its canonical form")
    return raw
