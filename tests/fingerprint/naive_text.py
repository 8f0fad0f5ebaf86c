"""The text passes once more, in plain Python on characters: what the native code is held to."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from revenuer.fingerprint.languages import FUNCTION_WORDS, LANGUAGES

_WORD = (1 << 64) - 1
UNSEEN = frozenset(
    map(
        chr,
        (0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)),
    )
)
_GRAM, _WINDOW, _HEAD = 24, 32, 48


def mix(value: int) -> int:
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _WORD
    return value ^ (value >> 31)


def hash_bytes(data: bytes) -> int:
    state = 0x9E3779B97F4A7C15 ^ len(data)
    whole = len(data) // 8 * 8
    for i in range(0, whole, 8):
        word = int.from_bytes(data[i : i + 8], "little")
        state = ((state ^ word) * 0xBF58476D1CE4E5B9) & _WORD
        state ^= state >> 32
    tail = int.from_bytes(data[whole:], "big")
    return mix(state ^ (tail * 0x94D049BB133111EB & _WORD)) or 1


def normalised(text: str) -> bytes:
    """ASCII capitals lowered, runs of control characters, spaces and U+3000 as one space, and
    characters that nobody sees taken out."""
    text = "".join(c for c in text if c not in UNSEEN)
    spaced = "".join(" " if ord(c) <= 32 or c == "\u3000" else c for c in text)
    words = [word for word in spaced.split(" ") if word]
    return "".join(c.lower() if c < "\x80" else c for c in " ".join(words)).encode()


def every_gram(text: bytes) -> list[int]:
    """Winnowed fingerprints of normalised text, before any are left out."""
    digits = bytes(48 if 48 <= byte <= 57 else byte for byte in text)
    hashes = []
    for start in range(len(digits) - _GRAM + 1):
        value = 0
        for byte in digits[start : start + _GRAM]:
            value = (value * 0x100000001B3 + byte) & _WORD
        value = (value * 0x9E3779B97F4A7C15) & _WORD
        hashes.append(value ^ (value >> 32))
    if not hashes:
        return []
    chosen: list[int] = []
    for start in range(max(1, len(hashes) - _WINDOW + 1)):
        window = hashes[start : start + _WINDOW]
        place = start + max(i for i, value in enumerate(window) if value == min(window))
        if not chosen or chosen[-1] != place:
            chosen.append(place)
    return [mix((hashes[place] + 1) & _WORD) >> 32 for place in chosen]


def winnowed(text: bytes) -> list[int]:
    grams = every_gram(text)
    return grams if len(grams) <= 2 * _HEAD else grams[:_HEAD] + grams[-_HEAD:]


def _word_letter(c: str) -> bool:
    return "a" <= c <= "z" or "\u00c0" <= c <= "\u07ff"


def _breaks_pairs(c: str) -> bool:
    return c < "\u0800" or "\u2000" <= c <= "\u207f" or "\u3000" <= c <= "\u303f" or (
        "\uf000" <= c <= "\uffff"
    )  # fmt: skip


def _word_hash(word: str) -> int:
    state = 0xCBF29CE484222325
    for byte in word.encode():
        state = ((state ^ byte) * 0x100000001B3) & _WORD
    return mix(state)


def words_of(text: str) -> list[str]:
    """Runs of letters of scripts with spaces, in normalised text."""
    return "".join(c if _word_letter(c) else " " for c in text).split(" ")


def tokens(text: str) -> list[tuple[int, bool]]:
    """(hash, carries meaning) of each token of normalised text."""
    found: list[tuple[int, bool]] = []
    word = ""
    for i, c in enumerate(text + " "):
        if _word_letter(c):
            word += c
            continue
        if word:
            found.append((_word_hash(word), len(word.encode()) > 3))
            word = ""
        if not _breaks_pairs(c) and i > 0 and not _breaks_pairs(text[i - 1]):
            found.append((hash_bytes((text[i - 1] + c).encode()), True))
    return found


def scripts(text: str) -> tuple[int, ...]:
    """Letters of normalised text by script: latin and others, cyrillic, arabic, han, kana,
    hangul."""
    counts = dict.fromkeys(("latin", "cyrillic", "arabic", "han", "kana", "hangul"), 0)
    for c in text:
        if "\u0400" <= c <= "\u047f":
            counts["cyrillic"] += 1
        elif "\u0600" <= c <= "\u06ff":
            counts["arabic"] += 1
        elif _word_letter(c):
            counts["latin"] += 1
        elif "\u3040" <= c <= "\u30ff":
            counts["kana"] += 1
        elif "\uac00" <= c <= "\ud7ff":
            counts["hangul"] += 1
        elif "\u3100" <= c <= "\u9fff":
            counts["han"] += 1
    return tuple(counts.values())


def language(text: str) -> str:
    latin, cyrillic, arabic, han, kana, hangul = scripts(text)
    total = latin + cyrillic + arabic + 2 * (han + kana + hangul)
    if total == 0:
        return "other"
    if 10 * kana > han + kana and 4 * kana > latin // 4:
        return "ja"
    for name, share in (("ko", 4 * hangul), ("zh", 6 * han), ("ru", 2 * cyrillic)):
        if share > total:
            return name
    if 2 * arabic > total:
        return "ar"
    votes = dict.fromkeys(LANGUAGES[1:9], 0)
    for word in words_of(text):
        for name, known in FUNCTION_WORDS.items():
            votes[name] += word in known.split()
    return max(votes, key=lambda name: votes[name])


def sketch(found: Sequence[tuple[int, bool]]) -> NDArray[np.int8]:
    used = [token for token, content in found if content]
    sums = np.zeros(64)
    for token in used:
        value = mix(token)
        sums[value & 63] += 1 if value >> 12 & 1 else -1
        sums[value >> 6 & 63] += 1 if value >> 13 & 1 else -1
    if used:
        sums *= 16 / np.sqrt(2 * len(used) / 64)
    return np.clip(np.round(sums), -127, 127).astype(np.int8)
