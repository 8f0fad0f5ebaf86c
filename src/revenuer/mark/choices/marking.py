"""Finding choices in a text, and writing each as a key prefers."""

import hashlib
import hmac
import re
from collections.abc import Sequence
from functools import lru_cache

from revenuer.mark.choices.choice import Choice, Slot

CONTEXT_WORDS = 2
WORD = re.compile(r"[a-z0-9']+|[\u3400-\u9fff]")


def preferred(key: bytes, slot: Slot) -> int:
    """The wording (0 or 1) that `key` prefers there: one bit of HMAC-SHA256."""
    message = f"choice\n{slot.choice.name}\n{slot.context}".encode()
    return hmac.new(key, message, hashlib.sha256).digest()[0] & 1


def find_slots(text: str, choices: Sequence[Choice]) -> list[Slot]:
    """Every place where one of `choices` stands, in order, without overlaps."""
    slots: list[Slot] = []
    plain: list[str] = []  # the words so far, each choice in its first wording
    position = 0
    for found in _pattern(tuple(choices)).finditer(text):
        plain += WORD.findall(text[position : found.start()].lower())
        choice, variant = _table(tuple(choices))[found.group().lower()]
        position = found.end()
        if not (choice.words and plain and plain[-1] in ("a", "an")):
            context = " ".join(plain[-CONTEXT_WORDS:])
            slots.append(Slot(found.start(), found.end(), choice, variant, context))
        plain += WORD.findall(choice.first)
    return slots


def mark(text: str, key: bytes, choices: Sequence[Choice]) -> str:
    """`text` with every choice as `key` prefers it; capitals at its beginning are kept.

    Marking twice changes nothing more.
    """
    pieces, position = [], 0
    for slot in find_slots(text, choices):
        wanted = (slot.choice.first, slot.choice.second)[preferred(key, slot)]
        standing = text[slot.start : slot.end]
        pieces.append(text[position : slot.start])
        keep = preferred(key, slot) == slot.variant
        pieces.append(standing if keep else _cased(wanted, standing))
        position = slot.end
    return "".join(pieces) + text[position:]


def _cased(wanted: str, standing: str) -> str:
    if len(standing) > 1 and standing.isupper():
        return wanted.upper()
    return wanted[0].upper() + wanted[1:] if standing[:1].isupper() else wanted


@lru_cache(maxsize=8)
def _pattern(choices: tuple[Choice, ...]) -> re.Pattern[str]:
    sides = sorted(_table(choices), key=len, reverse=True)
    words = [re.escape(side) for side in sides if _table(choices)[side][0].words]
    strings = [re.escape(side) for side in sides if not _table(choices)[side][0].words]
    parts = [rf"(?<![\w'’-])(?:{'|'.join(words)})(?![\w'’-])"] if words else []
    parts += ["|".join(strings)] if strings else []
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)


@lru_cache(maxsize=8)
def _table(choices: tuple[Choice, ...]) -> dict[str, tuple[Choice, int]]:
    table: dict[str, tuple[Choice, int]] = {}
    for choice in choices:
        for variant, side in enumerate((choice.first, choice.second)):
            if side in table:
                raise ValueError(f"{side} stands in two choices")
            table[side] = (choice, variant)
    return table
