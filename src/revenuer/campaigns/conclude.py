"""From weighed groups to the campaigns that are told."""

from collections.abc import Sequence
from dataclasses import dataclass

from revenuer.campaigns.decide import decide
from revenuer.campaigns.describe import describe
from revenuer.campaigns.judged import Judged, judge_group
from revenuer.campaigns.membership import settle
from revenuer.campaigns.merge import Merged, merge
from revenuer.campaigns.reference import Reference
from revenuer.fingerprint.intents import INTENTS
from revenuer.groups.build import ViewBuilder
from revenuer.groups.candidate import Candidate
from revenuer.groups.traffic import Traffic
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
    Operations of which fewer than two accounts are sure are left out."""
    builder = ViewBuilder(traffic, most_events)

    def judge(candidate: Candidate) -> Judged:
        return judge_group(candidate, builder.view(len(groups), candidate), reference)

    found: list[Concluded] = []
    for merged in merge(decide(groups, fdr, judge), groups, traffic, builder):
        settled = settle(merged, groups, traffic)
        if settled is not None:
            sure, membership = settled
            found.append(Concluded(sure, describe(sure, membership, groups, traffic, INTENTS)))
    return found
