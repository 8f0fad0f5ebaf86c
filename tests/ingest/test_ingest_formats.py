"""Every format's own examples, in every container, and the shapes each format is known for."""

import csv
import gzip
import io
import json
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from revenuer.ingest import FORMATS, Format
from revenuer.ingest.detect import format_named
from revenuer.ingest.formats.mapping import EXAMPLE_MAPPING
from revenuer.ingest.row import CHECKS
from revenuer.records import EXCHANGES

BLUE = [("user", "Why is the sky blue?")]
SUM = [("user", "Add 2 and 3.")]
WAVES = "Air scatters short waves most."
SENTENCE = "You answer in one sentence."
TEN = 1_767_607_200_000_000  # 2026-01-05T10:00:00Z
CLIENT = {"user_agent": "OpenAI/Python 1.99.1"}
USAGE = {"input_tokens": 31, "output_tokens": 12}

EXPECTED: dict[str, list[dict[str, Any]]] = {
    "canonical": [
        {
            "exchange_id": "x-1", "ts": TEN, "account_id": "user-17", "org_id": "org-3",
            "key_id": "key-2", "ip": "192.0.2.17", "country": "NL", "asn": 64500, **CLIENT,
            "headers": [("x-stainless-lang", "python")], "model": "heron-large",
            "system": SENTENCE, "messages": BLUE, "tools": ["search"], "response": WAVES,
            **USAGE, "params": '{"temperature":0.2}', "status": 200, "latency_ms": 1500,
        },
        {
            "exchange_id": "derived-e3eb3c12afb64e96f65b37d347b18ecb", "ts": TEN + 60_000_000,
            "account_id": "user-18", "model": "heron-small", "status": 429,
        },
    ],
    "litellm": [
        {
            "exchange_id": "chatcmpl-7f3a", "ts": TEN + 250_000, "account_id": "user-17",
            "org_id": "org-3", "key_id": "9b74c9897bac770f", "session_id": "s-88",
            "ip": "192.0.2.17", **CLIENT, "headers": [("x-stainless-lang", "python")],
            "model": "heron-large", "system": SENTENCE, "messages": BLUE, "response": WAVES,
            **USAGE, "params": '{"max_tokens":64,"stream":false,"temperature":0.2}',
            "status": 200, "latency_ms": 1500,
        },
        {
            "exchange_id": "chatcmpl-7f3b", "ts": TEN + 30_000_000,
            "account_id": "9b74c9897bac770f", "key_id": "9b74c9897bac770f",
            "model": "heron-large", "messages": [("user", "What is in this picture?\n[image]")],
            "input_tokens": 0, "output_tokens": 0, "status": 429, "error": "rate limit",
            "latency_ms": 80,
        },
    ],
    "litellm_spend": [
        {
            "exchange_id": "chatcmpl-9", "ts": TEN + 250_000, "account_id": "user-17",
            "org_id": "team-1", "key_id": "9b74c9897bac770f", "session_id": "s-88",
            "ip": "192.0.2.17", **CLIENT, "model": "heron-large", "messages": BLUE, **USAGE,
            "params": '{"temperature":0.2}', "status": 200, "latency_ms": 1500,
        }
    ],
    "openai_chat": [
        {
            "exchange_id": "req-1", "ts": TEN + 250_000, "account_id": "acct-5",
            "end_user_id": "u-42", "ip": "192.0.2.5", **CLIENT,
            "headers": [("x-stainless-lang", "python")], "model": "heron-large",
            "system": SENTENCE, "messages": BLUE, "response": WAVES, **USAGE,
            "params": '{"max_tokens":64,"temperature":0.2}', "status": 200, "latency_ms": 1500,
        },
        {
            "exchange_id": "resp-1", "ts": TEN + 30_000_000, "account_id": "u-43",
            "model": "heron-think", "system": "Show only the result.", "messages": SUM,
            "response": "5", "reasoning": "Two plus three.", "input_tokens": 9,
            "output_tokens": 4,
        },
    ],
    "anthropic_messages": [
        {
            "exchange_id": "req-7", "ts": TEN, "account_id": "0b1c-77", "end_user_id": "5f2d",
            "session_id": "9e8d-11", "user_agent": "claude-cli/2.0.1",
            "headers": [("anthropic-version", "2023-06-01"), ("x-stainless-os", "Linux")],
            "model": "heron-code", "system": "You help with code.",
            "messages": [("user", "List the files.")], "tools": ["ls#b05a923f"],
            "response": '[call ls: {"path":"."}]', "reasoning": "Use ls.", "input_tokens": 420,
            "output_tokens": 18, "params": '{"max_tokens":1024}', "status": 200,
        },
        {
            "exchange_id": "derived-42e3248f1e5842c3ff667b81beda3f1b", "ts": TEN + 30_000_000,
            "account_id": "acct-8", "model": "heron-large", "system": SENTENCE,
            "messages": BLUE, "params": '{"max_tokens":64}', "status": 529,
            "error": "Overloaded",
        },
    ],
    "otel_genai": [
        {
            "exchange_id": "eee1", "ts": TEN + 250_000, "account_id": "u-5", "session_id": "s-9",
            "model": "heron-large", "system": SENTENCE, "messages": BLUE, "response": WAVES,
            **USAGE, "params": '{"temperature":0.2}', "latency_ms": 1500,
        },
        {
            "exchange_id": "0xeee2", "ts": TEN + 60_000_000, "account_id": "u-6",
            "model": "heron-large", "system": "You answer briefly.", "messages": SUM,
            "response": "5", "input_tokens": 14, "output_tokens": 1,
            "params": '{"max_tokens":16}', "latency_ms": 300,
        },
    ],
    "bedrock": [
        {
            "exchange_id": "r-1", "ts": TEN, "account_id": "u-5", "org_id": "123456789012",
            "key_id": "arn:aws:sts::123456789012:assumed-role/app/i-1", "session_id": "s-9",
            "model": "heron.large-v1:0", "system": SENTENCE, "messages": BLUE,
            "response": WAVES, **USAGE, "params": '{"max_tokens":64}', "status": 200,
        },
        {
            "exchange_id": "r-2", "ts": TEN + 60_000_000,
            "account_id": "arn:aws:iam::123456789012:user/ci", "org_id": "123456789012",
            "key_id": "arn:aws:iam::123456789012:user/ci", "model": "heron.large-v1:0",
            "system": "You answer briefly.", "messages": SUM, "response": "5",
            "input_tokens": 14, "output_tokens": 1, "params": '{"max_tokens":16,"temperature":0}',
            "status": 200, "latency_ms": 320,
        },
    ],
    "helicone": [
        {
            "exchange_id": "h-1", "ts": TEN, "account_id": "u-5", "session_id": "s-9",
            "country": "NL", "model": "heron-large", "system": SENTENCE, "messages": BLUE,
            "response": WAVES, **USAGE, "params": '{"temperature":0.2}', "status": 200,
            "latency_ms": 1500,
        }
    ],
    "langfuse": [
        {
            "exchange_id": "gen-1", "ts": TEN, "account_id": "u-5", "session_id": "s-9",
            "model": "heron-large", "system": SENTENCE, "messages": BLUE, "response": WAVES,
            **USAGE, "params": '{"temperature":0.2}', "latency_ms": 1500,
        },
        {
            "exchange_id": "gen-2", "ts": TEN + 60_000_000, "account_id": "u-6",
            "model": "heron-large", "messages": SUM, "response": "5", "input_tokens": 9,
            "output_tokens": 1,
        },
    ],
    "envoy": [
        {
            "exchange_id": "e-1", "ts": TEN + 250_000, "account_id": "u-5", "ip": "192.0.2.17",
            **CLIENT, "model": "heron-large", **USAGE, "status": 200, "latency_ms": 1500,
        }
    ],
    "mapping": [
        {
            "exchange_id": "r-1", "ts": TEN, "account_id": "c-9", "country": "NL",
            "model": "heron-large", "messages": BLUE, "response": WAVES, "input_tokens": 9,
            "output_tokens": 6,
        }
    ],
}  # fmt: skip


