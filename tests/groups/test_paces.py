"""Accounts dealt from one queue come apart from people who do the same."""

from pathlib import Path

import numpy as np
import pytest
from exchange_rows import Row, user
from planted_groups import pool, prompts, words
from planted_logs import HOUR, START, traffic_of

from revenuer.groups.candidate import Candidate, Tie
from revenuer.groups.paces import PACE, apart_by_pace, one_pace
from revenuer.groups.traffic import Traffic

DAYS = 12
DEALT, PEOPLE, VISITORS = pool(16, "d"), pool(40, "p"), pool(6, "v")


def log(folder: Path) -> Traffic:
    """Accounts dealt in turn for the whole time, people at rates of their own, and visitors who
    keep the pace of the dealt ones, but for two days only."""
    rng = np.random.default_rng(8)
    texts, rows = words(rng, 60), []

    def opens(account: str, at: float) -> Row:
        (text,) = prompts(rng, texts, 1)
        return {"account_id": account, "ts": START + int(at * HOUR), "messages": user(text)}

    every = 9.0
    for i, account in enumerate(DEALT):
        turns = np.arange(i * every / len(DEALT), DAYS * 24, every)
        rows += [opens(account, at + rng.uniform(0, 0.3)) for at in turns]
    for account in PEOPLE:
        count = 2 + rng.poisson(18 * np.exp(rng.normal(0, 1.2)))
        rows += [opens(account, at) for at in rng.uniform(0, DAYS * 24, count)]
    for account in VISITORS:
        rows += [opens(account, 100 + at) for at in np.arange(0, 55, every)]
    return traffic_of(rows, folder)


@pytest.fixture(scope="module")
def traffic(tmp_path_factory: pytest.TempPathFactory) -> Traffic:
    return log(tmp_path_factory.mktemp("paces"))


def candidate(traffic: Traffic, names: list[str], tie: Tie = Tie.LIKENESS) -> Candidate:
    rows = sorted(traffic.accounts.ids.index(name) for name in names)
    return Candidate("a test", np.array(rows, np.int32), tie=tie)


def names(traffic: Traffic, found: Candidate) -> set[str]:
    return {traffic.accounts.ids[a] for a in found.accounts}


def test_who_is_dealt_in_turn_comes_apart_from_people_alike(traffic: Traffic) -> None:
    paced, rest = apart_by_pace([candidate(traffic, [*DEALT, *PEOPLE])], traffic)
    assert set(DEALT) <= names(traffic, paced)
    assert len(names(traffic, paced) - set(DEALT)) <= 2
    assert names(traffic, paced) | names(traffic, rest) == {*DEALT, *PEOPLE}
    assert paced.found_by == {PACE}
    assert not rest.found_by


def test_who_is_there_for_two_days_is_not_dealt_to(traffic: Traffic) -> None:
    paced, rest = apart_by_pace([candidate(traffic, [*DEALT, *PEOPLE, *VISITORS])], traffic)
    assert set(DEALT) <= names(traffic, paced)
    assert set(VISITORS) <= names(traffic, rest)


@pytest.mark.parametrize("chosen", [DEALT, PEOPLE])
def test_a_pool_and_people_stay_whole(traffic: Traffic, chosen: list[str]) -> None:
    whole = candidate(traffic, chosen)
    (found,) = apart_by_pace([whole], traffic)
    assert found is whole


@pytest.mark.parametrize("tie", [Tie.THING, Tie.TEXT, Tie.TRACE])
def test_only_likeness_comes_apart(traffic: Traffic, tie: Tie) -> None:
    whole = candidate(traffic, [*DEALT, *PEOPLE], tie)
    assert apart_by_pace([whole], traffic) == [whole]


def test_people_at_rates_of_their_own_hardly_ever_have_one_pace() -> None:
    rng = np.random.default_rng(3)
    found = 0
    for _ in range(300):
        count = 2 + rng.poisson(15 * np.exp(rng.normal(0, 1.0, 80)))
        found += bool(one_pace(count, rng.uniform(2, 14, 80)).any())
    assert found <= 15


@pytest.mark.parametrize("accounts", [12, 60])
def test_a_queue_that_deals_at_random_is_hardly_ever_cut(accounts: int) -> None:
    rng = np.random.default_rng(4)
    cut = 0
    for _ in range(200):
        inside = one_pace(np.maximum(2, rng.poisson(20, accounts)), np.full(accounts, 13.0))
        cut += bool(inside.any() and inside.mean() < 0.9)
    assert cut <= 40


@pytest.mark.parametrize(
    ("count", "days"),
    [([], []), ([1], [0.0]), ([5] * 20, [3.0] * 20), ([9] * 7, [3.0] * 7), ([9] * 20, [0.0] * 20)],
)
def test_too_few_accounts_or_conversations_have_no_pace(
    count: list[int], days: list[float]
) -> None:
    assert not one_pace(np.array(count, np.int64), np.array(days)).any()
