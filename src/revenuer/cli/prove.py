"""`revenuer prove`: did this model learn from what was served?"""

import hashlib
from dataclasses import asdict
from enum import Enum
from pathlib import Path
from typing import Annotated

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import typer

from revenuer.cli.prove_marks import marks
from revenuer.problems import Problem
from revenuer.proof.attribution import attribute as judge
from revenuer.proof.attribution import measure, read_outputs, read_panel
from revenuer.proof.blind import score_blind
from revenuer.proof.compare import as_rows, named_files
from revenuer.proof.compare import compare as compare_files
from revenuer.proof.confounders import confounders
from revenuer.proof.dossier import Provenance, write_dossier
from revenuer.proof.identity import probe, weigh
from revenuer.proof.ledger_run import run_from_ledger
from revenuer.proof.pairs import Pairs, pairs_of, read_pairs
from revenuer.proof.reference import less_reference_files
from revenuer.proof.selfcheck import shuffled_coins, simulated_nulls
from revenuer.proof.suspects import (
    ContinuedTexts,
    EchoedLogprobs,
    Endpoint,
    LocalModel,
    PromptLogprobs,
    SampledTexts,
)
from revenuer.proof.twins import Protocol, twins_test
from revenuer.proof.twins_report import as_json, as_text
from revenuer.proof.wording import power_of_ten

app = typer.Typer(no_args_is_help=True, help="Test whether a suspect learned from what was served.")

Alpha = Annotated[float, typer.Option(help="The level fixed in advance.")]
Seed = Annotated[int, typer.Option(help="Seed of the permutations, fixed in advance.")]
Draws = Annotated[
    int | None, typer.Option(help="Number of draws B; by default by the size of the problem.")
]


References = Annotated[
    list[Path] | None,
    typer.Option(
        help="Scores of the same texts under a model that never saw them; what it explains is "
        "taken out. Repeatable."
    ),
]


class Ask(Enum):
    """What the suspect's endpoint is asked for."""

    ECHO = "echo"
    PROMPT_LOGPROBS = "prompt-logprobs"
    WORDS = "words"
    TEXT = "text"


WAYS = {
    Ask.ECHO: EchoedLogprobs,
    Ask.PROMPT_LOGPROBS: PromptLogprobs,
    Ask.WORDS: ContinuedTexts,
    Ask.TEXT: SampledTexts,
}


@app.callback()
def prove() -> None:
    """Test whether a suspect learned from what was served."""


@app.command()
def twins(
    scores: Annotated[
        Path, typer.Option(help="Parquet: pair_id, served, twin or twin_1..twin_m, [account_id].")
    ],
    ledger: Annotated[
        Path | None,
        typer.Option(help="Ledger that committed to these blind scores: its coins are opened."),
    ] = None,
    dossier: Annotated[
        Path | None, typer.Option(help="New folder for a dossier: page, result, data.")
    ] = None,
    control: Annotated[
        list[Path] | None,
        typer.Option(help="Scores of a model that must not be found; give it several times."),
    ] = None,
    positive_control: Annotated[
        list[Path] | None,
        typer.Option(help="Scores of a model taught on served answers: it must be found."),
    ] = None,
    reference_scores: References = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    alpha: Alpha = 1e-6,
    seed: Seed = 0,
    draws: Draws = None,
) -> None:
    """Served against twin: the pre-registered permutation test, e-process, effect and power.

    With --ledger, level, seed and draws are those committed with the scores.
    """
    protocol, provenance = _protocol(alpha, seed, draws), Provenance()
    if ledger is None:
        pairs, data = _scores(scores, reference_scores or [])
        provenance = Provenance(references=len(reference_scores or []))
        result = twins_test(pairs, protocol)
    else:
        run = run_from_ledger(ledger, scores, reference_scores or [])
        result, provenance, data = run.result, run.provenance, run.scores()
        protocol = run.opened.protocol
    if dossier is not None:
        write_dossier(
            dossier,
            data,
            protocol,
            provenance=provenance,
            controls={path.name: path for path in control or []},
            positive_controls={path.name: path for path in positive_control or []},
        )
    if json:
        told = as_json(result)
        if provenance.origin:
            told["ledger"] = asdict(provenance)
        typer.echo(orjson.dumps(told).decode())
    else:
        typer.echo(as_text(result))


