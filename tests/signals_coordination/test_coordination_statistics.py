"""Signals ranked among controls: where their statistic lies for honest and dealt groups."""

import numpy as np
import pytest

from revenuer.records import CannotAssess
from revenuer.signals.coordination.exchangeability import SIGNAL as EXCHANGEABILITY
from revenuer.signals.coordination.facets import held_out
from revenuer.signals.coordination.model_pivot import SIGNAL as MODEL_PIVOT
from revenuer.signals.coordination.plan_usage import SIGNAL as PLAN_USAGE
from revenuer.signals.coordination.profile_likeness import SIGNAL as PROFILE
from revenuer.signals.coordination.shared_text import SIGNAL as SHARED_TEXT
from revenuer.signals.examples import DAY, START, build_view, changed


def views(count, **kinds):
    return [build_view(np.random.default_rng(seed), **kinds) for seed in range(count)]


def test_dealt_streams_are_exchangeable_up_to_the_standard_error():
    results = [
        EXCHANGEABILITY.measure(v) for v in views(40, dealt=True, accounts=60, events_per_account=8)
    ]
    for facet in ("topic", "form", "hours", "settings"):
        z = np.array([r.numbers[f"z_{facet}"] for r in results if f"z_{facet}" in r.numbers])
        assert abs(z.mean()) < 0.45
        assert 0.7 < z.std() < 1.35
    worst = np.array([r.numbers["z"] for r in results])
    # The worst of four standard scores: about 1 above 0 on average, to the innocent side.
    assert 0.5 < worst.mean() < 1.6


def test_the_more_openings_make_no_difference_the_more_it_says():
    """Ten times the openings of a dealt stream show a ten times smaller correlation; those of
    separate customers show the correlation that they have."""
    few, many = (
        np.array(
            [
                EXCHANGEABILITY.measure(v).statistic
                for v in views(10, dealt=dealt, accounts=40, events_per_account=n)
            ]
        )
        for dealt, n in ((True, 8), (True, 80))
    )
    assert np.log(5) < (many - few).mean() < np.log(20)
    own = [
        EXCHANGEABILITY.measure(v).statistic for v in views(10, accounts=40, events_per_account=80)
    ]
    assert max(own) < few.min()


def test_the_statistic_is_the_upper_limit_of_the_correlation():
    result = EXCHANGEABILITY.measure(views(1, dealt=True)[0])
    numbers = result.numbers
    assert numbers["upper_limit"] == max(numbers["icc"], 0.0) + 2 * numbers["se"]
    assert result.statistic == pytest.approx(-np.log(numbers["upper_limit"] + 1e-4))


@pytest.mark.parametrize(
    "honest",
    [
        {},
        {"events_per_account": 4, "accounts": 200},
        {"topic_scale": 0.0},
        {"languages": ("en",), "params": ({},), "models": 1},
    ],
)
def test_separate_customers_contradict_a_dealt_stream(honest):
    for view in views(5, **honest):
        result = EXCHANGEABILITY.measure(view)
        assert result.numbers["icc"] > 0.05
        assert result.numbers["z"] > 3
        assert "contradicts one stream dealt out" in result.detail
        assert "no dispatcher would sort its work so" in result.benign


