"""Inputs that break readers: each ends in rows, quarantined lines with reasons, or a Problem."""

import gzip
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import zstandard

from revenuer.ingest import FORMATS
from revenuer.ingest.fuzz import fuzz, run
from revenuer.ingest.lines import Line, lines
from revenuer.ingest.mutate import HOSTILE
from revenuer.ingest.row import MAX_TEXT
from revenuer.problems import Problem

GOOD = b'{"exchange_id":"x","ts":1767607200,"account_id":"a"}\n'


def test_reasons_for_bad_lines(ingest_content):
    bad = {
        b"{": "the line is not JSON: unexpected end of data at character 2",
        b"5": "the record is 5, not an object",
        b"[1]": "the record is an array, not an object",
        b'"x"': "the record is 'x', not an object",
        b"null": "the record is null, not an object",
        b'{"ts":NaN,"account_id":"a"}': "the line is not JSON: NaN at character 7",
        b'{"ts":-Infinity}': "the line is not JSON: Infinity at character 8",
        b'{"account_id":"\xff"}': "the line is not UTF-8 (byte 16 of the line)",
        b'{"account_id":"a\x00"}': "the line holds a NUL byte (byte 17 of the line)",
        b"[" * 5000: "the line is not JSON: depth limit exceeded at character 1026",
        b'{"account_id":"a"}': "ts is missing",
        b'{"ts":1767607200}': "account_id is missing",
        b'{"ts":1767607200,"account_id":""}': "account_id is missing",
        b'{"ts":1767607200,"account_id":true}': "account_id should be a string but is True",
        b'{"ts":1767607200,"account_id":{}}': "account_id should be a string but is an object",
        b'{"ts":"0001-01-01T00:00:00Z","account_id":"a"}': (
            "ts is '0001-01-01T00:00:00Z', outside 2000 to 2100"
        ),
        b'{"ts":"9999-12-31T23:59:59Z","account_id":"a"}': (
            "ts is '9999-12-31T23:59:59Z', outside 2000 to 2100"
        ),
        b'{"ts":12,"account_id":"a"}': (
            "ts is 12, which is no time between 2000 and 2100 in seconds, milliseconds, "
            "microseconds or nanoseconds"
        ),
        b'{"ts":"soon","account_id":"a"}': (
            "ts is 'soon', not an ISO 8601 time or a number since 1970"
        ),
        b'{"ts":[],"account_id":"a"}': "ts should be a time but is not a string or number",
        b'{"ts":1767607200,"account_id":"a","input_tokens":"many"}': (
            "input_tokens should be a number but is 'many'"
        ),
        b'{"ts":1767607200,"account_id":"a","input_tokens":-1}': (
            "input_tokens is -1, outside 0 to 2,147,483,647"
        ),
        b'{"ts":1767607200,"account_id":"a","input_tokens":99999999999}': (
            "input_tokens is 99999999999, outside 0 to 2,147,483,647"
        ),
        b'{"ts":1767607200,"account_id":"a","model":"%s"}' % (b"m" * 2000): (
            "model has 2,000 characters, the limit is 1,024"
        ),
        b'{"ts":1767607200,"account_id":"a","system":["a"]}': (
            "system should be a string but is an array"
        ),
        b'{"ts":1767607200,"account_id":"a","messages":"hi"}': (
            "messages should be an array of messages but is 'hi'"
        ),
        b'{"ts":1767607200,"account_id":"a","messages":[{"content":"hi"}]}': (
            "messages has an entry that is no {role, content}"
        ),
        b'{"ts":1767607200,"account_id":"a","headers":[1]}': (
            "headers has an entry that is no (name, value)"
        ),
    }
    content = b"".join(GOOD + line + b"\n" for line in bad)
    result = ingest_content(content, format="canonical")
    assert result.reasons == [(2 * n, reason) for n, reason in enumerate(bad.values(), 1)]
    assert len(result.rows) == len(bad)
    starts = [content.index(line, 0) for line in (b'{"ts":NaN', b'{"ts":-Inf')]
    assert [entry.byte_offset for entry in result.quarantined][5:7] == starts


