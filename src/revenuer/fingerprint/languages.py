"""Telling languages apart by script and by short function words."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from revenuer.fingerprint.hashing import WORD_BASE, WORD_SEED, mix

LANGUAGES = (
    "none",
    "other",
    "en",
    "de",
    "fr",
    "es",
    "pt",
    "it",
    "nl",
    "zh",
    "ja",
    "ko",
    "ru",
    "ar",
)
"""Code i of a fingerprint's `language` is LANGUAGES[i]; 0 where there is no text."""

FUNCTION_WORDS = {
    "en": "the of and to is in that for with what how this are you it can please on be my",
    "de": "der die das und ist nicht ein eine wie mit für auf den von zu ich bitte im sie dem",
    "fr": "le la les et est un une des dans pour que qui avec sur du je vous au ce pas",
    "es": "el los las y es una por para con del que se lo como un mi al su más qué",
    "pt": "o os as e é uma um por para com do da que não em no na se mais você",
    "it": "il lo gli e è una per con del della che non di in un come sono mi più questo",
    "nl": "de het een en is van dat niet op te voor met zijn ik je wat hoe dit er aan",
}

TABLE_SIZE = 1024


@njit(cache=True)
def hash_word(data):  # type: ignore[no-untyped-def]
    """Hash of a word of a script with spaces, byte by byte (FNV-1a, then mixed)."""
    state = WORD_SEED
    for byte in data:
        state = (state ^ np.uint64(byte)) * WORD_BASE
    return mix(state)


@njit(cache=True)
def _insert(table_keys, table_values, key, value):  # type: ignore[no-untyped-def]
    slot = key & np.uint64(TABLE_SIZE - 1)
    while table_keys[slot] != np.uint64(0):
        slot = (slot + np.uint64(1)) & np.uint64(TABLE_SIZE - 1)
    table_keys[slot] = key
    table_values[slot] = value


@njit(cache=True)
def vote(table_keys, table_values, key):  # type: ignore[no-untyped-def]
    """Bit mask of the languages whose function words include the token with this hash."""
    slot = key & np.uint64(TABLE_SIZE - 1)
    while table_keys[slot] != np.uint64(0):
        if table_keys[slot] == key:
            return table_values[slot]
        slot = (slot + np.uint64(1)) & np.uint64(TABLE_SIZE - 1)
    return np.int32(0)


def function_word_table() -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Open-addressing table from token hash to a bit mask over LANGUAGES."""
    masks: dict[int, int] = {}
    for language, words in FUNCTION_WORDS.items():
        for word in words.split():
            key = int(hash_word(np.frombuffer(word.encode(), np.uint8)))
            masks[key] = masks.get(key, 0) | (1 << LANGUAGES.index(language))
    keys = np.zeros(TABLE_SIZE, np.uint64)
    values = np.zeros(TABLE_SIZE, np.int32)
    for key, mask in masks.items():
        _insert(keys, values, np.uint64(key), np.int32(mask))
    return keys, values
