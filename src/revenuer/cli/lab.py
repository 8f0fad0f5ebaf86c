"""`revenuer lab`: real students, from a teacher's answers to a served model, and what is provable.

Everything here needs the extra `lab`; its modules are imported when a verb runs, so that the
other commands start fast and work without it.
"""

import os
from enum import Enum
from pathlib import Path
from typing import Annotated

import orjson
import typer

from revenuer.problems import Problem
from revenuer.proof.weights import need_extra

app = typer.Typer(
    no_args_is_help=True, help="Train, shrink, serve and test real students (needs the extra lab)."
)

ModelPath = Annotated[str, typer.Argument(help="A folder, or a name `transformers` can find.")]
Out = Annotated[Path, typer.Option(help="Where to write; must not be there yet.")]
Seed = Annotated[int, typer.Option(min=0)]


class Size(Enum):
    """How large a lab."""

    FULL = "full"
    MINIATURE = "miniature"


@app.callback()
def lab() -> None:
    """Train, shrink, serve and test real students (needs the extra lab)."""
    need_extra()
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    import torch
    import transformers

    torch.set_num_threads(1)  # the same numbers on any load; workers are processes
    transformers.utils.logging.disable_progress_bar()


@app.command()
def run(
    folder: Annotated[Path, typer.Argument(help="Kept between runs: what is done is not redone.")],
    size: Annotated[Size, typer.Option(help="The full grid takes about an hour.")] = Size.FULL,
    workers: Annotated[int, typer.Option(min=1, help="Students made at the same time.")] = 2,
) -> None:
    """Make every student of the grid, test it, and keep its rows."""
    from revenuer.lab.grid import run as run_grid
    from revenuer.lab.scale import SCALES

    for name in run_grid(folder, SCALES[size.value], workers):
        typer.echo(f"{name} is done.")


@app.command()
def save(
    folder: Annotated[Path, typer.Argument(help="A lab's folder, as `run` fills it.")],
    out: Annotated[Path, typer.Option(help="Folder for the tables (JSON).")],
    size: Annotated[Size, typer.Option()] = Size.FULL,
) -> None:
    """Write the tables of all students that are done; a grid cut short has fewer rows."""
    from revenuer.lab.grid import results
    from revenuer.lab.saved import as_results_file
    from revenuer.lab.scale import SCALES

    scale = SCALES[size.value]
    for name, content in as_results_file(results(folder, scale), folder, scale).items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(content)
        typer.echo(str(out / name))


@app.command()
def curves(
    results: Annotated[Path, typer.Argument(help="The folder of saved results (JSON).")],
    out: Annotated[Path, typer.Option(help="Folder for the pictures (SVG).")],
) -> None:
    """Draw the power curves from saved results."""
    from revenuer.lab.pictures import pictures

    for name, content in pictures(results).items():
        (out / name).write_text(content, encoding="utf-8")
        typer.echo(str(out / name))


@app.command()
def dossiers(
    folder: Annotated[Path, typer.Argument(help="A lab's folder, as `run` fills it.")],
    out: Annotated[Path, typer.Option(help="New folder for the two dossiers.")],
    size: Annotated[Size, typer.Option()] = Size.FULL,
) -> None:
    """An example dossier of a guilty and of an innocent student, from ledger to page."""
    from revenuer.lab.dossiers import example_dossiers
    from revenuer.lab.scale import SCALES

    for path in example_dossiers(folder, SCALES[size.value], out):
        typer.echo(str(path))


@app.command()
def answer(
    model: ModelPath,
    prompts: Annotated[Path, typer.Option(help='One JSON object a line: {"prompt": "..."}.')],
    answers: Annotated[int, typer.Option(min=1, help="Answers to each prompt.")] = 2,
    account: Annotated[str, typer.Option(help="The account they are for.")] = "acct-1",
    seed: Seed = 0,
) -> None:
    """Sample answers: pairs for `revenuer ledger append`, one JSON object a line."""
    from revenuer.lab.exchange_files import read_prompts
    from revenuer.lab.sampling import sample
    from revenuer.proof.weights import load

    found, asked = load(model), read_prompts(prompts)
    made = [sample(found, asked, seed=seed + k) for k in range(answers)]
    for prompt, *texts in zip(asked, *made, strict=True):
        told = {"account_id": account, "prompt": prompt, "answers": texts}
        typer.echo(orjson.dumps(told).decode())