def test_one_bad_value_leaves_its_neighbours(ingest_content):
    rows = [
        {"exchange_id": str(n), "ts": 1767607200, "account_id": "a", "input_tokens": value}
        for n, value in enumerate([1, "2", 3.0, "x", None, "", True, 2**40, "4.0"])
    ]
    result = ingest_content(b"\n".join(map(orjson.dumps, rows)))
    found = {row["exchange_id"]: row.get("input_tokens") for row in result.rows}
    assert found == {"0": 1, "1": 2, "2": 3, "4": None, "5": None, "8": 4}
    assert [line for line, _ in result.reasons] == [4, 7, 8]


def test_blank_lines_byte_order_mark_and_carriage_returns_are_no_rows(ingest_content):
    content = b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n") + b"\r\n  \n\n" + GOOD.rstrip()
    result = ingest_content(content)
    assert (len(result.rows), result.rows_in, result.reasons) == (2, 2, [])


def test_half_an_emoji_is_a_question_mark(ingest_content):
    line = b'{"ts":1767607200,"account_id":"a","system":"cut \\ud83d","response":"\\ud83d\\ude00"}'
    (row,) = ingest_content(line).rows
    assert (row["system"], row["response"]) == ("cut ?", "😀")
    result = ingest_content(GOOD + b'{"account_id":"\\ud83d","ts":NaN}')
    assert result.reasons == [(2, "the line is not JSON: NaN is no JSON value")]


def test_escaped_nul_and_odd_unicode_stay(ingest_content):
    text = "a\x00b\u202ec\ufeff"
    line = orjson.dumps({"ts": 1767607200, "account_id": "a", "system": text})
    assert ingest_content(line).rows[0]["system"] == text


def test_a_text_beyond_the_limit_is_cut_and_says_so(ingest_content):
    record = {"ts": 1767607200, "account_id": "a", "response": "é" * (MAX_TEXT + 5)}
    (row,) = ingest_content(orjson.dumps(record)).rows
    assert row["response"] == "é" * MAX_TEXT + " [cut: 5 characters]"
    record = {"ts": 1767607200, "account_id": "a",
              "messages": [{"role": "user", "content": "b" * (MAX_TEXT + 1)}]}  # fmt: skip
    (row,) = ingest_content(orjson.dumps(record)).rows
    assert row["messages"][0][1].endswith("b [cut: 1 characters]")


# --- cut and damaged streams

MANY = b"".join(
    orjson.dumps({"exchange_id": str(n), "ts": 1767607200 + n, "account_id": f"a{n * 7919 % 97}"})
    + b"\n"
    for n in range(5000)
)
PACKED = {"gzip": gzip.compress(MANY), "zstd": zstandard.compress(MANY, level=3)}


@pytest.mark.parametrize("kind", PACKED)
def test_a_truncated_stream_keeps_what_came_before(kind, ingest_content):
    packed = PACKED[kind]
    for cut in (len(packed) - 1, len(packed) - 5, len(packed) * 2 // 3):
        result = ingest_content(packed[:cut], "log.jsonl.z")
        rows = len(result.rows)
        assert rows > 1000
        assert [row["exchange_id"] for row in result.rows] == [str(n) for n in range(rows)]
        (entry,) = result.quarantined
        assert entry.reason == f"the {kind} data is cut off"
        assert entry.line == rows + 1
        assert MANY[: entry.byte_offset].count(b"\n") == rows
        assert result.rows_in == rows + 1


@pytest.mark.parametrize("kind", PACKED)
def test_a_damaged_stream_keeps_what_came_before(kind, ingest_content):
    packed = bytearray(PACKED[kind] + PACKED[kind])
    place = len(PACKED[kind]) + len(PACKED[kind]) // 2
    packed[place : place + 64] = b"\xaa" * 64
    result = ingest_content(bytes(packed), "log.jsonl.z")
    assert len(result.rows) >= 5000
    assert result.quarantined[-1].reason.startswith(f"the {kind} data is ")
    # what decompresses to nonsense before the damage is noticed is quarantined line by line
    assert result.rows_in == len(result.rows) + len(result.quarantined)


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(GOOD) + gzip.compress(GOOD),
        gzip.compress(GOOD) + gzip.compress(GOOD) + b"\0" * 300,
        zstandard.compress(GOOD) + zstandard.compress(GOOD),
    ],
    ids=["gzip members", "gzip padding", "zstd frames"],
)
def test_streams_of_several_parts(packed, ingest_content):
    result = ingest_content(packed, "log.jsonl.z")
    assert (len(result.rows), result.reasons) == (2, [])


