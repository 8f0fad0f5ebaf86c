"""Fingerprints of fixed wording: which wording it was cannot be read from them, that it is the same
can be seen. Winnowed hashes of runs of words (characters, in scripts written without spaces)."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import blake2b

RUN = 6
WINDOW = 4
_UNIT = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]|[^\W\u2e80-\u9fff\uac00-\ud7af]+")


def wording_prints(fixed: Iterable[str]) -> tuple[str, ...]:
    """Hashes (16 hexadecimal digits, ascending) of the fixed runs of one prompt family.

    Case, punctuation and spacing do not count. A run of fewer than `RUN` words gives none: so
    short a text is common property.
    """
    chosen: set[int] = set()
    for text in fixed:
        units = _UNIT.findall(unicodedata.normalize("NFKC", text).lower())
        hashes = [_hash(units[i : i + RUN]) for i in range(len(units) - RUN + 1)]
        chosen.update(_winnowed(hashes))
    return tuple(f"{value:016x}" for value in sorted(chosen))


def _hash(units: Sequence[str]) -> int:
    digest = blake2b(" ".join(units).encode(), digest_size=8, person=b"wording").digest()
    return int.from_bytes(digest, "big")


def _winnowed(hashes: Sequence[int]) -> set[int]:
    """The least hash of every window (Schleimer, Wilkerson and Aiken 2003)."""
    if len(hashes) <= WINDOW:
        return {min(hashes)} if hashes else set()
    return {min(hashes[i : i + WINDOW]) for i in range(len(hashes) - WINDOW + 1)}
