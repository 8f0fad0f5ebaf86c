"""A view shows its accounts' own exchanges in time order, and nothing of anybody else."""

from pathlib import Path

import numpy as np
import pytest
from exchange_rows import Row
from planted_groups import passed_on, pool, prompts, sent, strangers, words
from planted_logs import HOUR, START, traffic_of

from revenuer.fingerprint.intents import INTENTS
from revenuer.groups.build import ViewBuilder, views
from revenuer.groups.candidate import Candidate
from revenuer.groups.traffic import Traffic, within_account_whitening
from revenuer.groups.view import GroupView

INNER = ("p001", "p002", "p004", "s003", "s007")


@pytest.fixture(scope="module")
def traffic(tmp_path_factory: pytest.TempPathFactory) -> Traffic:
    rng = np.random.default_rng(31)
    rows = strangers(rng, 12, 5)
    for i, account in enumerate(pool(6)):
        rows += sent(
            rng, account, prompts(rng, words(rng, 9), 4), status=200 + i, org_id=f"o{i // 2}"
        )
    rows += passed_on(["p001", "p002", "p003", "p004", "p001", "p004"], 5 * HOUR, "tin")
    rows += passed_on(["p002", "p002", "p001"], 30 * HOUR, "zinc")
    rows[-3]["status"] = 429
    families = rng.integers(-1, 3, len(rows)).tolist()
    accounts: list[Row] = [
        {"account_id": "p001", "plan": "pro", "created_at": START - HOUR, "device_id": "d"},
        {"account_id": "p002", "plan": "free", "verified": True},
        {
            "account_id": "p003",
            "closed_at": START + 7 * HOUR,
            "closed_reason": "ban",
        },
    ]
    return traffic_of(rows, tmp_path_factory.mktemp("views"), accounts, families)


def rows_of(traffic: Traffic, names: tuple[str, ...]) -> np.ndarray:
    return np.array([traffic.accounts.ids.index(n) for n in sorted(names)], np.int32)


def view(traffic: Traffic, names: tuple[str, ...], families: tuple[int, ...] | None) -> GroupView:
    return ViewBuilder(traffic).view(7, Candidate("a test", rows_of(traffic, names), families))


@pytest.mark.parametrize("families", [None, (0,), (1, 2)])
def test_events_are_those_of_the_accounts_in_time_order(
    traffic: Traffic, families: tuple[int, ...] | None
) -> None:
    found = view(traffic, INNER, families)
    e = traffic.events
    ids = np.array(traffic.accounts.ids)[e["code:account_id"]]
    expected = [
        i
        for i in range(len(e))
        if ids[i] in INNER and (families is None or e["family"][i] in families)
    ]
    expected.sort(key=lambda i: (e["ts"][i], i))
    assert len(found.events.ts) == len(expected) > 3
    assert found.events.ts.tolist() == [e["ts"][i] for i in expected]
    assert [found.accounts.ids[a] for a in found.events.account] == [ids[i] for i in expected]
    for name, column in (
        ("opening", "opening"), ("payload", "payload"), ("family", "family"),
        ("model", "code:model"), ("chars", "chars"), ("status", "status"), ("turn", "turn"),
        ("intents", "intents"), ("ip", "code:ip"), ("language", "language"),
    ):  # fmt: skip
        assert getattr(found.events, name).tolist() == [e[column][i] for i in expected]
    np.testing.assert_array_equal(found.events.sketch, e.sketch[expected])
    assert found.events.reacts.tolist() == [traffic.reacting[i] for i in expected]


@pytest.mark.parametrize("families", [None, (0,), (1, 2)])
def test_every_array_has_one_entry_an_exchange(
    traffic: Traffic, families: tuple[int, ...] | None
) -> None:
    found = view(traffic, INNER, families)
    sizes = {len(getattr(found.events, name)) for name in type(found.events).__slots__}
    assert sizes == {len(found.events.ts)}
    for name in type(found.accounts).__slots__:
        assert len(getattr(found.accounts, name)) == len(found.accounts.ids)
    assert found.events.account.min() == 0
    assert found.events.account.max() == len(found.accounts.ids) - 1


def test_accounts_keep_what_is_known_of_them(traffic: Traffic) -> None:
    accounts = view(traffic, INNER, None).accounts
    assert accounts.ids == INNER
    assert accounts.index.tolist() == rows_of(traffic, INNER).tolist()
    assert accounts.total.tolist() == [7, 7, 6, 5, 5]
    assert accounts.created_at[0] == START - HOUR
    assert [traffic.accounts.names["plan"][p] if p >= 0 else None for p in accounts.plan] == [
        "pro", "free", None, None, None,
    ]  # fmt: skip
    assert accounts.verified.tolist() == [-1, 1, -1, -1, -1]
    assert accounts.device.tolist() == [0, -1, -1, -1, -1]
    assert not accounts.banned.any()


