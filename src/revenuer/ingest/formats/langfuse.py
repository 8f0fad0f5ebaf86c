"""Langfuse generations and traces, from its API, the interface's export or the storage export.

Source: Langfuse's public API reference (observations v2, traces); the storage export writes the
same names with underscores. Inputs and outputs of an application's own shape are kept as JSON.
"""

from collections.abc import Sequence
from typing import Any

from revenuer.ingest.answers import Answer, answer_of
from revenuer.ingest.content import conversation_of, with_system
from revenuer.ingest.formats.format import Format, Record, Score, share
from revenuer.ingest.params import params_of
from revenuer.ingest.paths import decoded, first, inside
from revenuer.ingest.row import Raw, RowError, compact, shown
from revenuer.ingest.timestamps import elapsed_ms
from revenuer.ingest.tools import tools_of
from revenuer.ingest.usage import tokens_of

_NAMES = {
    "trace_id": "traceId",
    "start_time": "startTime",
    "end_time": "endTime",
    "provided_model_name": "model",
    "providedModelName": "model",
    "model_parameters": "modelParameters",
    "usage_details": "usageDetails",
    "user_id": "userId",
    "session_id": "sessionId",
    "status_message": "statusMessage",
}


def split(record: Record) -> Sequence[Any]:
    """A trace into its generations, each with the trace's user and session; anything else is one.

    Raises `RowError` where a trace holds observations but no generation.
    """
    observations = decoded(record.get("observations"))
    if not isinstance(observations, list) or not any(isinstance(o, dict) for o in observations):
        return (record,)
    found = [
        {**_inherited(record), **{k: v for k, v in one.items() if v is not None}}
        for one in observations
        if isinstance(one, dict) and _calls_model(one)
    ]
    if not found:
        raise RowError("observations", "hold no generation")
    return found


def _inherited(trace: Record) -> Record:
    return {
        "traceId": trace.get("id"),
        "userId": trace.get("userId"),
        "sessionId": trace.get("sessionId"),
        "metadata": trace.get("metadata"),
    }


def _calls_model(observation: Record) -> bool:
    return (observation.get("type") or "GENERATION") == "GENERATION"


def convert(record: Record) -> Raw:
    """One generation, or a trace logged as a whole, to a raw row."""
    found = {_NAMES.get(name, name): value for name, value in record.items()}
    if not _calls_model(found):
        raise RowError("the observation", f"is of type {shown(found.get('type'))}, no model call")
    metadata = inside(found.get("metadata"))
    given = decoded(found.get("input"))
    asked = inside(given)
    inner, messages = conversation_of(
        first(asked.get("messages"), asked.get("input"), asked.get("prompt"), given)
    )
    if asked and messages and not any(text for _, text in messages):
        messages = [("user", compact(asked, "messages"))]
    output = decoded(found.get("output"))
    answer = answer_of(output)
    if answer == (None, None) and isinstance(output, dict) and output:
        answer = Answer(compact(output, "response"), None)
    usage = first(decoded(found.get("usageDetails")), decoded(found.get("usage")))
    tokens = tokens_of(usage)
    parameters = inside(found.get("modelParameters"))
    failed = found.get("level") == "ERROR"
    return {
        "exchange_id": found.get("id"),
        "ts": first(found.get("startTime"), found.get("timestamp")),
        "account_id": first(
            found.get("userId"), metadata.get("user_id"), metadata.get("user_api_key_user_id")
        ),
        "org_id": first(metadata.get("org_id"), metadata.get("organization_id")),
        "key_id": first(metadata.get("key_id"), metadata.get("user_api_key_hash")),
        "session_id": found.get("sessionId"),
        "ip": first(metadata.get("ip"), metadata.get("requester_ip_address")),
        "user_agent": metadata.get("user_agent"),
        "model": found.get("model"),
        "system": with_system(decoded(asked.get("system")), inner),
        "messages": messages,
        "tools": tools_of(first(asked.get("tools"), parameters.get("tools"))),
        "response": answer.text,
        "reasoning": answer.reasoning,
        "input_tokens": tokens.input,
        "output_tokens": tokens.output,
        "params": params_of(parameters, asked),
        "error": first(found.get("statusMessage"), "error") if failed else None,
        "latency_ms": elapsed_ms(found.get("startTime"), found.get("endTime")),
    }


def _is_langfuse(record: Record) -> bool:
    generation = ("traceId" in record or "trace_id" in record) and (
        "startTime" in record or "start_time" in record
    )
    trace = "timestamp" in record and ("userId" in record or "sessionId" in record)
    return (generation and "call_type" not in record) or (trace and "input" in record)


def score(records: Sequence[Record]) -> Score:
    """How many records are observations or traces by their names."""
    return share(records, _is_langfuse), "traceId and startTime, or a trace's own fields"


LANGFUSE = Format(
    name="langfuse",
    about="Langfuse generations, or traces with their observations.",
    fields={
        "exchange_id": "id",
        "ts": "startTime, of a trace timestamp",
        "account_id": "userId, else metadata.user_id",
        "org_id": "metadata.org_id",
        "key_id": "metadata.key_id",
        "session_id": "sessionId",
        "ip": "metadata.ip",
        "user_agent": "metadata.user_agent",
        "model": "model or providedModelName",
        "system": "input, leading system messages",
        "messages": "input",
        "tools": "input.tools",
        "response": "output",
        "reasoning": "output",
        "input_tokens": "usageDetails.input",
        "output_tokens": "usageDetails.output",
        "params": "modelParameters",
        "error": "statusMessage, at level ERROR",
        "latency_ms": "endTime - startTime",
    },
    examples=(
        '{"id":"gen-1","traceId":"tr-1","type":"GENERATION","name":"answer","startTime":'
        '"2026-01-05T10:00:00.000Z","endTime":"2026-01-05T10:00:01.500Z","model":"heron-large",'
        '"modelParameters":{"temperature":0.2},"input":{"messages":[{"role":"system","content":'
        '"You answer in one sentence."},{"role":"user","content":"Why is the sky blue?"}]},'
        '"output":{"role":"assistant","content":"Air scatters short waves most."},'
        '"usageDetails":{"input":31,"output":12,"total":43},"level":"DEFAULT","userId":"u-5",'
        '"sessionId":"s-9","metadata":{}}',
        '{"id":"tr-2","timestamp":"2026-01-05T10:01:00.000Z","name":"chat","userId":"u-6",'
        '"sessionId":null,"input":"Add 2 and 3.","output":"5","observations":[{"id":"gen-2",'
        '"type":"GENERATION","startTime":"2026-01-05T10:01:00.000Z","model":"heron-large",'
        '"input":[{"role":"user","content":"Add 2 and 3."}],"output":"5","usage":'
        '{"input":9,"output":1}},{"id":"sp-1","type":"SPAN","startTime":'
        '"2026-01-05T10:01:00.000Z"}]}',
    ),
    score=score,
    convert=convert,
    split=split,
)
