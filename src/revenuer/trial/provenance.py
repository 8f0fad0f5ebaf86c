"""Which program a result is of: two versions under one number may differ."""

import hashlib
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson

from revenuer import __version__
from revenuer.problems import Problem

_COUNTS = {".py", ".toml", ".parquet"}
_LIBRARIES = ("numpy", "pyarrow", "scipy", "numba", "igraph", "leidenalg")


def versions() -> dict[str, str]:
    """Of the program, of its source, and of the libraries whose numbers it rests on."""
    own = {"revenuer": __version__, "source": _source()}
    return own | {name: version(name) for name in _LIBRARIES}


def _source() -> str:
    """Twelve hexadecimal digits of SHA-256 over the package's code and data, by path."""
    root = Path(str(files("revenuer")))
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.suffix in _COUNTS):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


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
