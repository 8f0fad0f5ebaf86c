"""Examples as tensors: heads and answers joined, sorted by length so that little is padding."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from revenuer.lab.examples import Example
from revenuer.proof.weights import head, pad_id, token_ids

IGNORED = -100  # what torch's cross entropy passes over
LONGEST = 512


@dataclass(frozen=True, slots=True)
class Encoded:
    """Tokens of one exchange; the first `skip` are the head's."""

    ids: list[int]
    skip: int


def encode(tokenizer: Any, example: Example, *, end: bool = True) -> Encoded:
    """Tokens of head and answer, closed by the end token if `end`."""
    before = token_ids(tokenizer, head(tokenizer, example.prompt))
    after = token_ids(tokenizer, example.answer)
    if end and tokenizer.eos_token_id is not None:
        after = [*after, int(tokenizer.eos_token_id)]
    return Encoded((before + after)[:LONGEST], min(len(before), LONGEST))


def batch_of(tokenizer: Any, rows: Sequence[Encoded]) -> tuple[Any, Any, Any]:
    """Padded ids, attention mask and labels (the answer's tokens only), each (rows, longest)."""
    longest = max(len(row.ids) for row in rows)
    ids = torch.full((len(rows), longest), pad_id(tokenizer))
    mask = torch.zeros((len(rows), longest), dtype=torch.long)
    labels = torch.full((len(rows), longest), IGNORED)
    for i, row in enumerate(rows):
        n = len(row.ids)
        ids[i, :n] = torch.tensor(row.ids)
        mask[i, :n] = 1
        labels[i, row.skip : n] = ids[i, row.skip : n]
    return ids, mask, labels


def by_length(rows: Sequence[Encoded], size: int) -> Iterator[list[int]]:
    """Indices in batches of rows of like length."""
    order = sorted(range(len(rows)), key=lambda i: (len(rows[i].ids), i))
    for start in range(0, len(order), size):
        yield order[start : start + size]


def shuffled(rows: Sequence[Encoded], size: int, rng: np.random.Generator) -> list[list[int]]:
    """Indices in random batches; only within a window of thirty-two batches are lengths sorted."""
    order = rng.permutation(len(rows)).tolist()
    window = 32 * size
    batches: list[list[int]] = []
    for start in range(0, len(order), window):
        near = sorted(order[start : start + window], key=lambda i: len(rows[i].ids))
        own = [near[at : at + size] for at in range(0, len(near), size)]
        batches += [own[int(i)] for i in rng.permutation(len(own))]
    return batches
