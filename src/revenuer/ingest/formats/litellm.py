"""LiteLLM's StandardLoggingPayload, one JSON object a call.

Source: docs.litellm.ai/docs/proxy/logging_spec and `litellm/types/utils.py`.
"""

from collections.abc import Sequence
from typing import Any

from revenuer.ingest.answers import answer_of
from revenuer.ingest.content import conversation_of
from revenuer.ingest.formats.format import Format, Record, Score, share
from revenuer.ingest.packed_user import packed_user
from revenuer.ingest.params import params_of
from revenuer.ingest.paths import decoded, inside
from revenuer.ingest.row import Raw
from revenuer.ingest.timestamps import elapsed_ms
from revenuer.ingest.tools import tools_of

_AGENT = "User-Agent: "
_TRUTH = {"true": True, "false": False}


def convert(record: Record) -> Raw:
    """One payload to a raw row."""
    metadata = inside(record.get("metadata"))
    requester = inside(metadata.get("requester_metadata"))
    parameters = inside(record.get("model_parameters"))
    system, messages = conversation_of(decoded(record.get("messages")))
    answer = answer_of(record.get("response"))
    failure = inside(record.get("error_information"))
    key = metadata.get("user_api_key_hash")
    return {
        "exchange_id": record.get("id") or record.get("litellm_call_id"),
        "ts": record.get("startTime") or record.get("start_time"),
        "account_id": metadata.get("user_api_key_user_id") or key,
        "org_id": metadata.get("user_api_key_org_id") or metadata.get("user_api_key_team_id"),
        "key_id": key,
        "end_user_id": record.get("end_user") or metadata.get("user_api_key_end_user_id"),
        "session_id": _session(requester),
        "ip": record.get("requester_ip_address") or metadata.get("requester_ip_address"),
        "user_agent": tagged_agent(record.get("request_tags")),
        "headers": inside(metadata.get("requester_custom_headers")) or None,
        "model": record.get("model") or record.get("model_group"),
        "system": system,
        "messages": messages,
        "tools": tools_of(parameters.get("tools")),
        "response": answer.text,
        "reasoning": answer.reasoning,
        "input_tokens": record.get("prompt_tokens"),
        "output_tokens": record.get("completion_tokens"),
        "params": params_of(parameters, {"stream": _truth(record.get("stream"))}),
        "status": status_of(record.get("status"), failure.get("error_code")),
        "error": record.get("error_str") or failure.get("error_message"),
        "latency_ms": _latency(record),
    }


def tagged_agent(tags: Any) -> str | None:
    """The client's user agent from LiteLLM's request tags: the longest "User-Agent: …" tag,
    since the proxy also writes one with the product name alone."""
    tags = decoded(tags)
    if not isinstance(tags, list):
        return None
    agent = ""
    for tag in tags:
        if isinstance(tag, str) and len(tag) > len(agent) and tag.startswith(_AGENT):
            agent = tag
    return agent[len(_AGENT) :] or None


def status_of(status: Any, code: Any) -> int | None:
    """LiteLLM's "success" is HTTP 200; of a failure the code is known where it is a number."""
    if status == "success":
        return 200
    if isinstance(code, int | str) and str(code).isdecimal() and 100 <= int(code) <= 599:
        return int(code)
    return None


def _truth(value: Any) -> bool | None:
    """A truth value, also one written as a word in a table."""
    return value if value is None or type(value) is bool else _TRUTH.get(str(value).lower())


def _session(requester: dict[str, Any]) -> Any:
    """The client's own session. `trace_id` is none: the proxy draws a new one for each request
    unless told otherwise, and a session a request would break every conversation apart."""
    return requester.get("session_id") or packed_user(requester.get("user_id")).session


def _latency(record: Record) -> int | None:
    start, end = record.get("startTime"), record.get("endTime")
    if type(start) is float and type(end) is float and start < end < 1e10:
        return round((end - start) * 1000)
    took = record.get("response_time")
    return elapsed_ms(start, end) or (
        round(took * 1000) if isinstance(took, float | int) and 0 < took < 1e6 else None
    )


def _is_payload(record: Record) -> bool:
    keys = inside(record.get("metadata"))
    return "startTime" in record and "user_api_key_hash" in keys and "api_key" not in record


def score(records: Sequence[Record]) -> Score:
    """How many records have the payload's own fields."""
    return share(records, _is_payload), "startTime and metadata.user_api_key_hash"


LITELLM = Format(
    name="litellm",
    about="LiteLLM proxy, StandardLoggingPayload: one JSON object a call, with texts if logged.",
    fields={
        "exchange_id": "id",
        "ts": "startTime",
        "account_id": "metadata.user_api_key_user_id, else metadata.user_api_key_hash",
        "org_id": "metadata.user_api_key_org_id, else metadata.user_api_key_team_id",
        "key_id": "metadata.user_api_key_hash",
        "end_user_id": "end_user, else metadata.user_api_key_end_user_id",
        "session_id": "metadata.requester_metadata.session_id, else packed in its user_id",
        "ip": "requester_ip_address",
        "user_agent": 'request_tags, the entry "User-Agent: …"',
        "headers": "metadata.requester_custom_headers",
        "model": "model",
        "system": "messages, leading system messages",
        "messages": "messages",
        "tools": "model_parameters.tools",
        "response": "response",
        "reasoning": "response, reasoning_content",
        "input_tokens": "prompt_tokens",
        "output_tokens": "completion_tokens",
        "params": "model_parameters",
        "status": "status, error_information.error_code",
        "error": "error_str",
        "latency_ms": "endTime - startTime",
    },
    examples=(
        '{"id":"chatcmpl-7f3a","trace_id":"5a1e","call_type":"acompletion","stream":false,'
        '"status":"success","startTime":1767607200.25,"endTime":1767607201.75,'
        '"response_time":1.5,"model":"heron-large","model_group":"heron-large",'
        '"prompt_tokens":31,"completion_tokens":12,"total_tokens":43,"response_cost":0.0003,'
        '"metadata":{"user_api_key_hash":"9b74c9897bac770f","user_api_key_user_id":"user-17",'
        '"user_api_key_org_id":"org-3","user_api_key_team_id":null,'
        '"requester_metadata":{"session_id":"s-88"},'
        '"requester_custom_headers":{"x-stainless-lang":"python"}},'
        '"request_tags":["User-Agent: OpenAI","User-Agent: OpenAI/Python 1.99.1"],'
        '"end_user":"","requester_ip_address":"192.0.2.17",'
        '"messages":[{"role":"system","content":"You answer in one sentence."},'
        '{"role":"user","content":"Why is the sky blue?"}],'
        '"response":{"id":"chatcmpl-7f3a","choices":[{"index":0,"finish_reason":"stop",'
        '"message":{"role":"assistant","content":"Air scatters short waves most."}}]},'
        '"model_parameters":{"temperature":0.2,"max_tokens":64}}',
        '{"id":"chatcmpl-7f3b","trace_id":"chatcmpl-7f3b","call_type":"acompletion",'
        '"status":"failure","startTime":1767607230.0,"endTime":1767607230.08,'
        '"model":"heron-large","prompt_tokens":0,"completion_tokens":0,'
        '"metadata":{"user_api_key_hash":"9b74c9897bac770f","user_api_key_user_id":null},'
        '"request_tags":[],"messages":[{"role":"user","content":[{"type":"text",'
        '"text":"What is in this picture?"},{"type":"image_url","image_url":{"url":"data:"}}]}],'
        '"response":null,"error_str":"rate limit","error_information":{"error_code":"429"},'
        '"model_parameters":{}}',
    ),
    score=score,
    convert=convert,
)
