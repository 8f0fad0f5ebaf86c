"""The drill's other half: staged logs scanned, scored, held beside baselines, and tabled.

`run` plays a suite, seed by seed, each scan in a process of its own; `inject` plants a campaign
into a user's own traffic and finds the smallest that is caught.
"""

from revenuer.trial.injecting import Injection, harvest_named, inject
from revenuer.trial.running import Trial, run
from revenuer.trial.suites import SUITES, Suite, suite

__all__ = ["SUITES", "Injection", "Suite", "Trial", "harvest_named", "inject", "run", "suite"]
