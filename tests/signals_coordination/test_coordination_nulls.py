"""Signals with a p-value: uniform or conservative under their nulls, powerful on staged groups."""

import numpy as np
import pytest

from revenuer.groups.view import UNKNOWN_TIME, Handovers
from revenuer.records import CannotAssess
from revenuer.signals.coordination import handover, infrastructure, life_cycle, replacement
from revenuer.signals.coordination import synchrony as synchrony_module
from revenuer.signals.examples import DAY, HOUR, START, build_view, changed

HANDOVER, INFRASTRUCTURE = handover.SIGNAL, infrastructure.SIGNAL
LIFE_CYCLE, REPLACEMENT = life_cycle.SIGNAL, replacement.SIGNAL
SYNCHRONY = synchrony_module.SIGNAL
LEVELS = (0.01, 0.05, 0.2, 0.5)


def assert_valid(p):
    """P(p <= a) <= a at several levels, up to two and a half binomial standard errors."""
    p = np.asarray(p)
    for level in LEVELS:
        slack = 2.5 * np.sqrt(level * (1 - level) / len(p))
        assert (p <= level).mean() <= level + slack, (level, (p <= level).mean())


def with_moves(view, source, target, turns):
    n = len(source)
    return changed(
        view,
        handovers=Handovers(
            ts=np.sort(view.events.ts[:n]),
            source=np.asarray(source, np.int32),
            target=np.asarray(target, np.int32),
            after_error=np.zeros(n, bool),
            continuations=turns,
        ),
    )


def test_accidental_prefixes_are_conservative():
    p = []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        view = build_view(rng, accounts=200, events_per_account=1)
        turns = 3000
        n = rng.binomial(turns, handover.ACCIDENT)
        source = rng.integers(0, 200, n)
        target = (source + rng.integers(1, 200, n)) % 200
        p.append(HANDOVER.measure(with_moves(view, source, target, turns)).p_value)
    assert_valid(p)


def test_a_conversation_shared_by_link_is_one_pair():
    view = build_view(np.random.default_rng(0), accounts=60)
    moves = with_moves(view, np.zeros(50), np.arange(1, 51), 400)
    result = HANDOVER.measure(moves)
    assert result.numbers["disjoint_pairs"] == 1
    assert result.p_value > 0.1
    assert "shared by link" in result.benign


def test_one_person_with_two_accounts_is_one_pair():
    view = build_view(np.random.default_rng(0), accounts=60)
    result = HANDOVER.measure(with_moves(view, np.zeros(50), np.ones(50), 400))
    assert result.numbers["disjoint_pairs"] == 1
    assert result.p_value > 0.1


def test_moves_within_a_customer_count_for_nothing():
    view = build_view(np.random.default_rng(1), accounts=40, customers=4, turns=2.0)
    result = HANDOVER.measure(with_moves(view, np.arange(36), np.arange(4, 40), 400))
    assert result.numbers["handovers"] == 0
    assert result.p_value == 1.0


def test_a_pool_hands_over():
    for seed in range(10):
        view = build_view(np.random.default_rng(seed), turns=2.0, handovers=15)
        result = HANDOVER.measure(view)
        assert result.p_value < 1e-4
        assert result.numbers["handovers"] > 10


def test_a_group_found_by_hand_overs_spends_one():
    view = build_view(np.random.default_rng(1), accounts=40)
    moves = with_moves(view, [0], [1], 30)
    alone = HANDOVER.measure(moves).p_value
    found = HANDOVER.measure(changed(moves, found_by=frozenset({"handover"}))).p_value
    assert alone < 0.05
    assert found == 1.0


def regional(seed, m, n, region):
    """Strangers drawn from a region of the log in which identifiers crowd."""
    rng = np.random.default_rng(seed)
    view = build_view(rng, accounts=m, events_per_account=2, background_accounts=n - m)
    keys, accounts, events = dict(view.background.key_accounts), {}, {}
    for kind in ("payment", "device", "signup_ip", "email_domain", "ip", "tls", "headers"):
        popularity = rng.pareto(1.0, n) + 1
        codes = rng.choice(n, n, p=popularity / popularity.sum())
        codes[:region] %= region // 3
        own = codes[rng.permutation(region)[:m]].astype(np.int32)
        keys[kind] = np.bincount(codes).astype(np.int64)
        if kind in ("ip", "tls", "headers"):
            events[kind] = own[view.events.account]
        else:
            accounts[kind] = own
    return changed(view, accounts=accounts, events=events, background={"key_accounts": keys})


@pytest.mark.parametrize(
    ("m", "n", "region"), [(20, 3000, 3000), (60, 3000, 600), (100, 9000, 450)]
)
def test_identifiers_of_a_region_are_conservative(m, n, region):
    p = [INFRASTRUCTURE.measure(regional(seed, m, n, region)).p_value for seed in range(80)]
    assert_valid(p)


def test_a_hub_is_no_evidence_and_a_rare_card_is():
    hub = build_view(np.random.default_rng(2), accounts=30, sharing={"ip": 600, "tls": 1500})
    assert INFRASTRUCTURE.measure(hub).p_value > 0.5
    card = build_view(np.random.default_rng(2), accounts=30, sharing={"payment": 0})
    result = INFRASTRUCTURE.measure(card)
    assert result.p_value < 1e-6
    assert "30 of 30 customers share one payment method" in result.detail