def joined(form: Format) -> bytes:
    return "".join(line + "\n" for line in form.examples).encode()


def options(form: Format, tmp_path) -> dict[str, Any]:
    if form.name != "mapping":
        return {}
    (tmp_path / "map.toml").write_text(EXAMPLE_MAPPING)
    return {"mapping": tmp_path / "map.toml"}


@pytest.fixture(params=FORMATS, ids=lambda form: form.name)
def form(request: pytest.FixtureRequest) -> Format:
    return request.param


def test_each_example_becomes_the_expected_row(form, ingest_content, tmp_path):
    result = ingest_content(joined(form), **options(form, tmp_path))
    assert result.rows == EXPECTED[form.name]
    assert result.quarantined == []
    assert result.plan.inputs[0].format == form.name


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
def test_compressed_files_give_the_same_rows(form, pack, ingest_content, tmp_path):
    result = ingest_content(pack(joined(form)), "log.jsonl.z", **options(form, tmp_path))
    assert result.rows == EXPECTED[form.name]


def test_an_array_and_a_data_export_give_the_same_rows(form, ingest_content, tmp_path):
    records = [json.loads(line) for line in form.examples]
    for whole in (records, {"data": records, "meta": {}}):
        for indent in (None, 2):
            content = json.dumps(whole, indent=indent)
            result = ingest_content(content, "export.json", **options(form, tmp_path))
            assert result.rows == EXPECTED[form.name]
            assert result.plan.inputs[0].container == "document"


