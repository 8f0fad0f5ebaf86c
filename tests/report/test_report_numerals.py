"""Numbers, dates and odds are printed exactly so."""

import math
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revenuer.report import moments, numerals


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (3012, "3,012"), (16_000_000, "16,000,000"), (None, "–"), (math.nan, "–")],
)
def test_count(value: float | None, text: str) -> None:
    assert numerals.count(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "no exchanges"), (1, "one exchange"), (9, "nine exchanges"), (10, "10 exchanges"),
    ],
)  # fmt: skip
def test_in_words(value: int, text: str) -> None:
    noun = "exchange" if value == 1 else "exchanges"
    assert f"{numerals.in_words(value)} {noun}" == text


def test_counted() -> None:
    assert numerals.counted(1, "account") == "1 account"
    assert numerals.counted(3_012, "account") == "3,012 accounts"
    assert numerals.counted(2, "family", "families") == "2 families"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (950, "950"), (12_400, "12,400"), (999_499, "999,499"), (999_600, "1 million"),
        (31_240_000, "31.2 million"), (8_720_000, "8.72 million"), (10_000_000, "10 million"),
        (999_600_000, "1 billion"), (1_456_000_000, "1.46 billion"), (None, "–"),
    ],
)  # fmt: skip
def test_compact(value: float | None, text: str) -> None:
    assert numerals.compact(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.0007, "0.0007"),
        (0.00001, "1.0\u00a0×\u00a010⁻⁵"),
        (41.0, "41"),
        (0.93, "0.93"),
        (-2.5, "−2.5"),
        (12_345.6, "12,346"),
        (3.1e14, "3.1\u00a0×\u00a010¹⁴"),
        (math.inf, "∞"),
        (None, "–"),
        (math.nan, "–"),
        (0.12345, "0.123"),
    ],
)
def test_decimal(value: float | None, text: str) -> None:
    assert numerals.decimal(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.004, "under 0.01"),
        (0.4, "0.4"),
        (3.14, "3.1"),
        (99.96, "100"),
        (310.0, "310"),
        (20_000.0, "20,000"),
        (267_000.0, "270,000"),
        (1.2e9, "1.2\u00a0×\u00a010⁹"),
        (1e301, "over 10³⁰⁰"),
        (math.inf, "over 10³⁰⁰"),
        (None, "–"),
    ],
)
def test_e_value(value: float | None, text: str) -> None:
    assert numerals.e_value(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1 / 20_000, "1 in 20,000"),
        (0.031, "1 in 32"),
        (0.1, "1 in 10"),
        (0.62, "0.62"),
        (1.0, "1.00"),
        (8.3e-10, "1 in 1.2\u00a0×\u00a010⁹"),
        (5e-324, "1 in over 10³⁰⁰"),
        (0.0, "below what can be computed"),
        (None, "–"),
    ],
)
def test_one_in(value: float | None, text: str) -> None:
    assert numerals.one_in(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.2e9, "Innocent accounts would show as much at most 1 time in 1.2\u00a0×\u00a010⁹."),
        (20_000.0, "Innocent accounts would show as much at most 1 time in 20,000."),
        (4.0, "Little: innocent accounts show as much with a chance of up to 0.25."),
        (0.8, "No evidence: innocent accounts show as much."),
        (1e305, "Innocent accounts would show as much at most 1 time in 10³⁰⁰."),
        (None, "This question could not be weighed."),
    ],
)
def test_what_an_e_value_bounds(value: float | None, text: str) -> None:
    assert numerals.in_sentence(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0\u00a0%"),
        (1.0, "100\u00a0%"),
        (0.0004, "under 0.1\u00a0%"),
        (0.9995, "over 99.9\u00a0%"),
        (0.01, "1\u00a0%"),
        (0.013, "1.3\u00a0%"),
        (0.874, "87\u00a0%"),
        (0.998, "99.8\u00a0%"),
        (None, "–"),
    ],
)
def test_share(value: float | None, text: str) -> None:
    assert numerals.share(value) == text


@pytest.mark.parametrize(
    ("value", "text", "about"),
    [
        (0.0, "under 0.1", "fewer than 0.1"),
        (2.34, "2.3", "about 2.3"),
        (240.2, "240", "about 240"),
        (None, "not known", "about not known"),
    ],
)
def test_wrong_accounts(value: float | None, text: str, about: str) -> None:
    assert numerals.wrong(value) == text
    if value is not None:
        assert numerals.about(value) == about


@given(st.floats(min_value=1e-300, max_value=0.1))
def test_odds_stay_within_their_two_digits(p: float) -> None:
    text = numerals.one_in(p).removeprefix("1 in ").replace(",", "")
    mantissa, _, exponent = text.partition("\u00a0×\u00a010")
    powers = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
    odds = float(mantissa) * 10.0 ** int(exponent.translate(powers) or 0)
    assert odds == pytest.approx(1 / p, rel=0.051)


def test_tick() -> None:
    ticks = [0.0, 250.0, 1_500.0, 20_000.0, 1_500_000.0, 3e9]
    assert [numerals.tick(t) for t in ticks] == ["0", "250", "1,500", "20k", "1.5M", "3G"]


def test_moments() -> None:
    moment = moments.parse("2026-11-03T14:00:00Z")
    assert moments.minute(moment) == "3 Nov 2026, 14:00 UTC"
    assert moments.parse("2026-11-03T14:00:00+08:00") == datetime(2026, 11, 3, 6, tzinfo=UTC)
    assert moments.parse("yesterday") is None
    assert moments.parse(None) is None
    assert moments.minute(None) == "–"
    edge = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=8)))
    assert moments.day(moments.parse(edge)) == "1 Jan 1"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2026-11-01", "2026-11-14", "1–14 Nov 2026"),
        ("2026-10-28", "2026-11-14", "28 Oct – 14 Nov 2026"),
        ("2026-12-28", "2027-01-04", "28 Dec 2026 – 4 Jan 2027"),
        ("2026-11-01", "2026-11-01", "1 Nov 2026"),
        ("2026-11-01", "", "1 Nov 2026"),
        ("", "", "–"),
    ],
)
def test_stretch(first: str, last: str, text: str) -> None:
    assert moments.stretch(moments.parse(first), moments.parse(last)) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(3_600, "hour"), (7_200, "2 hours"), (900, "15 minutes"), (86_400, "day"), (5, "5 seconds")],
)
def test_length(seconds: int, text: str) -> None:
    assert moments.length(seconds) == text


@pytest.mark.parametrize(
    ("hours", "text"),
    [(0, "1 minute"), (0.5, "30 minutes"), (1, "1 hour"), (30, "30 hours"), (220, "9 days")],
)
def test_elapsed(hours: float, text: str) -> None:
    first = datetime(2026, 11, 1, tzinfo=UTC)
    assert moments.elapsed(first, first + timedelta(hours=hours)) == text
