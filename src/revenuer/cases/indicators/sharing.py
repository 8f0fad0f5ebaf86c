"""How a case is shared: under whose name, with which marking and salt, for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from revenuer.cases.moments import read
from revenuer.problems import Problem

MARKINGS = {
    "clear": "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9",
    "green": "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da",
    "amber": "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82",
    "red": "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
}
"""Traffic light protocol by its fixed STIX 2.1 identifier; STIX calls "clear" white."""
DAYS = 90


@dataclass(frozen=True, slots=True)
class Sharing:
    """`days` of validity count from when the case was last seen. Without a salt no identifiers are
    shared. Raises Problem for what has no meaning."""

    producer: str
    tlp: str = "amber"
    salt: bytes | None = None
    days: int = DAYS

    def __post_init__(self) -> None:
        if self.tlp not in MARKINGS:
            raise Problem(f"There is no marking {self.tlp!r}.", hint=f"{', '.join(MARKINGS)}")
        if not self.producer.strip():
            raise Problem("Indicators name who shares them.", hint="give --producer")
        if not 1 <= self.days <= 3650:
            raise Problem("Indicators are valid for 1 to 3650 days.", where=str(self.days))

    def until(self, last_seen: str) -> datetime:
        """When the indicators of a case that was last seen then lose their validity."""
        return read(last_seen) + timedelta(days=self.days)
