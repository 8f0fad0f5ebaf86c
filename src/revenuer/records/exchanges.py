"""The canonical exchange: one request to a model and its answer."""

import pyarrow as pa

MESSAGE = pa.struct([("role", pa.string()), ("content", pa.string())])

EXCHANGES = pa.schema(
    [
        pa.field("exchange_id", pa.string(), nullable=False),
        pa.field("ts", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("account_id", pa.string(), nullable=False),
        pa.field("org_id", pa.string()),
        pa.field("key_id", pa.string()),
        pa.field("end_user_id", pa.string()),
        pa.field("session_id", pa.string()),
        pa.field("ip", pa.string()),
        pa.field("asn", pa.int64()),
        pa.field("country", pa.string()),
        pa.field("user_agent", pa.string()),
        pa.field("headers", pa.map_(pa.string(), pa.string())),
        pa.field("tls_fingerprint", pa.string()),
        pa.field("model", pa.string()),
        pa.field("system", pa.string()),
        pa.field("messages", pa.list_(MESSAGE)),
        pa.field("tools", pa.list_(pa.string())),
        pa.field("response", pa.string()),
        pa.field("reasoning", pa.string()),
        pa.field("input_tokens", pa.int32()),
        pa.field("output_tokens", pa.int32()),
        pa.field("params", pa.string()),
        pa.field("status", pa.int16()),
        pa.field("error", pa.string()),
        pa.field("latency_ms", pa.int32()),
    ]
)
"""Arrow schema of canonical exchanges.

`messages` is the conversation as sent, the last one the new turn; `params` is a JSON object
(temperature, top_p, max_tokens, n, logprobs, seed, stream); `status` is the HTTP status.
A field a log does not have is null, never a guess.
"""
