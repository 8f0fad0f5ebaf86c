"""Words for numbers, as forensic reports use them."""

import math

from markupsafe import Markup

# ENFSI guideline for evaluative reporting (2015), likelihood ratios and their verbal equivalents.
SCALE = (
    (0.30103, "no support for either proposition over the other"),
    (1.0, "weak support for the first proposition over the second"),
    (2.0, "moderate support for the first proposition over the second"),
    (3.0, "moderately strong support for the first proposition over the second"),
    (4.0, "strong support for the first proposition over the second"),
    (6.0, "very strong support for the first proposition over the second"),
    (math.inf, "extremely strong support for the first proposition over the second"),
)


def support(log10_ratio: float) -> str:
    """The verbal scale for a likelihood ratio, or for an e-value in its place.

    Below 1/2 an e-value says only that the first proposition is not supported: bets that lost are
    no measure of how well the second one fits.
    """
    if log10_ratio < -0.30103:
        return "no support for the first proposition over the second"
    return next(words for limit, words in SCALE if log10_ratio < limit)


def power_of_ten(log10: float) -> str:
    """10**log10 with three digits, whatever its size: `0.0123`, `1.95e-13`."""
    if -3 <= log10 <= 3:
        return f"{10**log10:.3g}"
    exponent = math.floor(log10)
    return f"{10 ** (log10 - exponent):.2f}e{exponent:+d}"


def power_of_ten_html(log10: float) -> Markup:
    """The same for a page: `1.95 × 10⁻¹³`, with a raised exponent."""
    mantissa, e, exponent = power_of_ten(log10).partition("e")
    power = f" × 10<sup>{int(exponent)}</sup>".replace("-", "−") if e else ""
    return Markup(mantissa + power)  # digits alone


def one_in(share: float) -> str:
    """A small share in words a court uses: `one in 1,000,000`; `share` itself if that is no round
    number."""
    count = round(1 / share)
    return f"one in {count:,}" if abs(count * share - 1) < 1e-9 else f"{share:g}"
