"""Are payloads drawn from one large set, hardly any of them twice?

The statistic is the log of the effective number of payloads (the reciprocal of the chance that two
opening turns of the group are the same): it grows with volume only while nothing repeats.
Null hypothesis of the calibration: benign groups of like size and volume. People repeat greetings
and common questions; a class repeats its homework; whoever evaluates runs the same items for each
model and release; a monitor repeats one prompt.
Assumptions: openings are independent draws. Failed exchanges are left out, so that retries are no
repeats. A harvester who asks for several answers to each prompt in separate requests repeats
himself, and this signal is blind to him.
Rejects: people who converse, and evaluation. Not batch work: documents are processed once.
No p-value: the number is compared with control groups of like volume.
Source: Simpson's index, `stats.simpson`.
"""

import numpy as np

from revenuer.groups.view import GroupView
from revenuer.records import Axis, CannotAssess
from revenuer.signals.extraction.answered import answered
from revenuer.signals.signal import CONVERSING, EVALUATION, Measurement, Signal, compared
from revenuer.stats.simpson import agreement

NAME = "without_replacement"
_LEAST = 20


def _measure(view: GroupView) -> Measurement | CannotAssess:
    if not view.fields & {"text", "text_hashes"}:
        return CannotAssess(NAME, "the log does not have prompt texts or their hashes")
    events = view.events
    rows = np.flatnonzero(events.opening & answered(events) & (events.payload != 0))
    if len(rows) < _LEAST:
        return CannotAssess(
            NAME, f"only {len(rows)} answered opening turns have a text; {_LEAST} are needed"
        )
    payload = events.payload[rows]
    _, code, count = np.unique(payload, return_inverse=True, return_counts=True)
    result = agreement(count)
    account = events.account[rows].astype(np.int64)
    own = np.unique(code * (int(account.max()) + 1) + account, return_counts=True)[1]
    within = float((own * (own - 1)).sum()) / 2
    across = result.agreeing - within
    distinct = len(count) / len(rows)
    return compared(
        view,
        result.log_kinds,
        result.se,
        detail=(
            f"{len(count)} of {len(rows)} answered opening turns differ ({distinct:.1%}); of"
            f" {result.pairs:.3g} pairs, {across:.0f} agree between accounts and {within:.0f}"
            " within one."
        ),
        benign=_benign(len(rows), result.agreeing, across),
        numbers={
            "openings": float(len(rows)),
            "distinct": float(len(count)),
            "distinct_share": distinct,
            "agreeing_pairs_across_accounts": across,
            "agreeing_pairs_within_accounts": within,
            "effective_payloads": float(np.exp(result.log_kinds)),
        },
    )


def _benign(openings: int, agreeing: float, across: float) -> str:
    if agreeing > openings / 10:
        source = "across accounts" if across > agreeing / 2 else "within accounts"
        return (
            f"Repeats {source} are common, as among people, in a class with one task, or in runs"
            " of one benchmark."
        )
    if openings < 500:
        return (
            f"{openings} people's own questions need not repeat either: with so few openings this"
            " is a weak statement."
        )
    return (
        "People, a class or a benchmark would repeat each other at this volume. An application"
        " that processes each of its documents once would not; this does not speak against it."
    )


SIGNAL = Signal(
    name=NAME,
    axis=Axis.EXTRACTION,
    title="Payloads without replacement",
    null="Benign groups repeat payloads no less than control groups do.",
    needs=frozenset(),
    rejects=frozenset({CONVERSING, EVALUATION}),
    measure=_measure,
)
