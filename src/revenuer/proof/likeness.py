"""How alike models write: one number for each two of them, with topic and length taken out.

For each prompt the answers become hashed counts of 5-byte grams (any script), damped by a square
root; the mean over all models is subtracted, which takes out the topic; likeness is the mean over
prompts of the cosine between what is left. Lengths make texts alike too: likeness is then what
remains after a regression on the two lengths and on their difference.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

GRAM = 5
DIMENSION_BITS = 12
DIMENSIONS = 1 << DIMENSION_BITS


@dataclass(frozen=True, slots=True)
class Likeness:
    """`raw` and `adjusted` are (models, models), symmetric, in the order of `models`."""

    models: tuple[str, ...]
    prompts: int
    raw: Floats
    adjusted: Floats
    log_length: Floats


def likeness(models: list[str], answers: list[list[str]]) -> Likeness:
    """`answers[p][i]` is what model i answered to prompt p. Raises ValueError for fewer than 3."""
    if len(models) < 3 or not answers:
        raise ValueError("likeness needs three models and a prompt")
    total = np.zeros((len(models), len(models)))
    lengths = np.zeros(len(models))
    for texts in answers:
        counts = np.stack([_counts(text) for text in texts])
        left = counts - counts.mean(axis=0)
        norms = np.linalg.norm(left, axis=1, keepdims=True)
        unit = left / np.where(norms > 0, norms, 1.0)
        total += unit @ unit.T
        lengths += np.log1p([len(text) for text in texts])
    raw = total / len(answers)
    length = lengths / len(answers)
    return Likeness(tuple(models), len(answers), raw, _without_length(raw, length), length)


def _counts(text: str) -> NDArray[np.float32]:
    data = np.frombuffer(" ".join(text.split()).encode("utf-8", "replace"), dtype=np.uint8)
    if data.size < GRAM:
        return np.zeros(DIMENSIONS, dtype=np.float32)
    hashed = np.zeros(data.size - GRAM + 1, dtype=np.uint64)
    for k in range(GRAM):
        hashed = hashed * np.uint64(0x9E3779B97F4A7C15) + data[k : k + hashed.size]
    hashed ^= hashed >> np.uint64(29)
    hashed *= np.uint64(0xBF58476D1CE4E5B9)
    places = (hashed >> np.uint64(64 - DIMENSION_BITS)).astype(np.intp)
    return np.sqrt(np.bincount(places, minlength=DIMENSIONS), dtype=np.float32)


def _without_length(raw: Floats, length: Floats) -> Floats:
    """Residuals of a symmetric regression over pairs of different models."""
    one, two = np.triu_indices(len(length), 1)
    short = np.minimum(length[one], length[two])
    long = np.maximum(length[one], length[two])
    gap = long - short
    design = np.column_stack([np.ones_like(gap), short + long, (short + long) ** 2, gap, gap**2])
    coefficients, *_ = np.linalg.lstsq(design, raw[one, two], rcond=None)
    left = np.zeros_like(raw)
    left[one, two] = left[two, one] = raw[one, two] - design @ coefficients
    return left