def test_accounts_without_an_exchange_in_the_group_are_left_out(traffic: Traffic) -> None:
    e = traffic.events
    family = 2
    carriers = {
        traffic.accounts.ids[a] for a in e["code:account_id"][e["family"] == family].tolist()
    }
    names = tuple(traffic.accounts.ids)
    assert set(view(traffic, names, (family,)).accounts.ids) == carriers
    assert len(carriers) < len(names)


def test_customers_are_numbered_within_the_group(traffic: Traffic) -> None:
    customers = view(traffic, (*pool(6), "s000"), None).customers.tolist()
    assert customers[0] == customers[1] != customers[2] == customers[3] != customers[4]
    assert customers[4] == customers[5] != customers[6]
    assert sorted(set(customers)) == [0, 1, 2, 3]


def handed(found: GroupView) -> list[tuple[str, str, int, bool]]:
    ids, hands = found.accounts.ids, found.handovers
    return [
        (ids[s], ids[t], (int(ts) - START) // HOUR, bool(after))
        for s, t, ts, after in zip(
            hands.source, hands.target, hands.ts, hands.after_error, strict=True
        )
    ]


def test_handovers_between_accounts_of_the_group(traffic: Traffic) -> None:
    assert handed(view(traffic, ("p001", "p002", "p003", "p004", "s001"), None)) == [
        ("p001", "p002", 6, False),
        ("p002", "p003", 7, False),
        ("p003", "p004", 8, True),
        ("p004", "p001", 9, False),
        ("p001", "p004", 10, False),
        ("p002", "p001", 32, False),
    ]


def test_a_refusal_before_the_handover_is_marked(tmp_path: Path) -> None:
    for status, after in ((200, False), (429, True), (403, True), (500, True), (404, False)):
        rows = passed_on(["p", "q"], 0, "tin")
        rows[0]["status"] = status
        found = view(traffic_of(rows, tmp_path), ("p", "q"), None)
        assert [h[3] for h in handed(found)] == [after]


@pytest.mark.parametrize(("closed", "after"), [(-1, True), (0, True), (1, False)])
def test_a_handover_from_an_account_closed_by_then_is_marked(
    tmp_path: Path, closed: int, after: bool
) -> None:
    accounts: list[Row] = [{"account_id": "p", "closed_at": START + HOUR + closed}]
    traffic = traffic_of(passed_on(["p", "q"], 0, "tin"), tmp_path, accounts)
    assert [h[3] for h in handed(view(traffic, ("p", "q"), None))] == [after]


def test_handovers_to_the_outside_are_left_out(traffic: Traffic) -> None:
    found = view(traffic, INNER, None)
    assert handed(found) == [
        ("p001", "p002", 6, False),
        ("p004", "p001", 9, False),
        ("p001", "p004", 10, False),
        ("p002", "p001", 32, False),
    ]
    # p003's turn continues another, but p003 is not here; zinc's second turn is p002's own.
    assert found.handovers.continuations == 6
    assert handed(view(traffic, ("p003", "s001"), None)) == []


def test_handovers_inside_the_families_only(traffic: Traffic) -> None:
    e = traffic.events
    for family in range(3):
        found = view(traffic, tuple(pool(6)), (family,))
        inside = [
            (int(e["ts"][t]) - START) // HOUR
            for s, t in zip(traffic.changes.source, traffic.changes.target, strict=True)
            if e["family"][s] == e["family"][t] == family
        ]
        assert [h[2] for h in handed(found)] == inside


def test_a_session_is_the_conversation_where_there_is_one(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"account_id": "a", "session_id": "s"},
        {"account_id": "b", "session_id": "s"},
        *passed_on(["a", "b"], HOUR, "tin"),
    ]
    found = view(traffic_of(rows, tmp_path), ("a", "b"), None).events.conversation.tolist()
    assert found[0] == found[1] != found[2] == found[3]
    assert 0 not in found


def test_core_is_the_one_family(traffic: Traffic) -> None:
    assert view(traffic, INNER, (2,)).core == 2
    assert view(traffic, INNER, (1, 2)).core == -1
    assert view(traffic, INNER, None).core == -1


def test_views_are_numbered_in_order(traffic: Traffic) -> None:
    candidates = [Candidate("x", rows_of(traffic, INNER[:n])) for n in (2, 3)]
    assert [(v.id, len(v.accounts.ids)) for v in views(traffic, candidates)] == [
        ("g00000", 2),
        ("g00001", 3),
    ]


def test_fields_are_what_the_log_has(traffic: Traffic, tmp_path: Path) -> None:
    assert {"text", "account_table", "created_at", "closed_at", "ip", "headers"} <= traffic.fields
    assert {"status", "org", "plan", "device", "conversation"} <= traffic.fields
    missing = {"tls", "user_agent", "payment", "session", "tokens", "params", "country"}
    assert not missing & traffic.fields
    bare = traffic_of([{"account_id": "a"}, {"account_id": "b"}], tmp_path)
    assert bare.fields == frozenset()
    found = view(bare, ("a", "b"), None)
    assert found.events.sketch.shape == (2, 0)


