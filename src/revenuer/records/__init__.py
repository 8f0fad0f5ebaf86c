"""The records that flow between the layers: schemas and small frozen dataclasses, no behaviour."""

from revenuer.records.accounts import ACCOUNTS
from revenuer.records.campaigns import Campaign, Evidence, Member, Tokens
from revenuer.records.exchanges import EXCHANGES, MESSAGE
from revenuer.records.exhibits import Exhibit
from revenuer.records.findings import Axis, CannotAssess, Finding
from revenuer.records.quarantine import Quarantined

__all__ = [
    "ACCOUNTS",
    "EXCHANGES",
    "MESSAGE",
    "Axis",
    "Campaign",
    "CannotAssess",
    "Evidence",
    "Exhibit",
    "Finding",
    "Member",
    "Quarantined",
    "Tokens",
]
