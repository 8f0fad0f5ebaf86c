"""`revenuer mark`: what is done to answers before they are served."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import orjson
import typer

from revenuer.mark.choices import CHOICES
from revenuer.mark.choices import mark as mark_text
from revenuer.mark.choices.effect import effect
from revenuer.mark.coins import account_key
from revenuer.mark.folder import read_key
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
        _print({"reference": request.reference, "coined": fault is None, "why_not": fault})


@app.command()
def choices(
    texts: Annotated[Path, typer.Argument(help='Texts, one JSON object a line: {"text": "..."}.')],
    secret: Annotated[Path, typer.Option(help="The secret key file: 64 hexadecimal digits.")],
    account: Annotated[str, typer.Option(help="The account whose key decides the wordings.")],
    measure: Annotated[
        bool, typer.Option(help="Print only what marking does to the texts.")
    ] = False,
) -> None:
    """Write each either/or wording as the account's key prefers it (English and Chinese)."""
    key = account_key(read_key(secret), account)
    found = list(_texts(texts))
    if measure:
        _print(asdict(effect(found, key, CHOICES)))
        return
    for text in found:
        _print({"text": mark_text(text, key, CHOICES)})


def _texts(path: Path) -> Iterator[str]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise Problem(
            "The texts cannot be read.", where=str(path), hint="check the path"
        ) from error
    for number, line in enumerate(lines, 1):
        try:
            text = orjson.loads(line)["text"]
        except (KeyError, TypeError, orjson.JSONDecodeError) as error:
            raise Problem(
                "This line holds no text.",
                where=f"{path}, line {number}",
                hint='write {"text": "..."}',
            ) from error
        yield str(text)


def _print(value: dict[str, object]) -> None:
    sys.stdout.buffer.write(orjson.dumps(value) + b"\n")
    sys.stdout.buffer.flush()
