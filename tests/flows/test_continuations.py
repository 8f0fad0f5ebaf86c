"""Who goes on with whose conversation: found where one account held it, ignored where many did."""

from pathlib import Path

import pytest
from exchange_rows import Row, messages, user
from planted_logs import HOUR, START, events_of

from revenuer.flows.continuations import find_account_changes
from revenuer.flows.events import EventTable

MINUTE = HOUR // 60

Change = tuple[str, str]
"""Exchange ids are not kept, so exchanges are known by account and minute."""


def talk(subject: str, accounts: str, start: int = 0, answers: str = "An answer on") -> list[Row]:
    """One conversation on a subject; `accounts` gives the account of each turn."""
    rows: list[Row] = []
    said: list[tuple[str | None, str | None]] = []
    for i, account in enumerate(accounts):
        said.append(("user", f"Question {i} about {subject}"))
        answer = f"{answers} {subject}, {i}."
        rows.append(
            {
                "account_id": account,
                "ts": START + (start + i) * MINUTE,
                "messages": messages(*said),
                "response": answer,
            }
        )
        said.append(("assistant", answer))
    return rows


def named(events: EventTable, entry: int) -> Change:
    account = events.names["account_id"][events["code:account_id"][entry]]
    return account, f"{(events['ts'][entry] - START) // MINUTE}"


def found(rows: list[Row], folder: Path) -> tuple[list[tuple[Change, Change]], int]:
    """(from, to) of each change, in time order, and how many exchanges continue another."""
    events = events_of(rows, folder)
    changes = find_account_changes(events)
    pairs = [
        (named(events, source), named(events, target))
        for source, target in zip(changes.source, changes.target, strict=True)
    ]
    return pairs, int(changes.continued.sum())


def test_a_conversation_of_one_account_changes_no_hands(tmp_path: Path) -> None:
    assert found([*talk("cheese", "aaaa"), *talk("wool", "bb")], tmp_path) == ([], 4)


def test_interleaved_conversations_of_one_account_go_on(tmp_path: Path) -> None:
    rows = [
        r for pair in zip(talk("tin", "aaa"), talk("zinc", "aaa", 90), strict=True) for r in pair
    ]
    for i, row in enumerate(rows):
        row["ts"] = START + i
    assert found(rows, tmp_path) == ([], 4)


def test_a_handover_is_found_across_accounts(tmp_path: Path) -> None:
    pairs, continued = found([*talk("cheese", "aab"), *talk("wool", "cc", 20)], tmp_path)
    assert pairs == [(("a", "1"), ("b", "2"))]
    assert continued == 3


def test_every_change_of_a_long_conversation_is_found_in_time_order(tmp_path: Path) -> None:
    pairs, _ = found([*talk("cheese", "abbca", 50), *talk("wool", "xyx")], tmp_path)
    assert pairs == [
        (("x", "0"), ("y", "1")),
        (("y", "1"), ("x", "2")),
        (("a", "50"), ("b", "51")),
        (("b", "52"), ("c", "53")),
        (("c", "53"), ("a", "54")),
    ]


def test_a_prefix_that_ended_under_several_accounts_names_nobody(tmp_path: Path) -> None:
    greeting: list[Row] = [
        {
            "account_id": account,
            "ts": START + i * MINUTE,
            "messages": user("hi"),
            "response": "Hello! How can I help?",
        }
        for i, account in enumerate("abc")
    ]
    later: Row = {
        "account_id": "d",
        "ts": START + 60 * MINUTE,
        "messages": messages(
            ("user", "hi"), ("assistant", "Hello! How can I help?"), ("user", "so")
        ),
    }
    assert found([*greeting, later], tmp_path)[0] == []
    assert found([greeting[0], later], tmp_path)[0] == [(("a", "0"), ("d", "60"))]
    retried = [greeting[0], greeting[0] | {"ts": START + MINUTE}, later]
    assert [target for _, target in found(retried, tmp_path)[0]] == [("d", "60")]


def test_nobody_continues_what_has_not_happened_yet(tmp_path: Path) -> None:
    rows = talk("cheese", "ab")
    rows[0]["ts"], rows[1]["ts"] = rows[1]["ts"] + HOUR, rows[0]["ts"]
    assert found(rows, tmp_path)[0] == []


def test_a_log_without_answers_hands_nothing_over(tmp_path: Path) -> None:
    rows = talk("cheese", "ab")
    for row in rows:
        row["response"] = None
    assert found(rows, tmp_path) == ([], 0)


def session(name: str, accounts: str, start: int = 0) -> list[Row]:
    """Exchanges without text."""
    return [
        {"account_id": account, "ts": START + (start + i) * MINUTE, "session_id": name}
        for i, account in enumerate(accounts)
    ]


def test_a_session_that_changes_accounts_is_a_handover(tmp_path: Path) -> None:
    pairs, continued = found([*session("s", "aabba"), *session("t", "ccc", 30)], tmp_path)
    assert pairs == [(("a", "1"), ("b", "2")), (("b", "3"), ("a", "4"))]
    assert continued == 2


def many(count: int) -> list[str]:
    return [f"u{i:03d}" for i in range(count)]


@pytest.mark.parametrize(("holders", "changes"), [(2, 1), (50, 49), (51, 0), (80, 0)])
def test_a_session_id_that_dozens_share_is_a_constant(
    tmp_path: Path, holders: int, changes: int
) -> None:
    rows: list[Row] = [
        {"account_id": account, "ts": START + i * MINUTE, "session_id": "default"}
        for i, account in enumerate(many(holders))
    ]
    assert len(found(rows, tmp_path)[0]) == changes


def test_a_change_known_by_text_and_session_counts_once(tmp_path: Path) -> None:
    rows = [row | {"session_id": "s"} for row in talk("cheese", "ab")]
    assert found(rows, tmp_path)[0] == [(("a", "0"), ("b", "1"))]


def test_an_empty_session_id_is_none(tmp_path: Path) -> None:
    assert found(session("", "abab"), tmp_path) == ([], 0)


def test_one_exchange(tmp_path: Path) -> None:
    assert found(session("s", "a"), tmp_path) == ([], 0)


def test_strangers_who_share_a_session_id_hold_their_own_conversations(tmp_path: Path) -> None:
    rows = [row | {"session_id": "2026-01-01"} for row in talk("cheese", "aa") + talk("tin", "bb")]
    assert found(sorted(rows, key=lambda row: row["ts"]), tmp_path) == ([], 2)


def test_a_bare_session_goes_on_within_the_hour_only(tmp_path: Path) -> None:
    late = session("s", "b", 62)
    assert found([*session("s", "a"), *late], tmp_path)[0] == []
    assert len(found([*session("s", "a"), *session("s", "b", 60)], tmp_path)[0]) == 1


def test_a_first_turn_that_failed_is_sent_again_elsewhere(tmp_path: Path) -> None:
    """The retry has an answer, so its conversation hashes differently."""
    refused = {"account_id": "a", "ts": START, "messages": user("Why is tin soft?"), "status": 429}
    again = refused | {"account_id": "b", "ts": START + MINUTE, "status": 200, "response": "It is."}
    rows = [row | {"session_id": "s"} for row in (refused, again)]
    assert found(rows, tmp_path)[0] == [(("a", "0"), ("b", "1"))]
