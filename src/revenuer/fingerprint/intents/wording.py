"""A shorthand for lexicons: one line a pattern, braces hold alternatives."""

import itertools
import re

_GROUP = re.compile(r"\{([^{}]*)\}")
_SPACES = re.compile(r"\s+")


def wording(patterns: str) -> tuple[str, ...]:
    """Phrases that the patterns stand for, in order and without repeats.

    One pattern a line. `{a|b|}` stands for "a", "b" or nothing; everything else is literal. Runs of
    white space become one space. ASCII capitals are lowered, others are kept: the matcher does not
    fold them, so a phrase that begins with a small non-ASCII letter that has a capital is given
    with the capital too, as it stands at the beginning of a sentence. Raises ValueError if braces
    are nested or unmatched.
    """
    phrases: dict[str, None] = {}
    for pattern in patterns.splitlines():
        for phrase in _expand(pattern):
            phrases[phrase] = None
            first = phrase[:1]
            if first > "\x7f" and len(first.upper()) == 1 and first.upper() != first:
                phrases[first.upper() + phrase[1:]] = None
    phrases.pop("", None)
    return tuple(phrases)


def _expand(pattern: str) -> list[str]:
    # split gives literal text at even places and the content of braces at odd ones.
    parts = _GROUP.split(pattern)
    if any("{" in literal or "}" in literal for literal in parts[::2]):
        raise ValueError(f"nested or unmatched braces: {pattern.strip()}")
    choices = [part.split("|") if i % 2 else [part] for i, part in enumerate(parts)]
    return [ascii_lower(tidy("".join(chosen))) for chosen in itertools.product(*choices)]


def tidy(text: str) -> str:
    """The text with each run of white space as one space, and none at the ends."""
    return _SPACES.sub(" ", text).strip()


def ascii_lower(text: str) -> str:
    """The text with A-Z lowered and every other letter as it is."""
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in text)
