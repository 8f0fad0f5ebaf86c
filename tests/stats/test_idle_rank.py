import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from null_checks import assert_conservative, assert_mean_at_most_one

from revenuer.stats.idle_rank import idle_rank, ranks_of

Stream = tuple[np.ndarray, np.ndarray]
DAY = 86_400.0


def _by_hand(times: list[int], accounts: list[int], until: list[float]) -> list[tuple[float, int]]:
    """The definition, written naively: idle time of each active account at each start."""
    found = []
    for tick in sorted(set(times)):
        last = {a: t for t, a in zip(times, accounts, strict=True) if t < tick}
        active = {a: t for a, t in last.items() if until[a] >= tick}
        here = dict.fromkeys(a for t, a in zip(times, accounts, strict=True) if t == tick)
        for a in here:
            if a in active and len(active) > 1:
                shorter = sum(t > active[a] for t in active.values())
                equal = sum(t == active[a] for t in active.values()) - 1
                found.append(((shorter + equal / 2) / (len(active) - 1), len(active)))
    return found


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4)), max_size=40), st.data())
def test_agrees_with_the_definition(events: list[tuple[int, int]], data: st.DataObject) -> None:
    events.sort(key=lambda e: e[0])
    times, accounts = [t for t, _ in events], [a for _, a in events]
    size = max(accounts, default=-1) + 1
    last = [max((t for t, a in events if a == i), default=-1) for i in range(size)]
    until = [t + data.draw(st.integers(0, 3)) for t in last]
    ranks, active, start = ranks_of(
        np.array(times, dtype=float),
        np.array(accounts, dtype=np.int64),
        np.array(until, dtype=float),
    )
    expected = _by_hand(times, accounts, until)
    assert ranks.tolist() == pytest.approx([r for r, _ in expected])
    assert active.tolist() == [a for _, a in expected]
    assert (np.diff(start) > 0).all()
    assert all(accounts[i] in accounts[:i] for i in start)
    if expected:
        result = idle_rank(times, accounts, until)
        assert result.n == len(expected)
        assert result.mean_rank == pytest.approx(np.mean([r for r, _ in expected]))


def _poisson(rng: np.random.Generator, rates: np.ndarray, days: float) -> Stream:
    counts = rng.poisson(rates * days)
    accounts = np.repeat(np.arange(rates.size), counts)
    times = rng.random(accounts.size) * days * DAY
    return times, accounts


def _in_order(stream: Stream) -> Stream:
    times, accounts = stream
    order = np.argsort(times, kind="stable")
    codes = np.unique(accounts[order], return_inverse=True)[1]
    return times[order], codes


def _equal(rng: np.random.Generator) -> Stream:
    return _poisson(rng, np.full(20, 1.0), 10)


def _heterogeneous(rng: np.random.Generator) -> Stream:
    return _poisson(rng, np.exp(rng.normal(size=30)), 10)


def _mildly_heterogeneous(rng: np.random.Generator) -> Stream:
    return _poisson(rng, np.exp(0.15 * rng.normal(size=20)), 10)


def _come_and_go(rng: np.random.Generator) -> Stream:
    times, accounts = _poisson(rng, np.full(40, 2.0), 10)
    first = rng.random(40) * 8 * DAY
    stay = rng.exponential(3 * DAY, size=40)
    kept = (times >= first[accounts]) & (times <= (first + stay)[accounts])
    return times[kept], accounts[kept]


def _bursty(rng: np.random.Generator) -> Stream:
    times, accounts = _poisson(rng, np.full(20, 0.5), 10)
    size = rng.geometric(0.4, size=times.size)
    return np.repeat(times, size) + rng.exponential(900.0, size=size.sum()), np.repeat(
        accounts, size
    )


def _two_time_zones(rng: np.random.Generator) -> Stream:
    times, accounts = _poisson(rng, np.full(20, 3.0), 10)
    local = (times / DAY + 0.5 * (accounts % 2)) % 1.0
    kept = rng.random(times.size) < 0.05 + 0.95 * (local < 0.4)
    return times[kept], accounts[kept]


