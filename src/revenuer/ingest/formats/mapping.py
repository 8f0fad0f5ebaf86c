"""Any other log, through a TOML mapping that the user writes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from revenuer.ingest.answers import answer_of
from revenuer.ingest.content import conversation_of, text_of, with_system
from revenuer.ingest.formats.format import Format, Record, Score
from revenuer.ingest.mapping import FieldMapping, mapping_from
from revenuer.ingest.params import params_of
from revenuer.ingest.paths import at, decoded, first, inside
from revenuer.ingest.row import Raw, RowError, shown
from revenuer.ingest.tools import tools_of

EXAMPLE_MAPPING = """\
[fields]
exchange_id = "rid"
ts = "when"
account_id = ["customer.id", "customer.key"]
messages = "request.prompt"
response = "answer.text"
model = "request.engine"
input_tokens = "answer.tokens.0"
output_tokens = "answer.tokens.1"

[constants]
country = "NL"

[timestamp]
format = "%d/%b/%Y:%H:%M:%S %z"
"""


def mapped(mapping: FieldMapping) -> Format:
    """The format that a mapping describes."""

    def convert(record: Record) -> Raw:
        return _convert(record, mapping)

    return Format(
        name="mapping",
        about="Any other log, by a TOML mapping given with --mapping.",
        fields={name: ", else ".join(paths) for name, paths in mapping.fields},
        examples=_EXAMPLES,
        score=_score,
        convert=convert,
    )


def _convert(record: Record, mapping: FieldMapping) -> Raw:
    raw: Raw = dict(mapping.constants)
    for name, paths in mapping.fields:
        value = first(*(at(record, path) for path in paths))
        if value is not None:
            raw[name] = value
    if mapping.timestamp_format and isinstance(raw.get("ts"), str):
        raw["ts"] = _strptime(raw["ts"], mapping.timestamp_format)
    if "messages" in raw:
        inner, raw["messages"] = conversation_of(decoded(raw["messages"]))
        raw["system"] = with_system(raw.get("system"), inner)
    elif "system" in raw:
        raw["system"] = text_of(raw["system"])
    if "response" in raw:
        answer = answer_of(raw["response"])
        raw["response"] = answer.text
        raw.setdefault("reasoning", answer.reasoning)
    if "tools" in raw:
        raw["tools"] = tools_of(raw["tools"])
    if "params" in raw:
        raw["params"] = params_of(inside(raw["params"]))
    if "headers" in raw:
        raw["headers"] = decoded(raw["headers"])
    return raw


def _strptime(written: str, how: str) -> Any:
    try:
        return datetime.strptime(written, how)
    except ValueError:
        raise RowError("ts", f"is {shown(written)}, which does not match {how!r}") from None


def _score(records: Sequence[Record]) -> Score:
    return 0.0, "is taken only with --mapping"


_EXAMPLES = (
    '{"rid":"r-1","when":"05/Jan/2026:10:00:00 +0000","customer":{"id":"c-9"},'
    '"request":{"prompt":"Why is the sky blue?","engine":"heron-large"},'
    '"answer":{"text":"Air scatters short waves most.","tokens":[9,6]}}',
)

MAPPING = mapped(mapping_from(EXAMPLE_MAPPING, "example"))
