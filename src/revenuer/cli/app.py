"""The `revenuer` command."""

import sys

import typer
from rich.console import Console

from revenuer import __version__
from revenuer.cli.actions import app as actions
from revenuer.cli.audit import app as audit
from revenuer.cli.cases import app as cases
from revenuer.cli.demo import demo
from revenuer.cli.dossier import app as dossier
from revenuer.cli.drill import app as drill
from revenuer.cli.formats import formats
from revenuer.cli.indicators import app as indicators
from revenuer.cli.lab import app as lab
from revenuer.cli.ledger import app as ledger
from revenuer.cli.mark import app as mark
from revenuer.cli.policy import app as policy
from revenuer.cli.prove import app as prove
from revenuer.cli.scan import scan
from revenuer.cli.serve import serve
from revenuer.problems import Problem

DETECT = "Detect"
PROVE = "Prove"
REVIEW = "Review"

app = typer.Typer(
    name="revenuer",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help=(
        "Finds industrial-scale distillation in the traffic of a language-model API, "
        "and proves what came of it.\n\n"
        "[bold]New here?[/bold] [cyan]revenuer demo[/cyan] writes a fortnight of made-up traffic, "
        "scans it and leaves a report to open in a browser."
    ),
    epilog="Every number comes with its error rate. Nothing here accuses anyone: a person decides.",
)
app.command(rich_help_panel=DETECT)(scan)
app.command(rich_help_panel=DETECT)(demo)
app.command(rich_help_panel=DETECT)(formats)
app.add_typer(drill, name="drill", rich_help_panel=DETECT)
app.command(rich_help_panel=REVIEW)(serve)
app.add_typer(cases, name="cases", rich_help_panel=REVIEW)
app.add_typer(actions, name="actions", rich_help_panel=REVIEW)
app.add_typer(dossier, name="dossier", rich_help_panel=REVIEW)
app.add_typer(audit, name="audit", rich_help_panel=REVIEW)
app.add_typer(policy, name="policy", rich_help_panel=REVIEW)
app.add_typer(indicators, name="indicators", rich_help_panel=REVIEW)
app.add_typer(mark, name="mark", rich_help_panel=PROVE)
app.add_typer(ledger, name="ledger", rich_help_panel=PROVE)
app.add_typer(prove, name="prove", rich_help_panel=PROVE)
app.add_typer(lab, name="lab", rich_help_panel=PROVE)


@app.command(rich_help_panel=DETECT)
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


def main() -> None:
    """Run the command line; a `Problem` is printed as text and decides the exit status."""
    try:
        app()
    except Problem as problem:
        console = Console(stderr=True, highlight=False)
        console.print(f"revenuer: {problem}", style="red", markup=False, soft_wrap=True)
        sys.exit(problem.exit_status)
