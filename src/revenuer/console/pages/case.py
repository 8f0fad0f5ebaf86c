"""One case: its evidence, what speaks against it, and the forms with which it is judged."""

import math
from collections.abc import Sequence
from dataclasses import replace

from starlette.responses import Response

from revenuer.cases import DISMISSALS, Case, CaseRow, NoSuchCase, Scan, State
from revenuer.cases.attribution import SCALE, Hypothesis
from revenuer.cases.policy.touched import touched
from revenuer.console import casefile, masking, sessions
from revenuer.console.action_words import KIND_WORDS
from revenuer.console.call import Call
from revenuer.console.desk import Desk
from revenuer.console.history import history
from revenuer.console.notices import NOTICES
from revenuer.console.plates import DETAIL, Plates
from revenuer.console.refusals import not_found
from revenuer.console.rendering import page
from revenuer.report import numerals, sentences
from revenuer.report.reading import Group

_LISTED = 12

_FORMS = (
    (
        State.CONFIRMED,
        "Confirm",
        "c",
        "What convinced you?",
        "Name the findings, and the innocent explanation you ruled out.",
    ),
    (
        State.DISMISSED,
        "Dismiss",
        "d",
        "What did you see?",
        "The next scan will compare groups with this one before it names them.",
    ),
    (State.CLOSED, "Close", "", "Why is it done?", "A closed case can be reopened."),
    (State.REOPENED, "Reopen", "r", "What has changed?", ""),
)


def case(call: Call) -> Response:
    """The case page. Where its text is open to this session, reading it is put on record first."""
    desk = call.desk
    kept = found(desk, call.path["id"])
    scan = _scan(desk, kept)
    group, gaps = casefile.group_of(kept, scan)
    plates = desk.room.plates(desk.store, kept.row)
    reason, minutes = _open_text(call, kept.row, plates)
    samples = plates.exhibit.samples if plates else ()
    wordings = plates.exhibit.wording if plates else ()
    things = plates.things if plates else ()
    may_read = bool(reason)
    hypotheses = desk.store.hypotheses(kept.row.id)
    return page(
        call,
        "console/case.html",
        notices=NOTICES,
        case=kept.row,
        group=casefile.for_it(group),
        gaps=gaps,
        scan=scan,
        in_short=casefile.in_short(kept.row),
        answers=_answers(group, kept.row, hypotheses),
        counter=casefile.against(group),
        common=casefile.common_things(things),
        kin=casefile.kin(kept.row.id, kept.links),
        plates=plates,
        things=things,
        thing_kinds=casefile.kinds_of(things),
        wordings=masking.wordings(
            wordings[: DETAIL.wordings], DETAIL.characters, may_read=may_read
        ),
        samples=masking.samples(samples[: DETAIL.samples], DETAIL.characters, may_read=may_read),
        open_text=reason,
        minutes_left=minutes,
        accounts=desk.store.accounts(kept.row.id, 1, _LISTED).rows,
        history=history(kept, _imported(desk, kept)),
        allowed=[] if kept.row.merged_into else list(kept.allowed),
        forms=_forms(kept),
        judging=call.query.one_of("judge", tuple(State), State.NEW),
        stories=DISMISSALS,
        clauses=touched(desk.terms, kept.campaign),
        hypotheses=hypotheses,
        scale=SCALE,
        actions=desk.actions.all(kept.row.id),
        action_words=KIND_WORDS,
    )


def graph(call: Call) -> Response:
    """The linking graph's places, for the canvas."""
    row = found(call.desk, call.path["id"]).row
    content = call.desk.room.graph(call.desk.store, row)
    return Response(content, media_type="application/json")


def found(desk: Desk, case_id: str) -> Case:
    """The case. Raises Refused where there is none."""
    try:
        return desk.store.case(case_id)
    except NoSuchCase as error:
        raise not_found("There is no such case.") from error


def _scan(desk: Desk, kept: Case) -> Scan | None:
    return desk.store.scan(kept.row.scan_number) if kept.sightings else None


def _imported(desk: Desk, kept: Case) -> dict[int, str]:
    return {
        seen.scan_number: desk.store.scan(seen.scan_number).imported_at for seen in kept.sightings
    }


def _answers(
    group: Group, row: CaseRow, hypotheses: Sequence[Hypothesis]
) -> tuple[sentences.Answer, ...]:
    """The three questions, never mixed: the first two by measurement, the third by people."""
    operator, harvest, behind = sentences.answers(group)
    if row.accounts == 1:
        operator = replace(operator, answer="One account: nothing to coordinate", reached=False)
    said = (
        numerals.counted(len(hypotheses), "hypothesis", "hypotheses") + ", see below"
        if hypotheses
        else "No measurement answers this"
    )
    return operator, harvest, replace(behind, answer=said)


def _forms(kept: Case) -> list[tuple[str, str, str, str, str]]:
    if kept.row.merged_into:
        return []
    return [(s.value, *rest) for s, *rest in _FORMS if s in kept.allowed]  # type: ignore[misc]


def _open_text(call: Call, row: CaseRow, plates: Plates | None) -> tuple[str, int]:
    """(reason, minutes left) where this session may read the case's text; ("", 0) where not."""
    if call.session is None or plates is None:
        return "", 0
    with call.desk.store.read() as connection:
        grant = sessions.granted(connection, call.session, row.id, call.now)
    if grant is None:
        return "", 0
    reason, seconds = grant
    read = [sample.exchange_id for sample in plates.exhibit.samples]
    call.desk.store.record_read(call.person.login, row.id, read, reason)
    return reason, math.ceil(seconds / 60)
