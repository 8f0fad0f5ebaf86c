"""The sums of every flow are those of a plain group-by over its exchanges."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from exchange_rows import Row, messages, user
from numpy.random import Generator
from planted_logs import HOUR, START, events_of

from revenuer.fingerprint.intents import INTENTS
from revenuer.flows.events import EventTable
from revenuer.flows.flows import MEASURES, Flows, build_flows, reacts

NAMES = tuple(intent.name for intent in INTENTS)
TAKES_UP = NAMES.index("takes_up_answer")
ANSWER = "The kiln has to cool slowly, or the glaze on every bowl will crack."


def random_row(rng: Generator) -> Row:
    prompts = ("Explain the kiln step by step.", "Thanks! Shorter please.", "讲讲陶器的历史。", "")
    turn = str(rng.choice(prompts))
    row: Row = {
        "account_id": f"a{rng.integers(4)}",
        "ts": START + int(rng.integers(0, 40 * HOUR)),
        "input_tokens": None if rng.random() < 0.2 else int(rng.integers(0, 900)),
        "output_tokens": None if rng.random() < 0.2 else int(rng.integers(0, 900)),
    }
    kind = rng.random()
    if kind < 0.5:
        row["messages"] = user(turn)
    elif kind < 0.8:
        row["messages"] = messages(("user", "Tell me."), ("assistant", ANSWER), ("user", turn))
    elif kind < 0.9:
        row["messages"] = user("sha256:" + "0123456789abcdef" * 4)
    return row


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> EventTable:
    rng = np.random.default_rng(21)
    rows = [random_row(rng) for _ in range(400)]
    families = rng.integers(-1, 3, 400).tolist()
    return events_of(rows, tmp_path_factory.mktemp("flows"), 2, families)


@pytest.fixture(scope="module")
def flows(events: EventTable) -> Flows:
    return build_flows(events, reacts(events, TAKES_UP), len(INTENTS))


@pytest.fixture(scope="module")
def grouped(events: EventTable) -> dict[tuple[int, int], list[int]]:
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i in range(len(events)):
        groups[int(events["code:account_id"][i]), int(events["family"][i])].append(i)
    return dict(sorted(groups.items()))


Groups = dict[tuple[int, int], list[int]]


def test_one_flow_an_account_and_family(flows: Flows, grouped: Groups) -> None:
    assert len(grouped) == 16
    pairs = zip(flows.account.tolist(), flows.family.tolist(), strict=True)
    assert list(pairs) == list(grouped)


def test_each_event_knows_its_flow(flows: Flows, grouped: Groups) -> None:
    for number, rows in enumerate(grouped.values()):
        assert set(flows.of_event[rows]) == {number}


def test_counts_times_and_tokens(events: EventTable, flows: Flows, grouped: Groups) -> None:
    reacting = reacts(events, TAKES_UP)
    for f, rows in enumerate(grouped.values()):
        ts = [int(events["ts"][i]) for i in rows]
        assert flows.exchanges[f] == len(rows)
        assert (flows.first[f], flows.last[f]) == (min(ts), max(ts))
        assert flows.openings[f] == sum(bool(events["opening"][i]) for i in rows)
        assert flows.reacting[f] == sum(bool(reacting[i]) for i in rows)
        for name in ("input_tokens", "output_tokens"):
            total = sum(max(0, int(events[name][i])) for i in rows)
            assert getattr(flows, name)[f] == total
        hours = [sum((t // HOUR) % 24 == h for t in ts) for h in range(24)]
        assert flows.hours[f].tolist() == hours


def test_intents(events: EventTable, flows: Flows, grouped: Groups) -> None:
    assert flows.intents.shape == (16, len(INTENTS))
    for f, rows in enumerate(grouped.values()):
        bits = [int(events["intents"][i]) for i in rows]
        asked = [sum(b >> k & 1 for b in bits) for k in range(len(INTENTS))]
        assert flows.intents[f].tolist() == asked
    assert flows.intents.sum() > 50


def test_sketches_and_measures_of_openings_with_text(
    events: EventTable, flows: Flows, grouped: Groups
) -> None:
    for f, rows in enumerate(grouped.values()):
        taken = [i for i in rows if events["opening"][i] and events["text_kind"][i] == 2]
        assert flows.texts[f] == len(taken)
        sketch = events.sketch[taken].astype(float)
        np.testing.assert_allclose(flows.sketch[f], sketch.sum(axis=0))
        np.testing.assert_allclose(flows.square[f], (sketch**2).sum())
        for k, name in enumerate(MEASURES):
            logs = np.log1p(np.maximum(events[name][taken].astype(float), 0))
            np.testing.assert_allclose(flows.measures[f, k], [logs.sum(), (logs**2).sum()])
    assert 100 < flows.texts.sum() < flows.openings.sum()


def test_sums_add_up_over_flows(events: EventTable, flows: Flows) -> None:
    assert flows.exchanges.sum() == flows.hours.sum() == len(events)


@pytest.mark.parametrize(
    ("turn", "reacting"),
    [
        ("Thanks! Can you make it shorter?", True),
        ("Why does the glaze crack on a bowl in a kiln that has to cool slowly?", True),
        ("Convert twelve inches into metres.", False),
    ],
)
def test_a_turn_reacts_by_its_words_or_by_the_answers(
    tmp_path: Path, turn: str, reacting: bool
) -> None:
    said = (("user", "Tell me of pots."), ("assistant", ANSWER))
    events = events_of([{"messages": messages(*said, ("user", turn))}], tmp_path)
    assert reacts(events, TAKES_UP).tolist() == [reacting]


def test_an_opening_reacts_to_nothing(tmp_path: Path) -> None:
    events = events_of([{"messages": user("Thanks! Can you make it shorter?")}], tmp_path)
    assert bool(events["intents"][0] >> np.uint64(TAKES_UP) & np.uint64(1))
    assert reacts(events, TAKES_UP).tolist() == [False]
