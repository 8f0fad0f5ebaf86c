"""Envoy AI Gateway access logs as JSON: metadata only, no texts.

Source: envoyproxy/ai-gateway, "Access Logs". Field names are what the operator wrote into the
access log's format; these are the documentation's. The gateway logs no account: a request header
has to be added to the format, and one of the usual names is looked for.
"""

from collections.abc import Sequence
from typing import Any

from revenuer.ingest.formats.format import Format, Record, Score, share
from revenuer.ingest.pair import forwarded
from revenuer.ingest.paths import first
from revenuer.ingest.row import Raw

ACCOUNT_NAMES = (
    "x-account-id",
    "x-user-id",
    "x-tenant-id",
    "x-customer-id",
    "x-consumer-id",
    "x-consumer-username",
    "x-ai-eg-user-id",
    "account_id",
    "user_id",
    "user",
)
_HEADERS = ("x-stainless-lang", "x-stainless-os", "x-stainless-package-version", "x-app")


def convert(record: Record) -> Raw:
    """One access log entry to a raw row; "-" is Envoy's word for absent."""
    found = {name.lower(): value for name, value in record.items() if value not in ("-", "")}
    headers = {name: found[name] for name in _HEADERS if name in found}
    return {
        "exchange_id": first(found.get("x-request-id"), found.get("request_id")),
        "ts": first(found.get("start_time"), found.get("timestamp")),
        "account_id": first(*(found.get(name) for name in ACCOUNT_NAMES)),
        "org_id": first(found.get("x-org-id"), found.get("org_id")),
        "key_id": first(found.get("x-api-key-id"), found.get("key_id")),
        "session_id": first(
            found.get("session.id"), found.get("x-session-id"), found.get("mcp_session_id")
        ),
        "ip": first(
            forwarded(found.get("x-forwarded-for")),
            _without_port(found.get("downstream_remote_address")),
        ),
        "user_agent": first(found.get("user-agent"), found.get("user_agent")),
        "headers": headers or None,
        "tls_fingerprint": first(found.get("ja4"), found.get("ja3"), found.get("tls_fingerprint")),
        "model": first(
            found.get("genai_model_name"),
            found.get("gen_ai.request.model"),
            found.get("x-ai-eg-model"),
            found.get("genai_model_name_override"),
        ),
        "input_tokens": first(
            found.get("genai_tokens_input"), found.get("gen_ai.usage.input_tokens")
        ),
        "output_tokens": first(
            found.get("genai_tokens_output"), found.get("gen_ai.usage.output_tokens")
        ),
        "status": _status(found.get("response_code")),
        "error": found.get("response_code_details") if _failed(found) else None,
        "latency_ms": found.get("duration"),
    }


def _status(code: Any) -> Any:
    """Envoy writes 0 where the client went away before an answer."""
    return None if code in (0, "0") else code


def _failed(found: Record) -> bool:
    written = str(found.get("response_code"))
    return written.isdecimal() and int(written) >= 400


def _without_port(address: Any) -> Any:
    if not isinstance(address, str):
        return address
    host, colon, port = address.rpartition(":")
    return host.strip("[]") if colon and port.isdecimal() else address


def _is_envoy(record: Record) -> bool:
    return "response_code" in record and any(
        name.startswith(("genai_", "x-envoy", "upstream_", "x-ai-eg")) for name in record
    )


def score(records: Sequence[Record]) -> Score:
    """How many records have Envoy's names."""
    return share(records, _is_envoy), "Envoy's response_code and gateway fields"


ENVOY = Format(
    name="envoy",
    about="Envoy AI Gateway access logs as JSON: metadata without texts.",
    fields={
        "exchange_id": "x-request-id",
        "ts": "start_time",
        "account_id": "the first present of " + ", ".join(ACCOUNT_NAMES),
        "org_id": "x-org-id",
        "key_id": "x-api-key-id",
        "session_id": "session.id, x-session-id or mcp_session_id",
        "ip": "x-forwarded-for, else downstream_remote_address",
        "user_agent": "user-agent",
        "headers": ", ".join(_HEADERS),
        "tls_fingerprint": "ja4 or ja3",
        "model": "genai_model_name",
        "input_tokens": "genai_tokens_input",
        "output_tokens": "genai_tokens_output",
        "status": "response_code",
        "error": "response_code_details, from 400 up",
        "latency_ms": "duration",
    },
    examples=(
        '{"start_time":"2026-01-05T10:00:00.250Z","method":"POST","x-envoy-origin-path":'
        '"/v1/chat/completions","response_code":200,"duration":1500,"bytes_received":159,'
        '"bytes_sent":334,"user-agent":"OpenAI/Python 1.99.1","x-request-id":"e-1",'
        '"x-forwarded-for":"192.0.2.17, 10.0.0.1","x-user-id":"u-5","upstream_cluster":"c/0",'
        '"genai_model_name":"heron-large","genai_model_name_override":"-",'
        '"genai_backend_name":"default/heron","genai_tokens_input":31,"genai_tokens_output":12}',
    ),
    score=score,
    convert=convert,
)
