"""The documentation's pages and their fenced blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(
    r"(?:^<!-- (?P<note>(?:file|not run): [^>]+?) -->\n)?"
    r"^```(?P<kind>[a-z]*)\n(?P<body>.*?)^```$",
    re.M | re.S,
)


@dataclass(frozen=True)
class Block:
    """A fenced block with the comment right before it."""

    kind: str
    body: str
    file: str
    skip: str


def blocks(page: Path) -> Iterator[Block]:
    """Every fenced block of a page, in order."""
    for found in FENCE.finditer(page.read_text(encoding="utf-8")):
        what, _, rest = (found["note"] or "").partition(": ")
        yield Block(
            found["kind"],
            found["body"],
            file=rest if what == "file" else "",
            skip=rest if what == "not run" else "",
        )
