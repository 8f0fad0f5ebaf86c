"""The baselines on tables whose answer is plain, and the window test under its null."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from revenuer.trial.baselines.mmd_window import (
    WINDOW,
    WindowTest,
    embed,
    learn,
    windows_flagged,
    within,
)
from revenuer.trial.baselines.shared_system import shared_system
from revenuer.trial.baselines.synchrotrap import synchronised
from revenuer.trial.baselines.thresholds import crowded_addresses, loud_accounts
from revenuer.trial.truth import Truth

START = datetime(2026, 5, 4, tzinfo=UTC)


def log(rows: list[tuple[str, float, str | None, str | None]]) -> pa.Table:
    """(account, hours from the start, address, system prompt) as exchanges."""
    return pa.table(
        {
            "exchange_id": [f"e{i}" for i in range(len(rows))],
            "account_id": [account for account, _, _, _ in rows],
            "ts": pa.array(
                [START + timedelta(hours=hour) for _, hour, _, _ in rows],
                pa.timestamp("us", tz="UTC"),
            ),
            "ip": pa.array([ip for _, _, ip, _ in rows], pa.string()),
            "system": pa.array([system for _, _, _, system in rows], pa.string()),
            "model": ["m"] * len(rows),
        }
    )


def test_thresholds_count_accounts_and_requests() -> None:
    rows = [(f"a{i}", i, "10.0.0.1", None) for i in range(20)]
    rows += [(f"b{i}", i, "10.0.0.2", None) for i in range(19)]
    assert crowded_addresses(log(rows)) == [frozenset(f"a{i}" for i in range(20))]
    assert crowded_addresses(log([(a, h, None, s) for a, h, _, s in rows])) == []
    loud = log([("big", 0, "x", None)] * 10_001 + [("small", 0, "x", None)] * 10_000)
    assert loud_accounts(loud) == [frozenset(["big"])]


def test_a_shared_system_prompt_must_be_long_and_shared_by_ten() -> None:
    text = "You are a careful grader of answers. " * 4
    rows = [(f"a{i}", i, "x", text) for i in range(10)]
    rows += [(f"b{i}", i, "x", "You are a helpful assistant.") for i in range(30)]
    rows += [(f"c{i}", i, "x", text + "!") for i in range(9)]
    assert shared_system(log(rows)) == [frozenset(f"a{i}" for i in range(10))]


def test_synchrotrap_links_what_acts_together_and_nothing_else() -> None:
    chance = np.random.default_rng(3)
    together = [
        (f"bot{i}", hour + 0.2 * float(chance.random()), "10.1.1.1", None)
        for hour in (3, 40, 90, 120, 200)
        for i in range(12)
    ]
    alone = [
        (f"human{i}", float(chance.uniform(0, 300)), "10.1.1.1", None)
        for i in range(40)
        for _ in range(6)
    ]
    assert synchronised(log(together + alone)) == [frozenset(f"bot{i}" for i in range(12))]
    assert synchronised(log([(a, h, None, None) for a, h, _, _ in alone])) == []


def words(chance: np.random.Generator, low: int, high: int, n: int) -> list[str]:
    return [" ".join(f"w{k}" for k in chance.integers(low, high, 20)) for _ in range(n)]


def squared_mmd(a: list[str], b: list[str]) -> float:
    reference = embed(b)
    return WindowTest(((reference, within(reference, 0.5)),), 0.5).distances(embed(a))[0]


def test_the_mmd_is_unbiased_and_sees_a_difference() -> None:
    chance = np.random.default_rng(5)
    same = [squared_mmd(words(chance, 0, 300, 150), words(chance, 0, 300, 150)) for _ in range(30)]
    other = squared_mmd(words(chance, 0, 300, 150), words(chance, 250, 550, 150))
    assert abs(float(np.mean(same))) < 3 * float(np.std(same)) / np.sqrt(len(same))
    assert other > 10 * float(np.std(same))


def test_the_matched_null_is_narrower_than_the_published() -> None:
    texts = words(np.random.default_rng(6), 0, 400, 1600)
    test = learn(texts, seed=1, window=300)
    assert 0 < test.matched < test.published


def test_windows_with_a_campaign_are_flagged() -> None:
    chance = np.random.default_rng(7)
    size = 200
    benign, forced = words(chance, 0, 400, 12 * size), words(chance, 900, 950, size)
    texts = benign[: 9 * size] + forced + benign[9 * size :]
    table = log([("a", i / 60, "x", None) for i in range(len(texts))])
    messages = [[{"role": "user", "content": text}] for text in texts]
    table = table.append_column("messages", pa.array(messages))
    taken = frozenset(f"e{i}" for i in range(9 * size, 10 * size))
    truth = Truth({}, {}, {}, {"lab": taken}, {}, {})
    published, matched = windows_flagged(table, truth, seed=2, size=size)
    assert published["found"] == matched["found"] == published["present"] == ["lab"]
    assert published["false"] <= matched["false"] <= matched["benign"] / 2
    assert windows_flagged(table, truth, seed=2, size=WINDOW) == []
