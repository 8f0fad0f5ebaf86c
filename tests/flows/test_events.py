"""The table of all exchanges: each once, by account and time, with codes that are right."""

from pathlib import Path

import numpy as np
import pytest
from exchange_rows import Row, messages, prints, user
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planted_logs import START, events_of

from revenuer.flows.events import EventTable

names = st.none() | st.sampled_from(("b", "a", "c", "é"))
rows = st.lists(
    st.fixed_dictionaries(
        {
            "exchange_id": st.integers(0, 15).map(lambda i: f"id{i}"),
            "account_id": st.sampled_from(("z", "b", "a", "é")),
            "ts": st.integers(0, 5).map(lambda t: START + t),
        },
        optional={
            "org_id": names,
            "ip": names,
            "model": names,
            "params": st.none() | st.sampled_from(('{"temperature":0}', "[]", "not json", "{}")),
            "status": st.none() | st.sampled_from((200, 429)),
            "session_id": names,
            "messages": st.none() | st.sampled_from((user("hello there"), user("good morning"))),
        },
    ),
    min_size=1,
    max_size=30,
)

written = settings(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def value(events: EventTable, name: str, i: int) -> str | None:
    code = int(events[f"code:{name}"][i])
    return None if code < 0 else events.names[name][code]


@written
@given(rows, st.integers(1, 4))
def test_every_exchange_once_in_order(tmp_path: Path, given_rows: list[Row], parts: int) -> None:
    events = events_of(given_rows, tmp_path, parts, families=range(len(given_rows)))
    first: dict[str, int] = {}
    for i, row in enumerate(given_rows):
        first.setdefault(row["exchange_id"], i)
    kept = sorted(first.values(), key=lambda i: (given_rows[i]["account_id"], given_rows[i]["ts"]))
    assert len(events) == len(kept)
    assert events.duplicates == len(given_rows) - len(kept)
    # The given family numbers the input row, so it shows which of the repeats was kept.
    assert events["family"].tolist() == kept
    assert events["ts"].tolist() == [given_rows[i]["ts"] for i in kept]
    for at, i in enumerate(kept):
        for name in ("account_id", "org_id", "ip", "model", "params"):
            assert value(events, name, at) == given_rows[i].get(name)
        assert events["status"][at] == (given_rows[i].get("status") or -1)
        assert (events["session"][at] != 0) == bool(given_rows[i].get("session_id"))
    for column in events.names.values():
        assert list(column) == sorted(set(column))
    assert list(events.names["account_id"]) == sorted({given_rows[i]["account_id"] for i in kept})
    for account, (start, stop) in enumerate(zip(events.first, events.first[1:], strict=False)):
        assert start < stop
        assert set(events["code:account_id"][start:stop]) == {account}
    shares = np.array_split(np.arange(len(given_rows)), parts)
    assert [int(shares[p][r]) for p, r in zip(events.part, events.row, strict=True)] == kept


@written
@given(rows, st.integers(2, 4))
def test_the_number_of_files_does_not_matter(
    tmp_path: Path, given_rows: list[Row], parts: int
) -> None:
    one = events_of(given_rows, tmp_path, 1, families=range(len(given_rows)))
    sketch = np.array(one.sketch)
    several = events_of(given_rows, tmp_path, parts, families=range(len(given_rows)))
    for name in one.columns:
        np.testing.assert_array_equal(one[name], several[name])
    np.testing.assert_array_equal(sketch, several.sketch)
    assert one.names == several.names
    assert one.params == several.params


def test_sketches_follow_their_exchanges(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    given_rows: list[Row] = [
        {
            "account_id": f"a{rng.integers(5)}",
            "ts": START + int(rng.integers(100)),
            "messages": user(f"word{i} thing{i * 7} matter{i * 3}".translate(DIGITS)),
        }
        for i in range(50)
    ]
    events = events_of(given_rows, tmp_path, 3, families=range(50))
    at = {int(family): i for i, family in enumerate(events["family"])}
    alone = prints(given_rows)["sketch"].to_pylist()
    assert [events.sketch[at[i]].tolist() for i in range(50)] == alone


DIGITS = str.maketrans("0123456789", "abcdefghij")


def test_parameters_are_read_where_they_are_objects(tmp_path: Path) -> None:
    texts = ['{"temperature": 0.7, "n": 2}', "[1]", "no json", "{}", None]
    events = events_of([{"params": text} for text in texts], tmp_path)
    found = [{} if c < 0 else events.params[c] for c in events["code:params"]]
    assert found == [{"temperature": 0.7, "n": 2}, {}, {}, {}, {}]


def test_intents_are_bits_of_the_list(tmp_path: Path) -> None:
    said = (("user", "Name a river."), ("assistant", "The Rhine."))
    rows: list[Row] = [
        {"messages": user("Name a river.")},
        {"messages": messages(*said, ("user", "Thanks! Can you make it shorter?"))},
    ]
    events = events_of(rows, tmp_path)
    assert [bool(bits >> 17 & 1) for bits in events["intents"].tolist()] == [False, True]
    assert "cues" not in events.columns


@pytest.mark.parametrize("last", ["z", "b"])
def test_an_account_all_of_whose_exchanges_are_repeats_is_no_account(
    tmp_path: Path, last: str
) -> None:
    rows: list[Row] = [
        {"exchange_id": "one", "account_id": "a"},
        {"exchange_id": "two", "account_id": "c"},
        {"exchange_id": "one", "account_id": last},
    ]
    events = events_of(rows, tmp_path)
    assert events.names["account_id"] == ("a", "c")
    assert events.first.tolist() == [0, 1, 2]
