"""What marking does to texts: how many it touches, by how much, and whether they grow."""

from collections.abc import Iterable
from dataclasses import dataclass

from revenuer.mark.choices.choice import Choice
from revenuer.mark.choices.marking import find_slots, mark, preferred


@dataclass(frozen=True, slots=True)
class Effect:
    """Over `texts` texts: `changed` had a wording replaced; `slots` wordings stand in them, of
    which `replaced` were; characters before and after."""

    texts: int
    changed: int
    slots: int
    replaced: int
    before: int
    after: int


def effect(texts: Iterable[str], key: bytes, choices: tuple[Choice, ...]) -> Effect:
    """Mark every text and count."""
    count = changed = slots = replaced = before = after = 0
    for text in texts:
        found = find_slots(text, choices)
        turned = sum(slot.variant != preferred(key, slot) for slot in found)
        count += 1
        changed += turned > 0
        slots += len(found)
        replaced += turned
        before += len(text)
        after += len(mark(text, key, choices))
    return Effect(count, changed, slots, replaced, before, after)
