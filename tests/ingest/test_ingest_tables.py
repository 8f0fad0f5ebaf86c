"""Canonical Parquet whatever its Arrow types, agreement with JSON lines, and account tables."""

import gzip
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from revenuer.ingest import read_accounts
from revenuer.ingest.row import MAX_TEXT
from revenuer.ingest.timestamps import BadTimestamp, elapsed_ms, microseconds
from revenuer.problems import Problem
from revenuer.records import ACCOUNTS

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def ingest_table(tmp_path, ingest_paths):
    def run(table: pa.Table | dict[str, Any], **options: Any) -> Any:
        made = table if isinstance(table, pa.Table) else pa.table(table)
        row_group = options.pop("row_group", 1000)
        pq.write_table(made, tmp_path / "log.parquet", row_group_size=row_group)
        return ingest_paths([str(tmp_path / "log.parquet")], **options)

    return run


def test_missing_columns_are_null_and_others_left_out(ingest_table):
    result = ingest_table({"account_id": ["a"], "ts": [NOON], "exchange_id": ["1"], "mood": [3]})
    assert result.rows == [
        {"ts": 1_767_614_400_000_000, "account_id": "a", "exchange_id": "1"}
    ]  # fmt: skip


def test_other_arrow_types_are_cast(ingest_table):
    turn = pa.struct([("content", pa.large_string()), ("role", pa.string()), ("x", pa.int8())])
    table = pa.table(
        {
            "exchange_id": pa.array([7], pa.int64()),
            "ts": pa.array([datetime(2026, 1, 5, 12)], pa.timestamp("ns")),
            "account_id": pa.array(["a"]).dictionary_encode(),
            "system": pa.array(["s"], pa.large_string()),
            "model": pa.array([b"m"], pa.binary()),
            "messages": pa.array(
                [[{"content": "hi", "role": "user", "x": 1}]], pa.large_list(turn)
            ),
            "tools": pa.array([["f"]], pa.list_(pa.large_string())),
            "input_tokens": pa.array([5.0], pa.float64()),
            "status": pa.array([200], pa.int64()),
            "headers": pa.array([[("a", "1"), ("b", "2")]], pa.map_(pa.string(), pa.string())),
        }
    )
    (row,) = ingest_table(table).rows
    assert row == {
        "ts": 1_767_614_400_000_000, "exchange_id": "7", "account_id": "a", "system": "s",
        "model": "m", "messages": [("user", "hi")], "tools": ["f"], "input_tokens": 5,
        "status": 200, "headers": [("a", "1"), ("b", "2")],
    }  # fmt: skip


def test_values_that_need_a_look_of_their_own(ingest_table):
    table = {
        "exchange_id": ["1", "2", "3", "4"],
        "ts": ["2026-01-05T12:00:00Z", "1767614400", "1767614400000", "2026-01-05 12:00:00"],
        "account_id": ["a", "a", "a", "a"],
        "input_tokens": ["5", "", None, "6.0"],
        "messages": ['[{"role":"user","content":"hi"}]', None, "", "[]"],
        "headers": [[("B", "2"), ("a", "1")], None, [], [("a", None)]],
        "output_tokens": [1.0, float("nan"), None, 2.0],
    }
    types = {"headers": pa.map_(pa.string(), pa.string())}
    result = ingest_table(pa.table({k: pa.array(v, types.get(k)) for k, v in table.items()}))
    assert result.reasons == []
    assert {row["ts"] for row in result.rows} == {1_767_614_400_000_000}
    assert [row.get("input_tokens") for row in result.rows] == [5, None, None, 6]
    assert [row.get("output_tokens") for row in result.rows] == [1, None, None, 2]
    assert [row.get("messages") for row in result.rows] == [[("user", "hi")], None, None, []]
    assert [row.get("headers") for row in result.rows] == [
        [("a", "1"), ("b", "2")], None, [], []
    ]  # fmt: skip


