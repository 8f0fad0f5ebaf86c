"""Who keeps a pool's pace but comes when he comes is no member."""

from pathlib import Path

import numpy as np
import pytest
from exchange_rows import Row, user
from judged_groups import judged
from planted_groups import pool, prompts, words
from planted_logs import HOUR, START, traffic_of

from revenuer.campaigns.decide import Operation
from revenuer.campaigns.judged import Judged
from revenuer.campaigns.merge import Merged
from revenuer.campaigns.turns import by_turn
from revenuer.groups.candidate import Tie
from revenuer.groups.paces import PACE
from revenuer.groups.traffic import Traffic

EVERY = 8.0
DEALT, STRANGERS = pool(12, "d"), pool(4, "s")


def log(folder: Path, in_turn: bool) -> Traffic:
    """Twelve accounts dealt 30 conversations each, in turn or at random, and four strangers who
    open as many whenever they like."""
    rng = np.random.default_rng(5)
    texts, rows = words(rng, 60), []

    def opens(account: str, at: float) -> Row:
        (text,) = prompts(rng, texts, 1)
        return {"account_id": account, "ts": START + int(at * HOUR), "messages": user(text)}

    for i in range(30 * len(DEALT)):
        place = i % len(DEALT) if in_turn else int(rng.integers(len(DEALT)))
        rows.append(opens(DEALT[place], i * EVERY / len(DEALT)))
    for account in STRANGERS:
        rows += [opens(account, at) for at in rng.uniform(0, 30 * EVERY, 30)]
    return traffic_of(rows, folder)


@pytest.fixture(scope="module")
def rotating(tmp_path_factory: pytest.TempPathFactory) -> Traffic:
    return log(tmp_path_factory.mktemp("turns"), in_turn=True)


def ratios(traffic: Traffic, *groups: Judged) -> dict[str, float]:
    """By account, of an operation of these groups."""
    everybody = np.arange(len(traffic.accounts.ids), dtype=np.int32)
    operation = Operation("pool", tuple(range(len(groups))), everybody, 1e4, 0.0)
    merged = Merged(operation, np.arange(len(traffic.events)), everybody)
    found = by_turn(merged, groups, traffic)
    return dict(zip(traffic.accounts.ids, found.tolist(), strict=True))


def paced(traffic: Traffic) -> Judged:
    everybody = range(len(traffic.accounts.ids))
    return judged(everybody, tie=Tie.LIKENESS, found_by=frozenset({PACE}))


def test_a_stranger_who_keeps_the_pace_is_told_by_his_turns(rotating: Traffic) -> None:
    found = ratios(rotating, paced(rotating))
    assert all(found[name] < -3.0 for name in STRANGERS)
    assert all(found[name] > -0.5 for name in DEALT)
    assert max(found.values()) <= 0.0


def test_who_is_held_by_more_than_his_pace_is_not_asked(rotating: Traffic) -> None:
    stranger = rotating.accounts.ids.index(STRANGERS[0])
    found = ratios(rotating, paced(rotating), judged([stranger]))
    assert found[STRANGERS[0]] == 0.0
    assert found[STRANGERS[1]] < -3.0


def test_nobody_is_asked_where_pace_brought_nobody(rotating: Traffic) -> None:
    found = ratios(rotating, judged(range(len(rotating.accounts.ids)), tie=Tie.LIKENESS))
    assert set(found.values()) == {0.0}


def test_nobody_is_asked_where_conversations_are_not_dealt_in_turn(tmp_path: Path) -> None:
    traffic = log(tmp_path, in_turn=False)
    assert set(ratios(traffic, paced(traffic)).values()) == {0.0}
