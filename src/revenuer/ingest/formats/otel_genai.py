"""OpenTelemetry GenAI spans: OTLP JSON, or one span a line with flat attributes.

Source: open-telemetry/semantic-conventions-genai, spans; and the names of instrumentations before
1.37 (`gen_ai.system`, `gen_ai.prompt.N.content`, `gen_ai.usage.prompt_tokens`).
"""

from collections.abc import Sequence
from typing import Any

from revenuer.ingest.answers import answer_of
from revenuer.ingest.content import conversation_of, with_system
from revenuer.ingest.formats.format import Format, Record, Score, share
from revenuer.ingest.otlp import flat_span, spans_of
from revenuer.ingest.params import params_of
from revenuer.ingest.paths import decoded, first, inside
from revenuer.ingest.row import Raw, RowError, shown
from revenuer.ingest.timestamps import elapsed_ms
from revenuer.ingest.tools import tools_of

_MODEL_CALLS = frozenset(
    {"chat", "text_completion", "generate_content", "completion", "responses", "messages"}
)
_USERS = (
    "user.id",
    "enduser.id",
    "account.id",
    "gen_ai.user.id",
    "langfuse.user.id",
    "traceloop.association.properties.user_id",
    "llm.user",
)
_SESSIONS = (
    "gen_ai.conversation.id",
    "session.id",
    "gen_ai.session.id",
    "traceloop.association.properties.session_id",
)
_REQUEST = "gen_ai.request."


def split(record: Record) -> Sequence[Any]:
    """OTLP JSON into its model calls; a line with one flat span is one.

    Raises `RowError` where none of the spans calls a model.
    """
    spans = spans_of(record)
    if spans is None:
        return (record,)
    calls = [span for span in spans if _flaw(span["attributes"]) is None]
    if not calls:
        raise RowError("the line", "holds no span of a model call")
    return calls


def _flaw(attributes: Record) -> str | None:
    """Why a span is no model call, None where it is one."""
    operation = attributes.get("gen_ai.operation.name")
    if operation is not None:
        return None if str(operation) in _MODEL_CALLS else f"is {shown(operation)}, no model call"
    if any(name.startswith("gen_ai.") for name in attributes):
        return None
    return "has no gen_ai attributes, no model call"


def convert(record: Record) -> Raw:
    """One span to a raw row."""
    span = flat_span(record)
    found, resource = span["attributes"], span["resource"]
    flaw = _flaw(found)
    if flaw:
        raise RowError("the span", flaw)
    inner, messages = conversation_of(_asked(found))
    answer = answer_of(_answered(found))
    return {
        "exchange_id": first(found.get("gen_ai.response.id"), span["id"]),
        "ts": span["start"],
        "account_id": first(
            *(found.get(name) for name in _USERS), *(resource.get(name) for name in _USERS)
        ),
        "org_id": first(found.get("organization.id"), resource.get("organization.id")),
        "session_id": first(*(found.get(name) for name in _SESSIONS)),
        "ip": first(found.get("client.address"), found.get("net.peer.ip")),
        "user_agent": first(found.get("user_agent.original"), found.get("http.user_agent")),
        "model": first(found.get(_REQUEST + "model"), found.get("gen_ai.response.model")),
        "system": with_system(decoded(found.get("gen_ai.system_instructions")), inner),
        "messages": messages,
        "tools": tools_of(found.get("gen_ai.tool.definitions")) or _old_tools(found),
        "response": answer.text,
        "reasoning": answer.reasoning,
        "input_tokens": first(
            found.get("gen_ai.usage.input_tokens"), found.get("gen_ai.usage.prompt_tokens")
        ),
        "output_tokens": first(
            found.get("gen_ai.usage.output_tokens"), found.get("gen_ai.usage.completion_tokens")
        ),
        "params": params_of(
            {n.removeprefix(_REQUEST): v for n, v in found.items() if n.startswith(_REQUEST)}
        ),
        "status": first(found.get("http.response.status_code"), found.get("http.status_code")),
        "error": first(found.get("error.type"), span["failure"]),
        "latency_ms": elapsed_ms(span["start"], span["end"]),
    }


def _asked(found: Record) -> Any:
    """The conversation under the current name, the indexed old ones, or the old single one."""
    current = decoded(found.get("gen_ai.input.messages"))
    return first(current, _indexed(found, "gen_ai.prompt."), decoded(found.get("gen_ai.prompt")))


def _answered(found: Record) -> Any:
    current = decoded(found.get("gen_ai.output.messages"))
    old = _indexed(found, "gen_ai.completion.")
    return first(current, old, decoded(found.get("gen_ai.completion")))


