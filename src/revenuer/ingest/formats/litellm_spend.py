"""LiteLLM's SpendLogs table, exported as JSON lines or CSV.

Source: `LiteLLM_SpendLogs` in LiteLLM's schema.prisma. Texts are there only if the proxy was set to
store prompts.
"""

from collections.abc import Sequence

from revenuer.ingest.answers import answer_of
from revenuer.ingest.content import conversation_of
from revenuer.ingest.formats.format import Format, Record, Score, share
from revenuer.ingest.formats.litellm import status_of, tagged_agent
from revenuer.ingest.params import params_of
from revenuer.ingest.paths import decoded, first, inside
from revenuer.ingest.row import Raw
from revenuer.ingest.timestamps import elapsed_ms
from revenuer.ingest.tools import tools_of


def convert(record: Record) -> Raw:
    """One row of the table to a raw row."""
    metadata = inside(record.get("metadata"))
    sent = inside(record.get("proxy_server_request"))
    body = inside(sent.get("body")) or sent
    messages = first(*(decoded(v) or None for v in (record.get("messages"), body.get("messages"))))
    system, turns = conversation_of(messages)
    answer = answer_of(record.get("response"))
    failure = inside(metadata.get("error_information"))
    return {
        "exchange_id": record.get("request_id"),
        "ts": record.get("startTime"),
        "account_id": first(record.get("user"), record.get("api_key")),
        "org_id": first(
            record.get("organization_id"),
            metadata.get("user_api_key_org_id"),
            record.get("team_id"),
        ),
        "key_id": record.get("api_key"),
        "end_user_id": record.get("end_user"),
        "session_id": record.get("session_id"),
        "ip": first(record.get("requester_ip_address"), metadata.get("requester_ip_address")),
        "user_agent": tagged_agent(record.get("request_tags")),
        "model": first(record.get("model"), record.get("model_group")),
        "system": system,
        "messages": turns,
        "tools": tools_of(body.get("tools")),
        "response": answer.text,
        "reasoning": answer.reasoning,
        "input_tokens": record.get("prompt_tokens"),
        "output_tokens": record.get("completion_tokens"),
        "params": params_of(body),
        "status": status_of(
            first(record.get("status"), metadata.get("status")), failure.get("error_code")
        ),
        "error": failure.get("error_message"),
        "latency_ms": elapsed_ms(record.get("startTime"), record.get("endTime")),
    }


def _is_spend(record: Record) -> bool:
    return (
        "request_id" in record
        and "startTime" in record
        and ("spend" in record or "api_key" in record)
    )


def score(records: Sequence[Record]) -> Score:
    """How many records have the table's columns."""
    return share(records, _is_spend), "request_id, startTime and spend"


LITELLM_SPEND = Format(
    name="litellm_spend",
    about="LiteLLM proxy, the SpendLogs table: mostly metadata, texts if the proxy stores them.",
    fields={
        "exchange_id": "request_id",
        "ts": "startTime",
        "account_id": "user, else api_key",
        "org_id": "organization_id, else team_id",
        "key_id": "api_key",
        "end_user_id": "end_user",
        "session_id": "session_id",
        "ip": "requester_ip_address",
        "user_agent": 'request_tags, the entry "User-Agent: …"',
        "model": "model",
        "system": "messages or proxy_server_request",
        "messages": "messages or proxy_server_request",
        "tools": "proxy_server_request",
        "response": "response",
        "reasoning": "response",
        "input_tokens": "prompt_tokens",
        "output_tokens": "completion_tokens",
        "params": "proxy_server_request",
        "status": "status, metadata.error_information.error_code",
        "error": "metadata.error_information.error_message",
        "latency_ms": "endTime - startTime",
    },
    examples=(
        '{"request_id":"chatcmpl-9","call_type":"acompletion","api_key":"9b74c9897bac770f",'
        '"spend":0.0003,"total_tokens":43,"prompt_tokens":31,"completion_tokens":12,'
        '"startTime":"2026-01-05T10:00:00.250Z","endTime":"2026-01-05T10:00:01.750Z",'
        '"model":"heron-large","user":"user-17","metadata":{"status":"success"},'
        '"cache_hit":"False","request_tags":"[\\"User-Agent: OpenAI/Python 1.99.1\\"]",'
        '"team_id":"team-1","end_user":"","requester_ip_address":"192.0.2.17",'
        '"messages":{},"response":{},"session_id":"s-88","proxy_server_request":'
        '{"model":"heron-large","temperature":0.2,"messages":[{"role":"user","content":'
        '"Why is the sky blue?"}]}}',
    ),
    score=score,
    convert=convert,
)
