"""Native passes over the words of a normalised text: tokenise, name the language, sketch.

Scripts are told apart by UTF-8 lead bytes, so Chinese, Japanese and Korean need no word list.
"""

import numpy as np
from numba import njit

from revenuer.fingerprint.hashing import WORD_BASE, WORD_SEED, hash_bytes, mix
from revenuer.fingerprint.languages import vote

SKETCH = 64
"""Dimensions of the topic sketch."""

_ONE = np.uint64(1)


@njit(cache=True)
def tokenise(text, begin, end, tokens, content):  # type: ignore[no-untyped-def]
    """Token hashes of normalised text: words of scripts with spaces, character pairs of others.

    `content[i]` tells tokens that carry meaning from short function words. Returns the count and
    the characters seen by script: (latin, cyrillic, arabic, han, kana, hangul).
    """
    n = 0
    latin = cyrillic = arabic = han = kana = hangul = 0
    i = begin
    previous = -1
    while i < end:
        byte = text[i]
        if (97 <= byte <= 122) or (0xC3 <= byte <= 0xDF and i + 1 < end):
            start = i
            word = WORD_SEED
            while i < end:
                byte = text[i]
                if 97 <= byte <= 122:
                    latin += 1
                    word = (word ^ np.uint64(byte)) * WORD_BASE
                    i += 1
                elif 0xC3 <= byte <= 0xDF and i + 1 < end:
                    if byte == 0xD0 or byte == 0xD1:
                        cyrillic += 1
                    elif 0xD8 <= byte <= 0xDB:
                        arabic += 1
                    else:
                        latin += 1
                    word = (word ^ np.uint64(byte)) * WORD_BASE
                    word = (word ^ np.uint64(text[i + 1])) * WORD_BASE
                    i += 2
                else:
                    break
            tokens[n] = mix(word)
            content[n] = i - start > 3
            n += 1
            previous = -1
        elif byte >= 0xE0:
            width = 4 if byte >= 0xF0 else 3
            if i + width > end:
                break
            punctuation = (
                (byte == 0xE2 and text[i + 1] <= 0x81)
                or (byte == 0xE3 and text[i + 1] == 0x80)
                or byte == 0xEF
            )
            if punctuation:
                previous = -1
            else:
                if byte == 0xE3 and 0x81 <= text[i + 1] <= 0x83:
                    kana += 1
                elif 0xEA <= byte <= 0xED and not (byte == 0xEA and text[i + 1] < 0xB0):
                    hangul += 1
                elif 0xE3 <= byte <= 0xE9:
                    han += 1
                if previous >= 0:
                    tokens[n] = hash_bytes(text, previous, i + width)
                    content[n] = True
                    n += 1
                previous = i
            i += width
        else:
            previous = -1
            i += 1
    return n, latin, cyrillic, arabic, han, kana, hangul


@njit(cache=True)
def language_of(tokens, n, latin, cyrillic, arabic, han, kana, hangul, keys, masks):  # type: ignore[no-untyped-def]
    """Index into LANGUAGES of the text with these tokens and script counts."""
    total = latin + cyrillic + arabic + 2 * (han + kana + hangul)
    if total == 0:
        return 1
    if kana * 10 > han + kana and kana * 4 > latin // 4:
        return 10
    if 2 * hangul * 2 > total:
        return 11
    if 2 * han * 3 > total:
        return 9
    if cyrillic * 2 > total:
        return 12
    if arabic * 2 > total:
        return 13
    votes = np.zeros(16, np.int32)
    for i in range(n):
        mask = vote(keys, masks, tokens[i])
        if mask != 0:
            for code in range(2, 9):
                if mask & (1 << code):
                    votes[code] += 1
    best = 1
    for code in range(2, 9):
        if votes[code] > votes[best]:
            best = code
    return best


@njit(cache=True)
def sketch_of(tokens, content, n, row):  # type: ignore[no-untyped-def]
    """Signed feature hashing of the content tokens into 64 dimensions.

    Each token moves two dimensions by +-1; the sum is divided by the root of the token count and
    scaled by 16, so that a dimension has unit variance (times 16) whatever the length.
    Source: Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009.
    """
    sums = np.zeros(SKETCH, np.float64)
    used = 0
    for i in range(n):
        if content[i]:
            value = mix(tokens[i])
            used += 1
            first = np.int64(value & np.uint64(63))
            second = np.int64((value >> np.uint64(6)) & np.uint64(63))
            sums[first] += 1.0 if (value >> np.uint64(12)) & _ONE else -1.0
            sums[second] += 1.0 if (value >> np.uint64(13)) & _ONE else -1.0
    if used == 0:
        return
    scale = 16.0 / np.sqrt(used * 2.0 / SKETCH)
    for j in range(SKETCH):
        row[j] = np.int8(min(127.0, max(-127.0, np.round(sums[j] * scale))))


@njit(cache=True)
def echo_of(before, n_before, tokens, content, n, bloom):  # type: ignore[no-untyped-def]
    """Share (0 to 255) of the content tokens of a turn that occur in the answer before it."""
    bloom[:] = False
    size = np.uint64(len(bloom) - 1)
    for i in range(n_before):
        bloom[mix(before[i]) & size] = True
    seen = 0
    hits = 0
    for i in range(n):
        if content[i]:
            seen += 1
            if bloom[mix(tokens[i]) & size]:
                hits += 1
    return np.uint8(255 * hits // seen) if seen else np.uint8(0)
