"""Which sets of answers are worth a coin: a choice that treats all members alike.

Any rule may pick the sets, as long as it does not depend on which member will be served, nor on
the order the answers came in: then the test stays exact. The rules here drop sets whose answers
could hardly be told apart (they carry no evidence), and sets of very unequal length (serving one
rather than the other would be felt by the user).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

SHINGLE = 5  # characters; words would not do for scripts without spaces


@dataclass(frozen=True, slots=True)
class Selection:
    """`most_alike`: largest Jaccard similarity of character 5-grams between two members.
    `longest_ratio`: of the longest to the shortest member, in characters.
    `shortest`: least characters a member may have."""

    most_alike: float = 0.8
    longest_ratio: float = 1.5
    shortest: int = 40

    def fault(self, answers: Sequence[str]) -> str | None:
        """Why the set gets no coin, or None. Symmetric in the members."""
        texts = [" ".join(answer.split()) for answer in answers]
        lengths = sorted(len(text) for text in texts)
        if lengths[0] < self.shortest:
            return "an answer is too short to learn from"
        if lengths[-1] > self.longest_ratio * lengths[0]:
            return "the answers differ too much in length"
        shingles = [_shingles(text) for text in texts]
        alike = max(_jaccard(one, two) for one, two in combinations(shingles, 2))
        return "two answers are nearly the same" if alike > self.most_alike else None


def _shingles(text: str) -> set[str]:
    return {text[i : i + SHINGLE] for i in range(max(1, len(text) - SHINGLE + 1))}


def _jaccard(one: set[str], two: set[str]) -> float:
    return len(one & two) / len(one | two)
