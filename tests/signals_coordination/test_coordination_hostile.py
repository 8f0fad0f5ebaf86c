"""Every coordination signal: missing fields, hostile values, one customer, plain words, speed."""

import math
import re
from pathlib import Path

import numpy as np
import pytest

from revenuer.groups.view import UNKNOWN_TIME
from revenuer.records import Axis, CannotAssess
from revenuer.signals.coordination import COORDINATION
from revenuer.signals.examples import START, build_view, changed
from revenuer.signals.signal import Measurement

DOCS = Path(__file__).parents[2] / "docs" / "signals" / "coordination"


def sound(signal, view):
    result = signal.measure(view)
    if isinstance(result, CannotAssess):
        assert result.signal == signal.name
        assert len(result.why) > 10
        return result
    assert isinstance(result, Measurement)
    assert math.isfinite(result.statistic)
    assert math.isfinite(result.se)
    assert result.se >= 0
    assert result.p_value is None or 0 < result.p_value <= 1
    assert all(math.isfinite(value) for value in result.numbers.values())
    assert result.size == len(view.accounts.ids)
    assert result.volume == len(view.events.ts)
    for text in (result.detail, result.benign):
        assert text.endswith((".", ")"))
        assert not re.search(r"\bnan\b|\binf\b", text)
    return result


@pytest.fixture(params=COORDINATION, ids=lambda s: s.name)
def signal(request):
    return request.param


def test_names_are_unique_and_documented(signal):
    assert [s.name for s in COORDINATION].count(signal.name) == 1
    assert signal.axis is Axis.COORDINATION
    assert signal.rejects
    text = (DOCS / f"{signal.name}.md").read_text()
    assert all(word in text for word in ("## What it asks", "## Null", "## Benign", "## How to"))


@pytest.mark.parametrize("dealt", [False, True])
def test_ordinary_views(signal, dealt):
    rng = np.random.default_rng(3)
    sound(signal, build_view(rng, dealt=dealt, lru=dealt, turns=2.0, handovers=4))


def test_without_any_field_it_refuses_or_stays_sound(signal):
    view = build_view(np.random.default_rng(4), fields=frozenset(), turns=2.0)
    result = sound(signal, view)
    if signal.needs:
        assert isinstance(result, CannotAssess)
        assert "does not have" in result.why


def test_one_declared_customer_is_no_finding(signal):
    result = sound(signal, build_view(np.random.default_rng(5), customers=1, turns=2.0))
    assert isinstance(result, CannotAssess)
    assert "one declared customer" in result.why


def test_one_account(signal):
    sound(signal, build_view(np.random.default_rng(6), accounts=1))


def test_all_at_one_moment(signal):
    view = build_view(np.random.default_rng(7), turns=2.0)
    m = len(view.accounts.ids)
    same = np.full(m, START + 1, np.int64)
    view = changed(
        view,
        events={"ts": np.full(len(view.events.ts), START + 1)},
        accounts={"first_seen": same, "last_seen": same, "created_at": same},
    )
    sound(signal, view)


def test_no_events(signal):
    view = build_view(np.random.default_rng(8))
    empty = {name: getattr(view.events, name)[:0] for name in view.events.__slots__}
    sound(signal, changed(view, events=empty))


def test_everything_unknown(signal):
    view = build_view(np.random.default_rng(9), turns=2.0)
    n, m = len(view.events.ts), len(view.accounts.ids)
    unset = np.full(n, -1, np.int32)
    codes = ("family", "model", "language", "params", "ip", "user_agent", "headers", "tls")
    keys = ("org", "plan", "country", "email_domain", "payment", "signup_ip", "device")
    view = changed(
        view,
        events={**dict.fromkeys(codes, unset), "sketch": np.empty((n, 0), np.int8)},
        accounts={
            **dict.fromkeys(keys, np.full(m, -1, np.int32)),
            "created_at": np.full(m, UNKNOWN_TIME),
        },
        background={"sketch_whitening": np.empty((0, 0)), "sketch_mean": np.empty(0)},
    )
    sound(signal, view)


def test_codes_beyond_the_background(signal):
    view = build_view(np.random.default_rng(10))
    m = len(view.accounts.ids)
    big = np.full(m, 2**31 - 1, np.int32)
    sound(signal, changed(view, accounts={"payment": big, "device": big}, core=10**6))


def test_same_view_same_answer(signal):
    view = build_view(np.random.default_rng(11), dealt=True, lru=True, turns=2.0)
    assert signal.measure(view) == signal.measure(view)


def test_large_groups(signal):
    """Two hundred thousand exchanges of twenty thousand accounts; bench/speed.py tells the time."""
    sound(
        signal,
        build_view(
            np.random.default_rng(12), accounts=20_000, events_per_account=10, lru=True, dealt=True
        ),
    )
