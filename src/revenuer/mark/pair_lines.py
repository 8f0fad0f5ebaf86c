"""Pairs to be coined, one JSON object a line."""

from collections.abc import Iterable, Iterator

import orjson

from revenuer.mark.requests import PairRequest
from revenuer.problems import Problem

LAYOUT = '{"account_id": "...", "prompt": "...", "answers": ["...", "..."], "reference": "..."}'


def pair_requests(lines: Iterable[bytes], source: str) -> Iterator[PairRequest]:
    """Read requests; empty lines are passed over. Raises Problem naming the line."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found = orjson.loads(line)
            request = PairRequest(
                account_id=_text(found["account_id"]),
                prompt=_text(found["prompt"]),
                answers=tuple(_text(answer) for answer in _list(found["answers"])),
                reference=_text(found.get("reference", "")),
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise Problem(
                "This line is not a pair to be coined.",
                where=f"{source}, line {number}",
                hint=f"write {LAYOUT}; reference is optional",
            ) from error
        yield request


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("a list expected")
    return value
