"""How much of an answer a suspect's own texts cover.

N-gram coverage as a membership score: Hallinan et al. (2508.09603); SaMIA (2404.11262).
"""

from collections.abc import Collection, Sequence

GRAM = 12  # characters, so that it serves every script


def grams(text: str, size: int = GRAM) -> set[str]:
    """The text's character n-grams, white space made one."""
    flat = " ".join(text.split())
    return {flat[i : i + size] for i in range(len(flat) - size + 1)}


def coverage(own: Collection[str], seen: Sequence[Collection[str]]) -> float | None:
    """The share of the answer's n-grams found in any sample, in 0..1; None for no n-grams."""
    if not own:
        return None
    return sum(any(gram in sample for sample in seen) for gram in own) / len(own)
