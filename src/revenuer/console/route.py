"""One line of the route table."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response

from revenuer.console.call import Call
from revenuer.console.roles import Role

Answer = Callable[[Call], Response]


@dataclass(frozen=True, slots=True)
class Route:
    """`least` is the least role that may use it; None opens it to everyone. `machine` routes
    answer errors as JSON."""

    method: str
    path: str
    least: Role | None
    answer: Answer
    machine: bool = False
