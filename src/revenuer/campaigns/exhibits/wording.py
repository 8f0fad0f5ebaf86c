"""The wording: which parts of a family's prompts are fixed and which vary."""

import re
from collections.abc import Sequence

from revenuer.records.exhibits import Span

_UNIT = re.compile(r"[㐀-鿿぀-ヿ가-힯]|[^\W㐀-鿿぀-ヿ가-힯]+|\s+|[^\w\s]")
_RUN = 4
_FIXED = 0.7
_LONGEST = 2_400


def _units(text: str) -> list[str]:
    return _UNIT.findall(text[:_LONGEST])


def _runs(units: Sequence[str]) -> set[tuple[str, ...]]:
    words = [u.lower() for u in units if not u.isspace()]
    return {tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}


def spans(example: str, others: Sequence[str]) -> tuple[Span, ...]:
    """Split `example` into runs found in most of `others` and the rest. A run counts as fixed
    where four consecutive words (characters, in scripts without spaces) recur in 70 % of them."""
    units = _units(example)
    known = [_runs(_units(other)) for other in others]
    words = [i for i, u in enumerate(units) if not u.isspace()]
    lowered = [units[i].lower() for i in words]
    fixed = [False] * len(units)
    for i in range(len(words) - _RUN + 1):
        run = tuple(lowered[i : i + _RUN])
        if known and sum(run in runs for runs in known) >= _FIXED * len(known):
            for j in words[i : i + _RUN]:
                fixed[j] = True
    for i, unit in enumerate(units):
        if unit.isspace():
            fixed[i] = 0 < i < len(units) - 1 and fixed[i - 1] and fixed[i + 1]
    return _join(units, fixed)


def _join(units: Sequence[str], fixed: Sequence[bool]) -> tuple[Span, ...]:
    result: list[Span] = []
    for unit, known in zip(units, fixed, strict=True):
        if result and (result[-1].fixed == known or unit.isspace()):
            result[-1] = Span(result[-1].text + unit, result[-1].fixed)
        else:
            result.append(Span(unit, known))
    return tuple(result)
