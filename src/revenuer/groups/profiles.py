"""What an account typically sends, as one vector whose noise is known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.traffic import Traffic

LEAST_OPENINGS = 3
_TRUSTED = 16
"""Openings beyond which an account's mean counts as no more precise: people drift."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """`vectors` (m, d) account means in units of the within-account spread of one opening;
    `precision` (m,) openings behind each mean, at most 16; `accounts` their rows."""

    accounts: NDArray[np.int32]
    vectors: NDArray[np.float32]
    precision: NDArray[np.float32]


def account_profiles(traffic: Traffic) -> Profiles | None:
    """Mean whitened sketch, lengths and hour of every account with at least three openings with
    text; None where the log has too little text."""
    background, flows = traffic.background, traffic.flows
    if not background.sketch_whitening.size:
        return None
    n = len(traffic.accounts.ids)
    texts = np.bincount(flows.account, flows.texts, minlength=n)
    rows = np.flatnonzero(texts >= LEAST_OPENINGS)
    if len(rows) < 2 * LEAST_OPENINGS:
        return None
    count = texts[rows]
    sketch = _per_account(flows.account, flows.sketch, n)[rows] / count[:, None]
    topic = (sketch - background.sketch_mean) @ background.sketch_whitening
    measures = _per_account(flows.account, flows.measures.reshape(len(flows.account), -1), n)[rows]
    mean, square = measures[:, 0::2] / count[:, None], measures[:, 1::2] / count[:, None]
    spread = np.sqrt(np.maximum(1e-3, np.average(square - mean**2, axis=0, weights=count)))
    hours = _per_account(flows.account, flows.hours.astype(np.float64), n)[rows]
    angle = 2 * np.pi * np.arange(24) / 24
    share = hours / hours.sum(axis=1, keepdims=True)
    clock = np.stack([share @ np.cos(angle), share @ np.sin(angle)], axis=1) / np.sqrt(0.5)
    vectors = np.hstack([topic, mean / spread, clock]).astype(np.float32)
    return Profiles(rows.astype(np.int32), vectors, np.minimum(count, _TRUSTED).astype(np.float32))


def _per_account(
    account: NDArray[np.int32], values: NDArray[np.float64], accounts: int
) -> NDArray[np.float64]:
    out = np.zeros((accounts, values.shape[1]))
    np.add.at(out, account, values)
    return out
