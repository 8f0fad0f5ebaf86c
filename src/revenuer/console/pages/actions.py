"""Actions: simulated first, proposed with a reason, agreed to by a second person, then issued."""

import hashlib

from starlette.responses import Response

from revenuer.cases.actions.kinds import GRADES, SECOND_PERSON_FROM, ActionKind
from revenuer.cases.actions.proposals import check_case
from revenuer.cases.actions.records import Action, Status
from revenuer.console.action_words import KIND_WORDS, steps_of
from revenuer.console.call import Call
from revenuer.console.notices import NOTICES
from revenuer.console.pages.case import found
from revenuer.console.redirects import go
from revenuer.console.refusals import Refused, not_found
from revenuer.console.rendering import page
from revenuer.console.roles import Role
from revenuer.problems import Problem

_LEAST_WHY = 3


def actions(call: Call) -> Response:
    """All actions, newest first, and the carve-outs."""
    held = call.desk.actions
    held.sweep()
    wish = call.query.one_of("status", ("", *Status), "")
    every = held.all()
    return page(
        call,
        "console/actions.html",
        notices=NOTICES,
        rows=[a for a in every if not wish or a.status == wish],
        chips=[("", "All", len(every))]
        + [(s.value, s.value.capitalize(), sum(a.status is s for a in every)) for s in Status],
        wish=wish,
        words=KIND_WORDS,
        carve_outs=held.carve_outs(),
    )


def simulate(call: Call) -> Response:
    """What an action would hit, before it is proposed."""
    kept = found(call.desk, call.path["id"])
    kind = ActionKind(call.query.one_of("kind", tuple(ActionKind), ActionKind.WATCH))
    least = call.query.whole("least", 90, 0, 100) / 100
    simulation = call.desk.actions.simulate(kept.row.id, kind, least)
    try:
        check_case(kept.row, kind)
        refused = ""
    except Problem as problem:
        refused = problem.what
    return page(
        call,
        "console/propose.html",
        refused=refused,
        notices=NOTICES,
        case=kept.row,
        kinds=[(k, KIND_WORDS[k], GRADES[k]) for k in ActionKind],
        kind=kind,
        grade=GRADES[kind],
        words=KIND_WORDS,
        least=round(least * 100),
        simulated=simulation.as_dict(),
        second=GRADES[kind].level >= SECOND_PERSON_FROM,
    )


def propose(call: Call) -> Response:
    """Put a proposal on record with the simulation of this moment."""
    kept = found(call.desk, call.path["id"])
    wish = call.form.text("kind")
    if wish not in set(ActionKind):
        raise Refused(400, "There is no such action.")
    kind = ActionKind(wish)
    made = call.desk.actions.propose(
        kept.row.id,
        kind,
        call.person.login,
        call.form.text("reason", 20_000),
        call.form.whole("least", 90, 0, 100) / 100,
        call.form.whole("days", GRADES[kind].default_days, 1, 10_000),
    )
    return go(f"/actions/{made.id}", "proposed")


def action(call: Call) -> Response:
    """One action: its simulation, its steps, and what may be done with it now."""
    made = _action(call)
    return page(
        call,
        "console/action.html",
        notices=NOTICES,
        action=made,
        grade=GRADES[made.kind],
        words=KIND_WORDS,
        simulated=made.simulation,
        steps=steps_of(made),
        own=made.proposed_by == call.person.login,
        appeals=call.desk.actions.appeals(made.id),
        webhook=call.desk.webhook,
        displaced=_displaced(call, made),
    )


def approve(call: Call) -> Response:
    """A second person agrees; the one who proposed it cannot."""
    made = _action(call)
    call.desk.actions.approve(made.id, call.person.login, call.form.text("note", 4_000))
    return go(f"/actions/{made.id}", "approved")


def turn_down(call: Call) -> Response:
    """Withdraw one's own proposal, or as approver reject somebody's."""
    made = _action(call)
    own = made.proposed_by == call.person.login
    if not own and not call.may(Role.APPROVER):
        raise Refused(403, "Only an approver may reject what somebody else proposed.")
    call.desk.actions.turn_down(made.id, call.person.login, _why(call))
    return go(f"/actions/{made.id}", "cancelled" if own else "rejected")


def issue(call: Call) -> Response:
    """Sign the decision."""
    made = _action(call)
    call.desk.actions.issue(made.id, call.person.login)
    return go(f"/actions/{made.id}", "issued")


def decision(call: Call) -> Response:
    """The signed decision file; taking it away is put on record."""
    made = _action(call)
    content = call.desk.actions.decision(made.id)
    store = call.desk.store
    with store.write() as connection:
        digest = hashlib.sha256(content).hexdigest()
        store.audit(connection, call.person.login, "decision.exported", made.id, sha256=digest)
    return Response(
        content,
        media_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{made.id}.json"'},
    )


def deliver(call: Call) -> Response:
    """Send the decision to the webhook named when the console was started, and nowhere else."""
    made = _action(call)
    if not call.desk.webhook:
        raise Refused(400, "No webhook is set.", "Start the console with --webhook URL.")
    done = call.desk.actions.deliver(made.id, call.desk.webhook, call.person.login)
    if not done.delivered:
        raise Refused(502, "The decision was not taken.", f"{done.why}. It can be sent again.")
    return go(f"/actions/{made.id}", "delivered")


def lift(call: Call) -> Response:
    """End an issued action early."""
    made = _action(call)
    call.desk.actions.lift(made.id, call.person.login, _why(call))
    return go(f"/actions/{made.id}", "lifted")


def appeal(call: Call) -> Response:
    """Put an appeal on record."""
    made = _action(call)
    account, text = call.form.text("account", 200), call.form.text("text", 20_000)
    call.desk.actions.appeal(made.id, account, call.person.login, text)
    return go(f"/actions/{made.id}", "appealed")


def answer_appeal(call: Call) -> Response:
    """Uphold or refuse an appeal; an upheld one lifts the action for its account."""
    text = call.path["number"]
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise not_found("There is no such appeal.")
    number = int(text)
    uphold = call.form.one_of("outcome", ("uphold", "refuse"), "") == "uphold"
    why = _why(call)
    answered = call.desk.actions.decide_appeal(number, call.person.login, uphold=uphold, why=why)
    return go(f"/actions/{answered.action_id}", "answered")


def spare(call: Call) -> Response:
    """Carve accounts out of every action."""
    accounts = call.form.text("accounts", 20_000).split()
    if not accounts:
        raise Refused(400, "Name the accounts that no action may hit.")
    label, why = call.form.text("label", 80), call.form.text("why", 2_000)
    call.desk.actions.spare(accounts, label, why, call.person.login)
    return go("/actions", "saved", "carve-outs")


def unspare(call: Call) -> Response:
    """End a carve-out."""
    call.desk.actions.unspare(call.form.text("account", 200), _why(call), call.person.login)
    return go("/actions", "saved", "carve-outs")


def _action(call: Call) -> Action:
    try:
        return call.desk.actions.get(call.path["id"])
    except Problem as problem:
        raise not_found("There is no such action.") from problem


def _why(call: Call) -> str:
    why = call.form.text("why", 4_000)
    if len(why) < _LEAST_WHY:
        raise Refused(400, "Say why.", "A short sentence will do; it is kept with your name.")
    return why


def _displaced(call: Call, made: Action) -> object:
    """Where the campaign went, where the scan the console was started on lies after the action."""
    if made.effective_at is None or call.desk.scan_folder is None:
        return None
    try:
        return call.desk.actions.displacement(made.id, call.desk.scan_folder)
    except Problem:
        return None
