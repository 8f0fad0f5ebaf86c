"""Prompts and answers in files of JSON lines."""

from pathlib import Path
from typing import Any

import orjson

from revenuer.lab.examples import Example
from revenuer.problems import Problem


def read_prompts(path: Path) -> list[str]:
    """Lines of {"prompt": …}. Raises Problem, naming the line."""
    return [str(_field(line, "prompt", where)) for line, where in _lines(path)]


def read_examples(path: Path) -> list[Example]:
    """Lines of {"prompt": …, "answer": …}. Raises Problem, naming the line."""
    return [
        Example(str(_field(line, "prompt", where)), str(_field(line, "answer", where)))
        for line, where in _lines(path)
    ]


def _lines(path: Path) -> list[tuple[Any, str]]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise Problem("The file cannot be read.", where=str(path), hint="check the path") from error
    found = []
    for number, line in enumerate(lines, 1):
        where = f"{path}, line {number}"
        try:
            found.append((orjson.loads(line), where))
        except orjson.JSONDecodeError as error:
            raise Problem(
                "This line is not JSON.", where=where, hint="one object a line"
            ) from error
    return found


def _field(line: Any, name: str, where: str) -> Any:
    if not isinstance(line, dict) or name not in line:
        raise Problem(f"This line has no {name}.", where=where, hint=f'write {{"{name}": "..."}}')
    return line[name]
