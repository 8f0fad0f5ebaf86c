"""Finding choices in a text, and writing each as a key prefers."""

import hashlib
import hmac
import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from revenuer.mark.choices.choice import Choice, Slot

CONTEXT_WORDS = 2
LONGEST_WORD = 30  # characters read of the word that follows
WORD = re.compile(r"[a-z0-9']+|[\u3400-\u9fff]")
VERBATIM = re.compile(
    r"```.*?(?:```|\Z)"  # code, and what others said or called something, is not ours to reword
    r"|`[^`\n]*`"
    r"|[A-Za-z][A-Za-z0-9+.-]*://\S+"
    r'|"[^"\n]*"'
    r"|“[^”\n]*”|「[^」\n]*」|『[^』\n]*』|《[^》\n]*》"
    r"|^(?: {4}|\t)[^\n]*",
    re.S | re.M,
)


def preferred(key: bytes, slot: Slot) -> int:
    """The wording (0 or 1) that `key` prefers there: one bit of HMAC-SHA256."""
    message = f"choice\n{slot.choice.name}\n{slot.context}".encode()
    return hmac.new(key, message, hashlib.sha256).digest()[0] & 1


def find_slots(text: str, choices: Sequence[Choice]) -> list[Slot]:
    """Every place where one of `choices` may be made, in order, without overlaps.

    None stands in code, addresses or quotations.
    """
    own, pattern, table = tuple(choices), _pattern(tuple(choices)), _table(tuple(choices))
    verbatim = [found.span() for found in VERBATIM.finditer(text)]
    starts = [start for start, _ in verbatim]
    slots: list[Slot] = []
    plain: list[str] = []  # the words so far, each choice in its first wording
    position = 0
    for found in pattern.finditer(text):
        plain += WORD.findall(text[position : found.start()].lower())
        choice, variant = table[found.group().lower()]
        position = found.end()
        behind = bisect_right(starts, found.start()) - 1
        quoted = behind >= 0 and found.start() < verbatim[behind][1]
        if not quoted and _free(choice, found, plain, own):
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


def _free(
    choice: Choice, found: re.Match[str], plain: Sequence[str], choices: tuple[Choice, ...]
) -> bool:
    """Whether both wordings say the same here, which marking itself must not decide."""
    if not choice.opens and found.group()[:1].isupper():
        return False
    before = plain[-1] if plain else ""
    if before in choice.not_after or (choice.words and before in ("a", "an")):
        return False
    return _follower(found, choice.words, choices) not in choice.not_before


def _follower(found: re.Match[str], words: bool, choices: tuple[Choice, ...]) -> str:
    """The word or character right after, of a choice in its first wording."""
    text, start = found.string, found.end()
    if words:
        while start < len(text) and text[start] == " ":
            start += 1
    another = _pattern(choices).match(text, start)
    rest = (
        _table(choices)[another.group().lower()][0].first
        if another
        else text[start : start + LONGEST_WORD]
    )
    return rest[:1] if not words else (WORD.match(rest.lower()) or [""])[0]


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
