"""The share of a group's requests that ask for something named: what five signals measure."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from revenuer.groups.view import F64, Bool, GroupView
from revenuer.records import CannotAssess
from revenuer.signals.coordination.requirements import lacking
from revenuer.signals.extraction.answered import answered
from revenuer.signals.extraction.units import clusters
from revenuer.signals.signal import Measurement, compared
from revenuer.stats.clustered_share import ClusteredShare, clustered_share

TEXT = frozenset({"text"})


@dataclass(frozen=True, slots=True)
class Asking:
    """What is counted. `weights` maps an intent to what one such request counts, in (0, 1]; a
    request with several counts as the heaviest. `longest`: new turns of more characters do not
    count (they bring a document of their own). `words` completes "… of the requests <words>"."""

    name: str
    weights: Mapping[str, float]
    words: str
    longest: int | None = None


def requests(view: GroupView, asking: Asking) -> F64 | CannotAssess:
    """(n,) weight of every event, or why it cannot be told."""
    refusal = lacking(view, asking.name, TEXT)
    if refusal is not None:
        return refusal
    known = [name for name in asking.weights if name in view.background.intents]
    if not known:
        return CannotAssess(asking.name, "these requests were not looked for in this log")
    if not len(view.events.ts):
        return CannotAssess(asking.name, "the group has no exchange")
    weight = np.zeros(len(view.events.ts))
    for name in known:
        np.maximum(weight, asking.weights[name] * has_intent(view, name), out=weight)
    if asking.longest is not None:
        weight[view.events.chars > asking.longest] = 0.0
    return weight


def has_intent(view: GroupView, name: str) -> Bool:
    """(n,) whether the intent was recognised; nowhere if the scan does not know it."""
    if name not in view.background.intents:
        return np.zeros(len(view.events.ts), np.bool_)
    bit = np.uint64(view.background.intents.index(name))
    return np.asarray((view.events.intents >> bit) & np.uint64(1) != 0)


def ask(view: GroupView, asking: Asking, innocent: str) -> Measurement | CannotAssess:
    """Log odds of the weighted share of such requests, its standard error over customers.

    `innocent` is the story told of those who ask such things honestly.
    """
    weight = requests(view, asking)
    if isinstance(weight, CannotAssess):
        return weight
    asked = weight > 0.0
    result = clustered_share(weight, clusters(view))
    usual = max(
        (
            float(view.background.intent_share[view.background.intents.index(name)])
            for name in asking.weights
            if name in view.background.intents
        ),
        default=0.0,
    )
    subset = _subset(view, asked)
    return compared(
        view,
        result.logit,
        result.se,
        detail=(
            f"{asked.mean():.1%} of the group's requests {asking.words}"
            f" ({int(asked.sum())} of {len(asked)}, from {subset['accounts_asking']:.0f} of"
            f" {len(view.accounts.ids)} accounts); {usual:.1%} of all traffic does."
        ),
        benign=_benign(view, asked, result, subset, innocent),
        numbers={
            "share": float(asked.mean()),
            "weighted_share": result.share,
            "requests": float(asked.sum()),
            "usual_share": usual,
            **subset,
        },
    )


def _subset(view: GroupView, asked: Bool) -> dict[str, float]:
    """The suspicious part of a mixed pool: how many accounts, how much of it in one wording."""
    events = view.events
    account = events.account[asked]
    per_account = np.bincount(account, minlength=1)
    family = events.family[asked]
    named = family[family >= 0]
    commonest = int(np.unique(named, return_counts=True)[1].max()) if len(named) else 0
    taken = answered(events) & asked & (events.output_tokens > 0)
    return {
        "accounts_asking": float(np.count_nonzero(per_account)),
        "busiest_account_share": float(per_account.max() / max(1, len(account))),
        "commonest_wording_share": commonest / max(1, len(account)),
        "distinct_payload_share": len(np.unique(events.payload[asked])) / max(1, len(account)),
        "output_tokens": float(events.output_tokens[taken].sum(dtype=np.int64)),
    }


def _benign(
    view: GroupView,
    asked: Bool,
    result: ClusteredShare,
    subset: dict[str, float],
    innocent: str,
) -> str:
    count = int(asked.sum())
    if count == 0:
        return "Nothing to explain: no request of the group asks for it."
    if subset["busiest_account_share"] > 0.8 and len(view.accounts.ids) > 1:
        return (
            f"One account sends {subset['busiest_account_share']:.0%} of them; it may be one"
            f" honest customer among others. {innocent}"
        )
    declared = _declared(view, asked)
    told = innocent
    if declared > 0.5:
        told += (
            f" {declared:.0%} of these requests come from verified accounts in a declared program"
            " (research, education), which speaks for that."
        )
    else:
        asking = int(subset["accounts_asking"])
        told += (
            f" Against it: {asking} account{'s ask' if asking > 1 else ' asks'}, and"
            f" {subset['distinct_payload_share']:.0%} of the requests differ in content."
        )
    if result.se > 1.0:
        told += " The number is small or comes in clumps, so this is a weak statement."
    return told


def _declared(view: GroupView, asked: Bool) -> float:
    """Share of the requests from verified accounts that are in a declared program."""
    declared = (view.accounts.program >= 0) & (view.accounts.verified == 1)
    return float(declared[view.events.account[asked]].mean())
