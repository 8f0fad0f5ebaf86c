"""What is shown of a campaign is what its exchanges say, no more and no less."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from exchange_rows import Row
from judged_groups import finding, judged
from planted_campaigns import (
    POOL,
    TEMPLATE,
    merged_of,
    planted,
    rows_of,
    text_group,
    whole_group,
)
from planted_logs import HOUR, START, traffic_of

from revenuer.campaigns.describe import describe, moment
from revenuer.campaigns.exhibits import Text, exhibit, wanted_rows
from revenuer.campaigns.judged import Judged
from revenuer.campaigns.merge import Merged
from revenuer.fingerprint.intents import INTENTS
from revenuer.groups.traffic import Traffic
from revenuer.records import Axis, Campaign, Exhibit

FINDINGS = (
    finding("balance", Axis.COORDINATION, e_value=4.0),
    finding("rotation", Axis.COORDINATION, e_value=40.0),
    finding("trace", Axis.EXTRACTION, e_value=None),
    finding("talk", Axis.EXTRACTION, e_value=2.0),
)


@pytest.fixture(scope="module")
def traffic(tmp_path_factory: pytest.TempPathFactory) -> Traffic:
    return planted(tmp_path_factory.mktemp("exhibits"))


@pytest.fixture(scope="module")
def groups(traffic: Traffic) -> list[Judged]:
    weak = finding("balance", Axis.COORDINATION, e_value=1e6)
    return [
        replace(
            text_group(traffic, coordination=300.0, extraction=900.0),
            assessed=judged([0], findings=FINDINGS).assessed,
        ),
        replace(
            whole_group(traffic, coordination=250.0, extraction=260.0),
            assessed=judged([0], findings=(weak, finding("pivot", Axis.COORDINATION))).assessed,
        ),
    ]


@pytest.fixture(scope="module")
def merged(traffic: Traffic, groups: list[Judged]) -> Merged:
    return merged_of(traffic, groups, "campaign")


def described(
    merged: Merged, traffic: Traffic, groups: list[Judged], belonging: np.ndarray | None = None
) -> Campaign:
    if belonging is None:
        belonging = np.linspace(0.6, 0.99, len(merged.accounts))
    return describe(merged, belonging, groups, traffic, INTENTS)


@pytest.fixture(scope="module")
def campaign(merged: Merged, traffic: Traffic, groups: list[Judged]) -> Campaign:
    return described(merged, traffic, groups)


def texts_of(merged: Merged, traffic: Traffic) -> dict[int, Text]:
    rng = np.random.default_rng(3)
    return {
        row: Text(f"e{row}", "", f"{TEMPLATE} number {rng.integers(1e9)}?", "x" * 5_000)
        for row in wanted_rows(merged, traffic)
    }


@pytest.fixture(scope="module")
def shown(merged: Merged, campaign: Campaign, traffic: Traffic) -> Exhibit:
    return exhibit(merged, campaign, traffic, texts_of(merged, traffic))


# The record.


def test_the_record_counts_the_campaigns_own_exchanges(
    campaign: Campaign, merged: Merged, traffic: Traffic
) -> None:
    ts = traffic.events["ts"][merged.rows]
    assert campaign.exchange_count == len(merged.rows) == 49
    assert (campaign.first_seen, campaign.last_seen) == (moment(ts.min()), moment(ts.max()))
    assert campaign.models == ("m1",)
    assert (campaign.tokens.input, campaign.tokens.output) == (4_800, 48 * 900)
    assert campaign.verdict == "campaign"


def test_members_come_surest_first(campaign: Campaign) -> None:
    sure = [m.membership for m in campaign.accounts]
    assert sure == sorted(sure, reverse=True)
    assert {m.account_id for m in campaign.accounts} == {*POOL, "casual"}
    assert campaign.expected_wrong_accounts == pytest.approx(sum(1 - s for s in sure), abs=1e-3)


def test_extraction_is_shown_by_the_text_in_which_it_shows_most(
    merged: Merged, traffic: Traffic, groups: list[Judged]
) -> None:
    loud = finding("trace", Axis.EXTRACTION, e_value=5_000.0)
    beside = finding("rotation", Axis.COORDINATION, e_value=7.0)
    weak = finding("talk", Axis.EXTRACTION, e_value=0.1)
    asked = (
        judged([0], extraction=10.0, findings=(weak, finding("trace", Axis.EXTRACTION))),
        judged([0], (2,), extraction=4_000.0, findings=(loud, beside)),
    )
    campaign = described(
        replace(merged, operation=replace(merged.operation, asked=asked)), traffic, groups
    )
    assert [(f.signal, f.e_value) for f in campaign.extraction.findings] == [
        ("trace", 5_000.0),
        ("talk", 0.1),
    ]
    assert next(f for f in campaign.coordination.findings if f.signal == "rotation").e_value == 40.0


def test_evidence_is_the_leads_strongest_first(campaign: Campaign) -> None:
    assert campaign.coordination.e_value == 300.0
    assert campaign.extraction.e_value == 900.0
    found = [(f.signal, f.e_value) for f in campaign.coordination.findings]
    assert found == [("rotation", 40.0), ("balance", 4.0), ("pivot", 1.0)]
    assert [f.signal for f in campaign.extraction.findings] == ["talk", "trace"]


def test_targets_are_what_is_asked_for_more_than_elsewhere(campaign: Campaign) -> None:
    target = next(i.target for i in INTENTS if i.name == "chain_of_thought")
    assert campaign.targets[0] == target


def test_the_name_of_a_campaign_is_that_of_its_accounts(
    merged: Merged, traffic: Traffic, groups: list[Judged], campaign: Campaign
) -> None:
    sure = np.linspace(0.6, 0.99, len(merged.accounts))
    order = np.random.default_rng(8).permutation(len(merged.accounts))
    shuffled = replace(merged, accounts=merged.accounts[order])
    assert described(shuffled, traffic, groups, sure[order]) == campaign
    fewer = replace(merged, accounts=merged.accounts[1:])
    other = described(fewer, traffic, groups)
    assert other.id != campaign.id
    pool = described(
        replace(merged, operation=replace(merged.operation, verdict="pool")), traffic, groups
    )
    assert pool.id.removeprefix("pool-") == campaign.id.removeprefix("campaign-")


# The timeline.


def test_the_timeline_counts_every_exchange_once(
    shown: Exhibit, merged: Merged, traffic: Traffic
) -> None:
    line = shown.timeline
    assert sum(line.counts) == len(merged.rows)
    assert sum(line.counts) + sum(line.background) == len(traffic.events)
    assert len(line.counts) == len(line.background)
    start = int(line.start.timestamp()) * 1_000_000
    bins = (traffic.events["ts"][merged.rows] - start) // (line.bin_seconds * 1_000_000)
    assert Counter(bins.tolist()) == {b: c for b, c in enumerate(line.counts) if c}


@pytest.mark.parametrize("days", [0, 2, 30, 400])
@pytest.mark.parametrize("offset", [0, 1, 59])
def test_the_timeline_adds_up_whenever_the_log_begins(
    tmp_path: Path, days: int, offset: int
) -> None:
    rng = np.random.default_rng(days + offset)
    span = max(2, days * 24) * HOUR
    first = START + offset * HOUR // 60
    rows: list[Row] = [
        {"account_id": f"a{i % 7}", "ts": first + int(t)}
        for i, t in enumerate([0, span, *rng.integers(0, span, 150)])
    ]
    traffic = traffic_of(rows, tmp_path)
    group = whole_group(traffic, ["a0", "a1", "a2"])
    merged = merged_of(traffic, [group], "pool")
    line = exhibit(merged, described(merged, traffic, [group]), traffic, {}).timeline
    assert sum(line.counts) == len(merged.rows)
    start = int(line.start.timestamp()) * 1_000_000
    mine = np.isin(traffic.events["code:account_id"], merged.accounts)
    for numbers, events in ((line.counts, mine), (line.background, ~mine)):
        bins = (traffic.events["ts"][events] - start) // (line.bin_seconds * 1_000_000)
        assert np.bincount(bins, minlength=len(numbers)).tolist() == list(numbers)
    assert len(line.counts) <= 241


def test_ban_waves_are_marked(shown: Exhibit) -> None:
    bans = [m for m in shown.timeline.marks if m.kind == "ban"]
    assert [(m.ts, m.label) for m in bans] == [
        (moment(START + 40 * HOUR), "4 accounts banned"),
        (moment(START + 60 * HOUR), "4 accounts banned"),
    ]


# The raster.


def test_the_raster_has_every_accounts_activity(
    shown: Exhibit, merged: Merged, traffic: Traffic
) -> None:
    raster = shown.raster
    assert raster.account_total == len(raster.accounts) == len(raster.rows) == 9
    start = int(raster.start.timestamp()) * 1_000_000
    owner = traffic.events["code:account_id"][merged.rows]
    ts = traffic.events["ts"][merged.rows]
    firsts = []
    for account, cells in zip(raster.accounts, raster.rows, strict=True):
        mine = ts[owner == traffic.accounts.ids.index(account)]
        bins = Counter(((mine - start) // (raster.bin_seconds * 1_000_000)).tolist())
        assert dict(cells) == bins
        assert [b for b, _ in cells] == sorted(bins)
        assert cells[0][0] >= 0
        assert cells[-1][0] < raster.bins
        firsts.append(mine.min())
    assert firsts == sorted(firsts)


def test_a_raster_of_many_accounts_is_a_sample(tmp_path: Path) -> None:
    rows: list[Row] = [{"account_id": f"a{i:03d}", "ip": "198.51.100.1"} for i in range(200)]
    traffic = traffic_of(rows, tmp_path)
    groups = [judged(range(200))]
    merged = merged_of(traffic, groups, "pool")
    shown = exhibit(merged, described(merged, traffic, groups), traffic, {})
    assert len(shown.raster.accounts) == len(set(shown.raster.accounts)) == 120
    assert shown.raster.account_total == shown.graph.account_total == 200
    kinds = Counter(node.kind for node in shown.graph.nodes)
    assert kinds == {"account": 150, "ip": 1}
    assert [(a, t) for a, t, _ in shown.graph.edges] == [(a, 150) for a in range(150)]
    thing = shown.graph.nodes[-1]
    assert (thing.accounts, thing.elsewhere) == (200, 0)


# The graph.


def test_the_graph_is_bipartite(shown: Exhibit) -> None:
    graph = shown.graph
    things = [i for i, node in enumerate(graph.nodes) if node.kind != "account"]
    accounts = [i for i, node in enumerate(graph.nodes) if node.kind == "account"]
    assert accounts == list(range(len(accounts)))
    assert len({node.id for node in graph.nodes}) == len(graph.nodes)
    for account, thing, weight in graph.edges:
        assert account in accounts
        assert thing in things
        assert 0 < weight <= 1
    assert len({(a, t) for a, t, _ in graph.edges}) == len(graph.edges)


def test_the_graph_shows_what_the_accounts_share(shown: Exhibit, traffic: Traffic) -> None:
    graph = shown.graph
    links = {
        node.id: {graph.nodes[a].label for a, t, _ in graph.edges if t == i}
        for i, node in enumerate(graph.nodes)
        if node.kind != "account"
    }
    assert links.pop("payment:p1") == set(POOL[:4])
    for i in range(3):
        assert links.pop(f"ip:198.51.100.{i}") == set(POOL[i::3])
    (text,) = links
    assert links[text] == {*POOL, "casual"}
    for node in graph.nodes:
        assert node.elsewhere == 0


def test_what_most_others_have_too_is_not_shown(tmp_path: Path) -> None:
    rows: list[Row] = [{"account_id": f"a{i}", "ip": "198.51.100.1"} for i in range(9)]
    traffic = traffic_of(rows, tmp_path)
    groups = [judged(range(4))]
    merged = merged_of(traffic, groups, "pool")
    graph = exhibit(merged, described(merged, traffic, groups), traffic, {}).graph
    assert [node.kind for node in graph.nodes] == ["account"] * 4
    assert graph.edges == ()


# Wording and samples.


def test_rows_whose_text_is_wanted_are_the_campaigns(merged: Merged, traffic: Traffic) -> None:
    rows = wanted_rows(merged, traffic)
    assert rows == sorted(set(rows))
    assert set(rows) <= set(merged.rows.tolist())
    assert 9 <= len(rows) <= 15


def test_the_wording_shows_the_template(shown: Exhibit) -> None:
    (wording,) = shown.wording
    assert "".join(s.text for s in wording.spans).startswith(TEMPLATE)
    assert wording.spans[0].fixed
    assert wording.spans[0].text.startswith(TEMPLATE)
    assert not wording.spans[1].fixed
    assert (wording.accounts, wording.exchanges, wording.elsewhere_accounts) == (9, 49, 0)


def test_carriers_outside_the_campaign_are_counted(traffic: Traffic, groups: list[Judged]) -> None:
    fewer = [whole_group(traffic, POOL[:6])]
    merged = merged_of(traffic, fewer, "campaign")
    found = exhibit(merged, described(merged, traffic, fewer), traffic, texts_of(merged, traffic))
    assert (found.wording[0].accounts, found.wording[0].elsewhere_accounts) == (6, 3)
    text = next(node for node in found.graph.nodes if node.kind == "text")
    assert (text.accounts, text.elsewhere) == (6, 3)


def test_samples_are_spread_over_time_and_shortened(
    shown: Exhibit, merged: Merged, traffic: Traffic
) -> None:
    ts = [sample.ts for sample in shown.samples]
    assert len(ts) == 6
    assert ts == sorted(ts)
    assert (ts[0], ts[-1]) == tuple(moment(t) for t in traffic.events["ts"][merged.rows[[0, -1]]])
    for sample in shown.samples:
        row = int(sample.exchange_id[1:])
        owner = traffic.events["code:account_id"][row]
        assert sample.account_id == traffic.accounts.ids[owner]
        assert sample.response == "x" * 1_600 + " …"
        assert (sample.model, sample.note) == ("m1", "chain of thought")


def test_a_log_without_text_has_no_wording(
    merged: Merged, campaign: Campaign, traffic: Traffic
) -> None:
    found = exhibit(merged, campaign, traffic, {})
    assert (found.wording, found.samples) == ((), ())
    assert found.campaign_id == campaign.id


def test_accounts_are_where_they_were_planted(traffic: Traffic) -> None:
    assert len(traffic.accounts.ids) == 29
    assert rows_of(traffic, ["casual"]) == [0]
