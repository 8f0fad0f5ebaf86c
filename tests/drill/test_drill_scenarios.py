"""Every scenario, staged small: what it emits is what its story says."""

from collections import Counter, defaultdict
from functools import cache

import numpy as np
import pytest

from revenuer.drill.dice import Dice
from revenuer.drill.exchange import Exchange
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.scenarios import CATALOGUE, reseller_pool
from revenuer.drill.scenarios.pool_customers import CUSTOMERS, pool_with
from revenuer.drill.world import DAY, HOUR, World

WORLD = World(11, scale=0.08)
BY_NAME = {scenario.name: scenario for scenario in CATALOGUE}


@cache
def staged(name: str) -> Staged:
    played = BY_NAME[name].stage(Dice(11, name), WORLD)
    inside = [e for e in played.exchanges if WORLD.inside(e.ts)]
    return Staged(played.accounts, sorted(inside, key=lambda e: e.ts))


def answered(name: str, *roles: str) -> list[Exchange]:
    return [e for e in staged(name).exchanges if e.status == 200 and (not roles or e.role in roles)]


def prompts(entries: list[Exchange]) -> list[str]:
    return [entry.messages[-1][1] for entry in entries]


@pytest.mark.parametrize("scenario", CATALOGUE, ids=lambda s: s.name)
def test_a_scenario_is_sound(scenario: Scenario) -> None:
    played = staged(scenario.name)
    accounts = {account.account_id: account for account in played.accounts}
    assert len(accounts) == len(played.accounts)
    assert len(played.exchanges) > len(accounts) / 2
    for entry in played.exchanges:
        account = accounts[entry.account.account_id]
        assert entry.scenario == scenario.name
        assert account.created_at <= entry.ts
        assert entry.status != 200 or account.open_at(entry.ts)
        assert entry.messages[-1][0] == "user" or (entry.tools and len(entry.messages) > 2)
        assert entry.messages[-1][1].strip()
        assert [role for role, _ in entry.messages[:2]] in (["user"], ["user", "assistant"])
        assert (entry.status == 200) == (entry.error is None)
        assert (entry.status == 200) == bool(entry.response)
        assert entry.input_tokens > 0
        assert entry.latency > 0
    assert scenario.story.endswith(".")


@pytest.mark.parametrize("scenario", CATALOGUE, ids=lambda s: s.name)
def test_only_campaigns_harvest(scenario: Scenario) -> None:
    harvest = any(entry.harvest for entry in staged(scenario.name).exchanges)
    assert harvest == (scenario.kind == "campaign")
    assert (scenario.verdict == "campaign") == (scenario.kind == "campaign")


def test_names_are_unique() -> None:
    assert len(BY_NAME) == len(CATALOGUE)


def test_injected_prompt_is_fixed_and_payloads_vary() -> None:
    harvest = [e for e in answered("injected_reasoning", "harvest") if len(e.messages) == 1]
    texts = prompts(harvest)
    head, tail = texts[0][:300], texts[0][-120:]
    assert all(text.startswith(head) and text.endswith(tail) for text in texts)
    assert len(set(texts)) / len(texts) > 0.99
    assert np.std([len(text) for text in texts]) > 200


def test_the_relay_spreads_the_injected_prompt_evenly() -> None:
    before = [e for e in answered("injected_reasoning", "harvest") if e.ts < WORLD.ban_wave]
    counts = Counter(e.account.account_id for e in before)
    assert len(counts) == 24
    assert np.std(list(counts.values())) < 0.6 * np.sqrt(np.mean(list(counts.values())))
    ips = defaultdict(set)
    agents = defaultdict(set)
    for entry in before:
        ips[entry.account.account_id].add(entry.ip)
        agents[entry.account.account_id].add((entry.client.user_agent, entry.client.headers))
    assert all(len(seen) == 1 for seen in (*ips.values(), *agents.values()))
    assert len({entry.ip for entry in before}) == len(counts)


def test_bans_standby_and_pivot() -> None:
    entries = answered("injected_reasoning", "harvest")
    banned = [a for a in staged("injected_reasoning").accounts if a.closed_reason == "ban"]
    assert len(banned) >= 16
    assert all(WORLD.ban_wave <= (a.closed_at or 0) <= WORLD.ban_wave + 3 * HOUR for a in banned)
    early = {e.account.account_id for e in entries if e.ts < WORLD.ban_wave}
    late = {e.account.account_id for e in entries if e.ts > WORLD.ban_wave + 6 * HOUR}
    assert len(late - early) >= 10
    day = [e.model for e in entries if WORLD.release + DAY < e.ts < WORLD.release + 1.5 * DAY]
    assert Counter(day)[WORLD.successor] / len(day) > 0.9
    assert WORLD.successor not in {e.model for e in entries if e.ts < WORLD.release}


