"""`revenuer actions`: simulate, propose, agree, issue, lift, and see where a campaign went."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer

from revenuer.cli.case_store import Actor, AsJson, CaseId, Keys, Store, open_store, speaker
from revenuer.problems import Problem
from revenuer.records.case_store import CASE_STORE
from revenuer.report.logged_text import identifier, one_line

app = typer.Typer(no_args_is_help=True, help="Graded, reversible actions on confirmed cases.")

ActionId = Annotated[str, typer.Argument(help="An action, such as action-00001.")]
KindName = Annotated[
    str,
    typer.Argument(
        help="watch, verify_identity, rate_limit, mark, reduce_reasoning, suspend, terminate."
    ),
]
Least = Annotated[float, typer.Option("--least", help="Least membership of an account.")]
Prices = Annotated[Path | None, typer.Option(help="TOML price table, to speak of revenue.")]
Out = Annotated[Path, typer.Option("--out", help="Where to write the signed decision.")]
Why = Annotated[str, typer.Option("--why", help="The reason; kept for good.")]


@app.command()
def simulate(
    case: CaseId,
    kind: KindName,
    least: Least = 0.0,
    prices: Prices = None,
    json: AsJson = False,
    store: Store = CASE_STORE,
    keys: Keys = None,
) -> None:
    """Count what an action would hit; nothing is proposed."""
    from revenuer.cases import read_prices
    from revenuer.cases.actions.kinds import kind_named
    from revenuer.cases.actions.telling import sentences

    with open_store(store, keys) as opened:
        table = read_prices(prices) if prices else None
        found = opened.actions(prices=table).simulate(case, kind_named(kind), least)
    if json:
        sys.stdout.buffer.write(orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n")
        return
    for sentence in sentences(found):
        typer.echo(sentence)


@app.command()
def propose(
    case: CaseId,
    kind: KindName,
    reason: Annotated[str, typer.Option(help="Why.")],
    least: Least = 0.0,
    days: Annotated[int | None, typer.Option(help="How long it lasts.")] = None,
    prices: Prices = None,
    store: Store = CASE_STORE,
    keys: Keys = None,
    actor: Actor = "",
) -> None:
    """Propose an action; its simulation is kept with it."""
    from revenuer.cases import read_prices
    from revenuer.cases.actions.kinds import kind_named

    with open_store(store, keys) as opened:
        desk = opened.actions(prices=read_prices(prices) if prices else None)
        made = desk.propose(case, kind_named(kind), speaker(actor), reason, least, days)
    needs = "a second person must agree" if made.needs_second_person else "it may be issued"
    typer.echo(f"{made.id}: {made.kind} for {made.accounts:,} accounts; {needs}.")


@app.command()
def approve(
    action: ActionId,
    note: Annotated[str, typer.Option(help="A remark.")] = "",
    store: Store = CASE_STORE,
    keys: Keys = None,
    actor: Actor = "",
) -> None:
    """Agree to what somebody else proposed."""
    with open_store(store, keys) as opened:
        done = opened.actions().approve(action, speaker(actor), note)
    typer.echo(f"{done.id}: agreed to by {done.approved_by}.")


@app.command("turn-down")
def turn_down(
    action: ActionId,
    why: Why,
    store: Store = CASE_STORE,
    keys: Keys = None,
    actor: Actor = "",
) -> None:
    """Reject a proposal, or withdraw one's own."""
    with open_store(store, keys) as opened:
        done = opened.actions().turn_down(action, speaker(actor), why)
    typer.echo(f"{done.id}: {done.status}.")


@app.command()
def issue(
    action: ActionId,
    out: Out,
    effective: Annotated[
        datetime | None, typer.Option(help="From when (UTC); by default now.")
    ] = None,
    webhook: Annotated[str, typer.Option(help="https address to POST the decision to.")] = "",
    store: Store = CASE_STORE,
    keys: Keys = None,
    actor: Actor = "",
) -> None:
    """Sign the decision, write it to a file and, if asked, send it."""
    from revenuer.cases.actions.webhook import check_url
    from revenuer.cases.moments import in_utc

    if webhook:
        check_url(webhook)
    with open_store(store, keys) as opened:
        desk = opened.actions()
        start = None if effective is None else in_utc(effective)
        out.write_bytes(desk.issue(action, speaker(actor), start))
        typer.echo(f"{action}: issued, {out}.")
        if webhook:
            done = desk.deliver(action, webhook, speaker(actor))
            if not done.delivered:
                raise Problem(
                    f"The decision was not delivered: {done.why}, {done.attempts} attempts.",
                    where=webhook,
                    hint=f"it is issued all the same; hand over {out}",
                )
            typer.echo(f"Delivered: {done.why}.")


