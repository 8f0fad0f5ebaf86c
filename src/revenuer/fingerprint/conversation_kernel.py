"""The native pass over a batch of conversations: one row in, one row of numbers out."""

import numpy as np
from numba import njit

from revenuer.fingerprint.hashing import chain, hash_bytes, hash_trimmed
from revenuer.fingerprint.text_kernel import HEAD, normalise, recognise_cues, winnow
from revenuer.fingerprint.word_kernel import echo_of, language_of, sketch_of, tokenise

_ZERO = np.uint64(0)
_S32 = np.uint64(32)
_SYSTEM, _USER, _ASSISTANT, _OTHER = 0, 1, 2, 3
ANSWER = 2048
"""Bytes of an answer that are read for cues."""


@njit(cache=True)
def _role(data, start, stop):  # type: ignore[no-untyped-def]
    if stop <= start:
        return _USER
    first = data[start] | 32
    if first == 115 or first == 100:  # system, developer
        return _SYSTEM
    if first == 117 or first == 104:  # user, human
        return _USER
    if first == 97 or first == 109:  # assistant, ai, model
        return _ASSISTANT
    return _OTHER


@njit(cache=True)
def _is_hash(data, start, stop):  # type: ignore[no-untyped-def]
    """Whether a text is one hexadecimal digest, perhaps with a prefix such as "sha256:"."""
    for i in range(start, min(stop, start + 10)):
        if data[i] == 58:
            start = i + 1
            break
    if not 16 <= stop - start <= 128:
        return False
    digits = 0
    for i in range(start, stop):
        byte = data[i]
        if 48 <= byte <= 57:
            digits += 1
        elif not (97 <= byte <= 102 or 65 <= byte <= 70):
            return False
    return digits > 0


@njit(cache=True)
def _oddities(data, start, stop):  # type: ignore[no-untyped-def]
    """Zero-width and bidirectional control characters in a text."""
    count = 0
    for i in range(start, stop - 2):
        if data[i] == 0xE2 and (
            (data[i + 1] == 0x80 and (0x8B <= data[i + 2] <= 0x8F or 0xAA <= data[i + 2] <= 0xAE))
            or (data[i + 1] == 0x81 and 0xA0 <= data[i + 2] <= 0xA9)
        ):
            count += 1
    return count


