"""A scan's answer on the terminal."""

from rich import box
from rich.console import Console
from rich.table import Table

from revenuer.scan import ScanResult

_STYLE = {"campaign": "bold red", "pool": "yellow", "watch": "cyan"}


def print_summary(result: ScanResult) -> None:
    """The ranked campaigns, and where the report lies."""
    console = Console(highlight=False)
    block = result.document["scan"]
    counts = block["counts"]
    console.print(
        f"\n{counts['in']:,} lines in = {counts['rows']:,} exchanges + "
        f"{counts['duplicates']:,} duplicates + {counts['quarantined']:,} set aside; "
        f"{block['accounts']:,} accounts, {block['groups_tested']:,} candidate groups."
    )
    if result.campaigns:
        console.print(_table(result))
        console.print("Wrong: accounts expected not to belong. Tokens: drawn from the model.")
    else:
        console.print("Nothing found above the bar.")
    console.print(f"Report: {result.out / 'report.html'}", soft_wrap=True)


def _table(result: ScanResult) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("Group", no_wrap=True)
    for name in ("Accounts", "Wrong", "Exchanges", "Tokens"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Targets")
    for found in result.campaigns:
        table.add_row(
            f"[{_STYLE[found.verdict]}]{found.id}[/]",
            f"{len(found.accounts):,}",
            f"{found.expected_wrong_accounts:.1f}",
            f"{found.exchange_count:,}",
            f"{found.tokens.output:,}",
            ", ".join(found.targets[:3]),
        )
    return table