def _indexed(found: Record, prefix: str) -> list[Record] | None:
    """Attributes `prefix0.role`, `prefix0.content`, … as messages, in order of their number."""
    messages: dict[int, Record] = {}
    for name, value in found.items():
        if name.startswith(prefix):
            number, dot, part = name.removeprefix(prefix).partition(".")
            if dot and number.isdecimal() and len(number) < 6:
                messages.setdefault(int(number), {})[part] = value
    return [messages[number] for number in sorted(messages)] or None


def _old_tools(found: Record) -> list[str] | None:
    tools = _indexed(found, "llm.request.functions.")
    return tools_of([{"name": tool.get("name")} for tool in tools]) if tools else None


def _is_span(record: Record) -> bool:
    if spans_of(record) is not None:
        return True
    attributes = inside(record.get("attributes")) or record
    return any(name.startswith("gen_ai.") for name in attributes)


def score(records: Sequence[Record]) -> Score:
    """How many records are OTLP JSON or have gen_ai attributes."""
    return share(records, _is_span), "OpenTelemetry spans or gen_ai attributes"


OTEL_GENAI = Format(
    name="otel_genai",
    about="OpenTelemetry GenAI spans as JSON, current and old attribute names.",
    fields={
        "exchange_id": "gen_ai.response.id, else the span id",
        "ts": "the span's start",
        "account_id": "user.id, enduser.id or account.id, of the span, else of the resource",
        "org_id": "organization.id",
        "session_id": "gen_ai.conversation.id or session.id",
        "ip": "client.address",
        "user_agent": "user_agent.original",
        "model": "gen_ai.request.model",
        "system": "gen_ai.system_instructions",
        "messages": "gen_ai.input.messages, else gen_ai.prompt.N.content",
        "tools": "gen_ai.tool.definitions",
        "response": "gen_ai.output.messages, else gen_ai.completion.N.content",
        "reasoning": "gen_ai.output.messages, reasoning parts",
        "input_tokens": "gen_ai.usage.input_tokens, else .prompt_tokens",
        "output_tokens": "gen_ai.usage.output_tokens, else .completion_tokens",
        "params": "gen_ai.request.*",
        "status": "http.response.status_code",
        "error": "error.type",
        "latency_ms": "the span's end less its start",
    },
    examples=(
        '{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":'
        '"gateway"}}]},"scopeSpans":[{"scope":{"name":"app"},"spans":[{"traceId":"5b8e","spanId":'
        '"eee1","name":"chat heron-large","startTimeUnixNano":"1767607200250000000",'
        '"endTimeUnixNano":"1767607201750000000","attributes":[{"key":"gen_ai.operation.name",'
        '"value":{"stringValue":"chat"}},{"key":"gen_ai.provider.name","value":{"stringValue":'
        '"heron"}},{"key":"gen_ai.request.model","value":{"stringValue":"heron-large"}},'
        '{"key":"gen_ai.request.temperature","value":{"doubleValue":0.2}},'
        '{"key":"gen_ai.usage.input_tokens","value":{"intValue":"31"}},'
        '{"key":"gen_ai.usage.output_tokens","value":{"intValue":"12"}},'
        '{"key":"user.id","value":{"stringValue":"u-5"}},'
        '{"key":"gen_ai.conversation.id","value":{"stringValue":"s-9"}},'
        '{"key":"gen_ai.system_instructions","value":{"stringValue":'
        '"[{\\"type\\":\\"text\\",\\"content\\":\\"You answer in one sentence.\\"}]"}},'
        '{"key":"gen_ai.input.messages","value":{"stringValue":"[{\\"role\\":\\"user\\",'
        '\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"Why is the sky blue?\\"}]}]"}},'
        '{"key":"gen_ai.output.messages","value":{"stringValue":"[{\\"role\\":\\"assistant\\",'
        '\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"Air scatters short waves most.\\"}],'
        '\\"finish_reason\\":\\"stop\\"}]"}}]}]}]}]}',
        '{"name":"openai.chat","context":{"trace_id":"0x5b8f","span_id":"0xeee2"},"start_time":'
        '"2026-01-05T10:01:00.000000Z","end_time":"2026-01-05T10:01:00.300000Z","status":'
        '{"status_code":"OK"},"attributes":{"gen_ai.system":"heron","gen_ai.request.model":'
        '"heron-large","gen_ai.request.max_tokens":16,"gen_ai.prompt.0.role":"system",'
        '"gen_ai.prompt.0.content":"You answer briefly.","gen_ai.prompt.1.role":"user",'
        '"gen_ai.prompt.1.content":"Add 2 and 3.","gen_ai.completion.0.role":"assistant",'
        '"gen_ai.completion.0.content":"5","gen_ai.usage.prompt_tokens":14,'
        '"gen_ai.usage.completion_tokens":1},"resource":{"attributes":{"enduser.id":"u-6"}}}',
    ),
    score=score,
    convert=convert,
    split=split,
)
