"""Which program a result is of: two versions under one number may differ."""

import hashlib
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from revenuer import __version__
from revenuer.scan.outputs import sha256

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
        digest.update(bytes.fromhex(sha256(path)))
    return digest.hexdigest()[:12]
