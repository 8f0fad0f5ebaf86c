"""Helicone requests, from its query API or an export.

Source: `HeliconeRequest` in Helicone's public types.
"""

from collections.abc import Sequence

from revenuer.ingest.answers import answer_of
from revenuer.ingest.content import conversation_of, with_system
from revenuer.ingest.formats.format import Format, Record, Score, share
from revenuer.ingest.packed_user import packed_user
from revenuer.ingest.pair import error_text
from revenuer.ingest.params import params_of
from revenuer.ingest.paths import decoded, first, inside
from revenuer.ingest.row import Raw
from revenuer.ingest.tools import tools_of


def convert(record: Record) -> Raw:
    """One request to a raw row."""
    body = inside(record.get("request_body"))
    response = decoded(record.get("response_body"))
    asked = first(body.get("messages"), body.get("input"), body.get("prompt"))
    inner, messages = conversation_of(decoded(asked))
    answer = answer_of(response)
    properties = inside(first(record.get("request_properties"), record.get("properties")))
    packed = packed_user(inside(body.get("metadata")).get("user_id"))
    error = inside(response).get("error")
    return {
        "exchange_id": record.get("request_id"),
        "ts": record.get("request_created_at"),
        "account_id": first(
            record.get("request_user_id"),
            record.get("user_id"),
            record.get("helicone_user"),
            record.get("user_api_key_hash"),
        ),
        "key_id": first(record.get("user_api_key_hash"), record.get("key_name")),
        "end_user_id": packed.device,
        "session_id": first(properties.get("Helicone-Session-Id"), packed.session),
        "country": record.get("country_code"),
        "model": first(
            record.get("request_model"),
            record.get("model_override"),
            record.get("response_model"),
            record.get("model"),
            body.get("model"),
        ),
        "system": with_system(decoded(body.get("system")), inner),
        "messages": messages,
        "tools": tools_of(body.get("tools")),
        "response": answer.text,
        "reasoning": answer.reasoning,
        "input_tokens": record.get("prompt_tokens"),
        "output_tokens": record.get("completion_tokens"),
        "params": params_of(body),
        "status": _status(first(record.get("response_status"), record.get("status"))),
        "error": error_text(error),
        "latency_ms": first(record.get("delay_ms"), record.get("latency")),
    }


def _status(status: object) -> object:
    """Helicone writes negative numbers for requests that are pending, cancelled or timed out."""
    written = str(status)
    return int(written) if written.isdecimal() else None


def _is_helicone(record: Record) -> bool:
    return "request_id" in record and "request_created_at" in record


def score(records: Sequence[Record]) -> Score:
    """How many records have Helicone's names."""
    return share(records, _is_helicone), "request_id and request_created_at"


HELICONE = Format(
    name="helicone",
    about="Helicone requests, from its API or an export.",
    fields={
        "exchange_id": "request_id",
        "ts": "request_created_at",
        "account_id": "request_user_id, else helicone_user, else user_api_key_hash",
        "key_id": "user_api_key_hash, else key_name",
        "end_user_id": "the device packed in request_body.metadata.user_id",
        "session_id": "request_properties.Helicone-Session-Id",
        "country": "country_code",
        "model": "request_model",
        "system": "request_body",
        "messages": "request_body",
        "tools": "request_body.tools",
        "response": "response_body",
        "reasoning": "response_body",
        "input_tokens": "prompt_tokens",
        "output_tokens": "completion_tokens",
        "params": "request_body",
        "status": "response_status",
        "error": "response_body.error",
        "latency_ms": "delay_ms",
    },
    examples=(
        '{"request_id":"h-1","request_created_at":"2026-01-05T10:00:00.000Z",'
        '"response_created_at":"2026-01-05T10:00:01.500Z","request_path":"/v1/chat/completions",'
        '"request_user_id":"u-5","request_properties":{"Helicone-Session-Id":"s-9"},'
        '"request_model":"heron-large","response_status":200,"provider":"OPENAI","delay_ms":1500,'
        '"prompt_tokens":31,"completion_tokens":12,"country_code":"NL","request_body":{"model":'
        '"heron-large","temperature":0.2,"messages":[{"role":"system","content":"You answer in one '
        'sentence."},{"role":"user","content":"Why is the sky blue?"}]},"response_body":'
        '{"choices":[{"message":{"role":"assistant","content":"Air scatters short waves most."}}]'
        "}}",
    ),
    score=score,
    convert=convert,
)
