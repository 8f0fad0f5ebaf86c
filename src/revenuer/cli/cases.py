"""`revenuer cases`: findings as cases, judged by people."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import orjson
import typer

from revenuer.cli.case_store import Actor, AsJson, CaseId, Keys, Store, open_store, speaker
from revenuer.problems import Problem
from revenuer.records.case_store import CASE_STORE
from revenuer.report.logged_text import excerpt, identifier, one_line

app = typer.Typer(no_args_is_help=True, help="Findings as cases that people judge.")

Csv = Annotated[Path | None, typer.Option("--csv", help="Write a CSV file instead.")]


@app.command("import")
def import_(
    scan: Annotated[Path, typer.Argument(help="Output folder of `revenuer scan` or its demo.")],
    dismissed: Annotated[
        Path | None, typer.Option(help="Dismissed cases of another store, to mark what is alike.")
    ] = None,
    store: Store = CASE_STORE,
    keys: Keys = None,
    actor: Actor = "",
) -> None:
    """Turn a scan's findings into cases, or continue the cases they belong to."""
    with open_store(store, keys) as opened:
        done = opened.import_scan(scan, speaker(actor), dismissed)
    if done.already:
        typer.echo(f"Scan {done.scan_id} was imported before: nothing changed.")
        return
    typer.echo(f"Scan {done.scan_id}: {len(done.changes)} findings.")
    for case_id, change in done.changes.items():
        more = " (reopened)" if case_id in done.reopened else ""
        more = " (dismissed before, unchanged)" if case_id in done.dismissed_again else more
        typer.echo(f"  {case_id}  {change}{more}")
    for case_id, survivor in done.merged.items():
        typer.echo(f"  {case_id}  merged into {survivor}")