def test_one_facet_is_enough_for_innocence():
    """A dealt stream whose hours are the customers' own: hours alone decide."""
    view = build_view(np.random.default_rng(1), dealt=True, accounts=40)
    own = view.events.account.astype(np.int64) * DAY // 40
    ts = np.sort(view.events.ts // DAY * DAY + own)
    order = np.argsort(view.events.ts // DAY * DAY + own, kind="stable")
    arrays = {name: getattr(view.events, name)[order] for name in view.events.__slots__}
    result = EXCHANGEABILITY.measure(changed(view, events={**arrays, "ts": ts}))
    assert result.numbers["icc"] == result.numbers["icc_hours"] > 0.5
    assert result.numbers["z_topic"] < 4


def test_metadata_only_logs_use_hours_and_settings():
    view = build_view(np.random.default_rng(2), fields=frozenset())
    result = EXCHANGEABILITY.measure(view)
    assert "icc_topic" not in result.numbers
    assert "icc_hours" in result.numbers
    assert (
        "Could not be compared"
        in EXCHANGEABILITY.measure(
            build_view(np.random.default_rng(2), fields=frozenset(), dealt=True)
        ).benign
    )


def test_service_accounts_of_few_customers_are_labelled_by_customer():
    view = build_view(np.random.default_rng(3), accounts=40, customers=2)
    assert isinstance(EXCHANGEABILITY.measure(view), CannotAssess)
    view = build_view(np.random.default_rng(3), accounts=40, customers=8)
    assert EXCHANGEABILITY.measure(view).numbers["customers"] == 8


def test_profiles_of_strangers_lie_as_far_apart_as_from_the_average():
    statistic = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        view = build_view(rng, accounts=60, topics=200, concentration=0.02, topic_scale=1.0)
        centre = view.events.sketch.mean(axis=0)
        view = changed(view, background={"sketch_mean": centre})
        statistic.append(PROFILE.measure(view).statistic)
    assert abs(np.mean(statistic)) < 0.3


def test_profiles_of_a_dealt_stream_are_closer():
    dealt = [PROFILE.measure(v).statistic for v in views(10, dealt=True)]
    own = [PROFILE.measure(v).statistic for v in views(10)]
    assert min(dealt) > max(own)
    ratio = [PROFILE.measure(v).numbers["distance_over_noise"] for v in views(40, dealt=True)]
    assert np.mean(ratio) == pytest.approx(1.0, abs=0.02)


def test_every_second_opening_is_held_out():
    labels = np.array([5, 5, 7, 5, 7, 5, 9])
    assert held_out(labels).tolist() == [False, True, False, False, True, True, False]


def test_shared_text_weighs_rarity_not_numbers():
    rng = np.random.default_rng
    rare = SHARED_TEXT.measure(build_view(rng(0), accounts=20, background_accounts=4000))
    many = SHARED_TEXT.measure(build_view(rng(0), accounts=400, background_accounts=4000))
    common = SHARED_TEXT.measure(
        build_view(rng(0), accounts=20, background_accounts=4000, elsewhere=3000)
    )
    assert rare.statistic > many.statistic > 0 > common.statistic
    half = SHARED_TEXT.measure(
        build_view(rng(0), accounts=20, background_accounts=4000, core_share=0.5)
    )
    assert half.statistic < 0.8 * rare.statistic
    assert "published prompt" in common.benign


def test_a_text_is_no_rarer_in_a_log_of_millions():
    def rarity(others):
        view = build_view(np.random.default_rng(0), accounts=20, background_accounts=others)
        return SHARED_TEXT.measure(view).statistic

    assert rarity(300) < rarity(4_000) == rarity(400_000)


def test_customers_not_accounts_make_a_text_shared():
    view = build_view(np.random.default_rng(1), accounts=40, customers=2)
    assert SHARED_TEXT.measure(view).numbers["customers_inside"] == 2


def test_no_shared_text_is_said():
    result = SHARED_TEXT.measure(build_view(np.random.default_rng(2), core=False))
    assert result.why == "the accounts share no fixed prompt text"


def released(seed, adopting, background_share):
    """A third model appears on day 5; a share of the group takes it up at once."""
    rng = np.random.default_rng(seed)
    view = build_view(rng, accounts=40, events_per_account=40, dealt=True)
    t0 = START + 5 * DAY
    model = np.where(view.events.model == 2, 0, view.events.model).astype(np.int32)
    moves = rng.random(40) < adopting
    model[(view.events.ts >= t0) & moves[view.events.account]] = 2
    daily = np.zeros((14, 3), np.int64)
    daily[:, 0] = 10_000
    daily[5:, 2] = int(10_000 * background_share / (1 - background_share))
    first = np.array([START, START, t0])
    return changed(
        view, events={"model": model}, background={"model_first_seen": first, "model_daily": daily}
    )


def test_pivot_is_centred_for_ordinary_adoption_and_large_for_a_pool():
    ordinary = [MODEL_PIVOT.measure(released(seed, 0.2, 0.2)) for seed in range(40)]
    assert abs(np.mean([r.statistic for r in ordinary])) < 0.3
    z = np.array([r.statistic / r.se for r in ordinary])
    assert z.std() < 1.4
    pool = MODEL_PIVOT.measure(released(0, 0.9, 0.03))
    assert pool.statistic > 4
    assert "was not" not in pool.benign


def test_no_new_model_is_said():
    why = MODEL_PIVOT.measure(build_view(np.random.default_rng(0))).why
    assert why == "no model appeared for the first time within the log"


def test_plan_use_of_a_random_choice_is_centred():
    scores = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        view = build_view(rng, accounts=40)
        total = view.background.account_total.copy()
        first, last = view.background.account_first_seen, view.background.account_last_seen
        pick = 40 + rng.choice(2000, 40, replace=False)
        plan = view.background.account_plan.copy()
        plan[:40] = plan[pick]
        view = changed(
            view,
            accounts={
                "total": total[pick],
                "first_seen": first[pick],
                "last_seen": last[pick],
                "plan": plan[:40],
            },
        )
        scores.append(PLAN_USAGE.measure(view).statistic * np.sqrt(40))
    assert abs(np.mean(scores)) < 0.4
    assert 0.75 < np.std(scores) < 1.3


def test_hard_use_and_common_limits_are_seen():
    rng = np.random.default_rng(1)
    ts = START + (np.tile(np.arange(14), 30 * 50)) * DAY + rng.integers(0, DAY, 14 * 30 * 50)
    account = np.repeat(np.arange(30), 50 * 14)
    view = build_view(rng, accounts=30, starts=(ts, account))
    view = changed(view, accounts={"total": np.full(30, 50_000)})
    result = PLAN_USAGE.measure(view)
    assert result.statistic > 2
    assert "the busiest day of 100% of the accounts has exactly 50 exchanges" in result.detail
