"""From weighed groups to the campaigns that are told."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from revenuer.campaigns.carried_texts import carried_texts
from revenuer.campaigns.decide import Inquiry, decide
from revenuer.campaigns.describe import describe
from revenuer.campaigns.gather import Accounts
from revenuer.campaigns.judged import Judged, judge_group
from revenuer.campaigns.membership import settle
from revenuer.campaigns.merge import Merged, merge
from revenuer.campaigns.reference import Reference
from revenuer.campaigns.strands import strands
from revenuer.fingerprint.intents import INTENTS
from revenuer.groups.build import ViewBuilder
from revenuer.groups.candidate import Candidate
from revenuer.groups.dealings import account_rates, follow_two_rates
from revenuer.groups.traffic import Traffic
from revenuer.groups.usage import used_alike
from revenuer.records import Campaign


@dataclass(frozen=True, slots=True)
class Concluded:
    """A campaign with the events behind it."""

    merged: Merged
    campaign: Campaign


def conclude(
    groups: Sequence[Judged], traffic: Traffic, reference: Reference, fdr: float, most_events: int
) -> list[Concluded]:
    """Campaigns, pools and what to watch at this false discovery rate, most serious first.
    Operations of which fewer than two accounts are sure are left out; one that works for several
    comes in parts, with the same evidence and other exchanges."""
    builder = ViewBuilder(traffic, most_events)

    def judge(candidate: Candidate) -> Judged:
        return judge_group(candidate, builder.view(len(groups), candidate), reference)

    def extraction(accounts: Accounts, rows: NDArray[np.int64]) -> float:
        rest = Candidate("what else a campaign's accounts send", accounts)
        return judge_group(rest, builder.view(len(groups), rest, rows), reference).extraction

    def two_rates(one: Accounts, other: Accounts) -> bool:
        both = Candidate("two operations", np.concatenate([one, other]))
        counts = account_rates(both, traffic)
        return follow_two_rates(counts[: len(one)], counts[len(one) :])

    inquiry = Inquiry(
        judge,
        texts=lambda accounts: carried_texts(accounts, traffic),
        two_rates=two_rates,
        used_alike=lambda like, accounts: used_alike(like, accounts, traffic),
    )
    operations = decide(groups, fdr, inquiry)
    found: list[Concluded] = []
    for merged in merge(operations, groups, traffic, builder, extraction):
        settled = settle(merged, groups, traffic)
        if settled is None:
            continue
        sure, membership = settled
        for part in strands(sure, traffic):
            own = membership[np.searchsorted(sure.accounts, part.accounts)]
            found.append(Concluded(part, describe(part, own, groups, traffic, INTENTS)))
    return found
