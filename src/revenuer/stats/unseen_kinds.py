"""How much of the benign population may be of a kind that no control happened to show?"""

import numpy as np

# A kind of share r is absent from K controls with probability (1-r)^K. The allowance covers kinds
# of 5 % and of 1 %; its margin was set by simulation so that mean e-values stay at most 1 when
# such a kind lies exactly where the accusation points.
_SHARES = np.array([0.05, 0.01])
_MARGIN = 2.5


def unseen_share(controls: int, novelty: float) -> float:
    """Share of benign groups to allow anywhere, whatever a fit to `controls` of them says.

    The largest of `novelty` and 2.5 r (1-r)^K for r = 5 % and 1 %: 0.125 for no controls, 0.009
    for 100, 1.6e-4 for 500. A likelihood ratio whose benign density includes this share cannot
    exceed its reciprocal. It does not cover benign kinds rarer than 1 % that no control shows.
    Raises ValueError for a novelty outside (0, 1).
    """
    if not 0.0 < novelty < 1.0:
        raise ValueError("novelty lies strictly between 0 and 1")
    absent = float((_SHARES * (1.0 - _SHARES) ** controls).max())
    return min(1.0, max(novelty, _MARGIN * absent))
