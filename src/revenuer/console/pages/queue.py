"""The queue: cases that wait for a judgement, filtered and sorted by what stands in the address."""

from collections.abc import Mapping

from starlette.responses import Response

from revenuer.cases import OPEN, CaseFilter, Sort, State
from revenuer.console.call import Call
from revenuer.console.notices import NOTICES
from revenuer.console.rendering import page

SIZE = 50
_VERDICTS = ("", "campaign", "pool", "watch")
_WAITING, _ALL = "", "all"


def queue(call: Call) -> Response:
    """A page of cases."""
    wish = call.query.one_of("state", (_WAITING, _ALL, *State), _WAITING)
    verdict = call.query.one_of("verdict", _VERDICTS, "")
    sort = call.query.one_of("sort", tuple(Sort), Sort.PRIORITY)
    text = call.query.text("q", 120)
    found = call.desk.store.cases(
        CaseFilter(
            states=_states(wish), verdicts=(verdict,) if verdict else (), text=text, merged=False
        ),
        sort,
        call.query.whole("page", 1, 1, 1_000_000),
        SIZE,
    )
    pages = max(-(-found.total // SIZE), 1)
    waiting = sum(found.by_state.get(state, 0) for state in OPEN)
    return page(
        call,
        "console/queue.html",
        notices=NOTICES,
        rows=found.rows,
        total=found.total,
        number=found.page,
        pages=pages,
        waiting=waiting,
        chips=_chips(found.by_state, waiting),
        query={
            "state": wish,
            "verdict": verdict,
            "q": text,
            "sort": "" if sort is Sort.PRIORITY else sort.value,
            "page": "" if found.page == 1 else found.page,
        },
        filtered=bool(text or verdict or wish or found.page > 1),
    )


def _states(wish: str) -> tuple[State, ...]:
    if wish == _WAITING:
        return OPEN
    return () if wish == _ALL else (State(wish),)


def _chips(by_state: Mapping[str, int], waiting: int) -> list[tuple[str, str, int]]:
    """(value, label, number) of each filter by state."""
    chips = [(_WAITING, "Waiting", waiting)]
    chips += [(state.value, state.value.capitalize(), by_state.get(state, 0)) for state in State]
    return [*chips, (_ALL, "All", sum(by_state.values()))]
