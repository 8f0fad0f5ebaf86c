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
    """Up to six fragments of each user message."""
    each = rows.conversation + turn.astype(np.uint64)
    draw = [_whole(mix(each, 11 + k)) for k in range(4)]
    topic = people.topic(rows.account, _whole(rows.conversation)) * TOPIC_SIZE
    near = [(people.taste[rows.account] + d % 90) % TOPIC_SIZE for d in draw]
    later = turn > 0
    words = np.full((len(turn), 6), -1, dtype=np.int64)
    person, app = rows.kind == 0, rows.kind == 1
    words[:, 0] = np.where(later, pool.follow, pool.opening) + topic + near[0]
    words[:, 1] = np.where(later, -1, pool.opening + topic + near[1])
    words[:, 2] = np.where(later | (draw[2] % 3 > 0), -1, pool.context + topic + near[2])
    words[:, 3] = np.where(later | (draw[3] % 2 > 0), -1, pool.context + topic + near[3])
    payload = pool.payload + people.app_kind[rows.account] * KIND_SIZE
    words[app, 0] = (payload + draw[0] % KIND_SIZE)[app]
    words[app, 1] = (payload + draw[1] % KIND_SIZE)[app]
    words[app, 3] = -1
    words[app, 2] = np.where(draw[2] % 2 == 0, payload + draw[2] % KIND_SIZE, -1)[app]
    hard = ~(person | app)
    words[hard, 1] = (pool.tasks + draw[0] % TASKS)[hard]
    words[hard, 2] = (pool.solved + draw[1] % TASKS)[hard]
    words[hard, 0] = words[hard, 3] = -1
    forced, graded = rows.kind == 2, rows.kind == 4
    words[forced, 0], words[forced, 4] = pool.wording, pool.wording + 1
    words[forced, 3] = (pool.tasks + draw[2] % TASKS)[forced]
    words[graded, 0] = pool.wording + 2
    words[graded, 3] = (pool.solved + draw[2] % TASKS)[graded]
    return words


def answer_words(pool: Phrases, people: Population, rows: Rows, turn: np.ndarray) -> Words:
    """Up to six fragments of each answer."""
    each = rows.conversation + turn.astype(np.uint64)
    draw = [_whole(mix(each, 31 + k)) for k in range(2)]
    topic = people.topic(rows.account, _whole(rows.conversation)) * TOPIC_SIZE
    words = np.full((len(turn), 6), -1, dtype=np.int64)
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