def test_fresh_accounts_are_new_few_and_share_no_wording() -> None:
    entries = answered("fresh_accounts")
    counts = Counter(e.account.account_id for e in entries)
    assert 3 <= np.median(list(counts.values())) <= 9
    assert max(counts.values()) <= 10
    assert all(e.ts - e.account.created_at < 4 * DAY for e in entries)
    texts = prompts(entries)
    assert len(set(texts)) == len(texts)
    beginnings = Counter(text[:25] for text in texts)
    assert max(beginnings.values()) < 0.06 * len(texts)
    assert 0.25 < np.mean([any("\u4e00" <= c <= "\u9fff" for c in text) for text in texts]) < 0.65
    assert entries[-1].ts - entries[0].ts < 2.2 * DAY


def test_graders_share_their_accounts_with_customers() -> None:
    by_account = defaultdict(set)
    for entry in answered("graders_in_resale"):
        by_account[entry.account.account_id].add(entry.harvest)
    assert sum(len(kinds) == 2 for kinds in by_account.values()) > 0.9 * len(by_account)
    share = np.mean([e.harvest for e in answered("graders_in_resale")])
    assert 0.4 < share < 0.8


def test_the_class_shares_homework_and_one_address() -> None:
    homework = [e for e in answered("university_class", "homework") if len(e.messages) == 1]
    texts = Counter(prompts(homework))
    assert texts.most_common(1)[0][1] >= 5
    campus = Counter(e.ip for e in homework).most_common(1)[0][1]
    assert campus > len(homework) / 3


def test_benchmark_items_repeat_across_firms() -> None:
    firms = defaultdict(set)
    for entry in answered("release_day"):
        firms[entry.messages[0][1]].add(entry.account.org_id)
    assert sum(len(orgs) > 1 for orgs in firms.values()) > len(firms) / 2
    assert min(e.ts for e in answered("release_day")) > WORLD.release


def test_the_enterprise_has_one_card_and_the_harness_one_prompt() -> None:
    assert len({a.payment for a in staged("enterprise_sso").accounts}) == 1
    assert len({a.org_id for a in staged("enterprise_sso").accounts}) == 1
    coding = answered("open_harness")
    assert len({e.system for e in coding}) == 1
    assert len(coding[0].system or "") > 1000
    assert len({e.account.payment for e in coding if e.account.payment}) > 15


def test_end_customers_have_an_account_each() -> None:
    played = staged("end_customers")
    assert len({e.system for e in played.exchanges}) == 1
    assert len({a.payment for a in played.accounts}) == 1
    words = defaultdict(set)
    for entry in played.exchanges:
        words[entry.account.account_id] |= set(entry.messages[-1][1].split())
    sizes = [len(own) for own in words.values() if len(own) > 20]
    everything = set().union(*words.values())
    assert np.median(sizes) < 0.3 * len(everything)


def test_people_keep_to_few_subjects_and_react() -> None:
    chats = answered("private_people", "chat")
    longest = max(chats, key=lambda e: len(e.messages))
    assert len(longest.messages) > 9
    volumes = list(Counter(e.account.account_id for e in chats).values())
    assert max(volumes) > 6 * np.median(volumes)
    assert len({e.client.user_agent for e in chats}) > 20
    assert len({e.account.country for e in chats}) > 8


def test_nobody_speaks_twice_to_an_agent_that_fixes_issues() -> None:
    agents = answered("issue_agents")
    assert all(sum(role == "user" for role, _ in e.messages) == 1 for e in agents)
    assert any(e.messages[-1][0] == "tool" for e in agents)
    assert all(e.tools for e in agents)
    assert len({e.account.payment for e in agents if e.account.payment}) > 8


def test_developers_behind_a_relay_come_back_to_their_agents() -> None:
    coding = answered("coding_relay")
    spoken = [sum(role == "user" for role, _ in e.messages) for e in coding]
    assert np.mean([n > 1 for n in spoken]) > 0.5
    assert any(e.messages[-1][0] == "tool" for e in coding)


@pytest.mark.parametrize("customer", CUSTOMERS)
def test_a_pools_large_customer_has_about_his_share(customer: str) -> None:
    """And stays one customer of many: his requests go out under the same accounts as theirs."""
    world = World(3, 0.3)
    scenario = pool_with(customer, 0.4)
    assert (scenario.kind, scenario.verdict) == ("pool", "pool")
    staged = scenario.stage(Dice(3, scenario.name), world)
    plain = reseller_pool.SCENARIO.stage(Dice(3, "plain"), world)
    assert 0.7 * len(plain.exchanges) < len(staged.exchanges) < 1.4 * len(plain.exchanges)
    systems = Counter(e.system for e in staged.exchanges if e.system)
    _, most = systems.most_common(1)[0]
    assert not any(e.harvest for e in staged.exchanges)
    assert most >= 0.25 * len(staged.exchanges)
    assert len(staged.accounts) == len(plain.accounts)
