"""From weighed groups to calibration: how often each signal's p-value is small where nothing is."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from revenuer.trial.truth import Truth

LEVELS = (0.01, 0.05, 0.1)


def null_p_values(
    groups: Sequence[dict[str, Any]], truth: Truth, kinds: Sequence[str]
) -> dict[str, list[float]]:
    """p-values by signal over groups all of whose accounts are of these kinds.

    On the coordination axis only groups of at least two declared customers: a firm's own accounts
    are one operator, as the account table says.
    """
    out: dict[str, list[float]] = defaultdict(list)
    for group in groups:
        if any(truth.stories[truth.owner[a]]["kind"] not in kinds for a in group["accounts"]):
            continue
        for finding in group["findings"]:
            if finding["p"] is not None and (
                finding["axis"] == "extraction" or group["customers"] >= 2
            ):
                out[finding["signal"]].append(round(finding["p"], 6))
    return dict(out)


def rates(p_values: Sequence[float]) -> dict[str, float]:
    """Share of p-values at or below each level."""
    values = np.asarray(p_values)
    return {str(level): round(float((values <= level).mean()), 4) for level in LEVELS}


def best_group(groups: Sequence[dict[str, Any]], own: frozenset[str]) -> dict[str, Any] | None:
    """Of the groups most of whose accounts belong to `own` and that hold at least half of it, the
    one with the strongest weaker axis: what the verdict would rest on."""
    mine = [
        g for g in groups
        if 2 * len(own.intersection(g["accounts"])) >= max(len(own), len(g["accounts"]))
    ]  # fmt: skip
    return max(mine, key=lambda g: min(g["coordination"], g["extraction"]), default=None)