def test_what_found_the_group_is_not_evidence():
    view = build_view(
        np.random.default_rng(3),
        accounts=30,
        sharing={"payment": 0},
        fields=frozenset({"payment"}),
    )
    result = INFRASTRUCTURE.measure(changed(view, found_by=frozenset({"payment"})))
    assert result.p_value is None
    assert result.statistic == 0.0


def test_synchrony_under_independent_days():
    p = []
    for seed in range(110):
        rng = np.random.default_rng(seed)
        view = build_view(rng, accounts=15, events_per_account=15, rate_spread=0.3, burst=4)
        result = SYNCHRONY.measure(view)
        p += [] if isinstance(result, CannotAssess) else [result.p_value]
    assert len(p) > 90
    assert_valid(p)


def common_days(rng, lockstep):
    """Accounts active on the same six of fourteen days (a holiday, a deadline) at hours of their
    own; in lockstep also at the same moments."""
    days = np.sort(rng.choice(14, 8, replace=False))
    hours = rng.uniform(6, 20, (8, 3)) if lockstep else None
    ts, account = [], []
    for i in range(20):
        at = hours if lockstep else rng.uniform(6, 20, (8, 3))
        times = START + days[:, None] * DAY + (at + rng.normal(0, 0.05, (8, 3))) * HOUR
        ts.append(times.ravel())
        account.append(np.full(24, i))
    return np.concatenate(ts), np.concatenate(account)


def test_common_days_are_no_synchrony_but_common_moments_are():
    p = []
    for seed in range(1000, 1080):
        rng = np.random.default_rng(seed)
        starts = common_days(rng, lockstep=False)
        p.append(SYNCHRONY.measure(build_view(rng, accounts=20, starts=starts)).p_value)
    assert_valid(p)
    for seed in range(5):
        rng = np.random.default_rng(seed)
        starts = common_days(rng, lockstep=True)
        assert SYNCHRONY.measure(build_view(rng, accounts=20, starts=starts)).p_value <= 0.002


def test_an_outage_pauses_everybody_and_counts_for_nothing():
    rng = np.random.default_rng(4)
    view = build_view(rng, accounts=20, events_per_account=60, rate_spread=0.2, burst=1)
    out = (view.events.ts >= START + 5 * DAY) & (view.events.ts < START + 5 * DAY + 9 * HOUR)
    hourly = view.background.hourly.copy()
    hourly[5 * 24 : 5 * 24 + 9] = 0
    keep = {name: getattr(view.events, name)[~out] for name in view.events.__slots__}
    result = SYNCHRONY.measure(changed(view, events=keep, background={"hourly": hourly}))
    assert result.numbers["days_left_out"] == 1
    assert result.p_value > 0.05


def random_births(seed, m=30):
    """A random choice of the log's accounts, whose births come in waves."""
    rng = np.random.default_rng(seed)
    waves = START + rng.integers(0, 14 * DAY, 12)
    born = waves[rng.integers(0, 12, 800 + m)] + rng.exponential(6 * HOUR, 800 + m).astype(int)
    view = build_view(rng, accounts=m, events_per_account=2, background_accounts=800)
    return changed(view, accounts={"created_at": born[:m]}, background={"account_created": born})


def test_births_of_a_random_choice_are_valid():
    assert_valid([LIFE_CYCLE.measure(random_births(seed)).p_value for seed in range(60)])


def test_a_cohort_is_found_and_one_that_was_searched_is_not_counted():
    view = random_births(0)
    rng = np.random.default_rng(5)
    view = changed(view, accounts={"created_at": START + rng.integers(0, HOUR, 30)})
    result = LIFE_CYCLE.measure(view)
    assert result.p_value <= 0.01
    assert "30 of 30 customers were created within an hour" in result.detail
    found = LIFE_CYCLE.measure(changed(view, found_by=frozenset({"births"})))
    assert found.p_value is None


def bans_and_births(rng, births, bans, m=40):
    """Accounts of which some are banned and others appear; the rest are old."""
    view = build_view(rng, accounts=m, events_per_account=2)
    created = np.full(m, START - 30 * DAY)
    closed = np.full(m, UNKNOWN_TIME)
    created[: len(births)] = births
    closed[m - len(bans) :] = bans
    return changed(
        view,
        accounts={"created_at": created, "closed_at": closed, "banned": closed != UNKNOWN_TIME},
    )


def test_replacement_keeps_its_level_with_waves_and_cohorts():
    p = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        waves = START + rng.integers(DAY, 14 * DAY, 2)
        cohorts = START + rng.integers(DAY, 13 * DAY, 3)
        births = cohorts[rng.integers(0, 3, 18)] + rng.exponential(6 * HOUR, 18).astype(int)
        bans = waves[rng.integers(0, 2, 8)] + rng.integers(0, 2 * HOUR, 8)
        births, bans = (np.minimum(x, START + 14 * DAY - 2) for x in (births, bans))
        result = REPLACEMENT.measure(bans_and_births(rng, births, bans))
        p += [] if isinstance(result, CannotAssess) else [result.p_value]
    assert len(p) > 150
    assert_valid(p)


def test_births_after_every_ban_are_found_and_after_one_ban_are_not():
    rng = np.random.default_rng(6)
    bans = START + np.sort(rng.integers(2 * DAY, 13 * DAY, 6))
    births = np.repeat(bans, 3) + rng.integers(HOUR // 2, 2 * HOUR, 18)
    assert REPLACEMENT.measure(bans_and_births(rng, births, bans)).p_value < 0.02
    once = REPLACEMENT.measure(bans_and_births(rng, births[:3], bans[:1]))
    assert once.p_value > 0.01