def test_a_csv_export_gives_the_same_rows(form, ingest_content, tmp_path):
    records = [json.loads(line) for line in form.examples]
    names = list(dict.fromkeys(name for record in records for name in record))
    out = io.StringIO()
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    for record in records:
        cells = {
            name: orjson.dumps(value).decode() if isinstance(value, dict | list) else value
            for name, value in record.items()
        }
        writer.writerow(cells)
    content = out.getvalue()
    if form.name in ("otel_genai", "mapping", "langfuse", "helicone"):
        content = content.replace("\r\n", "\n")  # either kind of line break
    result = ingest_content(content, "export.csv", **options(form, tmp_path))
    assert result.reasons == []
    assert result.rows == EXPECTED[form.name]


def test_a_parquet_table_of_records_gives_the_same_rows(form, ingest_paths, tmp_path):
    records = [json.loads(line) for line in form.examples]
    names = list(dict.fromkeys(name for record in records for name in record))
    columns = {
        name: [
            orjson.dumps(r[name]).decode() if isinstance(r.get(name), dict | list) else r.get(name)
            for r in records
        ]
        for name in names
    }
    arrays = {}
    for name, values in columns.items():
        try:
            arrays[name] = pa.array(values)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            arrays[name] = pa.array([None if v is None else str(v) for v in values])
    path = tmp_path / "log.parquet"
    pq.write_table(pa.table(arrays), path)
    result = ingest_paths([str(path)], **options(form, tmp_path))
    assert result.reasons == []
    assert result.rows == EXPECTED[form.name]


def test_formats_do_not_mistake_each_other(form):
    if form.name == "mapping":
        pytest.skip("a mapping is never guessed")
    records = [orjson.loads(line) for line in form.examples]
    scores = sorted(((other.score(records)[0], other.name) for other in FORMATS), reverse=True)
    assert scores[0][1] == form.name
    assert scores[0][0] - scores[1][0] >= 0.3


def test_a_format_says_what_it_is(form):
    assert set(form.fields) <= set(EXCHANGES.names)
    assert {"ts", "account_id"} <= set(form.fields)
    assert form.about.endswith(".")
    assert [line for line in form.examples if "\n" in line] == []


def test_there_is_one_check_a_field():
    assert list(CHECKS) == EXCHANGES.names


def rows_of(name: str, record: Any, ingest_content: Any) -> list[dict[str, Any]]:
    result = ingest_content(orjson.dumps(record), format=name)
    assert result.reasons == []
    return result.rows


# --- the shapes each format is known for


def changed(name: str, **fields: Any) -> dict[str, Any]:
    return {**orjson.loads(format_named(name).examples[0]), **fields}


