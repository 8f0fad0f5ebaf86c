"""Compiles intents into one Aho-Corasick automaton over bytes."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from revenuer.fingerprint.intent import Intent

MAX_CLASSES = 64


@dataclass(frozen=True, slots=True)
class Automaton:
    """Tables of the automaton. `goto` is (states, symbols) int32, `symbol` maps a byte to its
    column (0: in no phrase); `first_out[s]:first_out[s + 1]` are the phrases that end in state s.
    """

    goto: NDArray[np.int32]
    symbol: NDArray[np.uint8]
    first_out: NDArray[np.int32]
    out: NDArray[np.int32]
    length: NDArray[np.int32]
    left_edge: NDArray[np.bool_]
    right_edge: NDArray[np.bool_]
    bit: NDArray[np.uint64]
    classes: tuple[str, ...]


def needs_boundary(byte: int, previous: int) -> bool:
    """Whether a phrase edge at this byte must not touch another letter (scripts with spaces)."""
    if byte < 0x80:
        return chr(byte).isalnum()
    return 0xC3 <= byte <= 0xDF or (byte < 0xC0 and 0xC3 <= previous <= 0xDF)


def compile_intents(intents: Sequence[Intent]) -> Automaton:
    """Automaton over all phrases of all intents, one bit a cue class (at most 64 classes)."""
    classes: dict[str, int] = {}
    phrases: dict[tuple[bytes, int], None] = {}
    for intent in intents:
        for name, words in intent.cues.items():
            bit = classes.setdefault(name, len(classes))
            phrases.update(((word.lower().encode(), bit), None) for word in words)
    if len(classes) > MAX_CLASSES:
        raise ValueError(f"{len(classes)} cue classes, at most {MAX_CLASSES}")
    return _build(list(phrases), tuple(classes))


def _build(phrases: list[tuple[bytes, int]], classes: tuple[str, ...]) -> Automaton:
    symbol = np.zeros(256, np.uint8)
    for byte in sorted({byte for phrase, _ in phrases for byte in phrase}):
        symbol[byte] = symbol.max() + 1
    children: list[dict[int, int]] = [{}]
    ends: list[list[int]] = [[]]
    for number, (phrase, _) in enumerate(phrases):
        state = 0
        for byte in phrase:
            code = int(symbol[byte])
            if code not in children[state]:
                children[state][code] = len(children)
                children.append({})
                ends.append([])
            state = children[state][code]
        ends[state].append(number)
    goto = _link(children, ends, int(symbol.max()) + 1)
    first_out = np.zeros(len(ends) + 1, np.int32)
    first_out[1:] = np.cumsum([len(found) for found in ends])
    text = [phrase for phrase, _ in phrases]
    return Automaton(
        goto=goto,
        symbol=symbol,
        first_out=first_out,
        out=np.array([number for found in ends for number in found], np.int32),
        length=np.array([len(phrase) for phrase in text], np.int32),
        left_edge=np.array([needs_boundary(phrase[0], 0) for phrase in text], np.bool_),
        right_edge=np.array([needs_boundary(p[-1], p[-2] if len(p) > 1 else 0) for p in text]),
        bit=np.array([1 << bit for _, bit in phrases], np.uint64),
        classes=classes,
    )


def _link(children: list[dict[int, int]], ends: list[list[int]], symbols: int) -> NDArray[np.int32]:
    """Complete transition table; merges the outputs of each state's failure link into it."""
    goto = np.zeros((len(children), symbols), np.int32)
    fail = [0] * len(children)
    queue: deque[int] = deque()
    for code, state in children[0].items():
        goto[0, code] = state
        queue.append(state)
    while queue:
        state = queue.popleft()
        goto[state] = goto[fail[state]]
        ends[state].extend(ends[fail[state]])
        for code, child in children[state].items():
            fail[child] = int(goto[state, code])
            goto[state, code] = child
            queue.append(child)
    return goto


def intent_bits(
    intents: Sequence[Intent], classes: Sequence[str], cues: NDArray[np.uint64]
) -> NDArray[np.uint64]:
    """Bit i of each result set where the cue bits satisfy a rule of intent i."""
    position = {name: np.uint64(1 << bit) for bit, name in enumerate(classes)}
    result = np.zeros(len(cues), np.uint64)
    for i, intent in enumerate(intents):
        hit = np.zeros(len(cues), np.bool_)
        for rule in intent.rules:
            mask = np.bitwise_or.reduce(np.array([position[name] for name in rule], np.uint64))
            hit |= (cues & mask) == mask
        result[hit] |= np.uint64(1 << i)
    return result
