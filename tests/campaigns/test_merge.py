"""One operation seen from several sides is one campaign, of its own exchanges only."""

import numpy as np
import pytest
from judged_groups import judged
from planted_campaigns import (
    POOL,
    harvest_family,
    merged_of,
    planted,
    rows_of,
    text_group,
    whole_group,
)
from planted_groups import pool

from revenuer.campaigns.membership import settle
from revenuer.campaigns.merge import Merged
from revenuer.groups.traffic import Traffic


@pytest.fixture(scope="module")
def traffic(tmp_path_factory: pytest.TempPathFactory) -> Traffic:
    return planted(tmp_path_factory.mktemp("merge"))


def accounts(traffic: Traffic, merged: Merged) -> list[str]:
    return [traffic.accounts.ids[a] for a in merged.accounts]


def harvest_rows(traffic: Traffic, names: list[str]) -> set[int]:
    e = traffic.events
    mine = np.isin(e["code:account_id"], rows_of(traffic, names))
    return set(np.flatnonzero(mine & (e["family"] == harvest_family(traffic))).tolist())


def test_a_text_and_its_accounts_are_one_campaign(traffic: Traffic) -> None:
    groups = [
        text_group(traffic, coordination=300.0, extraction=900.0),
        whole_group(traffic, coordination=5_000.0, extraction=200.0),
    ]
    (found,) = merged_of(traffic, groups, ["campaign", "campaign"])
    assert found.verdict == "campaign"
    assert found.groups == (0, 1)
    assert found.lead.group == 0  # the lesser axis counts: 300 against 200
    assert set(found.rows.tolist()) == harvest_rows(traffic, [*POOL, "casual"])
    assert accounts(traffic, found) == ["casual", *POOL]


def test_events_are_in_time_order_and_accounts_are_theirs(traffic: Traffic) -> None:
    groups = [whole_group(traffic), text_group(traffic), whole_group(traffic, POOL[2:6])]
    for verdict in ("campaign", "pool"):
        for found in merged_of(traffic, groups, [verdict] * 3):
            ts = traffic.events["ts"][found.rows]
            assert ts.tolist() == sorted(ts.tolist())
            assert len(set(found.rows.tolist())) == len(found.rows)
            owners = np.unique(traffic.events["code:account_id"][found.rows])
            assert found.accounts.tolist() == owners.tolist()


def test_of_whole_accounts_a_campaign_takes_all_where_most_is_harvest(traffic: Traffic) -> None:
    (found,) = merged_of(traffic, [whole_group(traffic)], ["campaign"])
    assert len(found.rows) == 8 * 8


def test_of_whole_accounts_a_campaign_takes_the_harvest_where_it_is_a_part(
    traffic: Traffic,
) -> None:
    group = whole_group(traffic, [*POOL, "casual"])
    (found,) = merged_of(traffic, [group], ["campaign"])
    assert set(found.rows.tolist()) == harvest_rows(traffic, [*POOL, "casual"])


def test_a_pool_is_all_that_its_accounts_do(traffic: Traffic) -> None:
    (found,) = merged_of(traffic, [whole_group(traffic, [*POOL, "casual"])], ["pool"])
    assert len(found.rows) == 8 * 8 + 61


def test_groups_that_overlap_by_half_of_the_smaller_are_one(traffic: Traffic) -> None:
    together = [whole_group(traffic, POOL[:6]), whole_group(traffic, POOL[4:])]
    apart = [whole_group(traffic, POOL[:5]), whole_group(traffic, POOL[3:])]
    assert len(merged_of(traffic, together, ["campaign"] * 2)) == 1
    assert len(merged_of(traffic, apart, ["campaign"] * 2)) == 2


def test_parts_find_each_other_through_the_whole(traffic: Traffic) -> None:
    groups = [
        whole_group(traffic, POOL[:3]), whole_group(traffic, POOL[5:]), whole_group(traffic, POOL)
    ]  # fmt: skip
    (found,) = merged_of(traffic, groups, ["pool"] * 3)
    assert sorted(found.groups) == [0, 1, 2]


@pytest.mark.parametrize(
    ("verdicts", "kept"),
    [
        (["campaign", "pool"], ["campaign"]),
        (["pool", "campaign"], ["campaign"]),
        (["watch", "pool"], ["pool"]),
        (["watch", "campaign"], ["campaign"]),
        (["watch", "watch"], ["watch"]),
    ],
)
def test_a_weaker_verdict_on_the_same_accounts_is_dropped(
    traffic: Traffic, verdicts: list[str], kept: list[str]
) -> None:
    groups = [whole_group(traffic, POOL[:6]), whole_group(traffic, POOL[1:7])]
    found = merged_of(traffic, groups, verdicts)  # type: ignore[arg-type]
    assert [m.verdict for m in found] == kept
    dropped = [i for i, verdict in enumerate(verdicts) if verdict not in kept]
    assert not set(dropped) & {g for m in found for g in m.groups}


def test_verdicts_on_others_stay_and_the_gravest_comes_first(traffic: Traffic) -> None:
    groups = [
        whole_group(traffic, pool(9, "s")), whole_group(traffic, POOL[:3]),
        whole_group(traffic, POOL[3:]),
    ]  # fmt: skip
    found = merged_of(traffic, groups, ["watch", "campaign", "campaign"])
    assert [(m.verdict, m.groups) for m in found] == [
        ("campaign", (2,)),
        ("campaign", (1,)),
        ("watch", (0,)),
    ]


def test_nothing_to_merge(traffic: Traffic) -> None:
    assert merged_of(traffic, [], []) == []


# Who belongs.


def test_who_used_the_words_once_is_let_go(traffic: Traffic) -> None:
    groups = [text_group(traffic, coordination=300.0, extraction=900.0)]
    (found,) = merged_of(traffic, groups, ["campaign"])
    settled, membership = settle(found, groups, traffic)
    assert accounts(traffic, settled) == POOL
    assert set(settled.rows.tolist()) == harvest_rows(traffic, POOL)
    assert len(membership) == 8
    assert ((membership >= 0.5) & (membership <= 0.99)).all()


def test_who_stands_in_a_weak_group_only_is_less_sure(traffic: Traffic) -> None:
    groups = [
        whole_group(traffic, POOL[:6], coordination=1e5, extraction=1e5),
        whole_group(traffic, POOL, coordination=200.0, extraction=200.0),
    ]
    merged = merged_of(traffic, groups, ["campaign", "campaign"])
    (found,) = merged
    assert found.lead.group == 0
    even = [groups[0], whole_group(traffic, POOL, coordination=1e5, extraction=1e5)]
    weak = dict(zip(POOL, membership_of(traffic, found, groups), strict=True))
    strong = dict(zip(POOL, membership_of(traffic, found, even), strict=True))
    assert all(weak[a] == strong[a] for a in POOL[:6])
    assert all(weak[a] <= strong[a] for a in POOL[6:])
    assert any(weak[a] < strong[a] for a in POOL[6:])


def membership_of(traffic: Traffic, found: Merged, groups: list[object]) -> list[float]:
    settled, membership = settle(found, groups, traffic)  # type: ignore[arg-type]
    known = dict(zip(accounts(traffic, settled), membership.tolist(), strict=True))
    return [known.get(a, 0.0) for a in POOL]


def test_a_campaign_of_which_nobody_is_sure_enough_names_nobody(traffic: Traffic) -> None:
    groups = [judged(rows_of(traffic, ["casual"]), (harvest_family(traffic),))]
    (found,) = merged_of(traffic, groups, ["campaign"])
    assert settle(found, groups, traffic) is None
