"""Numbers as a reader meets them in print: separators, powers of ten, odds, counted nouns."""

import math
from decimal import ROUND_HALF_EVEN, Decimal

MISSING = "–"
_FIXED = "\u00a0"
"""A space at which no line breaks."""

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def count(value: float | None) -> str:
    """A whole number with thousands separators: 16,000,000."""
    return MISSING if _absent(value) else f"{round(value or 0):,}"


def counted(value: float | None, noun: str, plural: str = "") -> str:
    """A number with its noun: "1 account", "3,012 accounts"."""
    return f"{count(value)} {noun if value == 1 else plural or noun + 's'}"


def in_words(value: int) -> str:
    """Small whole numbers as words, others as figures."""
    return _WORDS[value] if 0 <= value < len(_WORDS) else count(value)


def compact(value: float | None) -> str:
    """A large number to three digits: 950, 12,400, 31.2 million, 1.46 billion."""
    if value is None or not math.isfinite(value):
        return MISSING
    for size, name in ((1e9, "billion"), (1e6, "million")):
        if abs(value) >= 0.9995 * size:
            return f"{_significant(value / size, 3)} {name}"
    return count(value)


def tick(value: float) -> str:
    """A whole number short enough for an axis: 0, 250, 1,500, 20k, 1.5M."""
    for size, name in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if value >= size:
            return f"{value / (1e3 if name == 'k' else size):g}{name}"
    return f"{value:,.0f}"


def decimal(value: float | None, digits: int = 3) -> str:
    """A measured value to `digits` significant digits; a power of ten where it is very large or
    very small."""
    if value is None or math.isnan(value):
        return MISSING
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    if size != 0 and (size >= 1e6 or size < 1e-4):
        return power(value)
    if size >= 1000:
        return _minus(f"{value:,.0f}")
    return _minus(_significant(value, digits))


def power(value: float, digits: int = 2) -> str:
    """Scientific notation: 1.2 × 10⁹."""
    if value == 0 or not math.isfinite(value):
        return decimal(value)
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    return f"{_minus(mantissa)}{_FIXED}×{_FIXED}10{str(int(exponent)).translate(_SUPERSCRIPT)}"


def share(value: float | None) -> str:
    """A share between 0 and 1 in per cent; never rounded to 0 % or 100 % when it is neither."""
    if value is None or not math.isfinite(value):
        return MISSING
    percent = 100 * value
    if percent in (0.0, 100.0):
        return f"{percent:.0f}{_FIXED}%"
    if 0 < percent < 0.1:
        return f"under 0.1{_FIXED}%"
    if 99.9 < percent < 100:
        return f"over 99.9{_FIXED}%"
    return (
        f"{percent:.0f}{_FIXED}%"
        if 10 <= percent < 99
        else f"{percent:.1f}{_FIXED}%".replace(f".0{_FIXED}%", f"{_FIXED}%")
    )


def e_value(value: float | None) -> str:
    """An e-value: 0.40, 3.1, 240, 20,000, 1.2 × 10⁹."""
    if value is None or math.isnan(value):
        return MISSING
    if value < 0.01:
        return "under 0.01" if value > 0 else "0"
    if value < 99.95:
        return f"{value:.2g}" if value < 1 else f"{value:.1f}"
    return (
        f"{_rounded(value):,}" if value < 1e6 else decimal(value) if value < 1e300 else "over 10³⁰⁰"
    )


def one_in(probability: float | None) -> str:
    """A probability as odds: "1 in 20,000", "1 in 1.2 × 10⁹"; above one in ten as a decimal."""
    if probability is None or math.isnan(probability):
        return MISSING
    if probability <= 0:
        return "below what can be computed"
    if probability > 0.1:
        return f"{min(probability, 1.0):.2f}"
    odds = 1 / probability
    if math.isinf(odds):
        return "1 in over 10³⁰⁰"
    return f"1 in {_rounded(odds):,}" if odds < 1e6 else f"1 in {power(odds)}"


def in_sentence(e: float | None) -> str:
    """What an e-value bounds (Markov): under the innocent explanation a value this large comes up
    at most 1 time in e."""
    if e is None or math.isnan(e):
        return "This question could not be weighed."
    if e <= 1:
        return "No evidence: innocent accounts show as much."
    if e < 10:
        return f"Little: innocent accounts show as much with a chance of up to {1 / e:.2f}."
    odds = one_in(1 / e).removeprefix("1 in ") if e < 1e300 else "10³⁰⁰"
    return f"Innocent accounts would show as much at most 1 time in {odds}."


def wrong(value: float | None) -> str:
    """An expected number of wrong accounts; a value near nought is not printed as nought."""
    if value is None or not math.isfinite(value):
        return "not known"
    if value < 0.05:
        return "under 0.1"
    return f"{value:.1f}" if value < 9.95 else count(value)


def about(value: float | None) -> str:
    """An expected number in running text: "about 2.3", "fewer than 0.1"."""
    text = wrong(value)
    return "fewer than 0.1" if text.startswith("under") else f"about {text}"


def _absent(value: float | None) -> bool:
    return value is None or not math.isfinite(value)


def _minus(text: str) -> str:
    return text.replace("-", "−")


def _rounded(value: float) -> int:
    """Two significant digits: odds and e-values are not known better."""
    step = 10 ** max(math.floor(math.log10(value)) - 1, 0)
    return round(value / step) * step


def _significant(value: float, digits: int) -> str:
    if value == 0:
        return "0"
    exponent = math.floor(math.log10(abs(value)))
    step = Decimal(1).scaleb(min(exponent - digits + 1, 0))
    text = f"{Decimal(repr(value)).quantize(step, rounding=ROUND_HALF_EVEN):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
