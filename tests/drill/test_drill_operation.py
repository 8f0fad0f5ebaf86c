"""An operator's knobs: each does to the traffic what it says."""

from collections import Counter, defaultdict
from dataclasses import replace

import numpy as np
import pytest

from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import RelayHabits, at_random
from revenuer.drill.exchange import Exchange
from revenuer.drill.operation import Operation, play
from revenuer.drill.scenarios.harvests import FEBRUARY, four_each, mixed_pool
from revenuer.drill.workloads import (
    agentic,
    fixed_prompt,
    grading,
    replayed,
    unique_tasks,
    varied_prompt,
)
from revenuer.drill.world import DAY, HOUR, World

WORLD = World(21)
PLAN = Operation(fixed_prompt, 30, 40, least=30)


def played(plan: Operation, world: World = WORLD) -> list[Exchange]:
    entries = play(plan, "lab", Dice(21, "lab"), world).exchanges
    return sorted((e for e in entries if e.status == 200), key=lambda e: e.ts)


def prompts(entries: list[Exchange]) -> list[str]:
    return [e.messages[-1][1] for e in entries]


def test_the_plain_operation_keeps_its_numbers() -> None:
    entries = played(PLAN)
    assert len(entries) == pytest.approx(30 * 40, rel=0.05)
    counts = Counter(e.account.account_id for e in entries)
    assert len(counts) == 30
    assert np.std(list(counts.values())) < 0.5 * np.sqrt(40)
    texts = prompts(entries)
    assert len({text[:200] for text in texts}) == 1
    assert len(set(texts)) > 0.99 * len(texts)


@pytest.mark.parametrize(("lang", "word"), [("zh", "草稿"), ("de", "Entwurf")])
def test_the_fixed_prompt_comes_in_other_languages(lang: str, word: str) -> None:
    texts = prompts(played(replace(PLAN, langs={lang: 1.0})))
    assert all(word in text for text in texts)
    assert len(set(texts)) > 0.99 * len(texts)


def test_varied_wording_shares_no_beginning_and_little_text() -> None:
    texts = prompts(played(replace(PLAN, workload=varied_prompt)))
    assert Counter(text[:30] for text in texts).most_common(1)[0][1] < 0.05 * len(texts)


def test_random_dispatch_is_less_even() -> None:
    def spread(plan: Operation) -> float:
        return float(np.var(list(Counter(e.account.account_id for e in played(plan)).values())))

    loose = replace(PLAN, habits=RelayHabits(limit=90, choose=at_random))
    assert spread(loose) > 3 * spread(PLAN)


def test_own_hours_keep_accounts_to_their_days() -> None:
    def hours(plan: Operation) -> float:
        seen: dict[str, set[int]] = defaultdict(set)
        for e in played(plan):
            seen[e.account.account_id].add(int(e.ts / HOUR) % 24)
        return float(np.median([len(own) for own in seen.values()]))

    assert hours(replace(PLAN, own_hours=True)) <= 11 < hours(PLAN)


def test_personas_differ_in_client_pace_and_subjects() -> None:
    entries = played(replace(PLAN, personas=True, workload=unique_tasks))
    counts = Counter(e.account.account_id for e in entries)
    assert max(counts.values()) > 4 * np.median(list(counts.values()))
    clients = {e.account.account_id: e.client.user_agent for e in entries}
    assert len(set(clients.values())) > 8


def test_repeats_reactions_and_cover_have_their_shares() -> None:
    repeated = prompts(played(replace(PLAN, repeats=0.3)))
    assert 0.6 < len(set(repeated)) / len(repeated) < 0.8
    talk = played(replace(PLAN, reactions=0.5))
    assert 0.25 < np.mean([len(e.messages) > 1 for e in talk]) < 0.4
    covered = played(replace(PLAN, cover=0.5))
    assert 0.4 < np.mean([not e.harvest for e in covered]) < 0.6


def test_waiting_moves_jobs_and_keeps_them() -> None:
    calm, waited = played(PLAN), played(replace(PLAN, wait=6 * HOUR))
    assert len(waited) > 0.9 * len(calm)
    assert np.mean([e.ts for e in waited]) > np.mean([e.ts for e in calm]) + 3 * HOUR


def test_a_standby_pool_takes_over_after_the_bans() -> None:
    entries = played(replace(PLAN, banned=1.0, standby=0.5))
    early = {e.account.account_id for e in entries if e.ts < WORLD.ban_wave}
    late = {e.account.account_id for e in entries if e.ts > WORLD.ban_wave + 4 * HOUR}
    assert (len(early), len(late), len(early & late)) == (30, 15, 0)


def test_probes_come_first_and_the_new_model_within_a_day() -> None:
    entries = played(replace(PLAN, probes=0.1, pivot=True))
    probes = [e for e in entries if e.role == "probe"]
    assert 0.05 < len(probes) / len(entries) < 0.15
    assert np.median([e.ts for e in probes]) < np.median([e.ts for e in entries]) - 3 * DAY
    day = [e.model for e in entries if WORLD.release + DAY < e.ts]
    assert Counter(day)[WORLD.successor] > 0.9 * len(day)


def test_customers_share_the_accounts() -> None:
    entries = played(mixed_pool(0.7).operation, World(21, 0.2))
    assert np.mean([e.harvest for e in entries]) == pytest.approx(0.7, abs=0.08)
    kinds = defaultdict(set)
    for e in entries:
        kinds[e.account.account_id].add(e.harvest)
    assert all(len(own) == 2 for own in kinds.values())


def test_replay_carries_sealed_reasoning_to_another_account() -> None:
    plan = replace(PLAN, workload=replayed, habits=RelayHabits(limit=90, sticky=0.0))
    entries = played(plan)
    second = [e for e in entries if len(e.messages) == 3]
    first = {e.messages[0][1]: e.account.account_id for e in entries if len(e.messages) == 1}
    assert all("[sealed:" in e.messages[1][1] for e in second)
    moved = [first.get(e.messages[0][1]) != e.account.account_id for e in second]
    assert np.mean(moved) > 0.9


def test_agentic_work_has_a_frame_and_tools() -> None:
    entries = played(replace(PLAN, workload=agentic("system_coding", "coding")))
    assert len({e.system for e in entries}) == 1
    assert all(e.tools for e in entries)
    assert max(len(e.messages) for e in entries) > 4


def test_four_each_is_four_each() -> None:
    entries = played(four_each(80).operation, World(21, 0.01))
    counts = Counter(e.account.account_id for e in entries)
    assert len(counts) >= 78
    assert np.mean(list(counts.values())) == pytest.approx(4, abs=0.2)
    assert max(counts.values()) <= 7
    assert entries[-1].ts - entries[0].ts < 2.1 * DAY


def test_february_is_in_proportion() -> None:
    volumes = [h.operation.accounts * h.operation.each for h in FEBRUARY]
    shares = np.array(volumes) / sum(volumes)
    disclosed = np.array([150_000, 3_400_000, 13_000_000])
    np.testing.assert_allclose(shares, disclosed / disclosed.sum(), atol=0.02)


def test_grading_asks_for_scores() -> None:
    entries = played(replace(PLAN, workload=grading))
    assert {e.role for e in entries} == {"grading"}
