"""What marking does to texts: how many it touches, by how much, whether they grow, and whether
anything that carries meaning by itself is lost."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from revenuer.mark.choices.choice import Choice
from revenuer.mark.choices.marking import VERBATIM, find_slots, mark, preferred

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
NAME = re.compile(r"(?<=[a-z,;] )[A-Z]\w*")
DENIAL = re.compile(r"\bnot\b|n't\b|\bcannot\b|[不没未]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Effect:
    """Over `texts` texts: `changed` had a wording replaced; `slots` wordings stand in them, of
    which `replaced` were, in `words` words; characters before and after.

    `altered` texts differ after marking in their numbers, names, denials, quotations or code; it
    must be 0. Whether wordings mean the same to readers no count can tell.
    """

    texts: int
    changed: int
    slots: int
    replaced: int
    words: int
    before: int
    after: int
    altered: int


def effect(texts: Iterable[str], key: bytes, choices: tuple[Choice, ...]) -> Effect:
    """Mark every text and count."""
    wordings = {side.partition(" ")[0] for c in choices for side in (c.first, c.second)}
    count = changed = slots = replaced = words = before = after = altered = 0
    for text in texts:
        found = find_slots(text, choices)
        turned = sum(slot.variant != preferred(key, slot) for slot in found)
        marked = mark(text, key, choices)
        count += 1
        changed += turned > 0
        slots += len(found)
        replaced += turned
        words += len(text.split())
        before += len(text)
        after += len(marked)
        altered += _substance(text, wordings) != _substance(marked, wordings)
    return Effect(count, changed, slots, replaced, words, before, after, altered)


def _substance(text: str, wordings: set[str]) -> tuple[list[str], list[str], int, list[str]]:
    """Numbers, names (a wording with a capital is none), how many denials, what is verbatim."""
    names = [name for name in NAME.findall(text) if name.lower() not in wordings]
    return NUMBER.findall(text), names, len(DENIAL.findall(text)), VERBATIM.findall(text)
