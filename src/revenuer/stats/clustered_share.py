"""How large is a share of events that come in clusters, and how sure is that?"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

# Pseudo-events added to the denominator, of which this share counts as hits: nothing found in few
# events must never look larger than nothing found in many.
_PRIOR_EVENTS = 5.0
_PRIOR_SHARE = 1e-3


@dataclass(frozen=True, slots=True)
class ClusteredShare:
    """`share` hits / events as counted. `logit`: log odds of the share after shrinkage towards
    0.001 by five pseudo-events. `se`: its standard error. `events` in `clusters` clusters."""

    share: float
    logit: float
    se: float
    events: int
    clusters: int


def clustered_share(weight: ArrayLike, cluster: ArrayLike) -> ClusteredShare:
    """Share of events marked by `weight` (n,) in [0, 1], events lying in clusters `cluster` (n,)
    (integer labels).

    Standard error: linearised ratio estimator with clusters as sampling units,
    m/(m-1) * sum_c (hits_c - share * events_c)^2 / n^2, carried to the logit scale by the delta
    method, and at least the binomial error with half an event added to either side (so that 0 and
    n hits of n have an error too). One cluster has no variance between clusters: then one event
    stands for all, the error of a share of one. Assumes clusters are independent of each other,
    nothing within them.
    Source: Cochran, Sampling Techniques (1977), section 6.3; Haldane (1956) for the half event.

    Raises ValueError if the arrays are empty, differ in length, or a weight is outside [0, 1].
    """
    hits = np.asarray(weight, dtype=np.float64)
    labels = np.asarray(cluster)
    if hits.ndim != 1 or hits.shape != labels.shape or hits.size == 0:
        raise ValueError("weight and cluster must be non-empty and of the same length")
    if not (np.isfinite(hits).all() and hits.min() >= 0.0 and hits.max() <= 1.0):
        raise ValueError("weights lie in [0, 1]")
    n = hits.size
    _, place = np.unique(labels, return_inverse=True)
    events_c = np.bincount(place).astype(np.float64)
    hits_c = np.bincount(place, weights=hits)
    total = float(hits_c.sum())
    shrunk = (total + _PRIOR_EVENTS * _PRIOR_SHARE) / (n + _PRIOR_EVENTS)
    clusters = len(events_c)
    units = n if clusters > 1 else 1
    floor = math.sqrt((1.0 / (total / n * units + 0.5)) + (1.0 / ((1.0 - total / n) * units + 0.5)))
    between = 0.0
    if clusters > 1:
        residual = hits_c - total / n * events_c
        variance = clusters / (clusters - 1) * float(residual @ residual) / n**2
        between = math.sqrt(variance) / (shrunk * (1.0 - shrunk))
    return ClusteredShare(
        share=total / n,
        logit=math.log(shrunk / (1.0 - shrunk)),
        se=max(floor, between),
        events=n,
        clusters=clusters,
    )
