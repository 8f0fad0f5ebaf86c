"""`revenuer policy`: the provider's terms as data."""

from pathlib import Path
from typing import Annotated

import typer

from revenuer.cli.case_store import CaseId, Keys, Store, open_store
from revenuer.records.case_store import CASE_STORE
from revenuer.report.logged_text import one_line

app = typer.Typer(no_args_is_help=True, help="The provider's terms, and what touches them.")


@app.command()
def example() -> None:
    """Print the shipped example, to begin from."""
    from revenuer.cases.policy.terms import example as text

    typer.echo(text(), nl=False)


@app.command()
def check(terms: Annotated[Path, typer.Argument(help="A terms file.")]) -> None:
    """Read a terms file and say what is in it, or what is wrong with it."""
    from revenuer.cases.policy.terms import read_terms

    found = read_terms(terms)
    typer.echo(f"{found.name}, version {found.version}: {len(found.clauses)} clauses.")
    for clause in found.clauses:
        by = "never named by the program" if not clause.touched_by else "named by evidence"
        typer.echo(f"  {clause.id}  {clause.title} ({clause.topic}): {by}")


@app.command()
def touched(
    case: CaseId,
    terms: Annotated[
        Path | None, typer.Option(help="The provider's terms; by default the shipped example.")
    ] = None,
    store: Store = CASE_STORE,
    keys: Keys = None,
) -> None:
    """The clauses that a case's evidence touches, and what they rest on."""
    from revenuer.cases.policy.terms import example_terms, read_terms
    from revenuer.cases.policy.touched import touched as find

    chosen = read_terms(terms) if terms else example_terms()
    with open_store(store, keys) as opened:
        campaign = opened.case(case).campaign
    found = find(chosen, campaign)
    for item in found:
        typer.echo(f"{item.clause.id}  {item.clause.title}: {item.why}")
        for support in item.support:
            typer.echo(
                f"  {support.signal}, e-value {support.e_value:g}: {one_line(support.detail, 200)}"
            )
    typer.echo(f"{len(found)} of {len(chosen.clauses)} clauses.")
