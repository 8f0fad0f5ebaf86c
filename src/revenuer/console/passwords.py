"""Passwords: argon2id, and a check that takes as long for a name that does not exist."""

import re

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from revenuer.problems import Problem

LEAST = 12
MOST = 256

_HASHER = PasswordHasher()
# A hash of no password: verifying against it costs what a real one costs.
_NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$bm8tb25lcy1zYWx0LTE2Yg$"
    "MC9T3oJDDBVYxkUPhpRj0S8M7a1dFfYb1gn2dHXXxbE"
)


def hashed(password: str, login: str) -> str:
    """The argon2id hash to keep. Raises Problem for a password that is too easy to guess."""
    if len(password) < LEAST:
        raise Problem(
            "That password is too short.",
            hint=f"Use {LEAST} characters or more; a sentence will do.",
        )
    if len(password) > MOST:
        raise Problem("That password is too long.", hint=f"Use at most {MOST} characters.")
    if len(set(password)) < 5 or (len(login) > 3 and login.lower() in password.lower()):
        raise Problem(
            "That password is too easy to guess.",
            hint="Leave out your name and do not repeat a few characters.",
        )
    return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether the password is the one kept; False, after as much work, where none is kept."""
    try:
        right = _HASHER.verify(kept or _NOBODY, password[:MOST])
    except (VerificationError, InvalidHashError):
        return False
    return right and kept is not None


def login_of(text: str) -> str:
    """A sign-in name as kept: lower case, letters, digits and . _ @ + -. Raises Problem."""
    login = text.strip().lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9._@+-]{1,79}", login):
        raise Problem(
            "That sign-in name cannot be used.",
            hint="Use 2 to 80 letters, digits and . _ @ + -, beginning with a letter or digit.",
        )
    return login