def test_litellm_response_shapes(ingest_content):
    message = {"role": "assistant", "content": "hi", "reasoning_content": "hm"}
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": '{"a":1}'}}
    shapes = {
        "a plain string": ("hi", "hi", None),
        "reasoning": ({"choices": [{"message": message}]}, "hi", "hm"),
        "two choices": ({"choices": [{"message": message}, {"message": message}]}, "hi\n\nhi",
                        "hm\n\nhm"),
        "tool call": ({"choices": [{"message": {"content": None, "tool_calls": [call]}}]},
                      '[call f: {"a":1}]', None),
        "completion": ({"choices": [{"text": "hi"}]}, "hi", None),
        "chunks": ([{"choices": [{"delta": {"content": "h"}}]},
                    {"choices": [{"delta": {"content": "i", "reasoning_content": "hm"}}]},
                    {"choices": []}], "hi", "hm"),
        "anthropic": ({"type": "message", "content": [{"type": "thinking", "thinking": "hm"},
                                                      {"type": "text", "text": "hi"}]}, "hi", "hm"),
        "gemini": ({"candidates": [{"content": {"parts": [{"text": "hm", "thought": True},
                                                          {"text": "hi"}]}}]}, "hi", "hm"),
        "JSON in a string": ('{"choices":[{"message":{"content":"hi"}}]}', "hi", None),
        "nothing": ({}, None, None),
    }  # fmt: skip
    for shape, (response, text, reasoning) in shapes.items():
        row = rows_of("litellm", changed("litellm", response=response), ingest_content)[0]
        assert (row.get("response"), row.get("reasoning")) == (text, reasoning), shape


def test_litellm_account_falls_back_to_the_key(ingest_content):
    metadata = {"user_api_key_user_id": "", "user_api_key_hash": "k1"}
    row = rows_of("litellm", changed("litellm", metadata=metadata), ingest_content)[0]
    assert row["account_id"] == "k1"


def test_a_litellm_trace_is_no_session(ingest_content):
    metadata = {"user_api_key_hash": "k1", "requester_metadata": {}}
    record = changed("litellm", metadata=metadata, trace_id="drawn-anew")
    assert "session_id" not in rows_of("litellm", record, ingest_content)[0]


def test_litellm_system_messages_later_in_a_conversation_stay(ingest_content):
    messages = [
        {"role": "system", "content": "A"},
        {"role": "developer", "content": [{"type": "text", "text": "B"}]},
        {"role": "user", "content": "one"},
        {"role": "system", "content": "C"},
        {"role": "assistant", "content": "two"},
        {"role": "user", "content": "three"},
    ]
    row = rows_of("litellm", changed("litellm", messages=messages), ingest_content)[0]
    assert row["system"] == "A\n\nB"
    assert row["messages"] == [
        ("user", "one"), ("system", "C"), ("assistant", "two"), ("user", "three")
    ]  # fmt: skip


def test_messages_that_were_not_logged_are_null(ingest_content):
    for messages in ({}, None, ""):
        row = rows_of("litellm", changed("litellm", messages=messages), ingest_content)[0]
        assert "messages" not in row


def test_client_headers_lose_credentials(ingest_content):
    record = changed("openai_chat")
    record["request_headers"] = {
        "Authorization": "Bearer x", "Cookie": "a=b", "X-Api-Key": "k", "X-App": "cli",
        "Z": ["1", 2],
    }  # fmt: skip
    row = rows_of("openai_chat", record, ingest_content)[0]
    assert row["headers"] == [("x-app", "cli"), ("z", "1, 2")]


def test_anthropic_user_ids(ingest_content):
    ids = {
        "user_dev_account_acc_session_ses": ("acc", "dev", "ses"),
        "user_dev_account__session_ses": ("dev", "dev", "ses"),
        '{"device_id":"dev","account_uuid":"acc","session_id":"ses"}': ("acc", "dev", "ses"),
        "plain-user": ("plain-user", None, None),
    }
    for user, (account, end_user, session) in ids.items():
        record = changed("anthropic_messages")
        record["request"]["metadata"] = {"user_id": user}
        row = rows_of("anthropic_messages", record, ingest_content)[0]
        found = (row["account_id"], row.get("end_user_id"), row.get("session_id"))
        assert found == (account, end_user, session), user


