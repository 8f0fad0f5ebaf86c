"""Times: within the fortnight, in order, and shaped by who acts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revenuer.drill.dice import Dice
from revenuer.drill.schedule import (
    ZONES,
    batches,
    crowd_rhythm,
    job_queue,
    persons_rhythm,
    reply_gaps,
    timetable,
)
from revenuer.drill.world import DAY, HOUR, World

WORLD = World(1)


@given(st.integers(0, 2**32), st.sampled_from(sorted(ZONES)), st.integers(0, 60))
@settings(max_examples=60)
def test_a_persons_times_lie_in_the_fortnight_in_order(seed: int, country: str, n: int) -> None:
    times = persons_rhythm(Dice(seed), country).times(Dice(seed), WORLD, n)
    assert len(times) == n
    assert times == sorted(times)
    assert all(WORLD.inside(t) for t in times)


def test_times_respect_begin_and_end() -> None:
    rhythm = persons_rhythm(Dice(1), "DE")
    begin, end = WORLD.start + 3 * DAY, WORLD.start + 5 * DAY
    times = rhythm.times(Dice(2), WORLD, 200, begin, end)
    assert len(times) == 200
    assert begin <= min(times)
    assert max(times) <= end
    assert rhythm.times(Dice(2), WORLD, 5, WORLD.end + 1) == []


def test_crowds_sleep_at_local_night() -> None:
    for country in ("CN", "US", "DE"):
        rhythm = crowd_rhythm(Dice(3, country), country)
        local = (np.array(rhythm.times(Dice(4), WORLD, 4000)) / HOUR + rhythm.zone) % 24
        night = np.mean((local >= 3) & (local < 6))
        day = np.mean((local >= 14) & (local < 17))
        assert day > 2 * night


def test_people_differ_from_each_other() -> None:
    hours = [np.array(persons_rhythm(Dice(s), "GB").hours) for s in range(30)]
    peaks = {int(h.argmax()) for h in hours}
    assert len(peaks) > 5


def test_cron_is_regular_and_batches_follow_it() -> None:
    runs = timetable(Dice(1), WORLD, DAY, 5.0)
    assert len(runs) == 14
    assert np.all(np.abs(np.diff(runs) - DAY) < 120)
    moments = batches(Dice(2), WORLD, runs, [50] * len(runs), 1.0)
    assert len(moments) == 14 * 50
    assert max(min(t - r for r in runs if r <= t) for t in moments) < 300


@pytest.mark.parametrize("human", [0.0, 0.9])
def test_a_job_queue_runs_round_the_clock_unless_its_operator_shows(human: float) -> None:
    times = np.array(job_queue(Dice(7), WORLD.start, WORLD.end, 20_000, human=human))
    assert len(times) == 20_000
    assert np.all(np.diff(times) >= 0)
    local = (times / HOUR + 8) % 24
    awake = np.mean((local >= 9) & (local < 23))
    assert (awake > 0.72) == (human > 0.5)


def test_reply_gaps_are_heavy_tailed() -> None:
    gaps = np.array(reply_gaps(Dice(1), 5000))
    assert gaps.min() >= 4
    assert np.mean(gaps) > 1.2 * np.median(gaps)