@app.command()
def train(
    model: ModelPath,
    data: Annotated[Path, typer.Option(help='Lines of {"prompt": "...", "answer": "..."}.')],
    out: Out,
    logits_of: Annotated[
        str | None, typer.Option(help="An open teacher whose logits to distil on these texts.")
    ] = None,
    epochs: Annotated[int, typer.Option(min=1)] = 1,
    batch: Annotated[int, typer.Option(min=1)] = 16,
    rate: Annotated[float, typer.Option(help="Peak learning rate.")] = 1e-4,
    seed: Seed = 0,
) -> None:
    """Fine-tune a model on answers, or on a teacher's logits over them."""
    from revenuer.lab.exchange_files import read_examples
    from revenuer.lab.models import save as write_model
    from revenuer.lab.train import Recipe, distil_logits, fine_tune
    from revenuer.proof.weights import load

    _new(out)
    student, examples = load(model), read_examples(data)
    recipe = Recipe(epochs, batch, rate, seed)
    if logits_of is None:
        loss = fine_tune(student, examples, recipe)
    else:
        loss = distil_logits(student, load(logits_of), examples, recipe)
    write_model(student, out)
    typer.echo(f"{len(examples)} answers, last loss {loss:.3f}.")


@app.command()
def shrink(
    model: ModelPath,
    out: Out,
    bits: Annotated[int | None, typer.Option(help="Round weights to 8 or 4 bits.")] = None,
    prune: Annotated[float, typer.Option(min=0, max=0.99, help="Share of weights to drop.")] = 0.0,
) -> None:
    """Prune a model, quantise it, or both, in this order."""
    from revenuer.lab.models import save as write_model
    from revenuer.lab.shrinking import int4, int8, pruned
    from revenuer.proof.weights import load

    rounding = {None: lambda m: m, 8: int8, 4: int4}
    if bits not in rounding:
        raise Problem("Weights are rounded to 8 or 4 bits.", where="--bits", hint="try --bits 8")
    _new(out)
    found = load(model)
    write_model(rounding[bits](pruned(found, prune) if prune else found), out)


@app.command()
def merge(
    model: ModelPath,
    other: Annotated[str, typer.Argument(help="A model of the same architecture.")],
    out: Out,
    share: Annotated[float, typer.Option(min=0, max=1, help="Weight of the first.")] = 0.5,
) -> None:
    """Average the weights of two models."""
    from revenuer.lab.models import save as write_model
    from revenuer.lab.shrinking import merged
    from revenuer.proof.weights import load

    _new(out)
    write_model(merged(load(model), load(other), share), out)


@app.command()
def serve(
    model: ModelPath,
    name: Annotated[str, typer.Option(help="The model's name in the API.")] = "student",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one.")] = 8080,
) -> None:
    """Serve a model on this machine behind an OpenAI-compatible endpoint, until interrupted."""
    from revenuer.lab.serving import server
    from revenuer.proof.weights import load

    with server(load(model), name, port) as running:
        typer.echo(f"http://127.0.0.1:{running.server_address[1]}/v1")
        running.serve_forever()


@app.command()
def evaluate(
    model: ModelPath,
    asked: Annotated[int, typer.Option(min=1, help="Tasks of each kind.")] = 120,
) -> None:
    """What a student of the lab's island learned, and whether it still refuses. One JSON object."""
    from revenuer.lab.learned import learned
    from revenuer.proof.weights import load

    typer.echo(orjson.dumps(learned(load(model), asked).as_row()).decode())


def _new(out: Path) -> None:
    if out.exists():
        raise Problem(
            "There is something at this place already.", where=str(out), hint="name another"
        )