def _coarse_clock_sorted_by_name(rng: np.random.Generator) -> Stream:
    times, accounts = _poisson(rng, np.full(20, 2.0), 10)
    order = np.lexsort([accounts, times // 3600])
    return (times // 3600)[order], accounts[order]


NULLS = [
    _equal,
    _heterogeneous,
    _mildly_heterogeneous,
    _come_and_go,
    _bursty,
    _two_time_zones,
    _coarse_clock_sorted_by_name,
]


@pytest.mark.parametrize("null", NULLS)
def test_conservative_under_independence(null) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(1)
    results = [idle_rank(*_in_order(null(rng))) for _ in range(1500)]
    assert_conservative([r.p_value for r in results])
    assert_mean_at_most_one([r.e_value for r in results])
    assert np.mean([r.mean_rank for r in results]) < 0.505


def test_the_mean_falls_by_a_quarter_of_the_squared_variation_of_rates() -> None:
    rng = np.random.default_rng(2)
    rates = 1.0 + 0.3 * rng.uniform(-1, 1, size=200)
    variation = rates.var() / rates.mean() ** 2
    accounts = rng.choice(200, size=400_000, p=rates / rates.sum())
    measured = idle_rank(np.arange(400_000), accounts).mean_rank
    assert measured == pytest.approx(0.5 - variation / 4, abs=0.0015)


def _rotate(rng: np.random.Generator, accounts: int, n: int, top: int) -> Stream:
    """Each start goes to one of the `top` accounts idle longest, chosen at random."""
    queue = list(range(accounts))
    dealt = []
    for _ in range(n):
        chosen = queue.pop(int(rng.integers(top)))
        dealt.append(chosen)
        queue.append(chosen)
    return np.cumsum(rng.exponential(600.0, size=n)), np.array(dealt)


def test_power_against_rotation() -> None:
    """50 accounts, 300 starts: strict rotation, and one of the ten idle longest at random."""
    rng = np.random.default_rng(3)
    strict = idle_rank(*_rotate(rng, 50, 300, 1))
    assert strict.mean_rank > 0.99
    assert strict.p_value < 1e-60
    assert strict.e_value > 1e40
    jittered = idle_rank(*_rotate(rng, 50, 300, 10))
    assert 0.85 < jittered.mean_rank < 0.95
    assert jittered.e_value > 1e20


def test_power_when_conversations_stick_for_an_hour() -> None:
    """Four conversations stay with the account before the next is chosen by rotation."""
    rng = np.random.default_rng(4)
    times, accounts = _rotate(rng, 50, 300, 1)
    # One start each sticky hour is what a caller should count; then nothing is lost.
    assert idle_rank(times, accounts).e_value > 1e40
    sticky_times = np.repeat(times, 4) + np.tile(np.arange(4) * 20.0, 300)
    order = np.argsort(sticky_times, kind="stable")
    blurred = idle_rank(sticky_times[order], np.repeat(accounts, 4)[order])
    assert blurred.mean_rank < 0.5


def test_no_power_against_random_dispatch() -> None:
    rng = np.random.default_rng(5)
    p = [idle_rank(np.arange(400), rng.integers(0, 40, size=400)).p_value for _ in range(500)]
    assert np.mean(np.array(p) <= 0.1) < 0.1


def test_nothing_to_rank() -> None:
    for stream in ([], []), ([1.0], [0]), ([1.0, 2.0, 3.0], [0, 0, 0]), ([1.0, 1.0], [0, 1]):
        result = idle_rank(*stream)
        assert (result.n, result.mean_rank, result.p_value, result.e_value) == (0, 0.5, 1.0, 1.0)


def test_a_million_starts_of_24_000_accounts() -> None:
    accounts = np.random.default_rng(6).integers(0, 24_000, size=1_000_000)
    result = idle_rank(np.arange(1_000_000), accounts)
    assert result.n > 950_000
    assert result.mean_rank == pytest.approx(0.5, abs=0.002)


@pytest.mark.parametrize(
    ("times", "accounts", "until", "words"),
    [
        ([2.0, 1.0], [0, 1], None, "ascending"),
        ([1.0], [0, 1], None, "equal length"),
        ([1.0], [-1], None, "negative"),
        ([1.0, 2.0], [0, 1], [5.0], "active_until"),
    ],
)
def test_refuses_unusable_input(
    times: list[float], accounts: list[int], until: list[float] | None, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        idle_rank(times, accounts, until)
