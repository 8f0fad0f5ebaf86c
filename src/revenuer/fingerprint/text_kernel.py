"""Native passes over one text: normalise, recognise cues, winnow, tokenise, sketch.

All functions work on byte arrays. Normalised text has ASCII capitals lowered and every run of
white space (also U+3000) as one space, and characters that nobody sees (zero-width, bidirectional
controls, soft hyphens) taken out, so that sprinkling them hides nothing; scripts are told apart by
UTF-8 lead bytes, so Chinese, Japanese and Korean need no word list.
"""

import numpy as np
from numba import njit

from revenuer.fingerprint.hashing import WORD_BASE, WORD_SEED, hash_bytes, mix
from revenuer.fingerprint.languages import vote
from revenuer.fingerprint.lexicon import prefix_slot

GRAM = 24
"""Bytes in a k-gram: 24 Latin letters, 8 Chinese characters."""
WINDOW = 32
"""Winnowing window: every shared run of GRAM + WINDOW - 1 bytes shares a fingerprint."""
HEAD = 48
"""Fingerprints kept from the beginning of a text, and as many from its end."""
SKETCH = 64
"""Dimensions of the topic sketch."""

_RING = WINDOW - 1
_BASE = np.uint64(0x100000001B3)
_SCATTER = np.uint64(0x9E3779B97F4A7C15)
_S32 = np.uint64(32)
_ONE = np.uint64(1)
_EIGHT = np.uint32(8)
_SIXTEEN = np.uint32(16)


def _leading_power() -> np.uint64:
    power = 1
    for _ in range(GRAM):
        power = (power * int(_BASE)) % (1 << 64)
    return np.uint64(power)


_LEAD = _leading_power()


@njit(cache=True, inline="always")
def _invisible(data, i, stop):  # type: ignore[no-untyped-def]
    """Length in bytes of the character that nobody sees at data[i], 0 for one that is seen."""
    if data[i] == 0xC2:
        return 2 if i + 1 < stop and data[i + 1] == 0xAD else 0
    if i + 2 >= stop:
        return 0
    second, third = data[i + 1], data[i + 2]
    if data[i] == 0xEF:
        return 3 if second == 0xBB and third == 0xBF else 0
    if second == 0x80:
        return 3 if 0x8B <= third <= 0x8F or 0xAA <= third <= 0xAE else 0
    return 3 if second == 0x81 and 0xA0 <= third <= 0xA9 else 0


@njit(cache=True)
def normalise(data, start, stop, out, at):  # type: ignore[no-untyped-def]
    """Write the normalised text of data[start:stop] to out[at:]; returns where it ends."""
    begin = at
    space = True
    i = start
    while i < stop:
        byte = data[i]
        if byte <= 32:
            if not space:
                out[at] = 32
                at += 1
                space = True
        elif byte == 0xE3 and i + 2 < stop and data[i + 1] == 0x80 and data[i + 2] == 0x80:
            i += 2
            if not space:
                out[at] = 32
                at += 1
                space = True
        elif (byte == 0xE2 or byte == 0xEF or byte == 0xC2) and _invisible(data, i, stop):
            i += _invisible(data, i, stop) - 1
        else:
            if 65 <= byte <= 90:
                byte += 32
            out[at] = byte
            at += 1
            space = False
        i += 1
    if at > begin and out[at - 1] == 32:
        at -= 1
    return at


@njit(cache=True)
def _touches_right(text, end, position):  # type: ignore[no-untyped-def]
    if position >= end:
        return False
    byte = text[position]
    return (48 <= byte <= 57) or (97 <= byte <= 122) or (0xC3 <= byte <= 0xDF)


@njit(cache=True)
def recognise_cues(text, begin, end, keys, entry, present, first, label, child, mask, edge):  # type: ignore[no-untyped-def]
    """Bits of the cue classes whose phrases occur in text[begin:end]."""
    found = np.uint64(0)
    size = len(keys)
    inside = False
    for i in range(begin, end - 2):
        byte = text[i]
        if byte < 0x80:
            letter = (97 <= byte <= 122) or (48 <= byte <= 57)
        elif byte < 0xC0:
            continue
        else:
            letter = 0xC3 <= byte <= 0xDF
        begins = not (letter and inside)
        inside = letter
        if not begins:
            continue
        key = (
            np.uint32(byte) | np.uint32(text[i + 1]) << _EIGHT | np.uint32(text[i + 2]) << _SIXTEEN
        )
        slot = prefix_slot(key, size)
        if not present[slot]:
            continue
        while entry[slot] >= 0 and keys[slot] != key:
            slot = (slot + 1) & (size - 1)
        state = entry[slot]
        j = i + 3
        while state >= 0:
            if mask[state] & ~found and not (edge[state] and _touches_right(text, end, j)):
                found |= mask[state]
            if j >= end:
                break
            below = np.int32(-1)
            for k in range(first[state], first[state + 1]):
                if label[k] == text[j]:
                    below = child[k]
                    break
            state = below
            j += 1
    return found


@njit(cache=True, inline="always")
def _symbol(byte):  # type: ignore[no-untyped-def]
    return np.uint64(48) if 48 <= byte <= 57 else np.uint64(byte)


@njit(cache=True)
def winnow(text, begin, end, grams, at):  # type: ignore[no-untyped-def]
    """Winnowed k-gram fingerprints of text[begin:end] into grams[at:]; returns where they end.

    Digits count as one symbol, so numbered items agree. Keeps the first HEAD and the last HEAD.
    Source: Schleimer, Wilkerson, Aiken, "Winnowing", SIGMOD 2003.
    """
    count = end - begin - GRAM + 1
    if count <= 0:
        return at
    hashes = np.empty(WINDOW, np.uint64)
    ring = np.empty(HEAD, np.uint32)
    kept = 0
    rolling = np.uint64(0)
    best = -1
    recorded = -1
    for i in range(end - begin):
        rolling = rolling * _BASE + _symbol(text[begin + i])
        if i >= GRAM:
            rolling -= _symbol(text[begin + i - GRAM]) * _LEAD
        if i < GRAM - 1:
            continue
        g = i - GRAM + 1
        value = rolling * _SCATTER
        hashes[g & _RING] = value ^ (value >> _S32)
        if best < 0 or best <= g - WINDOW:
            best = max(0, g - WINDOW + 1)
            for j in range(best + 1, g + 1):
                if hashes[j & _RING] <= hashes[best & _RING]:
                    best = j
        elif hashes[g & _RING] <= hashes[best & _RING]:
            best = g
        if best != recorded and (g >= WINDOW - 1 or g == count - 1):
            recorded = best
            chosen = np.uint32(mix(hashes[best & _RING] + _ONE) >> _S32)
            if kept < HEAD:
                grams[at + kept] = chosen
            else:
                ring[(kept - HEAD) % HEAD] = chosen
            kept += 1
    if kept <= HEAD:
        return at + kept
    tail = kept - HEAD
    if tail <= HEAD:
        for j in range(tail):
            grams[at + HEAD + j] = ring[j]
        return at + kept
    for j in range(HEAD):
        grams[at + HEAD + j] = ring[(tail + j) % HEAD]
    return at + 2 * HEAD


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
