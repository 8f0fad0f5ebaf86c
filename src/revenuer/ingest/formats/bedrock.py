"""AWS Bedrock model invocation logs, bodies in the model provider's own shape or Converse's.

Source: the Bedrock user guide, "Monitor model invocation". Bodies over 100 kB stand in S3 apart
and are not read; CloudWatch exports with flattened names (`input.inputTokenCount`) are.
"""

from collections.abc import Sequence
from typing import Any

from revenuer.ingest.answers import answer_of
from revenuer.ingest.content import conversation_of, with_system
from revenuer.ingest.formats.format import Format, Record, Score, share
from revenuer.ingest.packed_user import packed_user
from revenuer.ingest.params import params_of
from revenuer.ingest.paths import at, decoded, first, inside
from revenuer.ingest.row import Raw
from revenuer.ingest.tools import tools_of

_ACCOUNTS = ("account_id", "account", "accountId", "user_id", "userId", "user", "customer_id")
_PROMPTS = ("messages", "prompt", "inputText", "message", "contents")


def convert(record: Record) -> Raw:
    """One log entry to a raw row."""
    tags = inside(at(record, "requestMetadata"))
    body = inside(at(record, "input.inputBodyJson"))
    inner, messages = conversation_of(first(*(decoded(body.get(name)) for name in _PROMPTS)))
    packed = packed_user(inside(body.get("metadata")).get("user_id"))
    answer = answer_of(at(record, "output.outputBodyJson"))
    system = first(decoded(body.get("system")), body.get("preamble"))
    return {
        "exchange_id": record.get("requestId"),
        "ts": record.get("timestamp"),
        "account_id": first(
            *(tags.get(name) for name in _ACCOUNTS), packed.account, at(record, "identity.arn")
        ),
        "org_id": record.get("accountId"),
        "key_id": at(record, "identity.arn"),
        "end_user_id": packed.device,
        "session_id": first(tags.get("session_id"), tags.get("sessionId"), packed.session),
        "model": record.get("modelId"),
        "system": with_system(system, inner),
        "messages": messages,
        "tools": tools_of(first(body.get("tools"), inside(body.get("toolConfig")).get("tools"))),
        "response": answer.text,
        "reasoning": answer.reasoning,
        "input_tokens": at(record, "input.inputTokenCount"),
        "output_tokens": at(record, "output.outputTokenCount"),
        "params": params_of(
            body, inside(body.get("inferenceConfig")), inside(body.get("textGenerationConfig"))
        ),
        "status": _STATUS.get(str(record.get("errorCode"))) if record.get("errorCode") else 200,
        "error": record.get("errorCode"),
        "latency_ms": _latency(record),
    }


_STATUS = {
    "ThrottlingException": 429,
    "ServiceQuotaExceededException": 400,
    "ValidationException": 400,
    "AccessDeniedException": 403,
    "ResourceNotFoundException": 404,
    "ModelTimeoutException": 408,
    "ModelErrorException": 424,
    "ModelNotReadyException": 429,
    "InternalServerException": 500,
    "ServiceUnavailableException": 503,
}
"""HTTP status of Bedrock's runtime errors, from its API reference."""


def _latency(record: Record) -> Any:
    return at(inside(at(record, "output.outputBodyJson")), "metrics.latencyMs")


def _is_bedrock(record: Record) -> bool:
    return record.get("schemaType") == "ModelInvocationLog" or (
        "modelId" in record and "requestId" in record and "operation" in record
    )


def score(records: Sequence[Record]) -> Score:
    """How many records are of the schema type ModelInvocationLog."""
    return share(records, _is_bedrock), "the schema type ModelInvocationLog"


BEDROCK = Format(
    name="bedrock",
    about="AWS Bedrock model invocation logs, from S3 or CloudWatch.",
    fields={
        "exchange_id": "requestId",
        "ts": "timestamp",
        "account_id": "requestMetadata.account_id or .user_id, else identity.arn",
        "org_id": "accountId",
        "key_id": "identity.arn",
        "end_user_id": "the device packed in input.inputBodyJson.metadata.user_id",
        "session_id": "requestMetadata.session_id",
        "model": "modelId",
        "system": "input.inputBodyJson.system",
        "messages": "input.inputBodyJson: messages, prompt or inputText",
        "tools": "input.inputBodyJson: tools or toolConfig",
        "response": "output.outputBodyJson",
        "reasoning": "output.outputBodyJson",
        "input_tokens": "input.inputTokenCount",
        "output_tokens": "output.outputTokenCount",
        "params": "input.inputBodyJson",
        "status": "errorCode, 200 where there is none",
        "error": "errorCode",
        "latency_ms": "output.outputBodyJson.metrics.latencyMs",
    },
    examples=(
        '{"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":'
        '"2026-01-05T10:00:00Z","accountId":"123456789012","identity":{"arn":'
        '"arn:aws:sts::123456789012:assumed-role/app/i-1"},"region":"eu-west-1","requestId":"r-1",'
        '"operation":"InvokeModel","modelId":"heron.large-v1:0","requestMetadata":{"user_id":'
        '"u-5","session_id":"s-9"},"input":{"inputContentType":"application/json","inputBodyJson":'
        '{"anthropic_version":"bedrock-2023-05-31","max_tokens":64,"system":"You answer in one '
        'sentence.","messages":[{"role":"user","content":[{"type":"text","text":"Why is the sky '
        'blue?"}]}]},"inputTokenCount":31},"output":{"outputBodyJson":{"type":"message","content":'
        '[{"type":"text","text":"Air scatters short waves most."}]},"outputTokenCount":12}}',
        '{"schemaType":"ModelInvocationLog","timestamp":"2026-01-05T10:01:00Z","accountId":'
        '"123456789012","identity":{"arn":"arn:aws:iam::123456789012:user/ci"},"requestId":"r-2",'
        '"operation":"Converse","modelId":"heron.large-v1:0","input":{"inputBodyJson":{"system":'
        '[{"text":"You answer briefly."}],"messages":[{"role":"user","content":[{"text":'
        '"Add 2 and 3."}]}],"inferenceConfig":{"maxTokens":16,"temperature":0}},'
        '"inputTokenCount":14},"output":{"outputBodyJson":{"output":{"message":{"role":'
        '"assistant","content":[{"text":"5"}]}},"metrics":{"latencyMs":320}},'
        '"outputTokenCount":1}}',
    ),
    score=score,
    convert=convert,
)
