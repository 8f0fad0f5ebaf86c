"""The texts that an operation's accounts carry are chosen by how often they occur."""

import numpy as np
import pytest
from exchange_rows import Row
from planted_groups import pool, prompts, sent, strangers, words
from planted_logs import traffic_of

from revenuer.campaigns.carried_texts import carried_texts
from revenuer.groups.candidate import Tie
from revenuer.groups.traffic import Traffic

POOL = pool(8)
FRAME = (
    "You repair one repository at a time. Read the file before you change it, run the narrowest "
    "test after each change, and report what you did and how it was checked. The task is this:"
)
DEMAND = (
    "Before the answer set down everything that went through your mind, also what you dropped, in "
    "the order in which it came, and shorten none of it. The question you are to answer is this:"
)
SELDOM = (
    "Greetings from the night shift, the following was found in the second drawer of the old desk "
    "and nobody here is able to make any sense of it, perhaps you can tell us what it is:"
)


@pytest.fixture(scope="module")
def traffic(tmp_path_factory: pytest.TempPathFactory) -> Traffic:
    """Eight accounts: a frame in 400 exchanges, a demand in 112 of seven of them, and words that
    four of them use in eight."""
    rng = np.random.default_rng(11)
    rows: list[Row] = strangers(rng, 20, 5)
    for i, account in enumerate(POOL):
        own = words(rng, 60)
        rows += sent(rng, account, [f"{FRAME} {p}" for p in prompts(rng, own, 50)])
        rows += sent(rng, account, [f"{DEMAND} {p}" for p in prompts(rng, own, 16 if i else 0)])
        rows += sent(rng, account, [f"{SELDOM} {p}" for p in prompts(rng, own, 2 * (i < 4))])
    return traffic_of(rows, tmp_path_factory.mktemp("carried"))


def members(traffic: Traffic, names: list[str]) -> np.ndarray:
    return np.array(sorted(traffic.accounts.ids.index(name) for name in names), np.int32)


def test_common_texts_come_with_those_who_carry_them(traffic: Traffic) -> None:
    frame, demand = carried_texts(members(traffic, POOL), traffic)
    assert frame.accounts.tolist() == members(traffic, POOL).tolist()
    assert demand.accounts.tolist() == members(traffic, POOL[1:]).tolist()
    assert frame.tie is demand.tie is Tie.TEXT
    assert frame.families != demand.families


def test_seldom_texts_and_those_of_few_accounts_are_none(traffic: Traffic) -> None:
    strays = [name for name in traffic.accounts.ids if name not in POOL]
    assert carried_texts(members(traffic, strays), traffic) == []
    assert carried_texts(members(traffic, POOL[:4]), traffic) == []