def test_anthropic_streamed_events(ingest_content):
    record = changed("anthropic_messages")
    record["response"] = [
        {"type": "message_start", "message": {"usage": {"input_tokens": 3}}},
        {"type": "content_block_delta", "delta": {"type": "thinking_delta", "thinking": "hm"}},
        {"type": "content_block_delta", "delta": {"type": "text_delta", "text": "h"}},
        {"type": "content_block_delta", "delta": {"type": "text_delta", "text": "i"}},
        {"type": "message_delta", "delta": {"stop_reason": "end_turn"}},
    ]
    row = rows_of("anthropic_messages", record, ingest_content)[0]
    assert (row["response"], row["reasoning"]) == ("hi", "hm")


def span(operation: str | None, span_id: str, user: str = "u") -> dict[str, Any]:
    attributes = [
        {"key": "user.id", "value": {"stringValue": user}},
        {"key": "gen_ai.request.model", "value": {"stringValue": "m"}},
    ]
    if operation:
        entry = {"key": "gen_ai.operation.name", "value": {"stringValue": operation}}
        attributes.append(entry)
    return {"spanId": span_id, "startTimeUnixNano": str(TEN * 1000), "attributes": attributes}


def otlp(*spans: dict[str, Any]) -> dict[str, Any]:
    return {"resourceSpans": [{"resource": {}, "scopeSpans": [{"spans": list(spans)}]}]}


def test_a_line_of_otlp_holds_several_model_calls(ingest_content):
    line = otlp(span("chat", "1"), span("execute_tool", "2"), span(None, "3"))
    lines = orjson.dumps(line) + b"\n" + orjson.dumps(otlp(span("invoke_agent", "4")))
    result = ingest_content(lines)
    assert [row["exchange_id"] for row in result.rows] == ["1", "3"]
    assert result.reasons == [(2, "the line holds no span of a model call")]
    assert result.rows_in == 3


def test_otel_events_hold_the_conversation(ingest_content):
    record = {
        "attributes": {"user.id": "u", "gen_ai.request.model": "m"},
        "startTimeUnixNano": TEN * 1000,
        "spanId": "1",
        "events": [
            {"name": "gen_ai.system.message", "attributes": {"content": "S"}},
            {"name": "gen_ai.user.message", "attributes": {"content": "Q"}},
            {"name": "gen_ai.choice", "attributes": {"message": '{"content":"A"}'}},
        ],
        "status": {"code": 2, "message": "broke"},
    }
    row = rows_of("otel_genai", record, ingest_content)[0]
    assert (row["system"], row["messages"], row["response"], row["error"]) == (
        "S", [("user", "Q")], "A", "broke"
    )  # fmt: skip


def test_bedrock_bodies_of_other_providers(ingest_content):
    bodies = [
        ({"inputText": "Q", "textGenerationConfig": {"maxTokenCount": 5, "topP": 0.9}},
         {"results": [{"outputText": "A"}]}, '{"max_tokens":5,"top_p":0.9}'),
        ({"prompt": "Q", "max_gen_len": 5}, {"generation": "A"}, '{"max_tokens":5}'),
        ({"message": "Q", "temperature": 0.7}, {"text": "A"}, '{"temperature":0.7}'),
        ('{"prompt": "Q"}', '{"completion": "A"}', None),
        ({"messages": [{"role": "user", "content": [{"text": "Q"}]}]},
         [{"contentBlockDelta": {"delta": {"text": "A"}}}], None),
    ]  # fmt: skip
    for sent, received, params in bodies:
        record = changed("bedrock", input={"inputBodyJson": sent, "inputTokenCount": 1})
        record["output"] = {"outputBodyJson": received}
        row = rows_of("bedrock", record, ingest_content)[0]
        assert (row["messages"], row["response"]) == ([("user", "Q")], "A"), sent
        assert row.get("params") == params


def test_bedrock_flattened_names(ingest_content):
    record = {
        "schemaType": "ModelInvocationLog", "timestamp": "2026-01-05T10:00:00Z", "requestId": "1",
        "identity.arn": "arn:x", "input.inputBodyJson": {"prompt": "Q"},
        "input.inputTokenCount": 3, "output.outputBodyJson": {"generation": "A"},
        "errorCode": "ThrottlingException",
    }  # fmt: skip
    row = rows_of("bedrock", record, ingest_content)[0]
    assert (row["account_id"], row["messages"], row["input_tokens"], row["status"]) == (
        "arn:x", [("user", "Q")], 3, 429
    )  # fmt: skip


