"""Two operators whose customers are alike come apart; one operator's cards do not part him."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from exchange_rows import Row, user
from planted_groups import pool, prompts, strangers, words
from planted_logs import HOUR, START, traffic_of

from revenuer.groups.candidate import Candidate, Tie
from revenuer.groups.queues import queues
from revenuer.groups.seams import parted
from revenuer.groups.traffic import Traffic

DAYS = 14
ONE, OTHER = pool(12, "a"), pool(10, "b")


def log(folder: Path, streams: Sequence[Sequence[str]]) -> Traffic:
    """Each stream's 700 openings from a vocabulary of all, at a rate of its own."""
    rng = np.random.default_rng(4)
    shared, rows = words(rng, 200), strangers(rng, 12, 6)
    for accounts in streams:
        rate = np.repeat(np.exp(rng.normal(0, 1.0, DAYS * 4)), 6)
        hours = rng.choice(len(rate), 700, p=rate / rate.sum())
        for hour, text in zip(hours, prompts(rng, shared, 700), strict=True):
            ts = START + int((hour + rng.random()) * HOUR)
            account = accounts[int(rng.integers(len(accounts)))]
            rows.append(Row(account_id=account, ts=ts, messages=user(text)))
    return traffic_of(rows, folder)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Traffic:
    return log(tmp_path_factory.mktemp("two"), [ONE, OTHER])


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Traffic:
    return log(tmp_path_factory.mktemp("one"), [[*ONE, *OTHER]])


def candidate(traffic: Traffic, names: Sequence[str], tie: Tie) -> Candidate:
    rows = sorted(traffic.accounts.ids.index(name) for name in names)
    return Candidate("a test", np.array(rows, np.int32), tie=tie)


def parts(traffic: Traffic, *ties: Sequence[str]) -> list[set[str]]:
    """Accounts of each likeness candidate that is left of the one that holds all."""
    whole = candidate(traffic, [*ONE, *OTHER], Tie.LIKENESS)
    found = parted([whole, *(candidate(traffic, names, Tie.THING) for names in ties)], traffic)
    alike = [c for c in found if c.tie is Tie.LIKENESS]
    assert len(found) == len(alike) + len(ties)
    return [{traffic.accounts.ids[i] for i in c.accounts} for c in alike]


def test_two_operators_without_a_tie_between_them_come_apart(two: Traffic) -> None:
    assert sorted(map(sorted, parts(two, ONE, OTHER))) == [ONE, OTHER]


def test_knots_beside_a_large_part_are_the_other_operator(two: Traffic) -> None:
    assert sorted(map(sorted, parts(two, ONE, OTHER[:5], OTHER[5:]))) == [ONE, OTHER]


def test_accounts_tied_to_nobody_come_in_a_second_wider_part(two: Traffic) -> None:
    found = parts(two, ONE[:9], OTHER[:8])
    assert set(ONE[:9]) in found
    assert set(OTHER[:8]) in found
    assert set().union(*found) == {*ONE, *OTHER}


def test_a_few_accounts_alike_are_no_operators_each(two: Traffic) -> None:
    """Five accounts, each a fifth, tied to nobody."""
    few = candidate(two, [*ONE[:3], *OTHER[:2]], Tie.LIKENESS)
    (found,) = parted([few], two)
    assert found.accounts.tolist() == few.accounts.tolist()


def test_one_stream_over_two_cards_stays_one(one: Traffic) -> None:
    assert parts(one, ONE, OTHER) == [{*ONE, *OTHER}]


def test_a_tie_across_is_no_seam(two: Traffic) -> None:
    assert parts(two, ONE, OTHER, [*ONE[:2], *OTHER[:2]]) == [{*ONE, *OTHER}]


def test_what_strangers_share_too_is_no_tie(two: Traffic) -> None:
    strays = pool(12, "s")
    assert parts(two, [*ONE, *strays], OTHER) == [{*ONE, *OTHER}]


def test_less_than_three_days_tell_nothing() -> None:
    counts = np.random.default_rng(1).poisson(5.0, (3, 17))
    assert queues(counts).tolist() == [0, 0, 0]


def test_what_is_put_together_tells_more_than_its_parts() -> None:
    """Grading and cleaning come out of one queue, demands for reasoning out of another. Each kind
    of the first is too thin to be told from the second by itself."""
    rng = np.random.default_rng(5)
    wrong = {"together": 0, "one by one": 0}
    for _ in range(60):
        first, second = np.exp(rng.normal(0, 0.45, (2, 14 * 3))).repeat(2, axis=1)
        rates = np.stack([60 * second, 6 * first, 6 * first])
        counts = rng.poisson(rates)
        queue = queues(counts)
        wrong["together"] += not (queue[1] == queue[2] != queue[0])
        apart = [len(set(queues(counts[[0, i]]).tolist())) == 2 for i in (1, 2)]
        wrong["one by one"] += not all(apart)
    assert wrong["together"] < wrong["one by one"]


def test_parts_of_one_queue_stay_together_whatever_their_shares() -> None:
    rng = np.random.default_rng(6)
    for _ in range(60):
        rate = np.exp(rng.normal(0, 0.45, 14 * 3)).repeat(2)
        counts = rng.poisson(rate * np.array([[60.0], [20.0], [8.0]]))
        assert not queues(counts).any()
