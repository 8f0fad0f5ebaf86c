"""`revenuer indicators`: share confirmed cases with partners, and match what they share."""

from pathlib import Path
from typing import Annotated

import typer

from revenuer.cli.case_store import Actor, CaseId, Keys, Store, open_store, speaker
from revenuer.records.case_store import CASE_STORE
from revenuer.report.logged_text import identifier, one_line

app = typer.Typer(no_args_is_help=True, help="STIX 2.1 indicators, given and taken.")


@app.command()
def salt(
    keep: Annotated[
        str,
        typer.Option(help="A salt agreed with partners, in hexadecimal; - reads it from stdin."),
    ] = "",
    store: Store = CASE_STORE,
    keys: Keys = None,
) -> None:
    """Keep a salt agreed with partners; without one, make a new one and print it."""
    from revenuer.cases.indicators.salted import new_salt

    given = typer.get_text_stream("stdin").read() if keep == "-" else keep
    made = given or new_salt().hex()
    with open_store(store, keys) as opened:
        name = opened.indicators().keep_salt(made)
    typer.echo(f"Salt {name} is kept.")
    if not given:
        typer.echo(f"{made}\nGive it to partners in private: who has it can try out values.")


@app.command()
def export(
    case: CaseId,
    out: Annotated[Path, typer.Option("--out", help="Where to write the bundle.")],
    producer: Annotated[str, typer.Option(help="Who shares it.")],
    tlp: Annotated[str, typer.Option(help="clear, green, amber or red.")] = "amber",
    days: Annotated[int, typer.Option(help="Valid for so long after it was last seen.")] = 90,
    salt_name: Annotated[str, typer.Option("--salt", help="Which kept salt to use.")] = "",
    identifiers: Annotated[
        bool, typer.Option(help="Share salted identifiers, not only hashes of wording.")
    ] = True,
    store: Store = CASE_STORE,
    keys: Keys = None,
    actor: Actor = "",
) -> None:
    """Write a confirmed case as a STIX 2.1 bundle."""
    from revenuer.cases.indicators.sharing import Sharing

    with open_store(store, keys) as opened:
        desk = opened.indicators()
        chosen = desk.salt(salt_name) if identifiers else None
        sharing = Sharing(producer, tlp, chosen, days)
        made = desk.export(case, sharing, speaker(actor))
        until, now = sharing.until(opened.row(case).last_seen), opened.now()
    out.write_bytes(made)
    typer.echo(f"{case} written to {out}, TLP:{tlp.upper()}, valid until {until:%Y-%m-%d}.")
    if until <= now:
        typer.echo("That is past: partners will leave these indicators out. More --days keep them.")


@app.command("import")
def import_(
    bundle: Annotated[Path, typer.Argument(help="A partner's STIX 2.1 bundle.")],
    store: Store = CASE_STORE,
    keys: Keys = None,
    actor: Actor = "",
) -> None:
    """Take in a partner's indicators and mark the cases that match, now and after every scan."""
    with open_store(store, keys) as opened:
        desk = opened.indicators()
        read, marked = desk.take_in(bundle, speaker(actor))
        unknown = desk.unknown_salts(read)
    typer.echo(
        f"{len(read.indicators)} indicators kept; left out: {read.expired} expired, "
        f"{read.revoked} revoked, {read.foreign} of other tools."
    )
    for name in unknown:
        typer.echo(f"Identifiers under salt {name} cannot be matched: that salt is not kept here.")
    for case_id, count in marked.items():
        typer.echo(f"  {case_id} matches {count}")


@app.command()
def match(
    accounts: Annotated[Path, typer.Argument(help="An account table (CSV, Parquet, JSON lines).")],
    store: Store = CASE_STORE,
    keys: Keys = None,
) -> None:
    """Accounts that carry an identifier a partner named. A match is a lead, never a verdict."""
    from revenuer.ingest import read_accounts

    table = read_accounts(accounts)
    count = 0
    with open_store(store, keys) as opened:
        for found in opened.indicators().match_accounts(table):
            count += 1
            typer.echo(
                f"{identifier(found.subject, 60)}  {found.kind}  {one_line(found.source)}  "
                f"{one_line(found.name)}  {found.confidence}/100  TLP:{found.tlp}"
            )
    typer.echo(f"{count} matches.")
