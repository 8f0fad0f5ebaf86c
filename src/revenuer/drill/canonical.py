"""A staged log as canonical exchanges (Parquet), for readers that need no conversion."""

from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from revenuer.drill.exchange import Exchange
from revenuer.drill.log import Log
from revenuer.records import EXCHANGES

_GROUP = 1 << 16


def write(path: Path, log: Log) -> None:
    """Write the log's exchanges in row groups of 65,536."""
    with pq.ParquetWriter(path, EXCHANGES, compression="zstd") as out:
        for start in range(0, len(log.names), _GROUP):
            out.write_table(
                table(log.exchanges[start : start + _GROUP], log.names[start : start + _GROUP])
            )


def table(entries: list[Exchange], names: list[str]) -> pa.Table:
    """Exchanges as rows of EXCHANGES. What a proxy does not see (ASN, TLS, country) is null."""
    rows = [_row(entry, name) for entry, name in zip(entries, names, strict=True)]
    return pa.Table.from_pylist(rows, schema=EXCHANGES)


def _row(entry: Exchange, name: str) -> dict[str, object]:
    # logs hold microseconds: round as they do, so that both forms of a log say the same
    start, end = round(entry.ts, 6), round(entry.ts + entry.latency, 6)
    return {
        "exchange_id": name,
        "ts": round(start * 1e6),
        "account_id": entry.account.account_id,
        "org_id": entry.account.org_id,
        "key_id": entry.key,
        "end_user_id": entry.end_user,
        "session_id": entry.session,
        "ip": entry.ip,
        "user_agent": entry.client.user_agent,
        "headers": entry.client.headers or None,
        "model": entry.model,
        "system": entry.system,
        "messages": [{"role": role, "content": content} for role, content in entry.messages],
        "tools": list(entry.tools) or None,
        "response": entry.response if entry.status == 200 else None,
        "input_tokens": entry.input_tokens,
        "output_tokens": entry.output_tokens,
        "params": orjson.dumps(entry.params, option=orjson.OPT_SORT_KEYS).decode()
        if entry.params
        else None,
        "status": entry.status,
        "error": entry.error,
        "latency_ms": round((end - start) * 1000),
    }
