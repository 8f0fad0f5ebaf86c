"""Do the accounts ask about the same things, seen against the width of the whole log?

Null hypothesis: the accounts are as different from each other as accounts picked at random from
the background. Then the squared distance between two accounts' mean topics is on average twice the
squared distance of an account from the mean of all traffic; in a group that asks about one thing
it is smaller.
Assumptions: the topic sketch, whitened by the background's within-account covariance; sampling
noise of the means is taken out of both distances with the group's own within-account variance, so
that accounts with few conversations do not look different for that reason. A declared customer is
one unit.
Selection: groups are often *found* as neighbours by these very means. Only every second opening of
an account is used, which leaves half of the noise that the search could choose by unused; real
closeness that was selected stays, so the statistic is ranked among control groups found in the
same way, and has no p-value. A class or the users of one application are alike too: the signal
speaks against strangers only.
Source: between-group mean squares (one-way analysis of variance), moment estimators.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from revenuer.groups.view import F64, GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination.facets import held_out, opening_rows, topic
from revenuer.signals.coordination.requirements import lacking, too_few_customers
from revenuer.signals.signal import STRANGERS, Measurement, Signal, compared

NAME = "profile_likeness"
_NEEDS = frozenset({"text"})
_MOST_ROWS = 200_000
_LEAST_CUSTOMERS = 3


@dataclass(frozen=True, slots=True)
class _Spread:
    """Squared distances a dimension, in units of within-account variance, noise taken out."""

    between: float
    """Half the mean squared distance between two customers."""
    centre: float
    """Mean squared distance of a customer from the mean of all traffic."""
    se: float
    """Standard error of `between` if all customers were alike."""
    ratio: float
    """Mean squared distance between customers over what sampling noise alone gives."""
    customers: int
    openings: int


def _measure(view: GroupView) -> Measurement | CannotAssess:
    refusal = lacking(view, NAME, _NEEDS) or too_few_customers(view, NAME, _LEAST_CUSTOMERS)
    if refusal is not None:
        return refusal
    rows = opening_rows(view, _MOST_ROWS)
    labels = view.customers[view.events.account[rows]].astype(np.int64)
    kept = held_out(labels)
    table, labels = topic(view, rows[kept]), labels[kept]
    if table.shape[1] == 0:
        return CannotAssess(NAME, "the log has too little text for a topic sketch")
    spread = _spread(table, labels)
    if spread is None:
        return CannotAssess(NAME, "fewer than 3 customers, or none with 4 conversation openings")
    floor = spread.se + 1e-3
    statistic = math.log((spread.centre + floor) / (spread.between + floor))
    alike = spread.centre / max(spread.between, floor)
    return compared(
        view,
        statistic,
        spread.se / (spread.between + floor),
        detail=(
            f"The mean topics of {spread.customers} customers lie {spread.ratio:.2f} times as far"
            " apart as sampling noise alone would put them (squared distances), and"
            f" {alike:.1f} times closer to each other than to the average of all traffic"
            " (accounts picked at random: about 1 time)."
        ),
        benign=_benign(spread),
        numbers={
            "between": spread.between,
            "centre": spread.centre,
            "between_se": spread.se,
            "distance_over_noise": spread.ratio,
            "customers": float(spread.customers),
            "openings": float(spread.openings),
        },
    )


def _spread(table: F64, labels: NDArray[np.int64]) -> _Spread | None:
    _, place, count = np.unique(labels, return_inverse=True, return_counts=True)
    n, m, d = len(labels), len(count), table.shape[1]
    if m < _LEAST_CUSTOMERS or n <= m:
        return None
    sums = np.zeros((m, d))
    np.add.at(sums, place, table)
    means = sums / count[:, None]
    within = float(((table - means[place]) ** 2).sum()) / ((n - m) * d)
    if within <= 1e-12:
        return None
    # Customers weigh by their openings, but none by more than the middle one: nobody dominates.
    weight = np.minimum(count, np.median(count)).astype(np.float64)
    weight /= weight.sum()
    noise = within / count
    mean = weight @ means
    raw = float(weight @ ((means - mean) ** 2).sum(axis=1)) / d
    expected = float((weight * (1 - weight)) @ noise)
    share = 1 - float((weight**2).sum())
    centre = float(weight @ ((means**2).sum(axis=1) / d - noise))
    return _Spread(
        between=max(0.0, (raw - expected) / share / within),
        centre=max(0.0, centre / within),
        se=math.sqrt(2 / (d * max(1, m - 1))) * expected / share / within,
        ratio=raw / expected,
        customers=m,
        openings=n,
    )


def _benign(spread: _Spread) -> str:
    if spread.between > 0.5 * spread.centre:
        return (
            "Strangers explain it: the customers differ from each other about as much as from"
            " everybody else."
        )
    if spread.ratio > 1 + 4 * math.sqrt(2 / (64 * max(1, spread.customers - 1))):
        return (
            "People with one task (a class) or users of one application are alike but not the same:"
            f" here too the customers differ {spread.ratio:.2f} times more than noise, so that"
            " explanation stands."
        )
    return (
        "People with one task or users of one application would still differ a little beyond"
        f" sampling noise; these do not ({spread.ratio:.2f} times noise). That could also be a task"
        " in identical words."
    )


SIGNAL = Signal(
    name=NAME,
    axis=Axis.COORDINATION,
    title="Like profiles",
    null="The accounts differ as much as accounts picked at random from the log.",
    needs=_NEEDS,
    rejects=frozenset({STRANGERS}),
    measure=_measure,
)
