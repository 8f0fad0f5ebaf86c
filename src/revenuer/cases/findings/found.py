"""A campaign as one scan found it, with what it can be recognised by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Print:
    """A hash of wording, or a thing that accounts share, with how many carry it here and
    elsewhere."""

    kind: str
    value: str
    accounts: int
    elsewhere: int

    @property
    def rare(self) -> bool:
        """Whether it says something: at most a quarter of those who carry it are outside."""
        return self.elsewhere * 3 <= self.accounts


@dataclass(frozen=True, slots=True)
class Member:
    """An account of a finding. `exchanges` are all of the account's in the log, the campaign's and
    others; 0 where unknown."""

    account_id: str
    membership: float
    exchanges: int


@dataclass(frozen=True, slots=True)
class Found:
    """`campaign` is the record of `campaigns.json` without its accounts; `exhibit` its exhibit as
    written, None where there is none."""

    campaign: Mapping[str, Any]
    exhibit: Mapping[str, Any] | None
    members: tuple[Member, ...]
    prints: tuple[Print, ...]

    @property
    def id(self) -> str:
        """The campaign's identifier in its scan."""
        return str(self.campaign["id"])

    @property
    def verdict(self) -> str:
        """campaign, pool or watch."""
        return str(self.campaign["verdict"])


@dataclass(frozen=True, slots=True)
class ScanFolder:
    """A scan's output. `scan`, `cannot_assess` and `manifest` are as written."""

    id: str
    folder: str
    document_sha256: str
    scan: Mapping[str, Any]
    cannot_assess: tuple[Mapping[str, Any], ...]
    manifest: Mapping[str, Any]
    found: tuple[Found, ...]
