"""`revenuer ledger`: begin, append to, verify and open the record of coined answers."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Annotated, BinaryIO

import orjson
import typer

from revenuer.mark.beginning import init as begin
from revenuer.mark.ledger import MOST_IN_A_COMMIT, Ledger
from revenuer.mark.pair_lines import pair_requests
from revenuer.mark.private_verification import verify_private
from revenuer.mark.requests import PairRequest, Receipt
from revenuer.mark.selection import Selection
from revenuer.mark.selective import Archive, check_bundle
from revenuer.mark.timestamps import Stamped, stamp, stamps
from revenuer.mark.verification import given_key
from revenuer.mark.verification import verify as verify_files
from revenuer.problems import Problem

app = typer.Typer(no_args_is_help=True, help="The record of coined answers, and its proofs.")

Where = Annotated[Path, typer.Argument(help="The ledger's folder.")]
Key = Annotated[
    str | None,
    typer.Option(help="Public key, or a file with it; by default the folder's own public.vkey."),
]
Earlier = Annotated[
    Path | None, typer.Option("--checkpoint", help="A signed checkpoint obtained earlier.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command()
def init(
    ledger: Where,
    origin: Annotated[str, typer.Option(help="The log's name, like ledger.example.com/2026.")],
    texts: Annotated[
        bool, typer.Option(help="Keep prompts and answers in the private folder, not only hashes.")
    ] = True,
) -> None:
    """Begin a ledger: make its keys, commit to its secret, sign its first checkpoint."""
    typer.echo(begin(ledger, origin, keep_texts=texts))


@app.command()
def append(
    ledger: Where,
    pairs: Annotated[Path, typer.Option(help="Pairs, one JSON object a line; - for stdin.")],
    select: Annotated[
        bool, typer.Option(help="Pass over sets of answers that carry no evidence.")
    ] = True,
) -> None:
    """Coin pairs: each line printed names the answer to serve, after it is durable and signed."""
    selection = Selection()
    with _lines(pairs) as lines, Ledger(ledger) as writer:
        requests = pair_requests(lines, str(pairs))
        while chunk := list(islice(requests, MOST_IN_A_COMMIT)):
            faults = [selection.fault(r.answers) if select else None for r in chunk]
            kept = [r for r, fault in zip(chunk, faults, strict=True) if fault is None]
            receipts = iter(writer.append_many(kept))
            for request, fault in zip(chunk, faults, strict=True):
                _print(_skipped(request, fault) if fault else _told(next(receipts)))


@app.command()
def checkpoint(ledger: Where) -> None:
    """Print the latest signed tree head, to be published or given away."""
    sys.stdout.buffer.write(Archive(ledger).note)


@app.command()
def verify(ledger: Where, key: Key = None, earlier: Earlier = None, json: AsJson = False) -> None:
    """Verify from the files and the public key; every changed byte is named. Exit status 1 if any.

    Openings and private keys are verified too, where the folder has them.
    """
    verifier = given_key(key, ledger)
    found = verify_files(ledger, verifier, earlier.read_bytes() if earlier else None)
    flaws = [*found.flaws, *verify_private(ledger, found.leaves)]
    if json:
        _print(
            {
                "whole": not flaws,
                "leaves": found.leaves,
                "checkpoints": found.checkpoints,
                "root": found.head.root.hex() if found.head else None,
                "public_key": str(verifier),
                "flaws": [
                    {
                        "file": flaw.file,
                        "offset": flaw.offset,
                        "length": flaw.length,
                        "leaf": flaw.leaf,
                        "what": flaw.what,
                        "unfinished": flaw.unfinished,
                    }
                    for flaw in flaws
                ],
            }
        )
    else:
        for flaw in flaws:
            typer.echo(str(flaw))
        state = "every byte is as written" if not flaws else f"{len(flaws)} flaws"
        typer.echo(f"{found.leaves:,} leaves under {found.checkpoints:,} checkpoints: {state}.")
        if key is None:
            typer.echo("The key came from the folder itself: compare it with one you trust.")
    if flaws:
        raise typer.Exit(1)


@app.command()
def prove(
    ledger: Where,
    index: Annotated[int | None, typer.Option(help="Prove that this leaf is in the tree.")] = None,
    old: Annotated[
        int | None, typer.Option("--from", help="Prove that the tree extends this many leaves.")
    ] = None,
) -> None:
    """Print an inclusion proof (C2SP tlog-proof) or a consistency proof."""
    archive = Archive(ledger)
    if (index is None) == (old is None):
        raise Problem("Give either --index or --from.", hint="`revenuer ledger prove --help`")
    if index is not None:
        sys.stdout.buffer.write(archive.inclusion(index).text())
    if old is not None:
        sys.stdout.buffer.write(archive.consistency(old).text())


Roots = Annotated[Path, typer.Option(help="The authority's root certificates, PEM.")]


@app.command()
def timestamp(
    ledger: Where,
    authority: Annotated[str, typer.Option(help="Address of an RFC 3161 authority.")],
    roots: Roots,
    key: Key = None,
) -> None:
    """Have the latest checkpoint stamped by an independent authority; the answer is kept."""
    found = stamp(ledger, Archive(ledger).note, given_key(key, ledger), authority, roots)
    typer.echo(_stamp_line(found))


@app.command()
def timestamps(ledger: Where, roots: Roots, key: Key = None) -> None:
    """Check every timestamp kept with the ledger, and say what it shows."""
    found = stamps(ledger, given_key(key, ledger), roots)
    if not found:
        raise Problem(
            "No timestamps are kept with this ledger.",
            where=str(ledger),
            hint="`revenuer ledger timestamp` asks for one",
        )
    for one in found:
        typer.echo(_stamp_line(one))


def _stamp_line(found: Stamped) -> str:
    time = f"{found.time:%Y-%m-%d %H:%M:%S} UTC"
    return f"{found.checkpoint.size:,} leaves existed at {time}, says {found.authority}."


@app.command("open")
def open_pairs(
    ledger: Where,
    index: Annotated[list[int], typer.Option(help="A pair's leaf; give it several times.")],
    texts: Annotated[bool, typer.Option(help="Show prompts and answers, not only hashes.")] = False,
    coins: Annotated[
        bool, typer.Option(help="Give the accounts' keys, so that coins can be checked.")
    ] = False,
) -> None:
    """Open selected pairs: a bundle a stranger can check with the public key alone."""
    _print(Archive(ledger).bundle(index, texts=texts, account_keys=coins))


@app.command()
def check(
    bundle: Annotated[Path, typer.Argument(help="A bundle made by `revenuer ledger open`.")],
    key: Annotated[str, typer.Option(help="Public key, or a file with it.")],
) -> None:
    """Check a bundle of opened pairs against the public key."""
    try:
        found = orjson.loads(bundle.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise Problem("The bundle is not readable JSON.", where=str(bundle)) from error
    checked = check_bundle(found, given_key(key, bundle.parent))
    coins = f"coins of {checked.coins_checked} accounts" if checked.coins_checked else "no coins"
    typer.echo(
        f"{len(checked.pairs)} pairs are in the signed tree of {checked.checkpoint.size:,} leaves "
        f"of {checked.checkpoint.origin}; {coins} checked."
    )


@contextmanager
def _lines(path: Path) -> Iterator[BinaryIO]:
    if str(path) == "-":
        yield sys.stdin.buffer
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise Problem(
            "The pairs cannot be read.", where=str(path), hint="check the path"
        ) from error
    with file:
        yield file


def _told(receipt: Receipt) -> dict[str, object]:
    return {
        "index": receipt.index,
        "reference": receipt.reference,
        "answer": receipt.answer,
        "served_sha256": receipt.served_sha256,
        "repeated": receipt.repeated,
    }


def _skipped(request: PairRequest, fault: str) -> dict[str, object]:
    return {"index": None, "reference": request.reference, "skipped": fault}


def _print(value: dict[str, object]) -> None:
    sys.stdout.buffer.write(orjson.dumps(value) + b"\n")
    sys.stdout.buffer.flush()
