"""Each staged report is rendered once and read by many tests."""

import pytest
import staged_report

from revenuer.report import render


@pytest.fixture(scope="session")
def staged_html() -> str:
    return render(staged_report.document(), staged_report.exhibits())


@pytest.fixture(scope="session")
def hostile_html() -> str:
    return render(*staged_report.hostile())


@pytest.fixture(scope="session")
def huge_html() -> str:
    return render(*staged_report.huge())
