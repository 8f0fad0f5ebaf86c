"""What the account file and the traffic together say of each account."""

from pathlib import Path

import numpy as np
import pytest
from exchange_rows import Row, messages, user
from planted_logs import HOUR, START, account_table, events_of

from revenuer.flows.accounts import CODED, UNKNOWN_TIME, AccountTable, build_accounts


def accounts_of(rows: list[Row], folder: Path, table: list[Row] | None) -> AccountTable:
    return build_accounts(events_of(rows, folder), None if table is None else account_table(table))


def coded(table: AccountTable, name: str) -> list[str | None]:
    return [None if c < 0 else table.names[name][c] for c in table.codes[name]]


LOG: list[Row] = [
    {"account_id": "c", "ts": START + 5, "messages": user("one")},
    {"account_id": "a", "ts": START + 9, "messages": user("two")},
    {"account_id": "c", "ts": START + 2, "messages": user("three")},
    {
        "account_id": "c",
        "ts": START + 7,
        "messages": messages(("user", "three"), ("assistant", "well"), ("user", "four")),
    },
    {"account_id": "b", "ts": START + 1, "messages": user("five")},
]


def test_what_traffic_alone_says(tmp_path: Path) -> None:
    table = accounts_of(LOG, tmp_path, None)
    assert table.ids == ("a", "b", "c")
    assert not table.given
    assert table.total.tolist() == [1, 1, 3]
    assert table.openings.tolist() == [1, 1, 2]
    assert (table.first_seen - START).tolist() == [9, 1, 2]
    assert (table.last_seen - START).tolist() == [9, 1, 7]
    assert set(table.created_at) == set(table.closed_at) == {UNKNOWN_TIME}
    assert not table.banned.any()
    assert table.verified.tolist() == [-1, -1, -1]
    assert all(coded(table, name) == [None] * 3 for name in CODED)
    assert len(set(table.customer.tolist())) == 3


def test_the_account_file_is_joined_by_id(tmp_path: Path) -> None:
    given: list[Row] = [
        {"account_id": "stranger", "plan": "team", "device_id": "d9"},
        {
            "account_id": "c", "created_at": START - 3 * HOUR, "closed_at": START + HOUR,
            "closed_reason": "ban", "plan": "pro", "program": "research", "country": "NO",
            "email_domain": "x.example", "payment_fingerprint": "p1", "signup_ip": "10.0.0.9",
            "device_id": "d1", "verified": True, "org_id": "o",
        },
        {"account_id": "a", "closed_at": START, "closed_reason": "churn", "plan": "free",
         "verified": False},
        {"account_id": "c", "plan": "second row of the same account"},
    ]  # fmt: skip
    table = accounts_of(LOG, tmp_path, given)
    assert table.given
    assert table.ids == ("a", "b", "c")
    assert table.created_at.tolist() == [UNKNOWN_TIME, UNKNOWN_TIME, START - 3 * HOUR]
    assert table.closed_at.tolist() == [START, UNKNOWN_TIME, START + HOUR]
    assert table.banned.tolist() == [False, False, True]
    assert table.verified.tolist() == [0, -1, 1]
    assert coded(table, "plan") == ["free", None, "pro"]
    for name, value in (
        ("program", "research"), ("country", "NO"), ("email_domain", "x.example"),
        ("payment_fingerprint", "p1"), ("signup_ip", "10.0.0.9"), ("device_id", "d1"),
        ("org_id", "o"),
    ):  # fmt: skip
        assert coded(table, name) == [None, None, value]


@pytest.mark.parametrize("given", [[], [{"account_id": "nobody"}]])
def test_an_account_file_that_knows_none_of_them(tmp_path: Path, given: list[Row]) -> None:
    table = accounts_of(LOG, tmp_path, given)
    assert table.given
    assert coded(table, "plan") == [None] * 3
    assert set(table.created_at) == {UNKNOWN_TIME}


def many(organisations: list[str | None]) -> list[Row]:
    return [
        {"account_id": f"u{i:03d}", "ts": START + i, "org_id": org}
        for i, org in enumerate(organisations)
    ]


def test_the_file_names_the_organisation_before_the_log_does(tmp_path: Path) -> None:
    rows = many(["log", "log", None, None, None, "new"])
    given = [{"account_id": "u001", "org_id": "file"}, {"account_id": "u002", "org_id": "file"}]
    table = accounts_of(rows, tmp_path, given)
    assert coded(table, "org_id") == ["log", "file", "file", None, None, "new"]


def test_the_most_recently_logged_organisation_counts(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"account_id": "a", "ts": START + 3, "org_id": "late"},
        {"account_id": "a", "ts": START + 1, "org_id": "early"},
        {"account_id": "a", "ts": START + 5, "org_id": None},
        {"account_id": "b", "ts": START, "org_id": "early"},
        {"account_id": "c", "ts": START},
    ]
    assert coded(accounts_of(rows, tmp_path, None), "org_id") == ["late", "early", None]


def test_accounts_of_one_organisation_are_one_customer(tmp_path: Path) -> None:
    table = accounts_of(many(["x", "x", "y", None, None, "y", "z", None]), tmp_path, None)
    customer = table.customer.tolist()
    assert customer[0] == customer[1]
    assert customer[2] == customer[5]
    assert len(set(customer)) == 6
    assert sorted(set(customer)) == list(range(6))


@pytest.mark.parametrize(("share", "one"), [(5, True), (6, False), (10, False)])
def test_an_organisation_of_most_accounts_is_no_customer(
    tmp_path: Path, share: int, one: bool
) -> None:
    organisations = ["tenant"] * share + [None] * (10 - share)
    customer = accounts_of(many(organisations), tmp_path, None).customer[:share]
    assert (len(np.unique(customer)) == 1) is one
    assert len(np.unique(customer)) in (1, share)


def test_one_account_of_one_organisation(tmp_path: Path) -> None:
    assert accounts_of(many(["x"]), tmp_path, None).customer.tolist() == [0]
