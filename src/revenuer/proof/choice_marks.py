"""Does a text prefer the wordings of one key? Tested on any output of the suspect.

For a key nobody used, the preferred wording of each (choice, context) is a fair coin, independent
of the text. So every distinct (choice, context) is one cell of a sign-flip test: its weight is how
far the suspect leans to the second wording there beyond its own habit for that choice, its sign is
the key's bit. Counting each context once is what keeps repeated text from counting twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from revenuer.mark.choices import CHOICES, Choice, Slot, find_slots, preferred
from revenuer.problems import Problem
from revenuer.stats.betting import bet
from revenuer.stats.signflip import choice_test


@dataclass(frozen=True, slots=True)
class MarksResult:
    """`cells` are distinct choices in context, `slots` all places found in `texts` texts.

    `agreement` is the share of cells that lean the key's way of those that lean at all;
    `rank` of `keys` random keys agree at least as well (a check of the p-value by brute force).
    """

    texts: int
    slots: int
    cells: int
    agreement: float | None
    p_value: float
    log10_p: float
    e_value: float
    log10_e: float
    rank: int
    keys: int


def marks_test(
    texts: Iterable[str],
    key: bytes,
    *,
    seed: int = 0,
    draws: int = 20_000,
    keys: int = 1000,
    choices: Sequence[Choice] = CHOICES,
) -> MarksResult:
    """Test whether `texts` prefer the wordings of `key`. Raises Problem where nothing can be."""
    count, slots = 0, 0
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    first: dict[tuple[str, str], Slot] = {}
    for text in dict.fromkeys(texts):
        count += 1
        for slot in find_slots(text, choices):
            cell = (slot.choice.name, slot.context)
            seen[cell].append(slot.variant)
            first.setdefault(cell, slot)
            slots += 1
    habit = _habits(seen)
    cells = sorted(seen)
    leans = np.array([float(np.mean(seen[cell])) - habit[cell[0]] for cell in cells])
    if not np.any(leans):
        raise Problem(
            "The texts hold no wording that could be a mark.",
            hint="give more of the suspect's output: some hundred answers of some length",
        )
    signs = np.array([1.0 if preferred(key, first[cell]) else -1.0 for cell in cells])
    gains = leans * signs
    values = np.column_stack([gains, -gains])
    test = choice_test(values, draws=draws, seed=seed)
    wealth = bet(values)
    random = np.random.default_rng(seed).choice([-1.0, 1.0], (keys, leans.size))
    live = gains[leans != 0]
    return MarksResult(
        texts=count,
        slots=slots,
        cells=len(cells),
        agreement=float(np.mean(live > 0)) if live.size else None,
        p_value=test.p_value,
        log10_p=test.log10_p,
        e_value=wealth.e_value,
        log10_e=wealth.log10_e,
        rank=int((random @ leans >= gains.sum() - 1e-9).sum()),
        keys=keys,
    )


def _habits(seen: dict[tuple[str, str], list[int]]) -> dict[str, float]:
    """How often each choice takes its second wording, each context counted once."""
    means: dict[str, list[float]] = defaultdict(list)
    for (name, _), variants in seen.items():
        means[name].append(float(np.mean(variants)))
    return {name: float(np.mean(found)) for name, found in means.items()}
