"""Small logs that several tests read."""

import pytest

from revenuer.trial.staging import StagedLog, stage
from revenuer.trial.suites import suite


@pytest.fixture(scope="session")
def small_log(tmp_path_factory: pytest.TempPathFactory) -> StagedLog:
    """One log of the small suite, of a seed that is not reported."""
    cast = suite("small").cast(0)
    return stage(tmp_path_factory.mktemp("small"), cast, 90_101, 0.04)


@pytest.fixture(scope="session")
def quiet_log(tmp_path_factory: pytest.TempPathFactory) -> StagedLog:
    """The same without its campaign."""
    cast = [s for s in suite("small").cast(0) if s.kind != "campaign"]
    return stage(tmp_path_factory.mktemp("quiet"), cast, 90_101, 0.04)
