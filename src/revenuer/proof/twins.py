"""The twins test: does the suspect prefer what was served to what was kept?

H0: given the unordered sets of answers, the suspect's scores do not depend on the coins that
chose which was served. The fixed-n test, the running e-process, effect, win rate and power are
computed side by side from the same scores; the p-value is the pre-registered one.
"""

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from revenuer.proof.pairs import Pairs
from revenuer.stats.betting import Wealth, bet
from revenuer.stats.multiplicity import holm
from revenuer.stats.paired_effect import Effect, WinRate, standardised_effect, win_rate
from revenuer.stats.signflip import ChoiceTest, advantages, choice_test

Floats = NDArray[np.float64]

MOST_CELLS = 400_000_000  # draws x pairs x twins that the default number of draws may cost
MOST_ACCOUNTS = 1000


@dataclass(frozen=True, slots=True)
class Protocol:
    """What is fixed before the coins are opened. `draws` None lets `default_draws` choose."""

    alpha: float = 1e-6
    seed: int = 0
    draws: int | None = None
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account's own pairs. `p_holm` is adjusted over all accounts listed."""

    account_id: str
    n: int
    p_value: float
    p_holm: float
    log10_e: float
    win_rate: float | None


@dataclass(frozen=True, slots=True)
class TwinsResult:
    """Everything the test says. `warnings` are sentences about what could break its assumptions."""

    pairs: Pairs
    protocol: Protocol
    test: ChoiceTest
    wealth: Wealth
    effect: Effect
    wins: WinRate
    ties: int
    accounts: tuple[AccountLine, ...]
    accounts_left_out: int
    warnings: tuple[str, ...]

    @property
    def rejected(self) -> bool:
        """Whether H0 is rejected at the level fixed in the protocol."""
        return self.test.p_value <= self.protocol.alpha


def default_draws(n: int, m: int) -> int:
    """40,000 draws, fewer for very large problems; the test is valid for any number."""
    return max(2_000, min(40_000, MOST_CELLS // (n * m)))


def twins_test(pairs: Pairs, protocol: Protocol) -> TwinsResult:
    """Run the pre-registered test on `pairs`."""
    values = advantages(pairs.served, pairs.twins)
    draws = protocol.draws or default_draws(*pairs.twins.shape)
    accounts, left_out = _accounts(pairs, values, protocol)
    return TwinsResult(
        pairs=pairs,
        protocol=protocol,
        test=choice_test(values, draws=draws, seed=protocol.seed),
        wealth=bet(values),
        effect=standardised_effect(values[:, 0], protocol.level),
        wins=win_rate(pairs.served, pairs.twins, protocol.level),
        ties=int((np.ptp(values, axis=1) == 0).sum()),
        accounts=accounts,
        accounts_left_out=left_out,
        warnings=tuple(_warnings(pairs, values)),
    )


def _accounts(
    pairs: Pairs, values: Floats, protocol: Protocol
) -> tuple[tuple[AccountLine, ...], int]:
    """The accounts with most pairs (not those with the best results), each tested alone."""
    if pairs.account_ids is None:
        return (), 0
    counts = Counter(pairs.account_ids)
    listed = sorted(counts, key=lambda account: (-counts[account], account))[:MOST_ACCOUNTS]
    rows: dict[str, list[int]] = {account: [] for account in listed}
    for i, account in enumerate(pairs.account_ids):
        if account in rows:
            rows[account].append(i)
    tests, lines = [], []
    for account in listed:
        own = values[rows[account]]
        tests.append(
            choice_test(own, draws=4_000, seed=protocol.seed, enumerate_up_to=1 << 12).p_value
        )
    adjusted = holm(tests, protocol.alpha).adjusted if tests else np.zeros(0)
    for account, p_value, p_holm in zip(listed, tests, adjusted, strict=True):
        own_rows = rows[account]
        lines.append(
            AccountLine(
                account_id=account,
                n=len(own_rows),
                p_value=p_value,
                p_holm=float(p_holm),
                log10_e=bet(values[own_rows]).log10_e,
                win_rate=win_rate(pairs.served[own_rows], pairs.twins[own_rows]).rate,
            )
        )
    return tuple(lines), len(counts) - len(listed)


def _warnings(pairs: Pairs, values: Floats) -> list[str]:
    found = []
    m = pairs.twins.shape[1]
    missing_served, missing_twins = pairs.unscored_served, pairs.unscored_twins
    if missing_served + missing_twins >= 8:
        expected = (missing_served + missing_twins) / (m + 1)
        if abs(missing_served - expected) > 4 * math.sqrt(expected * m / (m + 1)):
            found.append(
                f"Scores are missing for {missing_served} served answers and {missing_twins} "
                "twins, more uneven than a fair coin allows: the scorer may have known the coins."
            )
    shared = _shared_coins(values)
    if shared:
        found.append(
            f"{shared} pairs repeat the scores of another pair exactly. If they are one exchange "
            "served several times they share one coin and must be given once."
        )
    total = float(np.abs(values).max(axis=1).sum())
    largest = float(np.abs(values).max())
    if pairs.served.size >= 50 and total > 0 and largest > 0.2 * total:
        found.append(
            f"One pair carries {largest / total:.0%} of all the weight: scores this heavy-tailed "
            "cost power. Report log-likelihoods for each token, not perplexities."
        )
    return found


def _shared_coins(values: Floats) -> int:
    """Pairs that repeat another exactly, where scores are fine-grained enough for it to matter."""
    apart = values[np.ptp(values, axis=1) > 0]
    if apart.shape[0] < 2 or np.unique(apart.round(12)).size < apart.size / 2:
        return 0
    return int(apart.shape[0] - np.unique(apart, axis=0).shape[0])
