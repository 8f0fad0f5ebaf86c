"""A staged log as a LiteLLM proxy writes it: one StandardLoggingPayload a line."""

import gzip
from pathlib import Path
from typing import Any

import orjson

from revenuer.drill.dice import Dice
from revenuer.drill.exchange import Exchange
from revenuer.drill.log import Log

_ERROR_CLASS = {
    403: "PermissionDeniedError",
    429: "RateLimitError",
    500: "InternalServerError",
    529: "ServiceUnavailableError",
}
_PRICE_IN, _PRICE_OUT = 3e-6, 15e-6


def write(path: Path, log: Log, accidents: Dice | None = None) -> tuple[int, int]:
    """Write the log as gzipped JSON lines. Returns how many lines came twice and how many were
    cut off: a few of each if there are `accidents`, as when a proxy restarts, else none."""
    duplicates = broken = 0
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 1, raw, mtime=0) as out:
        for entry, name in zip(log.exchanges, log.names, strict=True):
            line = orjson.dumps(payload(entry, name, entry.session or name))
            out.write(line + b"\n")
            if accidents and accidents.chance(0.0002):
                out.write(line + b"\n")
                duplicates += 1
            if accidents and accidents.chance(0.00003):
                out.write(line[: len(line) // 2] + b"\n")
                broken += 1
    return duplicates, broken


def payload(entry: Exchange, exchange_id: str, trace_id: str) -> dict[str, Any]:
    """The payload's fields as the proxy names them; fields the proxy leaves empty stay null."""
    failed = entry.status != 200
    messages: list[dict[str, str]] = [{"role": r, "content": c} for r, c in entry.messages]
    if entry.system is not None:
        messages.insert(0, {"role": "system", "content": entry.system})
    end = round(entry.ts + entry.latency, 6)
    start = round(entry.ts, 6)
    cost = 0.0 if failed else entry.input_tokens * _PRICE_IN + entry.output_tokens * _PRICE_OUT
    return {
        "id": exchange_id,
        "trace_id": trace_id,
        "call_type": "acompletion",
        "stream": entry.params.get("stream"),
        "status": "failure" if failed else "success",
        "custom_llm_provider": "openai",
        "response_cost": round(cost, 9),
        "total_tokens": entry.input_tokens + entry.output_tokens,
        "prompt_tokens": entry.input_tokens,
        "completion_tokens": entry.output_tokens,
        "startTime": start,
        "endTime": end,
        "completionStartTime": round(entry.ts + min(entry.latency, 0.9), 6),
        "response_time": round(entry.latency, 6),
        "model": entry.model,
        "model_group": entry.model,
        "model_id": None,
        "api_base": "https://api.heron.example/v1",
        "cache_hit": False,
        "saved_cache_cost": 0.0,
        "metadata": _metadata(entry),
        "request_tags": [f"User-Agent: {entry.client.user_agent}"],
        "end_user": entry.end_user or "",
        "requester_ip_address": entry.ip,
        "messages": messages,
        "response": None if failed else _completion(entry, exchange_id, int(end)),
        "error_str": entry.error,
        "error_information": _error(entry) if failed else None,
        "model_parameters": _parameters(entry),
    }


def _metadata(entry: Exchange) -> dict[str, Any]:
    account = entry.account
    return {
        "user_api_key_hash": entry.key,
        "user_api_key_alias": None,
        "user_api_key_org_id": account.org_id,
        "user_api_key_team_id": None,
        "user_api_key_team_alias": None,
        "user_api_key_user_id": account.account_id,
        "user_api_key_user_email": None,
        "user_api_key_end_user_id": entry.end_user,
        "user_api_key_request_route": "/v1/chat/completions",
        "spend_logs_metadata": None,
        "requester_ip_address": entry.ip,
        "requester_metadata": {"session_id": entry.session} if entry.session else {},
        "requester_custom_headers": dict(entry.client.headers),
        "applied_guardrails": [],
    }


def _parameters(entry: Exchange) -> dict[str, Any]:
    if not entry.tools:
        return entry.params
    tools = [{"type": "function", "function": {"name": name}} for name in entry.tools]
    return {**entry.params, "tools": tools}


def _completion(entry: Exchange, exchange_id: str, created: int) -> dict[str, Any]:
    message = {"role": "assistant", "content": entry.response, "tool_calls": None}
    return {
        "id": exchange_id,
        "object": "chat.completion",
        "created": created,
        "model": entry.model,
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": {
            "prompt_tokens": entry.input_tokens,
            "completion_tokens": entry.output_tokens,
            "total_tokens": entry.input_tokens + entry.output_tokens,
        },
    }


def _error(entry: Exchange) -> dict[str, Any]:
    return {
        "error_code": str(entry.status),
        "error_class": _ERROR_CLASS[entry.status],
        "llm_provider": "openai",
        "error_message": entry.error,
        "traceback": "",
    }