@pytest.mark.parametrize("kind", PACKED)
def test_a_stream_cut_before_its_first_line(kind, ingest_content):
    reason = f"the {kind} data is cut off"
    with pytest.raises(Problem, match=f"No records can be read in this file: {reason}"):
        ingest_content(PACKED[kind][:6], "log.jsonl.z")
    result = ingest_content(PACKED[kind][:6], "log.jsonl.z", format="canonical")
    assert result.reasons == [(1, reason)]


# --- lines without end


def endless(size: int, block: int = 1 << 16) -> Iterator[bytes]:
    yield b'{"a":"'
    for _ in range(size // block):
        yield b"x" * block
    yield b"\n" + GOOD


def test_a_line_without_end_is_not_held(monkeypatch):
    tracemalloc.start()
    try:
        found = list(lines(endless(64 << 20), max_line=1 << 20))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 << 20
    assert [line.flaw for line in found] == [
        f"the line has {(64 << 20) + 6:,} bytes, the limit is 1,048,576", ""
    ]  # fmt: skip
    assert found[1] == Line(2, (64 << 20) + 7, GOOD.rstrip())
    assert found[0].content.startswith(b'{"a":"xxx')
    assert len(found[0].content) == 4096


def test_an_overlong_line_is_quarantined_between_its_neighbours(ingest_content, monkeypatch):
    monkeypatch.setattr("revenuer.ingest.json_lines.MAX_LINE", 1000)
    content = GOOD + b'{"ts":1767607200,"account_id":"' + b"a" * 2000 + b'"}\n' + GOOD
    result = ingest_content(content)
    assert len(result.rows) == 2
    (entry,) = result.quarantined
    assert (entry.line, entry.byte_offset) == (2, len(GOOD))
    assert entry.reason == "the line has 2,033 bytes, the limit is 1,000"


@pytest.mark.parametrize("block", [1, 2, 3, 7, 64, 1 << 20])
def test_lines_do_not_depend_on_blocks(block):
    content = b"a\n\nbb\r\n" + b"c" * 50 + b"\n" + b"d" * 9 + b"\nend"
    blocks = [content[i : i + block] for i in range(0, len(content), block)]
    found = list(lines(iter(blocks), max_line=20))
    expected = []
    offset = 0
    for number, part in enumerate(content.split(b"\n"), 1):
        long = len(part) > 20
        flaw = f"the line has {len(part)} bytes, the limit is 20" if long else ""
        expected.append(Line(number, offset, part, flaw))
        offset += len(part) + 1
    assert found == expected


def test_no_line_after_the_last_break():
    assert list(lines([b"a\n"])) == [Line(1, 0, b"a")]
    assert list(lines([])) == []


# --- CSV


def test_bad_csv_rows(ingest_content):
    content = (
        b"exchange_id,ts,account_id,system\n"
        b'1,1767607200,a,"two\nlines"\n'
        b"2,1767607200,a\n"
        b"3,1767607200,a,\xff\n"
        b"4,1767607200,,x\n"
        b"\n"
        b'5,1767607200,a,"say ""hi"""\n'
    )
    result = ingest_content(content, "log.csv")
    assert [(row["exchange_id"], row["system"]) for row in result.rows] == [
        ("1", "two\nlines"), ("5", 'say "hi"')
    ]  # fmt: skip
    assert result.reasons == [
        (4, "the row has 3 cells, the header has 4"),
        (5, "the row is not UTF-8"),
        (6, "account_id is missing"),
    ]
    assert [entry.byte_offset for entry in result.quarantined] == [
        content.index(b"2,176"), content.index(b"3,176"), content.index(b"4,176")
    ]  # fmt: skip


def test_csv_rows_say_where_they_begin(ingest_content):
    content = b'exchange_id,ts,account_id,system\n1,1767607200,,"two\nlines"\n2,1767607200,,x\n'
    result = ingest_content(content, "log.csv")
    assert [(q.line, q.byte_offset) for q in result.quarantined] == [
        (2, content.index(b"1,176")), (4, content.index(b"2,176"))
    ]  # fmt: skip


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_csv_with_other_delimiters(delimiter, ingest_content):
    content = "\n" + 'exchange_id,ts,account_id\n"1",1767607200,a\n'.replace(",", delimiter)
    assert [row["account_id"] for row in ingest_content(content, "log.csv").rows] == ["a"]


def test_overlong_csv_lines_are_each_quarantined(ingest_content, monkeypatch):
    monkeypatch.setattr("revenuer.ingest.delimited.MAX_LINE", 100)
    long = b"9,1767607200," + b"b" * 200 + b"\n"
    content = b"exchange_id,ts,account_id\n" + long + long + b"1,1767607200,a\n" + long
    result = ingest_content(content, "log.csv")
    assert [row["exchange_id"] for row in result.rows] == ["1"]
    assert [line for line, _ in result.reasons] == [2, 3, 5]


def test_an_open_quote_loses_no_count(ingest_content):
    content = (
        b'exchange_id,ts,account_id,system\n1,1767607200,a,ok\n2,1767607200,a,"open\n3,1,a,x\n'
    )
    result = ingest_content(content, "log.csv")
    assert [row["exchange_id"] for row in result.rows] == ["1"]
    assert len(result.quarantined) == 1
    assert "CSV" in result.quarantined[0].reason


def test_a_truncated_csv(ingest_content):
    rows = "".join(f"{n},{1767607200 + n},a{n * 7919 % 97}\n" for n in range(5000))
    packed = gzip.compress(("exchange_id,ts,account_id\n" + rows).encode())
    result = ingest_content(packed[: len(packed) * 2 // 3], "log.csv.gz")
    assert len(result.rows) > 1000
    assert result.reasons == [(len(result.rows) + 2, "the gzip data is cut off")]


# --- fuzzing


def test_mutated_lines_crash_nothing_and_none_is_lost():
    sentences = list(run(20_000, seed=1))
    assert len(sentences) == len(FORMATS) + 1
    assert "none lost" in sentences[-1]


def test_fuzzing_is_repeatable_and_reaches_rows():
    for form in FORMATS:
        rows, quarantined = fuzz(form, 300, seed=3)
        assert rows > 60
        assert quarantined > 60
        assert (rows, quarantined) == fuzz(form, 300, seed=3)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container of a record, with each key or index in it."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


def test_hostile_values_in_every_place_of_every_example(ingest_content, tmp_path: Path):
    """Not chance: each hostile value in each place, however deep, of each example."""
    from revenuer.ingest.json_lines import read_line
    from revenuer.ingest.parsed import UNFORESEEN, Collector

    for form in FORMATS:
        collector = Collector("hostile", form, 10**9)
        count = 0
        for example in form.examples:
            record = orjson.loads(example)
            for container, key in places(record):
                kept = container[key]
                for value in HOSTILE:
                    container[key] = value
                    try:
                        content = orjson.dumps(record)
                    except TypeError:
                        continue
                    count += 1
                    read_line(Line(count, 0, content), collector)
                container[key] = kept
        assert collector.held >= count
        (parsed,) = collector.hand_on()
        assert parsed.rows_in == parsed.batch.num_rows + len(parsed.quarantined) >= count
        assert [q for q in parsed.quarantined if q.reason.startswith(UNFORESEEN)] == []


def test_every_score_survives_hostile_records():
    records = [value for value in HOSTILE if isinstance(value, dict)]
    keys = ("attributes", "metadata", "request", "response", "resourceSpans", "body")
    records += [{key: value} for value in HOSTILE for key in keys]
    for form in FORMATS:
        points, why = form.score(records)
        assert 0 <= points <= 1
        assert why
