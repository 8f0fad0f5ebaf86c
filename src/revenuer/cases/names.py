"""States and orders by the names people type."""

from revenuer.cases.queue import Sort
from revenuer.cases.states import State
from revenuer.problems import Problem


def state_named(text: str) -> State:
    """Raises Problem for a state there is not."""
    try:
        return State(text.strip().lower())
    except ValueError as error:
        raise Problem(
            f"There is no state {text!r}.", hint=f"there are {', '.join(State)}"
        ) from error


def sort_named(text: str) -> Sort:
    """Raises Problem for an order there is not."""
    try:
        return Sort(text.strip().lower())
    except ValueError as error:
        raise Problem(
            f"Cases are not sorted by {text!r}.", hint=f"there are {', '.join(Sort)}"
        ) from error
