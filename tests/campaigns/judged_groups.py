"""Groups and references made by hand, to be weighed without a log."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from revenuer.campaigns.calibrate import Assessed
from revenuer.campaigns.judged import Judged
from revenuer.campaigns.reference import Reference
from revenuer.groups.candidate import Candidate, Tie
from revenuer.records import Axis, Finding


def judged(
    accounts: Iterable[int],
    families: tuple[int, ...] | None = None,
    *,
    coordination: float = 0.0,
    extraction: float = 0.0,
    customers: int = 9,
    exchanges: int = 100,
    findings: tuple[Finding, ...] = (),
    tie: Tie = Tie.THING,
    found_by: frozenset[str] = frozenset(),
) -> Judged:
    members = np.array(sorted(accounts), np.int32)
    return Judged(
        candidate=Candidate("a test", members, families, tie, found_by),
        assessed=Assessed(findings, ()),
        customers=customers,
        exchanges=exchanges,
        coordination=coordination,
        extraction=extraction,
    )


def finding(
    signal: str,
    axis: Axis,
    statistic: float = 0.0,
    e_value: float | None = 1.0,
    rejects: Iterable[str] = (),
    **numbers: float,
) -> Finding:
    return Finding(
        signal=signal,
        axis=axis,
        statistic=statistic,
        p_value=None,
        e_value=e_value,
        detail="",
        benign_explanation="",
        rejects=frozenset(rejects),
        numbers=numbers,
    )


def reference(
    statistic: ArrayLike,
    signals: Sequence[str],
    *,
    whole: ArrayLike = True,
    coordinated: ArrayLike = False,
    size: ArrayLike = 10.0,
    volume: ArrayLike = 100.0,
    kind: ArrayLike = 0,
) -> Reference:
    """A reference of (groups, signals) statistics; what is not given is the same for all."""
    values: NDArray[np.float64] = np.asarray(statistic, np.float64).reshape(-1, len(signals))
    n = len(values)

    def of_all(value: ArrayLike, kind: type) -> NDArray[np.generic]:
        return np.broadcast_to(np.asarray(value, kind), n).copy()

    return Reference(
        name="made by hand",
        description="",
        signals=tuple(signals),
        log=np.zeros(n, np.int64),
        kind=of_all(kind, int),
        whole=of_all(whole, bool),
        coordinated=of_all(coordinated, bool),
        size=of_all(size, float),
        volume=of_all(volume, float),
        statistic=values,
        se=np.zeros(values.shape),
        p_value=np.full(values.shape, np.nan),
    )
