"""Compiles the phrases of all intents into one trie that native code walks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from revenuer.fingerprint.intent import Intent

MAX_CLASSES = 64
PREFIX = 3
"""Bytes by which a phrase is looked up; no phrase may be shorter."""
_MULTIPLIER = np.uint32(2654435761)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A trie of phrases. A phrase is entered by a hash table over its first three bytes
    (`keys`, `entry`, empty where entry is -1; `present` is a bitmap over the same hash). From
    state s, byte `label[k]` leads to state `child[k]` for k in first[s] to first[s + 1]. `mask[s]`
    holds the cue classes of the phrases that end in s, `edge[s]` whether such a phrase must not be
    followed by a letter. `classes[i]` names bit i.
    """

    keys: NDArray[np.uint32]
    entry: NDArray[np.int32]
    present: NDArray[np.bool_]
    first: NDArray[np.int32]
    label: NDArray[np.uint8]
    child: NDArray[np.int32]
    mask: NDArray[np.uint64]
    edge: NDArray[np.bool_]
    classes: tuple[str, ...]

    def tables(self) -> tuple[NDArray[np.generic], ...]:
        """What the kernel takes."""
        head = (self.keys, self.entry, self.present, self.first)
        return (*head, self.label, self.child, self.mask, self.edge)


@njit(cache=True, inline="always")
def prefix_slot(key, size):  # type: ignore[no-untyped-def]
    """Slot of a three-byte prefix in a table with `size` (a power of two) slots."""
    return np.int64((np.uint32(key) * _MULTIPLIER) >> np.uint32(8)) & (size - 1)


def needs_boundary(byte: int, previous: int) -> bool:
    """Whether a phrase edge at this byte must not touch another letter (scripts with spaces)."""
    if byte < 0x80:
        return chr(byte).isalnum()
    return 0xC3 <= byte <= 0xDF or (byte < 0xC0 and 0xC3 <= previous <= 0xDF)


def compile_intents(intents: Sequence[Intent]) -> Lexicon:
    """Trie over all phrases of all intents, one bit a cue class (at most 64 classes).

    Raises ValueError for more classes than bits, or a phrase of fewer than three bytes.
    """
    classes: dict[str, int] = {}
    phrases: dict[bytes, int] = {}
    for intent in intents:
        for name, words in intent.cues.items():
            bit = classes.setdefault(name, len(classes))
            for word in words:
                phrase = word.encode().lower()
                if len(phrase) < PREFIX:
                    raise ValueError(f"the phrase {word!r} of {name} is too short")
                phrases[phrase] = phrases.get(phrase, 0) | 1 << bit
    if len(classes) > MAX_CLASSES:
        raise ValueError(f"{len(classes)} cue classes, at most {MAX_CLASSES}")
    return _build(phrases, tuple(classes))


def _build(phrases: dict[bytes, int], classes: tuple[str, ...]) -> Lexicon:
    heads: dict[bytes, int] = {}
    children: list[dict[int, int]] = []
    mask: list[int] = []
    edge: list[bool] = []

    def new_state() -> int:
        children.append({})
        mask.append(0)
        edge.append(False)
        return len(children) - 1

    for phrase, bits in phrases.items():
        state = heads.setdefault(phrase[:PREFIX], -1)
        if state < 0:
            state = heads[phrase[:PREFIX]] = new_state()
        for byte in phrase[PREFIX:]:
            if byte not in children[state]:
                children[state][byte] = new_state()
            state = children[state][byte]
        mask[state] |= bits
        edge[state] = needs_boundary(phrase[-1], phrase[-2])
    keys, entry, present = _table(heads)
    size = [len(below) for below in children]
    return Lexicon(
        keys=keys,
        entry=entry,
        present=present,
        first=np.concatenate([[0], np.cumsum(size)]).astype(np.int32),
        label=np.array([byte for below in children for byte in below], np.uint8),
        child=np.array([state for below in children for state in below.values()], np.int32),
        mask=np.array(mask, np.uint64),
        edge=np.array(edge, np.bool_),
        classes=classes,
    )


def _table(
    heads: dict[bytes, int],
) -> tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.bool_]]:
    size = 1 << 15
    while size < 4 * len(heads):
        size *= 2
    keys, entry = np.zeros(size, np.uint32), np.full(size, -1, np.int32)
    present = np.zeros(size, np.bool_)
    for head, state in heads.items():
        key = head[0] | head[1] << 8 | head[2] << 16
        slot = int(prefix_slot(key, size))
        present[slot] = True
        while entry[slot] >= 0:
            slot = (slot + 1) & (size - 1)
        keys[slot], entry[slot] = key, state
    return keys, entry, present


def intent_bits(
    intents: Sequence[Intent],
    classes: Sequence[str],
    cues: NDArray[np.uint64],
    answer_cues: NDArray[np.uint64],
) -> NDArray[np.uint64]:
    """Bit i of each result set where the cue bits of the prompt, or of the answer for an intent
    that is looked for there, satisfy a rule of intent i."""
    position = {name: np.uint64(1 << bit) for bit, name in enumerate(classes)}
    result = np.zeros(len(cues), np.uint64)
    for i, intent in enumerate(intents):
        hit = np.zeros(len(cues), np.bool_)
        seen = answer_cues if intent.in_answer else cues
        for rule in intent.rules:
            mask = np.bitwise_or.reduce(np.array([position[name] for name in rule], np.uint64))
            hit |= (seen & mask) == mask
        result[hit] |= np.uint64(1 << i)
    return result
