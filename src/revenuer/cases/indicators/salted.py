"""Identifiers that only a partner who holds the same value, and the salt, can recognise.

HMAC-SHA256 under a salt that the partners of one exchange agree on outside this program. Whoever
holds the salt can try every value of a small space (all IPv4 addresses, known mail domains): share
it with those you would tell the value.
"""

import hashlib
import hmac
import os
import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path

from revenuer.problems import Problem

LEAST_BYTES = 16
_SALT = re.compile(r"(?:[0-9a-fA-F]{2}){1,64}")
_ADDRESSES = frozenset({"ip", "signup_ip"})
_LOWER = frozenset({"email_domain"})


def salted(kind: str, value: str, salt: bytes) -> str:
    """64 hexadecimal digits; the same value written differently gives the same."""
    message = f"revenuer/indicator/1\n{kind}\n{plain(kind, value)}".encode()
    return hmac.new(salt, message, hashlib.sha256).hexdigest()


def plain(kind: str, value: str) -> str:
    """One way to write a value: addresses in canonical form, domains in lower case."""
    text = value.strip()
    if kind in _LOWER:
        return text.lower().rstrip(".")
    if kind in _ADDRESSES:
        try:
            return str(ip_address(text))
        except ValueError:
            return text
    return text


def salt_id(salt: bytes) -> str:
    """What a salt is called in public: 16 hexadecimal digits that do not give it away."""
    return hashlib.sha256(b"revenuer/salt/1\n" + salt).hexdigest()[:16]


def parse_salt(text: str) -> bytes:
    """Read a salt written in hexadecimal. Raises Problem."""
    cleaned = text.strip()
    if not _SALT.fullmatch(cleaned) or len(cleaned) < 2 * LEAST_BYTES:
        raise Problem(
            "That is not a salt.",
            hint=f"at least {2 * LEAST_BYTES} hexadecimal digits, the same for all partners",
        )
    return bytes.fromhex(cleaned)


def new_salt() -> bytes:
    """32 random bytes."""
    return os.urandom(32)


def keep_salt(folder: Path, salt: bytes) -> str:
    """Put a salt beside the store's key; returns its public name."""
    place = folder / "salts"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = salt_id(salt)
    path = place / name
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(salt.hex() + "\n")
    return name


def kept_salts(folder: Path | None) -> Mapping[str, bytes]:
    """The salts beside the store's key, by public name. Raises Problem."""
    if folder is None or not (folder / "salts").is_dir():
        return {}
    found = {}
    for path in sorted((folder / "salts").iterdir()):
        salt = parse_salt(path.read_text(encoding="ascii"))
        found[salt_id(salt)] = salt
    return found
