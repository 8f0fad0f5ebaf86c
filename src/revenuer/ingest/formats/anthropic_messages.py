"""Pairs of an Anthropic Messages request and its response.

Source: the Anthropic API reference. Coding clients pack device, account and session into
`metadata.user_id`.
"""

from collections.abc import Sequence

from revenuer.ingest.answers import answer_of
from revenuer.ingest.content import conversation_of, with_system
from revenuer.ingest.formats.format import Format, Record, Score, share
from revenuer.ingest.packed_user import packed_user
from revenuer.ingest.pair import ACCOUNTS, Pair, envelope_row, pair_of
from revenuer.ingest.params import params_of
from revenuer.ingest.paths import decoded, first, inside
from revenuer.ingest.row import Raw
from revenuer.ingest.tools import tools_of
from revenuer.ingest.usage import embedded_usage, tokens_of


def convert(record: Record) -> Raw:
    """One pair to a raw row."""
    pair = pair_of(record)
    request = pair.request
    inner, messages = conversation_of(decoded(request.get("messages")))
    user = inside(request.get("metadata")).get("user_id")
    packed = packed_user(user)
    known = packed.session is not None
    account = first(*(record.get(name) for name in ACCOUNTS))
    answer = answer_of(pair.response)
    tokens = tokens_of(first(embedded_usage(pair.response), record.get("usage")))
    row = envelope_row(pair)
    return {
        **row,
        "account_id": first(account, packed.account, packed.device, None if known else user),
        "end_user_id": packed.device if known else (user if account is not None else None),
        "session_id": first(row["session_id"], packed.session),
        "system": with_system(decoded(request.get("system")), inner),
        "messages": messages,
        "tools": tools_of(request.get("tools")),
        "response": answer.text,
        "reasoning": answer.reasoning,
        "input_tokens": tokens.input,
        "output_tokens": tokens.output,
        "params": params_of(request),
    }


def _is_anthropic(pair: Pair) -> bool:
    response = inside(pair.response)
    if "messages" not in pair.request or "choices" in response or not pair.told():
        return False
    return (
        response.get("type") == "message"
        or "stop_reason" in response
        or "anthropic-version" in pair.headers
        or "anthropic_version" in pair.request
        or "system" in pair.request
    )


def _is_pair(record: Record) -> bool:
    return "schemaType" not in record and _is_anthropic(pair_of(record))


def score(records: Sequence[Record]) -> Score:
    """How many records hold a Messages request or response."""
    return share(records, _is_pair), "an Anthropic Messages request and its response"


ANTHROPIC_MESSAGES = Format(
    name="anthropic_messages",
    about="Anthropic Messages requests with their responses, also from coding clients.",
    fields={
        "exchange_id": "request_id, else response.id",
        "ts": "timestamp",
        "account_id": "account_id or user_id, else request.metadata.user_id (its account, else "
        "its device, where it is packed)",
        "org_id": "org_id or organization_id",
        "key_id": "key_id or api_key_id",
        "end_user_id": "request.metadata.user_id (its device where it is packed)",
        "session_id": "session_id, else the session packed in request.metadata.user_id",
        "ip": "ip or client_ip, else the header x-forwarded-for",
        "user_agent": "user_agent, else the header",
        "headers": "request_headers or headers",
        "model": "request.model",
        "system": "request.system",
        "messages": "request.messages",
        "tools": "request.tools",
        "response": "response.content",
        "reasoning": "response.content, thinking blocks",
        "input_tokens": "response.usage, with cached input",
        "output_tokens": "response.usage",
        "params": "request",
        "status": "status or status_code",
        "error": "error",
        "latency_ms": "latency_ms or duration_ms",
    },
    examples=(
        '{"timestamp":"2026-01-05T10:00:00Z","request_id":"req-7","status":200,'
        '"request_headers":{"user-agent":"claude-cli/2.0.1","anthropic-version":"2023-06-01",'
        '"x-stainless-os":"Linux"},"request":{"model":"heron-code","max_tokens":1024,'
        '"system":[{"type":"text","text":"You help with code."}],"messages":[{"role":"user",'
        '"content":[{"type":"text","text":"List the files."}]}],"tools":[{"name":"ls",'
        '"description":"Lists files","input_schema":{"type":"object"}}],"metadata":{"user_id":'
        '"user_5f2d_account_0b1c-77_session_9e8d-11"}},"response":{"id":"msg_1","type":"message",'
        '"role":"assistant","content":[{"type":"thinking","thinking":"Use ls."},'
        '{"type":"tool_use","id":"t1","name":"ls","input":{"path":"."}}],'
        '"stop_reason":"tool_use","usage":{"input_tokens":20,"cache_read_input_tokens":400,'
        '"output_tokens":18}}}',
        '{"timestamp":1767607230000,"account_id":"acct-8","status":529,"request":{"model":'
        '"heron-large","max_tokens":64,"system":"You answer in one sentence.","messages":'
        '[{"role":"user","content":"Why is the sky blue?"}]},"error":{"type":"overloaded_error",'
        '"message":"Overloaded"}}',
    ),
    score=score,
    convert=convert,
)
