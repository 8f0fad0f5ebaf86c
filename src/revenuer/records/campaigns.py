"""The campaign as written to `campaigns.json`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from revenuer.records.findings import Finding

Verdict = Literal["campaign", "pool", "watch"]
VERDICT_RANK = {"campaign": 0, "pool": 1, "watch": 2}
"""The gravest first."""

SCHEMA = "revenuer/campaigns/1"


@dataclass(frozen=True, slots=True)
class Member:
    """An account and how surely it belongs, 0 to 1."""

    account_id: str
    membership: float


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens sent to and drawn from the model."""

    input: int
    output: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """All findings on one axis and the e-value they combine to."""

    e_value: float
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Campaign:
    """Accounts that act as one, what they took, and the evidence on each axis."""

    id: str
    verdict: Verdict
    accounts: tuple[Member, ...]
    exchange_count: int
    first_seen: datetime
    last_seen: datetime
    models: tuple[str, ...]
    tokens: Tokens
    targets: tuple[str, ...]
    coordination: Evidence
    extraction: Evidence
    expected_wrong_accounts: float
