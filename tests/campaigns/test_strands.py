"""A pool that works for two is told apart by exchange, and one operator's jobs stay together."""

from pathlib import Path

import numpy as np
import pytest
from exchange_rows import Row, user
from numpy.random import Generator
from planted_groups import pool, prompts, strangers, words
from planted_logs import HOUR, START, traffic_of

from revenuer.campaigns.decide import Operation
from revenuer.campaigns.merge import Merged
from revenuer.campaigns.strands import strands
from revenuer.groups.traffic import Traffic

DAYS = 14
POOL = pool(10)
TEXTS = (
    "Grade the answer below against every point of the rubric, give a mark from one to ten for "
    "each, and say which of the two models wrote the better one and why it is the better one:",
    "Write out the whole chain of thought, each and every step that you take, before you come to "
    "the final answer, do not leave out what you tried in vain, then give the final answer to:",
)


def moments(rng: Generator, rate: np.ndarray, count: int) -> list[int]:
    """Times drawn from a rate by the hour."""
    hours = rng.choice(len(rate), count, p=rate / rate.sum())
    return [START + int((h + rng.random()) * HOUR) for h in hours]


def rate_of(rng: Generator) -> np.ndarray:
    """A queue that is tuned, stopped and refilled every few hours."""
    return np.repeat(np.exp(rng.normal(0, 1.0, DAYS * 4)), 6)


def log(folder: Path, queues: int, share: float = 0.5) -> Traffic:
    """Two kinds of work, 800 exchanges, out of one queue or of two, over ten accounts."""
    rng = np.random.default_rng(3)
    rates = [rate_of(rng) for _ in range(queues)]
    rows: list[Row] = strangers(rng, 12, 6)
    for number, text in enumerate(TEXTS):
        count = int(800 * (share if number == 0 else 1 - share))
        payloads = prompts(rng, words(rng, 200), count)
        for ts, payload in zip(moments(rng, rates[number % queues], count), payloads, strict=True):
            account = POOL[int(rng.integers(len(POOL)))]
            rows.append({"account_id": account, "ts": ts, "messages": user(f"{text} {payload}")})
    return traffic_of(rows, folder)


def campaign(traffic: Traffic, verdict: str = "campaign") -> Merged:
    accounts = np.array([traffic.accounts.ids.index(a) for a in POOL], np.int32)
    rows = np.flatnonzero(np.isin(traffic.events["code:account_id"], accounts))
    rows = rows[np.argsort(traffic.events["ts"][rows], kind="stable")]
    return Merged(Operation(verdict, (0,), accounts, 1.0, 1.0), rows, accounts)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Traffic:
    return log(tmp_path_factory.mktemp("two"), 2, 0.4)


def test_work_out_of_two_queues_is_two_harvests(two: Traffic) -> None:
    whole = campaign(two)
    parts = strands(whole, two)
    assert [len(part.rows) for part in parts] == [480, 320]
    assert [part.strand for part in parts] == [0, 1]
    for part in parts:
        assert len(set(two.events["family"][part.rows].tolist())) == 1
        assert part.operation == whole.operation
        assert part.accounts.tolist() == whole.accounts.tolist()
    assert sorted(np.concatenate([p.rows for p in parts])) == sorted(whole.rows)


def test_work_out_of_one_queue_stays_together(tmp_path: Path) -> None:
    traffic = log(tmp_path, 1)
    whole = campaign(traffic)
    assert strands(whole, traffic) == [whole]


def test_a_pool_is_never_parted(two: Traffic) -> None:
    whole = campaign(two, "pool")
    assert strands(whole, two) == [whole]


def test_a_kind_of_few_exchanges_is_no_customer_of_its_own(tmp_path: Path) -> None:
    traffic = log(tmp_path, 2, 0.1)
    whole = campaign(traffic)
    assert strands(whole, traffic) == [whole]