@njit(cache=True)
def walk(texts, lexicon, words, out, scratch):  # type: ignore[no-untyped-def]
    """Fill `out` for every row of a batch; returns the number of fingerprints written.

    `texts` holds offsets and bytes of system prompts, responses, message lists, roles and contents;
    `out` the output columns; `scratch` the normalised text and token buffers.
    """
    (sys_at, sys_data, ans_at, ans_data, list_at, role_at, role_data, text_at, text_data) = texts
    lex_keys, entry, present, first, label, child, mask, edge = lexicon
    keys, masks = words
    (kind, language, turns, opening, chars, system_hash, payload, conversation, before) = out[0]
    (after, cues, answer_cues, echo, oddities, sketch, gram_at, grams) = out[1]
    norm, tokens, content, earlier, ignored, bloom = scratch
    total = 0
    for row in range(len(kind)):
        gram_at[row] = total
        s0, s1 = sys_at[row], sys_at[row + 1]
        system_state = hash_trimmed(sys_data, s0, s1) if s1 > s0 else _ZERO
        state = _ZERO
        prefix = _ZERO
        first_user = _ZERO
        first_answer = _ZERO
        last = -1
        last_user = -1
        last_answer = -1
        n_users = 0
        sys_message = -1
        for j in range(list_at[row], list_at[row + 1]):
            role = _role(role_data, role_at[j], role_at[j + 1])
            value = hash_trimmed(text_data, text_at[j], text_at[j + 1])
            if role == _SYSTEM:
                if text_at[j + 1] > text_at[j]:
                    system_state = chain(system_state, value)
                    if sys_message < 0:
                        sys_message = j
                continue
            if role == _USER:
                n_users += 1
                last_user = j
                if first_user == _ZERO:
                    first_user = value
            state = chain(state, value + np.uint64(role))
            if role == _ASSISTANT:
                last_answer = j
                prefix = state
                if first_answer == _ZERO:
                    first_answer = value
            else:
                last = j
        turn = last_user if last_user > last_answer or last < 0 else last
        has_answer = ans_at[row + 1] > ans_at[row]
        if has_answer:
            value = hash_trimmed(ans_data, ans_at[row], ans_at[row + 1])
            if first_answer == _ZERO:
                first_answer = value
            if turn >= 0:
                after[row] = chain(state, value + np.uint64(_ASSISTANT))
            shown = min(ans_at[row + 1], ans_at[row] + ANSWER)
            shown = normalise(ans_data, ans_at[row], shown, norm, 0)
            answer_cues[row] = recognise_cues(
                norm, 0, shown, lex_keys, entry, present, first, label, child, mask, edge
            )
        before[row] = prefix
        system_hash[row] = system_state
        turns[row] = min(n_users, 65535)
        opening[row] = last_answer < 0
        if first_user != _ZERO:
            conversation[row] = chain(chain(first_user, first_answer), np.uint64(7))
        at = 0
        sys_end = 0
        if s1 > s0:
            sys_end = normalise(sys_data, s0, s1, norm, 0)
        elif sys_message >= 0:
            sys_end = normalise(text_data, text_at[sys_message], text_at[sys_message + 1], norm, 0)
        if turn < 0:
            if sys_end > 0:
                total = winnow(norm, 0, sys_end, grams, total)
                kind[row] = 2
            continue
        t0, t1 = text_at[turn], text_at[turn + 1]
        if _is_hash(text_data, t0, t1):
            kind[row] = 1
            payload[row] = hash_bytes(text_data, t0, t1)
            grams[total] = np.uint32(payload[row] >> _S32)
            total += 1
            if system_state != _ZERO:
                grams[total] = np.uint32(system_state >> _S32)
                total += 1
            continue
        if t1 <= t0 and sys_end == 0:
            continue
        kind[row] = 2
        norm[sys_end] = 32
        at = sys_end + 1
        end = normalise(text_data, t0, t1, norm, at)
        payload[row] = hash_bytes(norm, at, end) if end > at else _ZERO
        oddities[row] = min(_oddities(text_data, t0, t1), 65535)
        cues[row] = recognise_cues(
            norm, 0, end, lex_keys, entry, present, first, label, child, mask, edge
        )
        total = winnow(norm, 0, sys_end, grams, total)
        total = winnow(norm, at, end, grams, total)
        n, latin, cyrillic, arabic, han, kana, hangul = tokenise(norm, at, end, tokens, content)
        chars[row] = t1 - t0 - 2 * (han + kana + hangul) - cyrillic - arabic
        language[row] = language_of(
            tokens, n, latin, cyrillic, arabic, han, kana, hangul, keys, masks
        )
        sketch_of(tokens, content, n, sketch[row])
        if last_answer >= 0 and turn > last_answer:
            stop = min(text_at[last_answer + 1], text_at[last_answer] + 8192)
            stop = normalise(text_data, text_at[last_answer], stop, norm, 0)
            m = tokenise(norm, 0, stop, earlier, ignored)[0]
            echo[row] = echo_of(earlier, m, tokens, content, n, bloom)
    gram_at[len(kind)] = total
    return total


MOST_GRAMS = 4 * HEAD
"""Fingerprints an exchange can have at most: system prompt and new turn, two ends each."""


@njit(cache=True)
def hash_map(list_at, key_at, key_data, value_at, value_data, out):  # type: ignore[no-untyped-def]
    """Order-independent hash of each row's header map; 0 where it is empty."""
    for row in range(len(out)):
        total = _ZERO
        for j in range(list_at[row], list_at[row + 1]):
            key = hash_trimmed(key_data, key_at[j], key_at[j + 1])
            total += chain(key, hash_trimmed(value_data, value_at[j], value_at[j + 1]))
        out[row] = total


@njit(cache=True)
def hash_strings(at, data, out):  # type: ignore[no-untyped-def]
    """Hash of each string; 0 where it is empty."""
    for row in range(len(out)):
        if at[row + 1] > at[row]:
            out[row] = hash_bytes(data, at[row], at[row + 1])
