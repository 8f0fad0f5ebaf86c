"""The fingerprinted exchange: numbers and hashes, no text."""

import pyarrow as pa

from revenuer.fingerprint.word_kernel import SKETCH

_CODE = pa.dictionary(pa.int32(), pa.string())

PRINTS = pa.schema(
    [
        pa.field("exchange_id", pa.string()),
        pa.field("ts", pa.int64()),
        pa.field("account_id", _CODE),
        pa.field("org_id", _CODE),
        pa.field("ip", _CODE),
        pa.field("country", _CODE),
        pa.field("user_agent", _CODE),
        pa.field("tls_fingerprint", _CODE),
        pa.field("model", _CODE),
        pa.field("params", _CODE),
        pa.field("headers", pa.uint64()),
        pa.field("session", pa.uint64()),
        pa.field("end_user", pa.uint64()),
        pa.field("input_tokens", pa.int32()),
        pa.field("output_tokens", pa.int32()),
        pa.field("status", pa.int16()),
        pa.field("id_hash", pa.uint64()),
        pa.field("text_kind", pa.uint8()),
        pa.field("language", pa.uint8()),
        pa.field("turn", pa.uint16()),
        pa.field("opening", pa.bool_()),
        pa.field("chars", pa.int32()),
        pa.field("system_hash", pa.uint64()),
        pa.field("payload", pa.uint64()),
        pa.field("conversation", pa.uint64()),
        pa.field("before", pa.uint64()),
        pa.field("after", pa.uint64()),
        pa.field("cues", pa.uint64()),
        pa.field("answer_cues", pa.uint64()),
        pa.field("echo", pa.uint8()),
        pa.field("offers_tools", pa.bool_()),
        pa.field("tool_result", pa.bool_()),
        pa.field("oddities", pa.uint16()),
        pa.field("sketch", pa.list_(pa.int8(), SKETCH)),
        pa.field("grams", pa.list_(pa.uint32())),
    ]
)
"""One row an exchange, in input order.

`ts` is microseconds, UTC. Hashes are 0 where there is nothing to hash. `text_kind` is one of NONE,
HASHED, TEXT. `before` is the hash of the conversation up to and with its last answer, `after` of
the conversation with the new answer: where one exchange's `before` is another's `after`, the second
continues the first. `echo` is the share (of 255) of the turn's words found in the answer before it.
`cues` are the cue classes of the prompt, `answer_cues` those of the beginning of the answer.
`offers_tools`: the request lets the model call tools; `tool_result`: its new turn is what a tool
returned, and nobody's words. `oddities` counts zero-width and bidirectional control characters.
`grams` are winnowed fingerprints of the system prompt and the new turn. Tokens and status are -1
where unknown.
"""

NONE, HASHED, TEXT = 0, 1, 2