def test_langfuse_observations_that_call_no_model(ingest_content):
    lines = [
        {"id": "1", "traceId": "t", "type": "SPAN", "startTime": "2026-01-05T10:00:00Z",
         "userId": "u"},
        {"id": "t", "timestamp": "2026-01-05T10:00:00Z", "userId": "u", "input": "Q",
         "observations": [{"id": "2", "type": "SPAN"}]},
        {"id": "3", "trace_id": "t", "type": "GENERATION", "start_time": "2026-01-05T10:00:00Z",
         "end_time": "2026-01-05T10:00:02Z", "user_id": "u", "provided_model_name": "m",
         "input": "Q", "output": "A", "usage_details": '{"input":1,"output":2}'},
    ]  # fmt: skip
    result = ingest_content(b"\n".join(map(orjson.dumps, lines)), format="langfuse")
    assert result.reasons == [
        (1, "the observation is of type 'SPAN', no model call"),
        (2, "observations hold no generation"),
    ]
    assert result.rows == [
        {"exchange_id": "3", "ts": TEN, "account_id": "u", "model": "m",
         "messages": [("user", "Q")], "response": "A", "input_tokens": 1, "output_tokens": 2,
         "latency_ms": 2000}
    ]  # fmt: skip


def test_langfuse_keeps_an_applications_own_shapes(ingest_content):
    record = changed("langfuse", input={"question": "Q"}, output={"verdict": 1})
    row = rows_of("langfuse", record, ingest_content)[0]
    assert (row["messages"], row["response"]) == ([("user", '{"question":"Q"}')], '{"verdict":1}')


def test_envoy_dashes_are_absent_and_addresses_lose_their_port(ingest_content):
    record = changed("envoy", **{"x-forwarded-for": "-", "downstream_remote_address": "[::1]:443",
                                 "response_code": 0, "genai_tokens_output": "7"})  # fmt: skip
    row = rows_of("envoy", record, ingest_content)[0]
    assert (row["ip"], row.get("status"), row["output_tokens"]) == ("::1", None, 7)


def test_a_missing_account_names_the_logs_own_field(ingest_content):
    record = changed("envoy")
    del record["x-user-id"]
    result = ingest_content(orjson.dumps(record), format="envoy")
    assert result.reasons[0][1].startswith(
        "account_id (the first present of x-account-id, x-user-id,"
    )
    record = changed("litellm", startTime=None)
    result = ingest_content(orjson.dumps(record), format="litellm")
    assert result.reasons == [(1, "ts (startTime) is missing")]


def test_tools_of_equal_names_and_different_definitions_stay_apart(ingest_content):
    def tool(description: str) -> dict[str, Any]:
        return {"type": "function", "function": {"name": "f", "description": description}}

    names = [
        rows_of("litellm", changed("litellm", model_parameters={"tools": tools}), ingest_content)[
            0
        ]["tools"]
        for tools in ([tool("a")], [tool("b")], [tool("a")], [{"function": {"name": "f"}}])
    ]
    assert names[0] == names[2] != names[1]
    assert names[3] == ["f"]


def test_content_that_is_no_text_is_named(ingest_content):
    content = [
        {"type": "text", "text": "Look"}, {"type": "image", "source": {}},
        {"type": "input_audio", "input_audio": {}}, {"type": "document", "source": {}},
        {"type": "tool_result", "tool_use_id": "1", "content": [{"type": "text", "text": "ok"}]},
    ]  # fmt: skip
    record = changed("litellm", messages=[{"role": "user", "content": content}])
    row = rows_of("litellm", record, ingest_content)[0]
    assert row["messages"] == [("user", "Look\n[image]\n[audio]\n[file]\nok")]


def test_a_message_of_nothing_but_tool_results_is_the_tools(ingest_content):
    ran = {"type": "tool_result", "tool_use_id": "1", "content": "exit 0"}
    said = {"type": "text", "text": "go on"}
    for content, role in (
        ([ran], "tool"),
        ([ran, said], "user"),
        ([{"toolResult": {}}], "tool"),
        ([{"type": {}}], "user"),
    ):
        record = changed("litellm", messages=[{"role": "user", "content": content}])
        assert rows_of("litellm", record, ingest_content)[0]["messages"][0][0] == role
