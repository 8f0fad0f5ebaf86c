"""What the user named as logs, to files."""

import glob
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from revenuer.problems import Problem

LOG_ENDINGS = (".jsonl", ".ndjson", ".json", ".log", ".csv", ".parquet")
_COMPRESSED = (".gz", ".zst", ".zstd")


@dataclass(frozen=True, slots=True)
class Found:
    """A file and how it is shown. `asked` is whether the user named it themselves."""

    source: str
    path: Path
    asked: bool


def find(sources: Sequence[str]) -> list[Found]:
    """Files in the order of the sources, each once; folders recursively, in order of name.

    Raises `Problem` where a source does not exist, matches nothing or holds no logs.
    """
    if not sources:
        raise Problem("No logs were given.", hint="Name files, folders or globs.")
    found: dict[Path, Found] = {}
    shown: set[str] = set()
    for source in sources:
        for file in _one(source):
            key = file.path.resolve()
            if key in found:
                continue
            name = file.source if file.source not in shown else str(file.path)
            shown.add(name)
            found[key] = Found(name, file.path, file.asked)
    return list(found.values())


def _one(source: str) -> Iterator[Found]:
    path = Path(source)
    if path.is_dir():
        yield from _folder(path, source)
    elif path.exists():
        yield Found(source, path, asked=True)
    elif glob.has_magic(source):
        matches = sorted(glob.glob(source, recursive=True))  # noqa: PTH207 (absolute ones too)
        if not matches:
            raise Problem("No file matches this pattern.", where=source)
        for match in matches:
            if Path(match).is_dir():
                yield from _folder(Path(match), match)
            else:
                yield Found(match, Path(match), asked=True)
    else:
        raise Problem(
            "This file or folder does not exist.",
            where=source,
            hint="Check the spelling; quote patterns such as 'logs/*.jsonl.gz'.",
        )


def _folder(folder: Path, source: str) -> Iterator[Found]:
    try:
        files = sorted(
            path for path in folder.rglob("*") if _is_log(path.relative_to(folder), path)
        )
    except OSError as error:
        raise Problem(f"This folder cannot be read: {error.strerror}.", where=source) from error
    if not files:
        raise Problem(
            "This folder holds no logs.",
            where=source,
            hint=f"Logs end in {', '.join(LOG_ENDINGS)}, also with .gz or .zst.",
        )
    for path in files:
        yield Found(path.relative_to(folder).as_posix(), path, asked=False)


def _is_log(relative: Path, path: Path) -> bool:
    if any(part.startswith((".", "_")) for part in relative.parts):
        return False
    return ending(path) in LOG_ENDINGS and path.is_file()


def ending(path: Path) -> str:
    """The ending that tells the kind of file: that before a compression's own."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in _COMPRESSED:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""
