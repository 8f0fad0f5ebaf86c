"""Pairs of an OpenAI-style request (chat, completions or Responses) and its response.

Source: the OpenAI API reference; `safety_identifier` took the place of `user` in 2025.
"""

from collections.abc import Sequence

from revenuer.ingest.answers import answer_of
from revenuer.ingest.content import conversation_of, with_system
from revenuer.ingest.formats.format import Format, Record, Score, share
from revenuer.ingest.pair import ACCOUNTS, TIMES, envelope_row, pair_of
from revenuer.ingest.params import params_of
from revenuer.ingest.paths import decoded, first, inside
from revenuer.ingest.row import Raw
from revenuer.ingest.tools import tools_of
from revenuer.ingest.usage import embedded_usage, tokens_of


def convert(record: Record) -> Raw:
    """One pair to a raw row."""
    pair = pair_of(record)
    request = pair.request
    asked = first(request.get("messages"), request.get("input"), request.get("prompt"))
    inner, messages = conversation_of(decoded(asked))
    end_user = first(
        request.get("safety_identifier"),
        request.get("user"),
        record.get("safety_identifier"),
        record.get("user"),
        inside(request.get("metadata")).get("user_id"),
        inside(record.get("metadata")).get("user_id"),
    )
    account = first(*(record.get(name) for name in ACCOUNTS))
    answer = answer_of(pair.response)
    tokens = tokens_of(first(embedded_usage(pair.response), record.get("usage")))
    return {
        **envelope_row(pair),
        "account_id": first(account, end_user),
        "end_user_id": end_user if account is not None else None,
        "system": with_system(request.get("instructions"), inner),
        "messages": messages,
        "tools": tools_of(first(request.get("tools"), request.get("functions"))),
        "response": answer.text,
        "reasoning": answer.reasoning,
        "input_tokens": tokens.input,
        "output_tokens": tokens.output,
        "params": params_of(request),
    }


def _is_pair(record: Record) -> bool:
    pair = pair_of(record)
    response = inside(pair.response)
    dated = "created" in response or any(name in record for name in TIMES)
    if not dated or not pair.told() or "call_type" in record or "traceId" in record:
        return False
    if "choices" in response or response.get("object") == "response":
        return True
    asked = "messages" in pair.request or "input" in pair.request
    return asked and "model" in pair.request and not _anthropic(pair.request, response)


def _anthropic(request: Record, response: Record) -> bool:
    return (
        response.get("type") == "message"
        or "anthropic_version" in request
        or ("system" in request or "stop_reason" in response)
    )


def score(records: Sequence[Record]) -> Score:
    """How many records hold a request with messages and OpenAI's shape of response."""
    return 0.9 * share(records, _is_pair), "an OpenAI request and its response"


OPENAI_CHAT = Format(
    name="openai_chat",
    about="OpenAI-style requests with their responses: chat, completions or Responses.",
    fields={
        "exchange_id": "request_id, else response.id",
        "ts": "timestamp, else response.created",
        "account_id": "account_id or user_id, else request.safety_identifier, request.user or "
        "metadata.user_id",
        "org_id": "org_id or organization_id",
        "key_id": "key_id or api_key_id",
        "end_user_id": "request.safety_identifier or request.user, where the account is known",
        "session_id": "session_id or conversation_id",
        "ip": "ip or client_ip, else the header x-forwarded-for",
        "user_agent": "user_agent, else the header",
        "headers": "request_headers or headers",
        "model": "request.model",
        "system": "request.instructions, leading system and developer messages",
        "messages": "request.messages, request.input or request.prompt",
        "tools": "request.tools",
        "response": "response.choices or response.output",
        "reasoning": "reasoning_content, reasoning items",
        "input_tokens": "response.usage",
        "output_tokens": "response.usage",
        "params": "request",
        "status": "status or status_code",
        "error": "error",
        "latency_ms": "latency_ms or duration_ms",
    },
    examples=(
        '{"timestamp":"2026-01-05T10:00:00.250Z","request_id":"req-1","account_id":"acct-5",'
        '"ip":"192.0.2.5","status":200,"latency_ms":1500,"request_headers":{"User-Agent":'
        '"OpenAI/Python 1.99.1","X-Stainless-Lang":"python"},"request":{"model":"heron-large",'
        '"messages":[{"role":"developer","content":"You answer in one sentence."},'
        '{"role":"user","content":"Why is the sky blue?"}],"safety_identifier":"u-42",'
        '"temperature":0.2,"max_completion_tokens":64},"response":{"id":"chatcmpl-1",'
        '"object":"chat.completion","created":1767607201,"model":"heron-large",'
        '"choices":[{"index":0,"message":{"role":"assistant","content":"Air scatters short waves '
        'most."},"finish_reason":"stop"}],"usage":{"prompt_tokens":31,"completion_tokens":12}}}',
        '{"timestamp":1767607230,"request":{"model":"heron-think","input":"Add 2 and 3.",'
        '"instructions":"Show only the result.","user":"u-43"},"response":{"id":"resp-1",'
        '"object":"response","output":[{"type":"reasoning","summary":[{"type":"summary_text",'
        '"text":"Two plus three."}]},{"type":"message","role":"assistant","content":'
        '[{"type":"output_text","text":"5"}]}],"usage":{"input_tokens":9,"output_tokens":4}}}',
    ),
    score=score,
    convert=convert,
)