@app.command()
def score(
    ledger: Annotated[Path, typer.Argument(help="The ledger whose pairs are scored.")],
    out: Annotated[Path, typer.Option(help="Where the blind scores are written (Parquet).")],
    endpoint: Annotated[
        str, typer.Option(help="OpenAI-compatible address, up to and with /v1.")
    ] = "",
    model: Annotated[str, typer.Option(help="The suspect's name there.")] = "",
    weights: Annotated[
        str,
        typer.Option(help="Instead: a folder of weights, or a name `transformers` can find."),
    ] = "",
    ask: Annotated[Ask, typer.Option(help="What the endpoint can be asked for.")] = Ask.ECHO,
    key_variable: Annotated[
        str, typer.Option(help="Environment variable that holds the suspect's API key.")
    ] = "",
    reference_scores: References = None,
    alpha: Alpha = 1e-6,
    seed: Seed = 0,
    draws: Draws = None,
) -> None:
    """Step one: score every pair without knowing its coin, and commit to scores and protocol.

    Reference scores are made by this same step, from a model that cannot know the coins, before.
    """
    if bool(weights) == bool(endpoint and model):
        raise Problem(
            "The suspect is either an endpoint or weights.",
            hint="give --endpoint and --model, or --weights",
        )
    suspect = (
        LocalModel.at(weights) if weights else WAYS[ask](Endpoint(endpoint, model, key_variable))
    )
    references = reference_scores or []
    leaf = score_blind(ledger, suspect, out, _protocol(alpha, seed, draws), references)
    typer.echo(f"Scores committed at leaf {leaf}. Open the coins with:")
    again = "".join(f" --reference-scores {path}" for path in references)
    typer.echo(f"revenuer prove twins --ledger {ledger} --scores {out}{again}")


@app.command()
def compare(
    scores: Annotated[list[str], typer.Argument(help="NAME=FILE for each suspect or metric.")],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    alpha: Alpha = 1e-6,
    seed: Seed = 0,
    draws: Draws = None,
) -> None:
    """Many suspects at once: Holm and e-Holm for accusations, e-BH for screening."""
    protocol = _protocol(alpha, seed, draws)
    compared = compare_files(named_files(scores), protocol)
    if json:
        typer.echo(orjson.dumps(as_rows(compared, protocol)).decode())
        return
    typer.echo(f"{len(compared)} tests; adjusted over all of them; level {protocol.alpha:g}.")
    for one in compared:
        verdict = "accused" if one.accused else "screened" if one.screened else "not rejected"
        typer.echo(
            f"{one.name}: {verdict}; p {power_of_ten(one.result.test.log10_p)}, Holm "
            f"{one.p_holm:.3g}; e {power_of_ten(one.result.wealth.log10_e)}, e-Holm "
            f"{one.e_holm:.3g}, e-BH {one.e_bh:.3g}"
        )


app.command()(marks)


@app.command()
def attribute(
    outputs: Annotated[Path, typer.Option(help="Parquet: model, prompt_id, output.")],
    panel: Annotated[Path, typer.Option(help="TOML: teachers by lab, documented non-students.")],
    suspect: Annotated[list[str], typer.Option(help="A model in the outputs; repeatable.")],
    level: Annotated[float, typer.Option(min=0, max=1, help="Rate of false accusations.")] = 0.05,
    most_prompts: Annotated[int | None, typer.Option(min=1, help="Use only so many.")] = None,
) -> None:
    """Whose pupil does a model write like? A lead only. One JSON object, with its error rates."""
    found, known = read_outputs(outputs, most_prompts), read_panel(panel)
    told = {
        "level": level,
        "prompts": found.prompts,
        "suspects": [asdict(one) for one in judge(found, known, suspect, level=level)],
        "measured_on_the_panel": asdict(measure(found, known, level=level)),
        "confounders": asdict(confounders(found, known)),
        "note": "A lead, never a proof; shared base models and data make models alike too.",
    }
    typer.echo(orjson.dumps(told).decode())


@app.command()
def identity(
    endpoint: Annotated[str, typer.Option(help="OpenAI-compatible address, up to and with /v1.")],
    model: Annotated[str, typer.Option(help="The suspect's name there.")],
    teacher: Annotated[str, typer.Option(help="The family it may have been taught by.")],
    samples: Annotated[int, typer.Option(min=1, help="Answers to each question.")] = 4,
    key_variable: Annotated[
        str, typer.Option(help="Environment variable that holds the suspect's API key.")
    ] = "",
) -> None:
    """By which name does the suspect call itself? Weak evidence, with its base rates."""
    found = weigh(probe(Endpoint(endpoint, model, key_variable), samples), teacher)
    typer.echo(orjson.dumps(asdict(found)).decode())


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
        spread = f"[{row.low:.4%}, {row.high:.4%}]"
        typer.echo(f"p <= {row.level}: {row.rejected:,} of {row.runs:,} {spread}")
    row = rates.crossed
    spread = f"[{row.low:.4%}, {row.high:.4%}]"
    typer.echo(f"e-process ever 20: {row.rejected:,} of {row.runs:,} {spread}")
    if not all(row.holds for row in (*rates.rejections, rates.crossed)):
        raise typer.Exit(1)


def _scores(path: Path, references: list[Path]) -> tuple[Pairs, bytes]:
    """The scores to test, and the bytes of a file that holds exactly these."""
    if not references:
        return read_pairs(path), path.read_bytes()
    sink = pa.BufferOutputStream()
    table = less_reference_files(path, references)
    pq.write_table(table, sink)
    data = bytes(sink.getvalue().to_pybytes())
    return pairs_of(table, path, hashlib.sha256(data).hexdigest()), data


def _protocol(alpha: float, seed: int, draws: int | None) -> Protocol:
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
    return Protocol(alpha=alpha, seed=seed, draws=draws)
