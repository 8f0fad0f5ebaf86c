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
from typing import Any
from zlib import crc32

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from revenuer.trial.truth import Truth

WINDOW = 1500
REPEATS = 5
NULL = 100
LEVEL = 0.05
DIMENSIONS = 64
MOST_WINDOWS = 24
"""Windows looked at in a log, evenly spaced: each costs a second."""
_LIMIT = 8000
LEAST_SHARE = 0.05
"""Share of a window from which a campaign in it counts as there to be found."""


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Unit vectors (n, 64): hashed words, and characters where words are not spaced, projected."""
    projection = np.random.default_rng(64).normal(size=(1 << 14, DIMENSIONS)).astype(np.float32)
    out = np.zeros((len(texts), DIMENSIONS), np.float32)
    for i, text in enumerate(texts):
        low = text[:2000].lower()
        words = low.split() if low.isascii() else [low[k : k + 2] for k in range(len(low) - 1)]
        if words:
            out[i] = projection[[crc32(w.encode()) & 0x3FFF for w in words]].sum(axis=0)
    return out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-9)


@dataclass(frozen=True, slots=True)
class WindowTest:
    """Benign history, the kernel's width and the two thresholds."""

    history: NDArray[np.float32]
    width: float
    published: float
    matched: float

    def statistic(self, window: NDArray[np.float32], rng: np.random.Generator) -> float:
        """Mean squared MMD of the window to samples of the history."""
        samples = (self.sample(rng, len(window)) for _ in range(REPEATS))
        return float(np.mean([squared_mmd(window, s, self.width) for s in samples]))

    def sample(self, rng: np.random.Generator, n: int) -> NDArray[np.float32]:
        return self.history[rng.choice(len(self.history), min(n, len(self.history)), replace=False)]


def squared_mmd(a: NDArray[np.float32], b: NDArray[np.float32], width: float) -> float:
    """Squared MMD with a Gaussian kernel, unbiased (Gretton et al. 2012, lemma 6)."""

    def kernel(x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.exp((x @ y.T - 1.0) / width)  # unit vectors: distance² is 2 - 2 x·y

    def within(x: NDArray[np.float32]) -> float:
        return float((kernel(x, x).sum() - len(x)) / (len(x) * (len(x) - 1)))

    return within(a) + within(b) - 2 * float(kernel(a, b).mean())


def learn(texts: Sequence[str], seed: int, window: int = WINDOW) -> WindowTest:
    """The test from benign history: half of it is the reference, half makes the null."""
    rng = np.random.default_rng(seed)
    vectors = embed(texts)[rng.permutation(len(texts))]
    half = len(vectors) // 2
    history, rest = vectors[:half], vectors[half:]
    some = history[:400]
    width = float(np.median(1.0 - (some @ some.T)[np.triu_indices(len(some), 1)])) + 1e-6
    size = min(window, len(rest) // 2)
    test = WindowTest(history, width, np.inf, np.inf)
    single, means = [], []
    for _ in range(NULL // REPEATS):
        mine = rest[rng.choice(len(rest), size, replace=False)]
        values = [squared_mmd(mine, test.sample(rng, size), width) for _ in range(REPEATS)]
        single += values
        means.append(float(np.mean(values)))
    return WindowTest(
        history, width,
        float(np.quantile(single, 1 - LEVEL)), float(np.quantile(means, 1 - LEVEL)),
    )  # fmt: skip


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
        statistic = test.statistic(embed(texts[start : start + size]), rng)
        for one in told:
            one.see(statistic, inside[start : start + size])
    return [
        asdict(one) | {"present": sorted(one.present), "found": sorted(one.found)} for one in told
    ]