def test_bad_rows_are_quarantined_by_row_with_their_reason(ingest_table):
    table = pa.table(
        {
            "exchange_id": ["1", "2", "3", None, "5", "6"],
            "ts": pa.array(
                [NOON, None, datetime(1, 1, 1), NOON, datetime(9999, 12, 31), NOON],
                pa.timestamp("us"),
            ),
            "account_id": ["a", "a", "a", "", "a", "b"],
            "input_tokens": pa.array([1, 1, 1, 1, 1, -7], pa.int64()),
        }
    )
    result = ingest_table(table, row_group=2)
    assert [row["exchange_id"] for row in result.rows] == ["1"]
    assert result.reasons == [
        (2, "ts is missing"),
        (3, "ts is outside 2000 to 2100"),
        (4, "account_id is missing"),
        (5, "ts is outside 2000 to 2100"),
        (6, "input_tokens is -7, outside 0 to 2,147,483,647"),
    ]
    assert result.quarantined[4].excerpt.startswith("exchange_id=6 account_id=b ts=2026-01-05")


def broken_utf8(values: list[bytes]) -> pa.Array:
    offsets = np.cumsum([0, *map(len, values)]).astype(np.int32)
    buffers = [None, pa.py_buffer(offsets.tobytes()), pa.py_buffer(b"".join(values))]
    return pa.Array.from_buffers(pa.string(), len(values), buffers)


def test_broken_utf8_is_quarantined(ingest_table):
    table = pa.table(
        {
            "exchange_id": ["1", "2", "3"],
            "ts": [NOON] * 3,
            "account_id": ["a"] * 3,
            "system": broken_utf8([b"fine", b"\xff\xfe", "é".encode()]),
        }
    )
    result = ingest_table(table)
    assert [(row["exchange_id"], row["system"]) for row in result.rows] == [
        ("1", "fine"), ("3", "é")
    ]  # fmt: skip
    assert result.reasons == [(2, "system is not UTF-8")]
    result = ingest_table(table.set_column(2, "account_id", broken_utf8([b"a", b"\xff", b"c"])))
    assert [line for line, _ in result.reasons] == [2]


def test_overlong_values(ingest_table):
    table = {
        "exchange_id": ["1", "2"], "ts": [NOON] * 2, "account_id": ["a", "b" * 2000],
        "system": ["s" * (MAX_TEXT + 3), None],
    }  # fmt: skip
    result = ingest_table(table)
    assert result.reasons == [(2, "account_id has 2,000 characters, the limit is 1,024")]
    assert result.rows[0]["system"].endswith("s [cut: 3 characters]")


def test_a_damaged_row_group_loses_its_rows_and_no_other(ingest_table, ingest_paths, tmp_path):
    words = np.random.default_rng(0).integers(0, 2**40, 3000).astype(str)
    table = pa.table(
        {
            "exchange_id": [str(n) for n in range(3000)],
            "ts": [NOON + timedelta(seconds=n) for n in range(3000)],
            "account_id": ["a"] * 3000,
            "system": words,
        }
    )
    path = tmp_path / "log.parquet"
    pq.write_table(table, path, row_group_size=1000, compression="zstd")
    group = pq.ParquetFile(path).metadata.row_group(1)
    column = next(
        group.column(n) for n in range(group.num_columns)
        if group.column(n).path_in_schema == "system"
    )  # fmt: skip
    content = bytearray(path.read_bytes())
    start = column.dictionary_page_offset or column.data_page_offset
    middle = start + column.total_compressed_size // 2
    content[middle : middle + 200] = b"\x5a" * 200
    path.write_bytes(bytes(content))
    result = ingest_paths([str(path)])
    assert result.rows_in == 3000
    assert [q.line for q in result.quarantined] == list(range(1001, 2001))
    assert {row["exchange_id"] for row in result.rows} == {
        str(n) for n in [*range(1000), *range(2000, 3000)]
    }
    assert result.quarantined[0].reason.startswith("the row group is damaged here (")


def test_ids_are_derived_alike_from_lines_and_tables(ingest_table, ingest_content):
    record = {
        "ts": 1767614400, "account_id": "a", "model": "m", "system": "s", "response": "r",
        "messages": [{"role": "user", "content": "hi"}], "input_tokens": 3,
    }  # fmt: skip
    (from_line,) = ingest_content(orjson.dumps({**record, "ip": "192.0.2.1"})).rows
    table = pa.Table.from_pylist([{**record, "ts": NOON, "ip": "192.0.2.2"}])
    (from_table,) = ingest_table(table).rows
    assert from_line["exchange_id"] == from_table["exchange_id"]
    assert from_line["exchange_id"].startswith("derived-")
    for field, other in (("ts", 1767614401), ("account_id", "b"), ("response", "x")):
        (changed,) = ingest_content(orjson.dumps({**record, field: other})).rows
        assert changed["exchange_id"] != from_line["exchange_id"]


