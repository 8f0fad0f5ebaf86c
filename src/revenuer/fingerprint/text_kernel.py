"""Native passes over the bytes of one text: normalise, recognise cues, winnow.

All functions work on byte arrays. Normalised text has ASCII capitals lowered and every run of
white space (also U+3000) as one space, and characters that nobody sees (zero-width, bidirectional
controls, soft hyphens) taken out, so that sprinkling them hides nothing.
"""

import numpy as np
from numba import njit

from revenuer.fingerprint.hashing import mix
from revenuer.fingerprint.lexicon import prefix_slot

GRAM = 24
"""Bytes in a k-gram: 24 Latin letters, 8 Chinese characters."""
WINDOW = 32
"""Winnowing window: every shared run of GRAM + WINDOW - 1 bytes shares a fingerprint."""
HEAD = 48
"""Fingerprints kept from the beginning of a text, and as many from its end."""

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
