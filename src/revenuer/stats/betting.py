"""A running e-process against the null of `signflip`: bet on which member was served.

Before the coin of set i is seen the bettor knows the unordered scores of sets 1..i and the coins
of sets 1..i-1. Stake theta pays (m + 1) softmax(theta x_i / r_i)[served], where r_i is the root
mean square advantage over sets 1..i: its mean over a fair coin is exactly 1, whatever the scores,
so each stake's wealth is a test martingale, and so is the average over a fixed grid of stakes.
By Ville's inequality P(wealth ever reaches 1/alpha) <= alpha: looking early is allowed.

Betting as testing: Shafer (JRSS A 184, 2021); mixtures of stakes: Robbins (1970), Cover's
universal portfolio. Assumes only that the coins are fair and independent given the sets.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

Floats = NDArray[np.float64]

STAKES = np.geomspace(0.002, 2.0, 16)  # in units of the standardised effect they suit best
LARGEST = 1e300


@dataclass(frozen=True, slots=True)
class Wealth:
    """The e-process after each set (`log_path`, natural logs), its end and its highest point."""

    e_value: float
    log10_e: float
    log10_highest: float
    log_path: Floats


def bet(values: Floats) -> Wealth:
    """Bet along the rows of `values` (n, m + 1; column 0 served, as from `advantages`), in order.

    The order must be fixed without regard to the coins. n = 0 gives wealth 1.
    """
    n = values.shape[0]
    if n == 0:
        return Wealth(1.0, 0.0, 0.0, np.zeros(0))
    _, exponent = np.frexp(np.abs(values).max())
    values = np.ldexp(values, -exponent)  # exact, and squares neither overflow nor vanish
    square = np.cumsum((values**2).mean(axis=1)) / np.arange(1, n + 1)
    scaled = values / np.where(square > 0, np.sqrt(square), 1.0)[:, None]
    gaps = scaled - scaled.max(axis=1, keepdims=True)
    logs = np.empty((STAKES.size, n))
    for k, stake in enumerate(STAKES):
        paid = stake * gaps[:, 0] - np.log(np.exp(stake * gaps).mean(axis=1))
        logs[k] = np.cumsum(paid)
    path = np.asarray(logsumexp(logs, axis=0)) - math.log(STAKES.size)
    last, highest = float(path[-1]), max(0.0, float(path.max()))
    ten = math.log(10)
    e_value = min(math.exp(min(last, math.log(LARGEST))), LARGEST)
    return Wealth(e_value, last / ten, highest / ten, path)
