"""What a test of n pairs could have found: not rejecting is no acquittal.

Normal approximation to the sign-flip test: the standardised effect d is found at level alpha with
the stated power when d sqrt(n) >= z_alpha + z_power. If only a share f of the coined exchanges was
trained on, and training on a pair moves its score by `per_pair` standard deviations, then
d = f per_pair: the pairs needed grow as 1 / f^2.
"""

import math

from scipy.special import ndtri


def smallest_effect(n: int, *, alpha: float, power: float = 0.8) -> float:
    """Smallest standardised effect found at level `alpha` with chance `power` by `n` pairs."""
    return float(-ndtri(alpha) + ndtri(power)) / math.sqrt(n)


def smallest_share(n: int, per_pair: float, *, alpha: float, power: float = 0.8) -> float | None:
    """Smallest share of coined exchanges trained on that would be found; None if above 1."""
    share = smallest_effect(n, alpha=alpha, power=power) / per_pair
    return share if share <= 1 else None


def pairs_needed(effect: float, *, alpha: float, power: float = 0.8) -> int:
    """Pairs with which a standardised `effect` > 0 is found at level `alpha` with `power`."""
    return math.ceil((float(-ndtri(alpha) + ndtri(power)) / effect) ** 2)
