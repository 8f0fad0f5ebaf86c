"""A byte scan over Arrow string buffers that says which texts may hold a secret.

Pure filter: it may flag a text that holds none, and must flag every text that a pattern of
`patterns.py` would change.
"""

from typing import Any

import numba
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from revenuer.ingest.redact import patterns

_DASH = np.uint8(patterns.DASH)
_UNDERSCORE = np.uint8(patterns.UNDERSCORE)
_UPPER_I = np.uint8(patterns.UPPER_I)
_UPPER_J = np.uint8(patterns.UPPER_J)
_BEARER = np.uint8(patterns.BEARER)
_URL = np.uint8(patterns.URL)
_ASSIGNED = np.uint8(patterns.ASSIGNED)
_DOT = np.uint8(patterns.DOT)

_STOPS = np.zeros(256, np.uint8)
for _byte, _clue in (
    ("-", _DASH),
    ("_", _UNDERSCORE),
    ("I", _UPPER_I),
    ("J", _UPPER_J),
    ("B", _BEARER),
    ("b", _BEARER),
    ("@", _URL),
    ("=", _ASSIGNED),
    (":", _ASSIGNED),
    (".", _DOT),
):
    _STOPS[ord(_byte)] = _clue

_ENDS_VALUE = np.zeros(256, np.bool_)
_ENDS_VALUE[[ord(char) for char in " \t\n\r\f\v\"',;&<>{}()[]"]] = True

_LONGEST_VALUE = 1040
"""Bytes of the 257 characters in which a pattern looks for a digit."""


@numba.njit(cache=True, nogil=True, inline="always")
def _before(data: Any, at: int, start: int, word: bytes) -> bool:
    """Whether `word` ends just before `at`, not reaching back beyond `start`."""
    size = len(word)
    if at - size < start:
        return False
    for k in range(size):  # noqa: SIM110 (compiled)
        if data[at - size + k] != word[k]:
            return False
    return True


@numba.njit(cache=True, nogil=True, inline="always")
def _space(byte: int) -> bool:
    return byte == 32 or (byte >= 9 and byte <= 13)


@numba.njit(cache=True, nogil=True, inline="always")
def _dash(data: Any, at: int, start: int, stop: int) -> bool:
    if at + 1 < stop and data[at + 1] == 66:  # "-B" of "-----BEGIN"
        return at - start >= 4 and data[at - 1] == 45
    if at - start < 2:
        return False
    b = data[at - 1]
    if b == 107:  # sk-
        return data[at - 2] == 115
    if b == 105:  # xai-
        return _before(data, at, start, b"xai")
    if b == 116:  # glpat-
        return _before(data, at, start, b"glpat")
    return _before(data, at - 1, start, b"xox") or _before(data, at, start, b"xapp")


@numba.njit(cache=True, nogil=True, inline="always")
def _underscore(data: Any, at: int, start: int) -> bool:
    return (
        _before(data, at - 1, start, b"gh")
        or _before(data, at, start, b"github")
        or _before(data, at, start, b"hf")
        or _before(data, at, start, b"gsk")
        or _before(data, at, start, b"npm")
        or _before(data, at, start, b"sk")
        or _before(data, at, start, b"rk")
    )


@numba.njit(cache=True, nogil=True, inline="always")
def _upper_i(data: Any, at: int, start: int, stop: int) -> bool:
    if at + 1 >= stop or at - 1 < start:
        return False
    if data[at + 1] == 65:  # AKIA, ASIA
        return at - 2 >= start and data[at - 2] == 65
    return data[at - 1] == 65 and data[at + 1] == 122  # AIz


@numba.njit(cache=True, nogil=True, inline="always")
def _skip_back(data: Any, at: int, start: int) -> int:
    """The nearest place before `at`, at most 6 back, with no space or quote."""
    k = at - 1
    while k >= start and at - k < 7 and (_space(data[k]) or data[k] == 34 or data[k] == 39):
        k -= 1
    return k


@numba.njit(cache=True, nogil=True, inline="always")
def _bearer(data: Any, at: int, start: int, stop: int) -> bool:
    """ "Bearer " anywhere, "Basic " after a colon or equals sign, in either case."""
    if at + 6 >= stop:
        return False
    b, c, d, e = data[at + 1] | 32, data[at + 2] | 32, data[at + 3] | 32, data[at + 4] | 32
    if b == 101:
        if c != 97 or d != 114 or e != 101 or data[at + 5] | 32 != 114:
            return False
        return _space(data[at + 6])
    if b != 97 or c != 115 or d != 105 or e != 99 or not _space(data[at + 5]):
        return False
    k = _skip_back(data, at, start)
    return k >= start and (data[k] == 58 or data[k] == 61)


