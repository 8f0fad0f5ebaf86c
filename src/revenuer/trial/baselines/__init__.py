"""Detectors to beat, one file each. Each reads the exchanges and names groups of accounts."""

from revenuer.trial.baselines.baseline import Baseline
from revenuer.trial.baselines.shared_system import SHARED_SYSTEM
from revenuer.trial.baselines.synchrotrap import SYNCHROTRAP
from revenuer.trial.baselines.thresholds import ACCOUNTS_AN_ADDRESS, LOUD_ACCOUNTS

BASELINES: tuple[Baseline, ...] = (
    ACCOUNTS_AN_ADDRESS,
    LOUD_ACCOUNTS,
    SHARED_SYSTEM,
    SYNCHROTRAP,
)

__all__ = ["BASELINES", "Baseline"]
