"""Words for numbers, as forensic reports use them."""

import math

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
    """The verbal scale for a likelihood ratio above 1/2; below, support for the second."""
    if log10_ratio < -0.30103:
        return "support for the second proposition over the first"
    return next(words for limit, words in SCALE if log10_ratio < limit)


def power_of_ten(log10: float) -> str:
    """10**log10 with three digits, whatever its size: `0.0123`, `1.95e-13`."""
    if -3 <= log10 <= 3:
        return f"{10**log10:.3g}"
    exponent = math.floor(log10)
    return f"{10 ** (log10 - exponent):.2f}e{exponent:+d}"
