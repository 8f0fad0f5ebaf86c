"""The texts of a block of rows, pieced together from ready-made fragments."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from revenuer.drill.mixing import mix
from revenuer.drill.phrases import KIND_SIZE, TASKS, TOPIC_SIZE, Phrases
from revenuer.drill.population import Population
from revenuer.records import MESSAGE

Words = np.ndarray
"""Indices into `Phrases.text`, one row a message, -1 for nothing."""


@dataclass(frozen=True, slots=True)
class Rows:
    """One block's rows: indices and numbers, no text yet. `kind`: see Population.kind."""

    conversation: np.ndarray
    turn: np.ndarray
    ts: np.ndarray
    account: np.ndarray
    kind: np.ndarray


def messages_as_sent(pool: Phrases, people: Population, rows: Rows) -> pa.ListArray:
    """The whole conversation as sent: user and assistant in turn, the last one new."""
    counts = 2 * rows.turn + 1
    owner = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    step = np.arange(len(owner)) - first[owner]
    asks = step % 2 == 0
    history = Rows(*(getattr(rows, name)[owner] for name in Rows.__slots__))
    words = np.where(
        asks[:, None],
        ask_words(pool, people, history, step // 2),
        answer_words(pool, people, history, step // 2),
    )
    role = pa.array(["user", "assistant"]).take(pa.array(step % 2))
    message = pa.StructArray.from_arrays([role, joined(pool, words)], fields=list(MESSAGE))
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), message)


def ask_words(pool: Phrases, people: Population, rows: Rows, turn: np.ndarray) -> Words:
    """Up to eight fragments of each user message."""
    each = rows.conversation + turn.astype(np.uint64)
    draw = [_whole(mix(each, 11 + k)) for k in range(8)]
    words = np.full((len(turn), 8), -1, dtype=np.int64)
    _people_ask(words, pool, people, rows, turn, draw)
    app = rows.kind == 1
    payload = pool.payload + people.app_kind[rows.account] * KIND_SIZE
    words[app] = -1
    for k in range(5):
        words[app, k] = (payload + draw[k] % KIND_SIZE)[app]
    hard = rows.kind > 1
    words[hard] = -1
    words[hard, 1] = (pool.tasks + draw[0] % TASKS)[hard]
    words[hard, 2] = (pool.solved + draw[1] % TASKS)[hard]
    forced, graded = rows.kind == 2, rows.kind == 4
    words[forced, 0], words[forced, 4] = pool.wording, pool.wording + 1
    words[forced, 3] = (pool.tasks + draw[2] % TASKS)[forced]
    words[graded, 0] = pool.wording + 2
    words[graded, 3] = (pool.solved + draw[2] % TASKS)[graded]
    return words


def _people_ask(
    words: Words,
    pool: Phrases,
    people: Population,
    rows: Rows,
    turn: np.ndarray,
    draw: list[np.ndarray],
) -> None:
    """People open with a question and its circumstances, later turns are short."""
    topic = people.topic(rows.account, _whole(rows.conversation)) * TOPIC_SIZE
    near = [topic + (people.taste[rows.account] + d % 60) % TOPIC_SIZE for d in draw]
    later = turn > 0
    words[:, 0] = np.where(later, pool.follow, pool.opening) + near[0]
    words[:, 1] = np.where(later & (draw[1] % 2 == 0), -1, pool.opening + near[1])
    for k, one_in in ((2, 1), (3, 1), (4, 1), (5, 1), (6, 2), (7, 2)):
        words[:, k] = np.where(later | (draw[7] % (k + 5) % one_in > 0), -1, pool.context + near[k])


def answer_words(pool: Phrases, people: Population, rows: Rows, turn: np.ndarray) -> Words:
    """Two fragments of each answer."""
    each = rows.conversation + turn.astype(np.uint64)
    draw = [_whole(mix(each, 31 + k)) for k in range(2)]
    topic = people.topic(rows.account, _whole(rows.conversation)) * TOPIC_SIZE
    words = np.full((len(turn), 8), -1, dtype=np.int64)
    words[:, 0] = pool.answer + topic + draw[0] % TOPIC_SIZE
    words[:, 1] = pool.answer + topic + draw[1] % TOPIC_SIZE
    app, hard = rows.kind == 1, rows.kind > 1
    words[app, 0] = (pool.result + people.app_kind[rows.account] * KIND_SIZE + draw[0] % KIND_SIZE)[
        app
    ]
    words[app, 1] = -1
    words[hard, 0] = (pool.solved + draw[0] % TASKS)[hard]
    words[hard, 1] = (pool.solved + draw[1] % TASKS)[hard]
    return words


def _whole(values: np.ndarray) -> np.ndarray:
    return (values >> np.uint64(2)).astype(np.int64)


def joined(pool: Phrases, words: Words) -> pa.StringArray:
    parts = [
        pool.text.take(pa.array(column, mask=column < 0))
        for column in np.ascontiguousarray(words.T)
    ]
    return pc.binary_join_element_wise(*parts, " ", null_handling="skip")


def input_tokens(messages: pa.ListArray, system: pa.Array) -> np.ndarray:
    lengths = pc.binary_length(messages.flatten().field("content"))
    total = np.concatenate([[0], np.cumsum(lengths.to_numpy(zero_copy_only=False))])
    offsets = messages.offsets.to_numpy()
    own = pc.fill_null(pc.binary_length(system), 0).to_numpy(zero_copy_only=False)
    return ((total[offsets[1:]] - total[offsets[:-1]] + own) // 4 + 1).astype(np.int32)
