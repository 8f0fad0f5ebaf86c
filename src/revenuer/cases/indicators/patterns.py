"""STIX patterns of our own observables: written and read back, nothing else understood."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

WORDING = "wording"
_HASH = r"'[0-9a-f]{16,64}'"
_LIST = rf"\(({_HASH}(?:, ?{_HASH})*)\)"
_WORDING = re.compile(rf"\[x-revenuer-wording:winnowed IN {_LIST}\]")
_IDENTIFIER = re.compile(
    r"\[x-revenuer-identifier:kind = '([a-z_]{1,20})' AND "
    r"x-revenuer-identifier:salt_id = '([0-9a-f]{16})' AND "
    rf"x-revenuer-identifier:hmac_sha256 IN {_LIST}\]"
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Hashes of one kind; `salt_id` names the salt of identifiers, empty for wording."""

    kind: str
    salt_id: str
    values: tuple[str, ...]


def wording_pattern(values: Sequence[str]) -> str:
    """A pattern over hashes of wording."""
    return f"[x-revenuer-wording:winnowed IN {_listed(values)}]"


def identifier_pattern(kind: str, salt_id: str, values: Sequence[str]) -> str:
    """A pattern over salted identifiers of one kind."""
    return (
        f"[x-revenuer-identifier:kind = '{kind}' AND "
        f"x-revenuer-identifier:salt_id = '{salt_id}' AND "
        f"x-revenuer-identifier:hmac_sha256 IN {_listed(values)}]"
    )


def parse(text: str) -> Pattern | None:
    """What one of our patterns says; None for any other pattern."""
    found = _WORDING.fullmatch(text)
    if found:
        return Pattern(WORDING, "", _values(found[1]))
    found = _IDENTIFIER.fullmatch(text)
    return Pattern(found[1], found[2], _values(found[3])) if found else None


def _listed(values: Sequence[str]) -> str:
    return "(" + ", ".join(f"'{value}'" for value in sorted(set(values))) + ")"


def _values(listed: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[0-9a-f]{16,64}", listed))
