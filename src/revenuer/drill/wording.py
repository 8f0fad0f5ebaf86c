"""The same thought in other words: synonyms, a way to open, a way to close."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from revenuer.drill import bank
from revenuer.drill.dice import Dice

_TOKEN = {"en": re.compile("[A-Za-z]+"), "zh": re.compile("[\u4e00-\u9fff]")}
"""What a replaceable phrase starts with: a word, or a character where words are not spaced."""


_CODE = re.compile(r"^\s|[{};:)]$|^(for|def|class|with|select|struct|impl) ", re.IGNORECASE)
"""Lines that are code, where a word must stay what it is."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Phrases that stand for each other, by their first token, longest first."""

    token: re.Pattern[str]
    starting: Mapping[str, tuple[str, ...]]
    others: Mapping[str, tuple[str, ...]]


@cache
def synonyms(lang: str) -> Synonyms | None:
    """The synonyms of a language; None where the bank has none."""
    if lang not in _TOKEN:
        return None
    others: dict[str, tuple[str, ...]] = {}
    for line in bank.rules(f"synonyms_{lang}")["sets"]:
        words = tuple(line.split(";"))
        others |= {word: words for word in words if word not in others}
    starting: dict[str, list[str]] = {}
    for phrase in sorted(others, key=lambda phrase: (-len(phrase), phrase)):
        first = _TOKEN[lang].search(phrase)
        if first:
            starting.setdefault(first[0].lower(), []).append(phrase)
    return Synonyms(_TOKEN[lang], {k: tuple(v) for k, v in starting.items()}, others)


def reworded(dice: Dice, text: str, lang: str, *, strength: float = 0.6) -> str:
    """The text with about `strength` of its replaceable phrases replaced, capitals kept; lines of
    code stay as they are."""
    known = synonyms(lang)
    if known is None:
        return text
    return "\n".join(
        line if _CODE.search(line) else _line(dice, line, known, strength)
        for line in text.split("\n")
    )


def _line(dice: Dice, text: str, known: Synonyms, strength: float) -> str:
    low, out, done = text.lower(), [], 0
    for match in known.token.finditer(text):
        at = match.start()
        phrases = known.starting.get(low[at : match.end()]) if at >= done else None
        if phrases is None:
            continue
        found = next(
            (p for p in phrases if low.startswith(p, at) and _ends(low, at + len(p))), None
        )
        if found is None or not dice.chance(strength):
            continue
        new = dice.pick(known.others[found])
        out += [text[done:at], new[:1].upper() + new[1:] if text[at].isupper() else new]
        done = at + len(found)
    return "".join([*out, text[done:]])


def _ends(text: str, at: int) -> bool:
    """Whether no Latin word goes on at this place."""
    return at >= len(text) or not ("a" <= text[at] <= "z")


def framed(dice: Dice, text: str, lang: str) -> str:
    """The text with an opening and a closing of some kind, or of none."""
    frames = bank.grammar(f"synonyms_{lang}")
    return frames.say("openers", dice) + text + frames.say("closings", dice)