@numba.njit(cache=True, nogil=True, inline="always")
def _url(data: Any, at: int, start: int) -> bool:
    """Whether "://" stands before the @ with no space between."""
    low = max(start, at - 330 * 4)
    k = at - 1
    while k > low + 1:
        b = data[k]
        if _space(b):
            return False
        if b == 47:
            return data[k - 1] == 47 and data[k - 2] == 58
        k -= 1
    return False


@numba.njit(cache=True, nogil=True, inline="always")
def _assigned(data: Any, at: int, start: int, stop: int) -> bool:
    """Whether a word that ends as password, passwd, pwd, secret, token or key stands before, and
    a value of 8 bytes or more with a digit after."""
    k = _skip_back(data, at, start)
    if k - 2 < start:
        return False
    a, b, c = data[k - 2] | 32, data[k - 1] | 32, data[k] | 32
    if c == 100:  # ord, swd, pwd
        if not ((a == 111 and b == 114) or b == 119):
            return False
    elif c == 116:  # ret
        if a != 114 or b != 101:
            return False
    elif c == 110:  # ken
        if a != 107 or b != 101:
            return False
    elif a != 107 or b != 101 or c != 121:  # key
        return False
    return _value_after(data, at, stop)


@numba.njit(cache=True, nogil=True, inline="always")
def _value_after(data: Any, at: int, stop: int) -> bool:
    k = at + 1
    while k < stop and k - at < 5 and _space(data[k]):
        k += 1
    if k < stop and (data[k] == 34 or data[k] == 39):
        k += 1
    begin, digit = k, False
    while k < stop and k - begin < _LONGEST_VALUE and not _ENDS_VALUE[data[k]]:
        digit |= data[k] >= 48 and data[k] <= 57
        if digit and k - begin >= 7:
            return True
        k += 1
    return False


@numba.njit(cache=True, nogil=True, inline="always")
def _dot(data: Any, at: int, start: int) -> bool:
    return _before(data, at, start, b"SG") or _before(data, at, start, b"ya29")


@numba.njit(cache=True, nogil=True)
def _scan(data: Any, offsets: Any, stops: Any, clues: Any) -> None:
    """Sets in `clues[i]` the clue bits found in text i = data[offsets[i]:offsets[i + 1]]."""
    for row in range(len(offsets) - 1):
        start, stop = offsets[row], offsets[row + 1]
        seen = np.uint8(0)
        for at in range(start, stop):
            clue = stops[data[at]]
            if clue == 0 or seen & clue:
                continue
            hit = False
            if clue == _DASH:
                hit = _dash(data, at, start, stop)
            elif clue == _ASSIGNED:
                hit = _assigned(data, at, start, stop)
            elif clue == _DOT:
                hit = _dot(data, at, start)
            elif clue == _BEARER:
                hit = _bearer(data, at, start, stop)
            elif clue == _UPPER_I:
                hit = _upper_i(data, at, start, stop)
            elif clue == _UNDERSCORE:
                hit = _underscore(data, at, start)
            elif clue == _URL:
                hit = _url(data, at, start)
            else:  # eyJ
                hit = at - start >= 2 and data[at - 1] == 121 and data[at - 2] == 101
            if hit:
                seen |= clue
        clues[row] = seen


def clues_of(texts: pa.Array) -> npt.NDArray[np.uint8]:
    """The clue bits of each text of an Arrow string array, 0 where it can hold no secret.

    Shape (len(texts),). Nulls have none.
    """
    clues = np.zeros(len(texts), np.uint8)
    _, offset_buffer, data_buffer = texts.buffers()
    if data_buffer is None or len(texts) == 0:
        return clues
    offsets = np.frombuffer(offset_buffer, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    _scan(np.frombuffer(data_buffer, np.uint8), offsets, _STOPS, clues)
    return clues


def clues_of_one(text: bytes) -> int:
    """The clue bits of one text given as UTF-8."""
    clues = np.zeros(1, np.uint8)
    offsets = np.array([0, len(text)], np.int32)
    _scan(np.frombuffer(text, np.uint8), offsets, _STOPS, clues)
    return int(clues[0])
