"""Which intents a text has, in plain Python: the meaning that the native matcher is held to."""

import re
from collections.abc import Iterable, Sequence

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents import INTENTS

_SPACES = re.compile(rb"(?:[\x00-\x20]|\xe3\x80\x80)+")


def normalised(text: str) -> bytes:
    """UTF-8 of the text with A-Z lowered and each run of white space, control characters and
    ideographic spaces as one space; none at the ends. Other letters keep their case.
    """
    data = text.encode("utf-8", "replace").lower()
    return _SPACES.sub(b" ", data).strip(b" ")


def _letter_before(data: bytes, at: int) -> bool:
    """Whether the character that ends before `at` is an ASCII letter or digit or has two bytes."""
    if at == 0:
        return False
    if data[at - 1] < 0x80:
        return data[at - 1 : at].isalnum()
    return data[at - 1] < 0xC0 and at >= 2 and 0xC3 <= data[at - 2] <= 0xDF


def _letter_from(data: bytes, at: int) -> bool:
    """Whether the character that begins at `at` is an ASCII letter or digit or has two bytes."""
    if at >= len(data):
        return False
    return data[at : at + 1].isalnum() if data[at] < 0x80 else 0xC3 <= data[at] <= 0xDF


def occurs(phrase: bytes, data: bytes) -> bool:
    """Whether the phrase stands in normalised text, not inside a longer word.

    An edge of the phrase that is an ASCII letter or digit or a letter of two bytes (Latin with
    marks, Greek, Cyrillic, Hebrew, Arabic) must not touch another such character; letters of three
    bytes (Chinese, Japanese, Korean) touch freely.
    """
    left = _letter_from(phrase, 0)
    right = _letter_before(phrase, len(phrase))
    at = data.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        if not (left and _letter_before(data, at)) and not (right and _letter_from(data, end)):
            return True
        at = data.find(phrase, at + 1)
    return False


def cue_classes(text: str, intents: Sequence[Intent] = INTENTS) -> set[str]:
    """Names of the cue classes of which some phrase occurs in the text."""
    data = normalised(text)
    found: set[str] = set()
    for intent in intents:
        for name, phrases in intent.cues.items():
            if name not in found and _any_occurs(phrases, data):
                found.add(name)
    return found


def _any_occurs(phrases: Iterable[str], data: bytes) -> bool:
    return any(occurs(phrase.encode(), data) for phrase in phrases)


def recognise(text: str, intents: Sequence[Intent] = INTENTS) -> set[str]:
    """Names of the intents of which some rule is met by the text (system prompt and new turn)."""
    found = cue_classes(text, intents)
    return {intent.name for intent in intents if any(rule <= found for rule in intent.rules)}
