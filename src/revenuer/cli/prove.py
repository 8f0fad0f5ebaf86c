"""`revenuer prove`: did this model learn from what was served?"""

from pathlib import Path
from typing import Annotated

import numpy as np
import orjson
import typer

from revenuer.problems import Problem
from revenuer.proof.pairs import read_pairs
from revenuer.proof.selfcheck import shuffled_coins, simulated_nulls
from revenuer.proof.twins import Protocol, twins_test
from revenuer.proof.twins_report import as_json, as_text

app = typer.Typer(no_args_is_help=True, help="Test whether a suspect learned from what was served.")


@app.callback()
def prove() -> None:
    """Test whether a suspect learned from what was served."""


@app.command()
def twins(
    scores: Annotated[
        Path, typer.Option(help="Parquet: pair_id, served, twin or twin_1..twin_m, [account_id].")
    ],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    alpha: Annotated[float, typer.Option(help="The level fixed in advance.")] = 1e-6,
    seed: Annotated[int, typer.Option(help="Seed of the permutations, fixed in advance.")] = 0,
    draws: Annotated[
        int | None, typer.Option(help="Number of draws B; by default by the size of the problem.")
    ] = None,
) -> None:
    """Served against twin: the pre-registered permutation test, e-process, effect and power."""
    if not 0 < alpha < 1:
        raise Problem("The level must lie between 0 and 1.", where="--alpha", hint="try 1e-6")
    if seed < 0:
        raise Problem("The seed must not be negative.", where="--seed", hint="try 0")
    if draws is not None and not 1 <= draws <= 10_000_000:
        raise Problem(
            "The number of draws must lie between 1 and 10,000,000.",
            where="--draws",
            hint="leave it out",
        )
    result = twins_test(read_pairs(scores), Protocol(alpha=alpha, seed=seed, draws=draws))
    typer.echo(orjson.dumps(as_json(result)).decode() if json else as_text(result))


@app.command()
def selfcheck(
    scores: Annotated[
        Path | None, typer.Option(help="Shuffle the coins of these scores; else simulate.")
    ] = None,
    runs: Annotated[int, typer.Option(min=1, help="Null runs.")] = 10_000,
    pairs: Annotated[int, typer.Option(min=1, help="Pairs a run (simulated scores).")] = 100,
    twins: Annotated[int, typer.Option(min=1, help="Twins a pair (simulated scores).")] = 1,
    draws: Annotated[int, typer.Option(min=1, help="Permutation draws a run.")] = 999,
    seed: Annotated[int, typer.Option(min=0)] = 0,
) -> None:
    """Measure the error rates of the twins test: how often it rejects when nothing was learned."""
    if scores is None:
        rates = simulated_nulls(runs=runs, draws=draws, seed=seed, pairs=pairs, twins=twins)
    else:
        given = read_pairs(scores)
        members = np.column_stack([given.served, given.twins])
        rates = shuffled_coins(members, runs=runs, draws=draws, seed=seed)
    for row in rates.rejections:
        typer.echo(
            f"p <= {row.level}: {row.rejected:,} of {row.runs:,} [{row.low:.4%}, {row.high:.4%}]"
        )
    row = rates.crossed
    typer.echo(
        f"e-process ever 20: {row.rejected:,} of {row.runs:,} [{row.low:.4%}, {row.high:.4%}]"
    )
    if not all(row.holds for row in (*rates.rejections, rates.crossed)):
        raise typer.Exit(1)