# The background of all groups.


def test_background_counts_everything(traffic: Traffic) -> None:
    background, e = traffic.background, traffic.events
    assert background.accounts == 18
    assert background.exchanges == len(e) == background.account_total.sum()
    assert (background.start, background.end) == (e["ts"].min(), e["ts"].max())
    assert background.hourly.sum() == len(e)
    assert background.bans.tolist() == [START + 7 * HOUR]
    assert background.account_openings.sum() == e["opening"].sum()
    assert background.model_daily.sum() == (e["code:model"] >= 0).sum()
    for number in range(len(background.models)):
        times = e["ts"][e["code:model"] == number]
        assert background.model_first_seen[number] == times.min()
    bits = e["intents"]
    for k in range(len(INTENTS)):
        share = np.mean([int(b) >> k & 1 for b in bits])
        assert background.intent_share[k] == pytest.approx(share)


def test_hours_are_those_of_the_clock(tmp_path: Path) -> None:
    minute = HOUR // 60
    times = [50 * minute, 70 * minute, 115 * minute, 125 * minute]
    rows: list[Row] = [{"account_id": "a", "ts": START + t} for t in times]
    assert traffic_of(rows, tmp_path).background.hourly.tolist() == [1, 2, 1]


def test_background_counts_the_accounts_of_each_key(traffic: Traffic) -> None:
    e = traffic.events
    owner = e["code:account_id"]
    for key, column in (("ip", "code:ip"), ("family", "family")):
        for code, count in enumerate(traffic.background.key_accounts[key]):
            assert count == len(set(owner[e[column] == code].tolist()))
    assert traffic.background.key_accounts["device"].tolist() == [1]
    assert traffic.background.key_accounts["headers"].tolist() == [1] * 12
    assert traffic.background.key_accounts["org"].tolist() == [2, 2, 2]


def test_whitening_makes_the_spread_within_accounts_a_unit(tmp_path: Path) -> None:
    rng = np.random.default_rng(32)
    rows = strangers(rng, 60, 40)
    traffic = traffic_of(rows, tmp_path)
    e = traffic.events
    mean, whitening = within_account_whitening(e)
    np.testing.assert_allclose(mean, e.sketch[e["opening"]].astype(float).mean(axis=0))
    x = (e.sketch.astype(float) - mean) @ whitening
    owner = e["code:account_id"]
    residual = np.concatenate([x[owner == a] - x[owner == a].mean(axis=0) for a in range(60)])
    covariance = residual.T @ residual / (len(residual) - 60)
    np.testing.assert_allclose(covariance, np.eye(64), atol=1e-6)
    between = np.stack([x[owner == a].mean(axis=0) for a in range(60)])
    assert between.var(axis=0).mean() > 0.1


def test_whitening_where_every_account_has_one_opening(tmp_path: Path) -> None:
    rng = np.random.default_rng(33)
    rows = [r for n in range(600) for r in sent(rng, f"u{n}", prompts(rng, words(rng, 25), 1))]
    traffic = traffic_of(rows, tmp_path)
    mean, whitening = within_account_whitening(traffic.events)
    x = (traffic.events.sketch.astype(float) - mean) @ whitening
    np.testing.assert_allclose(x.T @ x / len(x), np.eye(64), atol=1e-6)


def test_too_little_text_is_not_whitened(tmp_path: Path) -> None:
    rng = np.random.default_rng(34)
    mean, whitening = within_account_whitening(traffic_of(strangers(rng, 9, 9), tmp_path).events)
    assert mean.shape == (0,)
    assert whitening.shape == (0, 0)


def said(i: int) -> list[dict[str, str]]:
    return [{"role": "user", "content": f"turn {i}"}]


def test_a_view_of_too_many_events_keeps_whole_conversations(tmp_path: Path) -> None:
    rows = [
        {"account_id": f"a{i % 3}", "session_id": f"s{i // 4}", "messages": said(i)}
        for i in range(400)
    ]
    traffic = traffic_of(rows, tmp_path)
    everyone = Candidate("a test", np.arange(3, dtype=np.int32))
    whole = ViewBuilder(traffic, 400).view(0, everyone)
    thinned = ViewBuilder(traffic, 100).view(0, everyone)
    assert len(whole.events.ts) == 400
    assert 60 <= len(thinned.events.ts) <= 140
    _, turns = np.unique(thinned.events.conversation, return_counts=True)
    assert set(turns.tolist()) == {4}
    again = ViewBuilder(traffic, 100).view(0, everyone)
    assert thinned.events.ts.tolist() == again.events.ts.tolist()
