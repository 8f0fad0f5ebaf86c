"""Secrets as regular expressions, one kind each.

Every expression is linear in the text: runs begin only where no character of the run stands
before, and everything between anchors is bounded.
"""

import re
from dataclasses import dataclass

_WORD = r"(?<![A-Za-z0-9_-])"
_HAS_DIGIT = r"(?=[A-Za-z._~+/=-]{0,256}\d)"
_KEYWORD = r"(?:password|passwd|pwd|secret|token|(?:api|access|private|account)[_-]?key)"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of secret. `clue` is the bit by which the byte scan says that a text may hold one;
    `template` is what takes the secret's place."""

    kind: str
    clue: int
    expression: re.Pattern[str]
    template: str

    def sub(self, text: str) -> tuple[str, int]:
        """The text without secrets of this kind, and how many there were."""
        return self.expression.subn(self.template, text)


DASH, UNDERSCORE, UPPER_I, UPPER_J, BEARER, URL, ASSIGNED, DOT = (1 << bit for bit in range(8))
"""Clues: the character that the byte scan stops at."""


def _pattern(kind: str, clue: int, expression: str, template: str = "") -> Pattern:
    return Pattern(kind, clue, re.compile(expression, re.ASCII), template or f"[redacted:{kind}]")


PATTERNS: tuple[Pattern, ...] = (
    _pattern(
        "private-key",
        DASH,
        r"(?s)-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----.*?"
        r"(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\Z)",
    ),
    _pattern("jwt", UPPER_J, _WORD + r"eyJ[\w-]{8,}+\.eyJ[\w-]{8,}+(?:\.[\w-]*)?"),
    _pattern("anthropic-key", DASH, _WORD + r"sk-ant-[\w-]{16,}"),
    _pattern("api-key", DASH, _WORD + r"sk-(?=[A-Za-z_-]*\d)[\w-]{20,}"),
    _pattern("slack-token", DASH, _WORD + r"(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{10,}"),
    _pattern("gitlab-token", DASH, _WORD + r"glpat-[\w-]{20,}"),
    _pattern("api-key", DASH, _WORD + r"xai-[A-Za-z0-9]{40,}"),
    _pattern(
        "github-token",
        UNDERSCORE,
        _WORD + r"(?:gh[opsur]_[A-Za-z0-9]{36,}|github_pat_\w{22,})",
    ),
    _pattern("api-key", UNDERSCORE, _WORD + r"(?:hf|gsk|npm)_[A-Za-z0-9]{30,}"),
    _pattern("stripe-key", UNDERSCORE, _WORD + r"[rs]k_(?:live|test)_[A-Za-z0-9]{16,}"),
    _pattern(
        "aws-key",
        UPPER_I,
        r"(?<![A-Za-z0-9])A[KS]IA[A-Z0-9]{16}(?![A-Za-z0-9])"
        r"(?:[^A-Za-z0-9+]{1,20}[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+]))?",
    ),
    _pattern("google-key", UPPER_I, _WORD + r"AIza[\w-]{35}(?![\w-])"),
    _pattern("google-token", DOT, _WORD + r"ya29\.[\w-]{20,}"),
    _pattern("sendgrid-key", DOT, _WORD + r"SG\.[\w-]{16,}\.[\w-]{16,}"),
    _pattern(
        "bearer",
        BEARER,
        r"(?i)\b(bearer\s{1,4})" + _HAS_DIGIT + r"[A-Za-z0-9._~+/=-]{16,}",
        r"\1[redacted:bearer]",
    ),
    _pattern(
        "basic-auth",
        BEARER,
        r"(?i)\b(authorization[\"']?\s{0,3}[:=]\s{0,3}[\"']?basic\s{1,4})[A-Za-z0-9+/=]{8,}",
        r"\1[redacted:basic-auth]",
    ),
    _pattern(
        "password",
        URL,
        r"(://[^\s/:@\"'<>{}\[\]]{0,64}:)[^\s/@\"'<>{}\[\]]{3,256}(?=@)",
        r"\1[redacted:password]",
    ),
    _pattern(
        "password",
        ASSIGNED,
        r"(?i)("
        + _KEYWORD
        + r"[\"']?\s{0,3}[=:]\s{0,3}[\"']?)(?=[^\s\"',;&<>{}()\[\]]{0,256}\d)"
        + r"[^\s\"',;&<>{}()\[\]]{8,256}",
        r"\1[redacted:password]",
    ),
)
"""In the order they are applied: the more particular kind first."""


def redact_text(text: str, clues: int = -1) -> tuple[str, int]:
    """The text with each secret replaced by "[redacted:kind]", and how many there were.

    `clues` limits the work to the patterns whose clue is among its bits; -1 tries all.
    """
    count = 0
    for pattern in PATTERNS:
        if pattern.clue & clues:
            text, found = pattern.sub(text)
            count += found
    return text, count
