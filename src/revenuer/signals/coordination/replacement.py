"""Do new accounts of the group appear right after old ones are banned?

Null hypothesis: the times at which the group's accounts are banned have nothing to do with the
times at which others of them are born. Any rhythm of births (cohorts, growth) and any clustering of
bans (waves) may hold: both patterns are kept whole, and only their position against each other is
drawn anew, by moving the bans round the log's time by a random amount.
Assumptions: births and bans do not both follow a third thing at this scale. Working hours are
blurred by a plateau of six hours and a decay of a day; a provider who bans just before its own
campaigns of sign-ups would break it. Pairs of one declared customer count for nothing.
Statistic: the sum over births of exp(-(hours since the last ban - 6) / 24), at most 1 each. One ban
and one cohort right after it cannot reach a p-value below six hours' share of the log's time (2 %
in a fortnight), and should not.
Source: circular-shift (toroidal) permutation test, Lotwick & Silverman (1982), JRSS-B 44.
"""

import math

import numpy as np

from revenuer.groups.view import F64, I64, UNKNOWN_TIME, GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination.requirements import lacking, too_few_customers
from revenuer.signals.signal import SAME_TASK, STRANGERS, Measurement, Signal
from revenuer.stats.permutation import Side, p_value

NAME = "replacement"
_NEEDS = frozenset({"closed_at"})
_HOUR = 3_600_000_000
_DECAY = 24.0 * _HOUR
_PLATEAU = 6.0 * _HOUR
_SOON = 48 * _HOUR
_DRAWS = 999
_LEAST_BIRTHS = 3


def _measure(view: GroupView) -> Measurement | CannotAssess:
    refusal = lacking(view, NAME, _NEEDS) or too_few_customers(view, NAME)
    if refusal is not None:
        return refusal
    accounts, background = view.accounts, view.background
    span = background.end - background.start
    gone = accounts.banned & (accounts.closed_at >= background.start)
    gone &= accounts.closed_at <= background.end
    times = accounts.created_at if "created_at" in view.fields else accounts.first_seen
    born = (times != UNKNOWN_TIME) & (times > background.start + 24 * _HOUR)
    born &= times <= background.end
    born &= ~np.isin(view.customers, view.customers[gone]) | _only_one_account(view)
    if not gone.any() or born.sum() < _LEAST_BIRTHS or span <= 0:
        return CannotAssess(
            NAME,
            f"accounts of the group banned during the log: {int(gone.sum())}, appeared:"
            f" {int(born.sum())}; 1 and {_LEAST_BIRTHS} are needed",
        )
    bans, births = np.sort(accounts.closed_at[gone]), np.sort(times[born])
    rng = np.random.default_rng(0)
    shifts = rng.integers(1, max(2, span), _DRAWS)
    draws = np.array([_followed(_moved(bans, int(s), background.start, span), births)
                      for s in shifts])  # fmt: skip
    observed = _followed(bans, births)
    p = p_value(observed, draws, Side.GREATER)
    soon = int(np.count_nonzero(_since_ban(bans, births) <= _SOON))
    usual = float(draws.mean())
    return Measurement(
        statistic=math.log((observed + 0.5) / (usual + 0.5)),
        se=float(draws.std()) / (usual + 0.5),
        p_value=p,
        e_value=None,
        size=len(accounts.ids),
        volume=len(view.events.ts),
        detail=(
            f"Accounts of the group banned: {len(bans)}. {soon} of the {len(births)} accounts that"
            f" appeared during the log did so within 48 hours after a ban (probability {p:.2g} if"
            " bans fell at other times)."
        ),
        benign=_benign(p, len(bans), soon, len(births)),
        numbers={
            "bans": float(len(bans)),
            "births": float(len(births)),
            "births_within_48h": float(soon),
            "followed_over_expected": (observed + 0.5) / (usual + 0.5),
        },
    )


def _only_one_account(view: GroupView) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Accounts that are their customer's only one, which cannot replace each other openly."""
    _, unit, size = np.unique(view.customers, return_inverse=True, return_counts=True)
    return np.asarray(size[unit] == 1)


def _moved(bans: I64, shift: int, start: int, span: int) -> I64:
    return np.sort(start + (bans - start + shift) % span)


def _since_ban(bans: I64, births: I64) -> F64:
    """Time since the last ban before each birth, infinite where there was none."""
    place = np.searchsorted(bans, births, side="left") - 1
    lag = (births - bans[np.maximum(place, 0)]).astype(np.float64)
    return np.where(place >= 0, lag, np.inf)


def _followed(bans: I64, births: I64) -> float:
    return float(np.exp(-np.maximum(_since_ban(bans, births) - _PLATEAU, 0.0) / _DECAY).sum())


def _benign(p: float, bans: int, soon: int, births: int) -> str:
    if p > 0.01:
        return (
            "Chance explains it: births lie no closer after bans than they would with the bans"
            f" moved to other times ({soon} of {births})."
        )
    return (
        f"A class or a launch brings births at its own date, not after each of {bans} bans; here"
        " the births keep following when nothing else connects the dates. Users who were banned by"
        " mistake and signed up again would look the same."
    )


SIGNAL = Signal(
    name=NAME,
    axis=Axis.COORDINATION,
    title="Banned accounts replaced",
    null="Births have nothing to do with bans.",
    needs=_NEEDS,
    rejects=frozenset({STRANGERS, SAME_TASK}),
    measure=_measure,
)