@app.command()
def lift(
    action: ActionId,
    out: Out,
    why: Why,
    account: Annotated[list[str] | None, typer.Option(help="Only for this account.")] = None,
    store: Store = CASE_STORE,
    keys: Keys = None,
    actor: Actor = "",
) -> None:
    """End an issued action early: a signed decision to undo it."""
    with open_store(store, keys) as opened:
        out.write_bytes(opened.actions().lift(action, speaker(actor), why, account))
    typer.echo(f"{action}: lifted, {out}.")


@app.command("list")
def list_(
    case: Annotated[str, typer.Option(help="Only of this case.")] = "",
    store: Store = CASE_STORE,
    keys: Keys = None,
) -> None:
    """The actions, newest first; what is due to lapse or end does so now."""
    with open_store(store, keys) as opened:
        desk = opened.actions()
        desk.sweep()
        for found in desk.all(case):
            typer.echo(
                f"{found.id}  {found.case_id}  {found.kind:<16}  {found.status:<9}  "
                f"{found.accounts:,} accounts  by {one_line(found.proposed_by, 30)}"
            )


@app.command()
def appeal(
    action: ActionId,
    account: Annotated[str, typer.Option(help="The account that objects.")],
    text: Annotated[str, typer.Option(help="What it says.")],
    store: Store = CASE_STORE,
    keys: Keys = None,
    actor: Actor = "",
) -> None:
    """Put an appeal on record."""
    with open_store(store, keys) as opened:
        number = opened.actions().appeal(action, account, speaker(actor), text)
    typer.echo(f"Appeal {number} against {action}.")


@app.command()
def answer(
    number: Annotated[int, typer.Argument(help="The appeal's number.")],
    why: Why,
    uphold: Annotated[bool, typer.Option("--uphold/--refuse", help="Let the account go or not.")],
    store: Store = CASE_STORE,
    keys: Keys = None,
    actor: Actor = "",
) -> None:
    """Answer an appeal; an upheld one lifts the action for its account."""
    with open_store(store, keys) as opened:
        done = opened.actions().decide_appeal(number, speaker(actor), uphold=uphold, why=why)
    typer.echo(f"Appeal {done.number} of {identifier(done.account_id)}: {done.outcome}.")


@app.command()
def appeals(store: Store = CASE_STORE, keys: Keys = None) -> None:
    """The appeals and their answers, oldest first."""
    with open_store(store, keys) as opened:
        for found in opened.actions().appeals():
            typer.echo(
                f"{found.number}  {found.action_id}  {identifier(found.account_id)}  "
                f"{found.outcome}  {one_line(found.text, 200)}"
            )


@app.command()
def spare(
    label: Annotated[str, typer.Option(help='Such as "vetted researcher".')],
    why: Why,
    account: Annotated[list[str] | None, typer.Option(help="An account to spare.")] = None,
    table: Annotated[
        Path | None, typer.Option("--accounts", help="An account table with a program column.")
    ] = None,
    program: Annotated[
        list[str] | None, typer.Option(help="Spare all accounts of this program in the table.")
    ] = None,
    store: Store = CASE_STORE,
    keys: Keys = None,
    actor: Actor = "",
) -> None:
    """Carve accounts out of every action: vetted researchers, evaluators, red teams."""
    from revenuer.cases.actions.programs import accounts_in

    chosen = [*(account or ()), *(accounts_in(table, program or ()) if table else ())]
    with open_store(store, keys) as opened:
        new = opened.actions().spare(chosen, label, why, speaker(actor))
    typer.echo(f"{new} accounts spared, {len(set(chosen)) - new} were already.")


@app.command()
def spared(store: Store = CASE_STORE, keys: Keys = None) -> None:
    """The accounts that no action may hit."""
    with open_store(store, keys) as opened:
        for found in opened.actions().carve_outs():
            typer.echo(
                f"{identifier(found.account_id, 60)}  {one_line(found.label)}  "
                f"{one_line(found.why, 200)}"
            )


@app.command()
def displacement(
    action: ActionId,
    scan: Annotated[Path, typer.Argument(help="A scan of the log of the days after it.")],
    json: AsJson = False,
    store: Store = CASE_STORE,
    keys: Keys = None,
) -> None:
    """Where the campaign went, 24 to 72 hours after an action."""
    with open_store(store, keys) as opened:
        found = opened.actions().displacement(action, scan)
    if json:
        sys.stdout.buffer.write(orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n")
        return
    typer.echo(found.answer)
    window = "" if found.in_window else " (24 to 72 are meant)"
    typer.echo(f"{found.hours:g} hours of log lie after the action{window}.")
    typer.echo(
        f"Exchanges a day: {found.before_a_day:,.0f} before, {found.after_a_day:,.0f} after."
    )
    for heir in found.heirs:
        typer.echo(
            f"  {identifier(heir.campaign_id)}: {heir.accounts:,} accounts, {heir.new:,} new, "
            f"recognised by {heir.by}"
        )
