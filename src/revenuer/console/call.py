"""What a page's function is given: the request, already checked, and everything the console has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from revenuer.console.desk import Desk
from revenuer.console.people import Person
from revenuer.console.roles import Role, may
from revenuer.console.sessions import Session

T = TypeVar("T", bound=str)


@dataclass(frozen=True, slots=True)
class Fields:
    """Decoded name–value pairs of a query or a form; reading never raises."""

    pairs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def text(self, name: str, most: int = 200) -> str:
        """The first value, stripped and cut; empty where it is missing."""
        values = self.pairs.get(name, ())
        return values[0].strip()[:most] if values else ""

    def all(self, name: str, most: int = 50) -> tuple[str, ...]:
        return tuple(value.strip()[:200] for value in self.pairs.get(name, ())[:most])

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number between `low` and `high`, or the default."""
        text = self.text(name, 12)
        # str.isdigit accepts digits int() does not read, such as superscripts.
        if not (text.isascii() and text.isdigit()):
            return default
        return min(max(int(text), low), high)

    def one_of(self, name: str, options: Sequence[T], default: T) -> T:
        """The value where it is among the options, the default otherwise."""
        text = self.text(name)
        return next((option for option in options if option == text), default)


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a page. `person` and `session` are None only on pages open to everyone."""

    desk: Desk
    path: Mapping[str, str]
    query: Fields
    form: Fields
    session: Session | None
    address: str
    cookies: Mapping[str, str]
    url_path: str
    now: float
    """Seconds since 1970."""
    json: object = None

    @property
    def person(self) -> Person:
        """Who asks. Only pages with a role in the route table may use it."""
        if self.session is None:
            raise LookupError("this page is open to everyone; nobody is signed in")
        return self.session.person

    def may(self, least: Role) -> bool:
        """Whether the person holds a role; nobody does where nobody is signed in."""
        return self.session is not None and may(self.session.person.role, least)
