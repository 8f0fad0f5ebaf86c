"""The files that pages load, from a fixed list held in memory: a request can name nothing else."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_OWN = ("console.css", "console.js", "graph.js", "icon.svg")


@dataclass(frozen=True, slots=True)
class StaticFile:
    content: bytes
    kind: str
    tag: str


@cache
def static_files() -> dict[str, StaticFile]:
    """By name. The report's style sheet is served too: charts and exhibits are drawn alike."""
    assets = files("revenuer.console") / "assets"
    found = {name: (assets / name).read_bytes() for name in _OWN}
    found["report.css"] = (files("revenuer.report") / "templates" / "style.css").read_bytes()
    return {
        name: StaticFile(
            content,
            _KINDS[name.rpartition(".")[2]],
            f'"{hashlib.sha256(content).hexdigest()[:16]}"',
        )
        for name, content in found.items()
    }
