"""One operation seen from several sides is one campaign, of its own exchanges only."""

from dataclasses import replace

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

from revenuer.campaigns.decide import Operation
from revenuer.campaigns.membership import settle
from revenuer.campaigns.merge import Merged, merge
from revenuer.groups.build import ViewBuilder
from revenuer.groups.traffic import Traffic
from revenuer.records.campaigns import Verdict

VERDICTS: tuple[Verdict, ...] = ("watch", "campaign", "campaign")


@pytest.fixture(scope="module")
def traffic(tmp_path_factory: pytest.TempPathFactory) -> Traffic:
    return planted(tmp_path_factory.mktemp("merge"))


def accounts(traffic: Traffic, merged: Merged) -> list[str]:
    return [traffic.accounts.ids[a] for a in merged.accounts]


def harvest_rows(traffic: Traffic, names: list[str]) -> set[int]:
    e = traffic.events
    mine = np.isin(e["code:account_id"], rows_of(traffic, names))
    return set(np.flatnonzero(mine & (e["family"] == harvest_family(traffic))).tolist())


def test_a_text_and_its_accounts_have_the_texts_exchanges(traffic: Traffic) -> None:
    groups = [
        text_group(traffic, coordination=300.0, extraction=900.0),
        whole_group(traffic, coordination=5_000.0, extraction=200.0),
    ]
    found = merged_of(traffic, groups, "campaign")
    assert set(found.rows.tolist()) == harvest_rows(traffic, [*POOL, "casual"])
    assert accounts(traffic, found) == ["casual", *POOL]


def test_what_harvesters_send_beside_is_taken_where_it_is_a_harvest_too(traffic: Traffic) -> None:
    """Not so what somebody sends who used the words once among sixty exchanges."""
    groups = [text_group(traffic, coordination=300.0, extraction=900.0)]
    mixture = merged_of(traffic, groups, "campaign", rest=50.0)
    assert set(mixture.rows.tolist()) == harvest_rows(traffic, [*POOL, "casual"])
    found = merged_of(traffic, groups, "campaign", rest=200.0)
    of = traffic.accounts.ids.index("casual")
    owners = traffic.events["code:account_id"][found.rows]
    assert (owners == of).sum() == 1
    assert (owners != of).sum() == 8 * 8
    settled, _ = settle(found, groups, traffic)
    assert accounts(traffic, settled) == POOL


def test_a_text_that_shows_no_harvest_is_not_taken_for_it(traffic: Traffic) -> None:
    groups = [
        whole_group(traffic, coordination=5_000.0, extraction=200.0),
        text_group(traffic, coordination=300.0, extraction=0.5),
    ]
    found = merged_of(traffic, groups, "campaign")
    assert set(found.rows.tolist()) == harvest_rows(traffic, [*POOL, "casual"])
    groups = [replace(groups[1], candidate=whole_group(traffic, ["casual"]).candidate)]
    assert len(merged_of(traffic, groups, "campaign").rows) == 61


def test_events_are_in_time_order_and_accounts_are_theirs(traffic: Traffic) -> None:
    groups = [whole_group(traffic), text_group(traffic), whole_group(traffic, POOL[2:6])]
    for verdict in ("campaign", "pool"):
        found = merged_of(traffic, groups, verdict)
        ts = traffic.events["ts"][found.rows]
        assert ts.tolist() == sorted(ts.tolist())
        assert len(set(found.rows.tolist())) == len(found.rows)
        owners = np.unique(traffic.events["code:account_id"][found.rows])
        assert found.accounts.tolist() == owners.tolist()


def test_who_says_nothing_plainly_by_chance_is_taken_with_the_others(traffic: Traffic) -> None:
    """Six of eight requests of the pool's accounts are plain. None of five is no proof of another
    customer; none of the casual account's sixty others is."""
    few = whole_group(traffic, ["s000"], coordination=300.0, extraction=900.0)
    assert traffic.accounts.total[few.candidate.accounts].tolist() == [5]
    groups = [text_group(traffic, coordination=300.0, extraction=900.0), few]
    owners = traffic.events["code:account_id"]
    found = merged_of(traffic, groups, "campaign", rest=200.0)
    assert (owners[found.rows] == few.candidate.accounts[0]).sum() == 5
    apart = merged_of(traffic, groups, "campaign", rest=50.0)
    assert set(apart.rows.tolist()) == harvest_rows(traffic, [*POOL, "casual"])
    assert accounts(traffic, apart) == sorted(["casual", *POOL, "s000"])


def test_of_whole_accounts_a_campaign_takes_all_where_most_is_harvest(traffic: Traffic) -> None:
    found = merged_of(traffic, [whole_group(traffic)], "campaign")
    assert len(found.rows) == 8 * 8


def test_of_whole_accounts_a_campaign_takes_the_harvest_where_it_is_a_part(
    traffic: Traffic,
) -> None:
    group = whole_group(traffic, [*POOL, "casual"])
    found = merged_of(traffic, [group], "campaign")
    assert set(found.rows.tolist()) == harvest_rows(traffic, [*POOL, "casual"])


def test_a_pool_is_all_that_its_accounts_do(traffic: Traffic) -> None:
    found = merged_of(traffic, [whole_group(traffic, [*POOL, "casual"])], "pool")
    assert len(found.rows) == 8 * 8 + 61


def test_the_gravest_comes_first_then_the_largest(traffic: Traffic) -> None:
    sides = (pool(9, "s"), POOL[:3], POOL[3:])
    groups = [whole_group(traffic, names) for names in sides]
    operations = [
        Operation(verdict, (i,), groups[i].candidate.accounts, 1.0, 1.0)
        for i, verdict in enumerate(VERDICTS)
    ]
    found = merge(operations, groups, traffic, ViewBuilder(traffic), lambda *_: 0.0)
    assert [m.operation.groups for m in found] == [(2,), (1,), (0,)]


def test_nothing_to_merge(traffic: Traffic) -> None:
    assert merge([], [], traffic, ViewBuilder(traffic), lambda *_: 0.0) == []


# Who belongs.


def test_who_used_the_words_once_is_let_go(traffic: Traffic) -> None:
    groups = [text_group(traffic, coordination=300.0, extraction=900.0)]
    found = merged_of(traffic, groups, "campaign")
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
    found = merged_of(traffic, groups, "campaign")
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
    found = merged_of(traffic, groups, "campaign")
    assert settle(found, groups, traffic) is None
