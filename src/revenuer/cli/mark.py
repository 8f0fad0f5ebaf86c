"""`revenuer mark`: what is done to answers before they are served."""

import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer

from revenuer.mark.pair_lines import pair_requests
from revenuer.mark.selection import Selection
from revenuer.problems import Problem

app = typer.Typer(no_args_is_help=True, help="Choose and mark answers before they are served.")


@app.callback()
def mark() -> None:
    """Choose and mark answers before they are served."""


@app.command()
def select(
    pairs: Annotated[Path, typer.Argument(help="Pairs, one JSON object a line.")],
    most_alike: Annotated[float, typer.Option(min=0, max=1)] = 0.8,
    longest_ratio: Annotated[float, typer.Option(min=1)] = 1.5,
    shortest: Annotated[int, typer.Option(min=1)] = 40,
) -> None:
    """Say of each set of answers whether it is worth a coin; the rule treats members alike."""
    selection = Selection(most_alike, longest_ratio, shortest)
    try:
        lines = pairs.read_bytes().splitlines()
    except OSError as error:
        raise Problem(
            "The pairs cannot be read.", where=str(pairs), hint="check the path"
        ) from error
    for request in pair_requests(lines, str(pairs)):
        fault = selection.fault(request.answers)
        told = {"reference": request.reference, "coined": fault is None, "why_not": fault}
        sys.stdout.buffer.write(orjson.dumps(told) + b"\n")
    sys.stdout.buffer.flush()
