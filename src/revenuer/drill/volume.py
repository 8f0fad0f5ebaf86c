"""A log of any size in canonical Parquet, written block by block from ready-made fragments.

For measuring speed and memory: texts are pieced together, so they are coarser than the demo's,
but conversations continue, accounts have interests, applications have templates, and three
campaigns run inside.
"""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from revenuer.drill.dice import Dice
from revenuer.drill.mixing import hex_names, mix
from revenuer.drill.phrases import Phrases, phrases
from revenuer.drill.piecing import Rows, answer_words, input_tokens, joined, messages_as_sent
from revenuer.drill.population import Population, accounts_table, population
from revenuer.drill.world import HOUR, World
from revenuer.records import EXCHANGES

BLOCK = 1 << 16
"""Rows a block and a Parquet row group."""
FILE = 16 * BLOCK
"""Rows a file: about a million."""
_LIMITED = "Rate limit reached for requests."
_DICTIONARY = [
    "account_id", "org_id", "key_id", "ip", "country", "user_agent", "tls_fingerprint", "model",
    "system", "params", "error", "headers.key_value.key", "headers.key_value.value",
    "messages.list.element.role",
]  # fmt: skip


def write(folder: Path, exchanges: int, *, seed: int) -> None:
    """Write `traffic/part-*.parquet` (EXCHANGES, row groups of 65,536) and `accounts.parquet`.

    About 440 characters of system prompt and new turn an exchange, sixty exchanges an account,
    a fortnight in time order but for a few minutes. Memory does not grow with `exchanges`, but
    for about 300 bytes an account. Same seed and size, same bytes.
    """
    traffic = folder / "traffic"
    traffic.mkdir(parents=True, exist_ok=True)
    world = World(seed)
    pool = phrases(Dice(seed, "volume", "phrases"), world)
    people = population(Dice(seed, "volume", "population"), world, exchanges)
    pq.write_table(accounts_table(people, world), folder / "accounts.parquet", compression="zstd")
    clock = _clock(world)
    for number, first in enumerate(range(0, exchanges, FILE)):
        path = traffic / f"part-{number:05d}.parquet"
        with pq.ParquetWriter(
            path, EXCHANGES, compression="zstd", compression_level=1, use_dictionary=_DICTIONARY
        ) as out:
            for start in range(first, min(first + FILE, exchanges), BLOCK):
                size = min(BLOCK, exchanges - start)
                rng = np.random.default_rng([seed, 77, start // BLOCK])
                out.write_table(
                    _block(rng, pool, people, clock, start, size, exchanges), row_group_size=BLOCK
                )


def _clock(world: World) -> tuple[np.ndarray, np.ndarray]:
    """(share of the traffic done, POSIX seconds): busy by day, quiet by night and on Sundays."""
    hours = np.arange(world.days * 24)
    rate = 1.0 + 0.6 * np.sin((hours % 24 - 9) / 24 * 2 * np.pi)
    rate = rate * np.where(hours // 24 % 7 >= 5, 0.6, 1.0)
    done = np.concatenate([[0.0], np.cumsum(rate / rate.sum())])
    return done, world.start + np.arange(len(done)) * HOUR


def _block(
    rng: np.random.Generator,
    pool: Phrases,
    people: Population,
    clock: tuple[np.ndarray, np.ndarray],
    start: int,
    size: int,
    total: int,
) -> pa.Table:
    rows = _rows(rng, people, clock, start, size, total)
    messages = messages_as_sent(pool, people, rows)
    response = joined(pool, answer_words(pool, people, rows, rows.turn))
    who = pa.array(rows.account)
    failed = pa.array(rng.random(size) < 0.004)
    model = np.where(
        (rows.ts > people.release) & (rng.random(size) < people.keen[rows.account]),
        3,
        people.model[rows.account],
    )
    columns = {
        "exchange_id": hex_names(mix(np.arange(start, start + size, dtype=np.uint64), 5)),
        "ts": pa.array((rows.ts * 1e6).astype(np.int64)).cast(pa.timestamp("us", tz="UTC")),
        "account_id": people.account_id.take(who),
        "org_id": people.org_id.take(who),
        "key_id": people.account_id.take(who),
        "ip": people.ip.take(who),
        "asn": pa.array(people.asn[rows.account]),
        "country": people.country.take(who),
        "user_agent": people.agents.take(pa.array(people.agent[rows.account])),
        "headers": people.headers.take(pa.array(people.agent[rows.account])),
        "tls_fingerprint": people.tls.take(pa.array(people.agent[rows.account] % len(people.tls))),
        "model": people.models.take(pa.array(model)),
        "system": people.systems.take(
            pa.array(people.system[rows.account], mask=people.system[rows.account] < 0)
        ),
        "messages": messages,
        "response": pc.if_else(failed, "", response),
        "params": people.params.take(pa.array(people.param[rows.account])),
        "status": pc.if_else(failed, pa.scalar(429, pa.int16()), pa.scalar(200, pa.int16())),
        "error": pc.if_else(
            failed, "Rate limit reached for requests.", pa.scalar(None, pa.string())
        ),
        "latency_ms": pa.array((400 + rng.exponential(1500, size)).astype(np.int32)),
    }
    characters = pc.binary_length(response).to_numpy(zero_copy_only=False)
    columns["output_tokens"] = pa.array((characters // 4 + 1).astype(np.int32))
    columns["input_tokens"] = pa.array(input_tokens(messages, columns["system"]))
    return pa.table(
        [columns.get(field.name, pa.nulls(size, field.type)) for field in EXCHANGES],
        schema=EXCHANGES,
    )


def _rows(
    rng: np.random.Generator,
    people: Population,
    clock: tuple[np.ndarray, np.ndarray],
    start: int,
    size: int,
    total: int,
) -> Rows:
    kind = rng.choice(len(people.shares), size=size, p=people.shares)
    length = np.where(kind == 0, rng.choice([1, 2, 3, 5], size=size, p=[0.6, 0.2, 0.13, 0.07]), 1)
    conversation = np.repeat(np.arange(size), length)[:size]
    first = np.cumsum(length) - length
    turn = (np.arange(size) - first[conversation]).astype(np.int64)
    kind = kind[conversation]
    share = (start + rng.random(size) * size) / total
    began = np.interp(share, clock[0], clock[1])[conversation]
    ts = began + turn * (40.0 + (mix(conversation.astype(np.uint64), start) % 120))
    # each campaign deals its requests out in turn, from block to block
    order = np.argsort(began, kind="stable")
    rank = np.empty(size, dtype=np.int64)
    rank[order] = np.arange(size) + start
    account = people.carrier(kind, mix(conversation.astype(np.uint64) + start, 1), rank)
    name = mix(conversation.astype(np.uint64) + np.uint64(start), 2)
    by_time = np.argsort(ts, kind="stable")
    return Rows(
        name[by_time], turn[by_time], np.minimum(ts[by_time], clock[1][-1] - 1.0),
        account[by_time], kind[by_time],
    )  # fmt: skip