TEXT = st.text(max_size=30)
NAME = st.text(min_size=1, max_size=12)
NUMBER = st.integers(0, 2**31 - 1)
ROWS = st.fixed_dictionaries(
    {
        "ts": st.integers(946_684_800, 4_102_444_799).map(
            lambda s: datetime.fromtimestamp(s, UTC).isoformat()
        ),
        "account_id": NAME,
    },
    optional={
        "exchange_id": NAME,
        "ip": NAME,
        "asn": st.integers(0, 2**32 - 1),
        "system": TEXT,
        "response": TEXT,
        "input_tokens": NUMBER,
        "status": st.integers(100, 599),
        "latency_ms": NUMBER,
        "tools": st.lists(TEXT, max_size=3),
        "messages": st.lists(st.fixed_dictionaries({"role": NAME, "content": TEXT}), max_size=3),
        "headers": st.dictionaries(st.sampled_from(["a", "x-b", "accept"]), TEXT),
    },
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
@given(rows=st.lists(ROWS, min_size=1, max_size=8))
def test_lines_and_tables_of_the_same_rows_agree(rows, ingest_content, ingest_paths, tmp_path):
    lines = ingest_content(b"\n".join(map(orjson.dumps, rows)), format="canonical")
    assert lines.reasons == []
    assert lines.rows_in == len(rows)
    path = tmp_path / "log.parquet"
    pq.write_table(lines.table, path, row_group_size=3)
    table = ingest_paths([str(path)], batch_rows=2)
    assert table.reasons == []
    assert table.rows == lines.rows
    for row, found in zip(rows, lines.rows, strict=True):
        said = [(m["role"], m["content"]) for m in row["messages"]] if "messages" in row else None
        assert found.get("messages") == said
        assert found["account_id"] == row["account_id"]
        assert found.get("system") == row.get("system")


# --- times


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-05T12:00:00Z", "2026-01-05T12:00:00", "2026-01-05 12:00:00+00:00",
        "2026-01-05T13:00:00.000+01:00", "2026-01-05 12:00:00 UTC", " 2026-01-05T12:00:00Z ",
        "2026-01-05T12:00:00.000000000Z", 1767614400, 1767614400.0, "1767614400", "1767614400.0",
        1767614400000, 1767614400000000, 1767614400000000000, "1767614400000000000", NOON,
        datetime(2026, 1, 5, 12),
    ],
)  # fmt: skip
def test_times_in_many_hands(written):
    assert microseconds(written) == 1_767_614_400_000_000


