"""The published window test: maximum mean discrepancy of embedded prompts (arXiv 2606.05725).

The history is the first third of the log, from which the truth has taken every harvest: cleaner
than a provider's can be. The rest is cut into windows of 1,500 new turns in time order.
The statistic is the mean of squared MMD over several samples of the history. As published the
threshold is the 95th percentile of single benign-against-benign comparisons, a null wider than the
statistic; with the matched null it is that of means over as many samples. The paper embeds with a
sentence model; here words are hashed and projected at random to 64 dimensions, as this project
ships no model. A window names no accounts.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any
from zlib import crc32

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from revenuer.trial.truth import Truth

WINDOW = 1500
REPEATS = 5
NULL = 40
LEVEL = 0.05
DIMENSIONS = 64
MOST_WINDOWS = 12
"""Windows looked at in a log, evenly spaced: each costs a second."""
_LIMIT = 6000
_READ = 800
LEAST_SHARE = 0.05
"""Share of a window from which a campaign in it counts as there to be found."""


@cache
def _projection() -> NDArray[np.float32]:
    return np.random.default_rng(64).normal(size=(1 << 14, DIMENSIONS)).astype(np.float32)


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Unit vectors (n, 64): hashed words, and characters where words are not spaced, projected."""
    projection = _projection()
    out = np.zeros((len(texts), DIMENSIONS), np.float32)
    for i, text in enumerate(texts):
        low = text[:_READ].lower()
        words = low.split() if low.isascii() else [low[k : k + 2] for k in range(len(low) - 1)]
        if words:
            out[i] = projection[[crc32(w.encode()) & 0x3FFF for w in words]].sum(axis=0)
    return out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-9)


Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class WindowTest:
    """Samples of benign history, each with its mean kernel; kernel width; the two thresholds."""

    samples: tuple[tuple[Vectors, float], ...]
    width: float
    published: float = np.inf
    matched: float = np.inf

    def distances(self, window: Vectors) -> list[float]:
        """Squared MMD of the window to each sample; their mean is the statistic."""
        own = within(window, self.width)
        return [
            own + theirs - 2 * float(kernel(window, sample, self.width).mean())
            for sample, theirs in self.samples
        ]


def kernel(x: Vectors, y: Vectors, width: float) -> Vectors:
    """Gaussian kernel of unit vectors, whose squared distance is 2 - 2 x·y."""
    return np.asarray(np.exp((x @ y.T - 1.0) / width), np.float32)


def within(x: Vectors, width: float) -> float:
    """Mean kernel of different rows: the unbiased term (Gretton et al. 2012, lemma 6)."""
    return float((kernel(x, x, width).sum() - len(x)) / (len(x) * (len(x) - 1)))


def learn(texts: Sequence[str], seed: int, window: int = WINDOW) -> WindowTest:
    """The test from benign history: half of it gives the samples, half makes the null."""
    rng = np.random.default_rng(seed)
    vectors = embed(texts)[rng.permutation(len(texts))]
    half = len(vectors) // 2
    history, rest = vectors[:half], vectors[half:]
    some = history[:400]
    width = float(np.median(1.0 - (some @ some.T)[np.triu_indices(len(some), 1)])) + 1e-6
    size = min(window, half // 2)
    picks = [history[rng.choice(half, size, replace=False)] for _ in range(REPEATS)]
    test = WindowTest(tuple((sample, within(sample, width)) for sample in picks), width)
    null = [test.distances(rest[rng.choice(len(rest), size, replace=False)]) for _ in range(NULL)]
    single = float(np.quantile(np.array(null), 1 - LEVEL))
    means = float(np.quantile(np.mean(null, axis=1), 1 - LEVEL))
    return WindowTest(test.samples, width, single, means)


@dataclass(slots=True)
class Flagged:
    """What one threshold flags: windows with and without harvest, and campaigns that make up a
    twentieth of some window or more."""

    null: str
    threshold: float
    windows: int = 0
    flagged: int = 0
    benign: int = 0
    false: int = 0
    present: set[str] = field(default_factory=set)
    found: set[str] = field(default_factory=set)

    def see(self, statistic: float, campaigns: list[str]) -> None:
        """Count a window; `campaigns` has the campaign of each exchange, or ""."""
        flagged, clean = statistic > self.threshold, not any(campaigns)
        least = LEAST_SHARE * len(campaigns)
        names = {name for name in set(campaigns) if name and campaigns.count(name) >= least}
        self.windows += not clean
        self.flagged += flagged and not clean
        self.benign += clean
        self.false += flagged and clean
        self.present |= names
        self.found |= names if flagged else set()


def windows_flagged(
    table: pa.Table, truth: Truth, seed: int, size: int = WINDOW
) -> list[dict[str, Any]]:
    """What both thresholds flag in a log; nothing where it is too short for history and windows."""
    rng = np.random.default_rng(seed)
    table = table.sort_by("ts")
    texts = [turns[-1]["content"] if turns else "" for turns in table["messages"].to_pylist()]
    campaign = {e: name for name, taken in truth.harvest.items() for e in taken}
    inside = [campaign.get(e, "") for e in table["exchange_id"].to_pylist()]
    past = len(texts) // 3
    history = [text for text, name in zip(texts[:past], inside[:past], strict=True) if not name]
    starts = np.arange(past, len(texts) - size + 1, size)
    if len(history) < 2 * size or not len(starts):
        return []
    kept = rng.permutation(len(history))[:_LIMIT]
    test = learn([history[i] for i in kept], seed, size)
    told = [Flagged("as published", test.published), Flagged("matched", test.matched)]
    spaced = np.unique(np.linspace(0, len(starts) - 1, min(len(starts), MOST_WINDOWS)).round())
    for start in starts[spaced.astype(int)].tolist():
        statistic = float(np.mean(test.distances(embed(texts[start : start + size]))))
        for one in told:
            one.see(statistic, inside[start : start + size])
    return [
        asdict(one) | {"present": sorted(one.present), "found": sorted(one.found)} for one in told
    ]
