"""Finished parts of a run that takes long: kept one by one, so that it can be taken up again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from revenuer.problems import Interrupted, Problem


@contextmanager
def resumable(out: Path) -> Iterator[None]:
    """Turns a keyboard interrupt into `Interrupted`, which says how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        raise Interrupted(
            "The drill was interrupted.",
            where=str(out),
            hint="run the same command again: what is finished is kept",
        ) from None


def take_up(out: Path, stored: Path, identity: dict[str, Any], holds: str) -> None:
    """Make the folder, or go on in it. Raises `Problem` where its finished parts (`holds`, in
    words) are of something else, or where nothing can be written."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        known = stored.read_bytes() if stored.exists() else None
        if known is None:
            stored.write_bytes(orjson.dumps(identity))
    except OSError as error:
        raise Problem(
            f"The output folder cannot be used: {error.strerror}.",
            where=str(out),
            hint="name another folder with --out",
        ) from None
    if known is not None and known != orjson.dumps(identity):
        raise Problem(
            f"The folder holds {holds}.", where=str(out), hint="name another folder with --out"
        )


def finished(path: Path) -> dict[str, Any] | None:
    """What is kept of a finished part, None where there is nothing. Raises `Problem` where the file
    is broken."""
    if not path.exists():
        return None
    try:
        return orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError:
        raise Problem(
            "This finished part is broken.", where=str(path), hint="delete it: it is made again"
        ) from None


def keep(path: Path, result: dict[str, Any]) -> None:
    """Keep a finished part, whole or not at all."""
    path.parent.mkdir(exist_ok=True)
    half = path.with_suffix(".tmp")
    half.write_bytes(orjson.dumps(result))
    half.rename(path)