@app.command("list")
def list_(
    state: Annotated[
        list[str] | None, typer.Option(help="Only this state; may be given often.")
    ] = None,
    verdict: Annotated[list[str] | None, typer.Option(help="Only this verdict.")] = None,
    text: Annotated[str, typer.Option(help="A word of the case, or a whole account id.")] = "",
    sort: Annotated[
        str, typer.Option(help="priority, accounts, tokens, growth, updated …")
    ] = "priority",
    page: Annotated[int, typer.Option(min=1)] = 1,
    size: Annotated[int, typer.Option(min=1, max=500)] = 30,
    csv: Csv = None,
    json: AsJson = False,
    store: Store = CASE_STORE,
    keys: Keys = None,
) -> None:
    """The queue, most serious first."""
    from revenuer.cases import CaseFilter
    from revenuer.cases.names import sort_named, state_named
    from revenuer.cases.spreadsheet import rows_as_csv

    wanted = CaseFilter(
        states=tuple(state_named(s) for s in state or ()), verdicts=tuple(verdict or ()), text=text
    )
    with open_store(store, keys) as opened:
        found = opened.cases(wanted, sort_named(sort), page, size)
    if json:
        sys.stdout.buffer.write(orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n")
        return
    if csv is not None:
        rows = [asdict(row) for row in found.rows]
        names = list(rows[0]) if rows else ["id"]
        csv.write_bytes(rows_as_csv(names, ([_flat(row[n]) for n in names] for row in rows)))
        typer.echo(f"{len(rows)} cases written to {csv}.")
        return
    for row in found.rows:
        typer.echo(
            f"{row.id}  {row.state:<9}  {row.verdict:<8}  {row.accounts:>7,} accounts  "
            f"{row.expected_wrong:>6.1f} wrong  {row.output_tokens:>13,} tokens  "
            f"{one_line(', '.join(row.targets), 40)}"
            + ("  [dismissed before]" if row.dismissed_before else "")
            + (f"  [{row.indicator_matches} indicators]" if row.indicator_matches else "")
        )
    typer.echo(f"{len(found.rows)} of {found.total} cases.")


def _flat(value: object) -> object:
    return "; ".join(value) if isinstance(value, list | tuple) else value


@app.command()
def show(case: CaseId, json: AsJson = False, store: Store = CASE_STORE, keys: Keys = None) -> None:
    """One case: its evidence, history and judgements."""
    with open_store(store, keys) as opened:
        found = opened.case(case)
        matches = opened.indicators().of_case(case)
    if json:
        sys.stdout.buffer.write(orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n")
        return
    row = found.row
    typer.echo(f"{row.id}  {row.state}, revision {row.revision}, verdict {row.verdict}")
    typer.echo(
        f"  {row.accounts:,} accounts ({row.expected_wrong:.1f} expected wrong), "
        f"{row.exchanges:,} exchanges, {row.output_tokens:,} tokens drawn"
    )
    typer.echo(f"  seen {row.first_seen[:16]} to {row.last_seen[:16]} UTC")
    for axis in ("coordination", "extraction"):
        typer.echo(f"{axis}: e-value {found.campaign[axis]['e_value']}")
        for finding in found.campaign[axis]["findings"]:
            typer.echo(f"  {one_line(finding['signal'], 30)}: {one_line(finding['detail'], 400)}")
            typer.echo(f"    innocent? {one_line(finding['benign_explanation'], 400)}")
    for sighting in found.sightings:
        typer.echo(f"scan {sighting.scan_id}: {sighting.change}, {sighting.accounts:,} accounts")
    for link in found.links:
        typer.echo(f"{link.child} {link.kind} {link.parent}: {link.why}")
    for match in matches:
        typer.echo(
            f"indicator of {one_line(match.source)} (TLP:{match.tlp}, {match.confidence}/100): "
            f"{match.values} × {match.kind}"
        )
    for judged in found.judgements:
        typer.echo(
            f"{judged.at[:16]} {one_line(judged.actor)}: {judged.before} to {judged.after}. "
            f"{one_line(judged.reason, 300)}"
        )
    for note in found.notes:
        typer.echo(f"{note.at[:16]} {one_line(note.actor)}: {one_line(note.text, 600)}")
    typer.echo(f"It may become: {', '.join(found.allowed)}.")


@app.command()
def accounts(
    case: CaseId,
    csv: Csv = None,
    past: Annotated[bool, typer.Option("--past", help="Also those it once had.")] = False,
    store: Store = CASE_STORE,
    keys: Keys = None,
) -> None:
    """The accounts of a case, surest first."""
    from revenuer.cases.reading import accounts_of
    from revenuer.cases.spreadsheet import rows_as_csv

    rows: list[tuple[str, float, int, bool]] = []
    with open_store(store, keys) as opened, opened.read() as connection:
        page = 1
        while True:
            found = accounts_of(connection, case, page, 5_000, current=not past)
            rows += [(a.account_id, a.membership, a.exchanges, a.current) for a in found.rows]
            page += 1
            if len(rows) >= found.total or not found.rows:
                break
    if csv is not None:
        header = ("account_id", "membership", "exchanges_in_log", "current")
        csv.write_bytes(rows_as_csv(header, rows))
        typer.echo(f"{len(rows)} accounts written to {csv}.")
        return
    for account_id, membership, exchanges, current in rows:
        gone = "" if current else "  (no longer)"
        typer.echo(f"{identifier(account_id, 60)}  {membership:.2f}  {exchanges:,}{gone}")


@app.command()
def judge(
    case: CaseId,
    state: Annotated[str, typer.Argument(help="triage, confirmed, dismissed, closed, reopened …")],
    reason: Annotated[str, typer.Option(help="What you saw.")] = "",
    note: Annotated[str, typer.Option(help="Anything else.")] = "",
    revision: Annotated[
        int | None, typer.Option(help="The revision you looked at; refused if it has moved on.")
    ] = None,
    store: Store = CASE_STORE,
    keys: Keys = None,
    actor: Actor = "",
) -> None:
    """Judge a case. The judgement is kept for good."""
    from revenuer.cases.names import state_named

    with open_store(store, keys) as opened:
        expected = opened.row(case).revision if revision is None else revision
        judged = opened.judge(case, speaker(actor), expected, state_named(state), reason, note)
    typer.echo(f"{case}: {judged.before} to {judged.after}, by {judged.actor}.")


@app.command()
def note(
    case: CaseId,
    text: Annotated[str, typer.Argument(help="The note.")],
    store: Store = CASE_STORE,
    keys: Keys = None,
    actor: Actor = "",
) -> None:
    """Write a note on a case."""
    with open_store(store, keys) as opened:
        opened.note(case, speaker(actor), text)
    typer.echo(f"Noted on {case}.")


@app.command()
def read(
    case: CaseId,
    reason: Annotated[str, typer.Option(help="Why you read it; kept in the audit trail.")],
    store: Store = CASE_STORE,
    keys: Keys = None,
    actor: Actor = "",
) -> None:
    """Read the example exchanges of a case. Who read them, and why, is put on record first."""
    with open_store(store, keys) as opened:
        exhibit = opened.exhibit(case) or {"samples": []}
        samples = exhibit["samples"]
        opened.record_read(speaker(actor), case, [s["exchange_id"] for s in samples], reason)
    for sample in samples:
        account = identifier(sample["account_id"])
        typer.echo(
            f"--- {identifier(sample['exchange_id'])}, {account}: {one_line(sample['note'])}"
        )
        typer.echo(f"{excerpt(sample['prompt'], 4_000)}\n>>>\n{excerpt(sample['response'], 4_000)}")
    typer.echo(f"{len(samples)} exchanges.")


@app.command()
def hypothesis(
    case: CaseId,
    statement: Annotated[str, typer.Option(help="Who or what may be behind it.")],
    term: Annotated[str, typer.Option(help='How sure: "likely", "roughly even chance" …')],
    basis: Annotated[str, typer.Option("--for", help="What speaks for it.")],
    against: Annotated[str, typer.Option("--against", help="What speaks against it.")],
    store: Store = CASE_STORE,
    keys: Keys = None,
    actor: Actor = "",
) -> None:
    """Write down who may be behind a case, graded in words."""
    with open_store(store, keys) as opened:
        held = opened.hypothesise(case, speaker(actor), statement, term, basis, against)
    typer.echo(f"{case}: {held.term} ({held.low}–{held.high} %), held by {held.actor}.")


@app.command()
def scans(store: Store = CASE_STORE, keys: Keys = None) -> None:
    """The imported scans, newest first."""
    with open_store(store, keys) as opened:
        for scan in opened.scans():
            typer.echo(
                f"{scan.id}  {scan.first_seen[:10]} to {scan.last_seen[:10]}  "
                f"{scan.exchanges:,} exchanges  {scan.campaigns} findings  by {scan.imported_by}"
            )


@app.command()
def reference(
    out: Annotated[Path, typer.Argument(help="Folder for the reference; new or empty.")],
    log: Annotated[
        list[str] | None,
        typer.Option("--log", help="Logs that hold the dismissed accounts' traffic."),
    ] = None,
    accounts: Annotated[
        Path | None, typer.Option(help="The account table that was scanned with them.")
    ] = None,
    agreed_by: Annotated[
        str,
        typer.Option(
            help="Second person who looked at every case; --log needs one. Goes on record."
        ),
    ] = "",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bars.")] = False,
    store: Store = CASE_STORE,
    keys: Keys = None,
    actor: Actor = "",
) -> None:
    """Write what dismissed cases teach: for `cases import --dismissed` and, measured in the logs,
    for `revenuer scan --reference`."""
    from revenuer.cases.reference.folder import write_dismissed
    from revenuer.scan.dismissed import measure_dismissed
    from revenuer.scan.progress import Progress

    if log and not agreed_by:
        raise Problem(
            "A measured reference needs a second person: one campaign dismissed by mistake can "
            "hide every other from the next scan.",
            where="--log",
            hint="name who else looked at every dismissed case with --agreed-by",
        )
    second = speaker(agreed_by) if agreed_by else ""
    with open_store(store, keys) as opened:
        found = write_dismissed(opened, out, speaker(actor), second)
    typer.echo(f"{len(found)} dismissed cases in {out}.")
    if log:
        with Progress(quiet) as progress:
            groups = measure_dismissed(out, found, log, accounts, progress)
        typer.echo(f"{groups} control groups of theirs stand beside the shipped ones.")
        typer.echo(
            "One campaign among them, dismissed by mistake, can hide every other: scan without "
            "this reference too, and compare."
        )