@pytest.mark.parametrize(
    "written",
    ["", "now", "20260105", "2026-13-01", 0, -1, 5e20, float("inf"), float("nan"), True, None, [],
     "1999-12-31T23:59:59Z", "2100-01-01T00:00:00Z", "1e999", "9" * 31, date(2026, 1, 5),
     "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "٢٠٢٦"],
)  # fmt: skip
def test_what_is_no_time(written):
    with pytest.raises(BadTimestamp):
        microseconds(written)


@settings(deadline=None)
@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)))
def test_a_time_is_the_same_in_every_unit(when):
    ticks = round((when - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1))
    assert microseconds(when.isoformat()) == microseconds(ticks) == ticks
    assert microseconds(ticks * 1000) == ticks
    assert microseconds(ticks // 1000) == ticks // 1000 * 1000
    assert microseconds(ticks // 10**6) == ticks // 10**6 * 10**6


def test_elapsed_time():
    assert elapsed_ms("2026-01-05T12:00:00Z", 1767614401.5) == 1500
    assert elapsed_ms(None, 5) is None
    assert elapsed_ms(1767614400, 1767614300) is None
    assert elapsed_ms(1767614400, "soon") is None


# --- accounts

ACCOUNT_ROWS = [
    {"account_id": "a", "created_at": "2026-01-05T12:00:00Z", "verified": True, "org_id": "o",
     "closed_reason": "Ban", "closed_at": 1767614400, "unknown": [1]},
    {"account_id": "b", "verified": None, "plan": "pro"},
]  # fmt: skip


def write_accounts(tmp_path: Path, kind: str) -> Path:
    path = tmp_path / f"accounts.{kind}"
    if kind == "jsonl":
        path.write_bytes(b"\n".join(map(orjson.dumps, ACCOUNT_ROWS)) + b"\n\n")
    elif kind == "jsonl.gz":
        path.write_bytes(gzip.compress(b"\n".join(map(orjson.dumps, ACCOUNT_ROWS))))
    elif kind == "json":
        path.write_bytes(orjson.dumps(ACCOUNT_ROWS, option=orjson.OPT_INDENT_2))
    elif kind == "csv":
        path.write_text(
            "account_id,created_at,verified,org_id,closed_reason,closed_at,plan,unknown\n"
            "a,2026-01-05T12:00:00Z,TRUE,o,ban,1767614400,,x\nb,,,,,,pro,\n"
        )
    else:
        rows = [{"plan": None, **row, "closed_at": None} for row in ACCOUNT_ROWS]
        rows[0].update(created_at=NOON, closed_at=NOON)
        pq.write_table(pa.Table.from_pylist(rows), path)
    return path


@pytest.mark.parametrize("kind", ["jsonl", "jsonl.gz", "json", "csv", "parquet"])
def test_accounts_from_every_container(kind, tmp_path):
    table = read_accounts(write_accounts(tmp_path, kind))
    assert table.schema == ACCOUNTS
    first, second = table.to_pylist()
    assert (first["created_at"], first["closed_at"]) == (NOON, NOON)
    assert (first["verified"], first["closed_reason"], first["org_id"]) == (True, "ban", "o")
    assert (second["account_id"], second["plan"], second["verified"]) == ("b", "pro", None)


def test_an_account_named_by_its_key_is_hashed_as_in_the_log(tmp_path, ingest_content):
    key = "sk-proj-" + "a1b2c3d4" * 5
    path = tmp_path / "accounts.jsonl"
    path.write_bytes(orjson.dumps({"account_id": key}))
    (hashed,) = read_accounts(path)["account_id"].to_pylist()
    (row,) = ingest_content(orjson.dumps({"ts": 1767614400, "account_id": key})).rows
    assert hashed == row["account_id"] != key


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"account_id":"a"}\n{"account_id":"b","created_at":"soon"}\n',
         "`created_at` is 'soon', not an ISO 8601 time or a number since 1970.\n"
         "  where: FILE, line 2\n"
         "  try:   Write times as 2026-01-31T12:00:00Z or as a number since 1970."),
        ('{"account_id":"a","closed_reason":"fraud"}',
         "`closed_reason` is 'fraud', not 'ban' or 'churn'.\n  where: FILE, line 1\n"
         "  try:   Write 'ban' where the provider closed the account, 'churn' where its owner "
         "did; leave it empty otherwise."),
        ('{"id":"a","plan":"pro"}',
         "`account_id` is missing.\n  where: FILE, line 1\n"
         "  try:   The fields here are: id, plan."),
        ('{"account_id":"a"}\n{"account_id":"b"}\n{"account_id":"a"}\n',
         "Account 'a' is given twice, first in line 1.\n  where: FILE, line 3\n"
         "  try:   Keep one row an account."),
        ('{"account_id":"a","verified":"perhaps"}',
         "`verified` is 'perhaps', not true or false.\n  where: FILE, line 1"),
        ('{"account_id":"a"}\n{"account_id":',
         "The line is not JSON: unexpected end of data at character 15.\n  where: FILE, line 2"),
        ('{"account_id":"a","org_id":["x"]}',
         "`org_id` should be a string but is an array.\n  where: FILE, line 1"),
        ("[1]", "An account should be an object but is 1.\n  where: FILE, line 1"),
        ("[{", "The file is not JSON: unexpected end of data at character 3.\n  where: FILE"),
        ("", "This account table is empty.\n  where: FILE"),
    ],
)  # fmt: skip
def test_problems_with_accounts(content, said, tmp_path):
    path = tmp_path / "accounts.jsonl"
    path.write_text(content)
    with pytest.raises(Problem) as caught:
        read_accounts(path)
    assert str(caught.value) == said.replace("FILE", str(path))


def test_problems_with_account_files(tmp_path):
    with pytest.raises(Problem, match="does not exist"):
        read_accounts(tmp_path / "none.csv")
    (tmp_path / "accounts.csv").write_text("account_id,plan\na\n")
    with pytest.raises(Problem, match=r"The row has 1 cells, the header has 2\."):
        read_accounts(tmp_path / "accounts.csv")
    (tmp_path / "accounts.parquet").write_bytes(b"PAR1 and nothing")
    with pytest.raises(Problem, match="This Parquet file cannot be read"):
        read_accounts(tmp_path / "accounts.parquet")
