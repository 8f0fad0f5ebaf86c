"""From what the user names to files, formats and tasks; and the texts of what goes wrong."""

import gzip
import hashlib
import os
import pickle
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from revenuer.ingest import FORMATS, plan, read
from revenuer.ingest.detect import format_named
from revenuer.ingest.exchanges import from_rows
from revenuer.problems import Problem


def line(number: int, **more: object) -> bytes:
    record = {"exchange_id": str(number), "ts": 1767607200 + number, "account_id": "a", **more}
    return orjson.dumps(record) + b"\n"


def problem(*sources: Path | str, **options: object) -> str:
    with pytest.raises(Problem) as caught:
        plan([str(source) for source in sources], **options)  # type: ignore[arg-type]
    return str(caught.value)


# --- sources


def test_files_folders_and_globs_each_file_once_in_order(tmp_path, ingest_paths):
    folder = tmp_path / "logs"
    (folder / "b" / "deep").mkdir(parents=True)
    (folder / "z.jsonl").write_bytes(line(3))
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(line(1)))
    (folder / "b" / "deep" / "c.ndjson").write_bytes(line(2))
    for hidden in (".x.jsonl", "_SUCCESS", "notes.txt", "b/_part.jsonl"):
        (folder / hidden).write_bytes(line(9))
    result = ingest_paths([str(folder), str(folder / "*.jsonl*"), str(folder / "z.jsonl")])
    assert [i.source for i in result.plan.inputs] == ["a.jsonl.gz", "b/deep/c.ndjson", "z.jsonl"]
    assert [row["exchange_id"] for row in result.rows] == ["1", "2", "3"]
    result = ingest_paths([str(folder / "**" / "*.ndjson"), str(folder / "z.jsonl")])
    assert [row["exchange_id"] for row in result.rows] == ["2", "3"]
    assert result.plan.inputs[1].source == str(folder / "z.jsonl")


def test_equal_names_in_two_folders_stay_apart(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "log.jsonl").write_bytes(line(1))
    made = plan([str(tmp_path / "one"), str(tmp_path / "two")])
    assert len({i.source for i in made.inputs}) == 2


def test_files_in_a_folder_that_are_no_logs_are_listed_not_read(tmp_path):
    (tmp_path / "accounts.csv").write_text("account_id,created_at\na,2026-01-01\n")
    (tmp_path / "app.log").write_text("started\nstopped\n")
    (tmp_path / "empty.jsonl").write_bytes(b"")
    (tmp_path / "log.jsonl").write_bytes(line(1))
    (tmp_path / "settings.json").write_text('{"a": {"b": 1}}')
    expected = [
        ("accounts.csv", "nothing", "Passed over. It looks like an account table; give it with "
         "--accounts."),
        ("app.log", "nothing", "Passed over. No line is JSON."),
        ("empty.jsonl", "nothing", "The file is empty."),
        ("log.jsonl", "lines", "By its first 1 records: the canonical columns account_id and ts "
         "(score 1.00 of 1)."),
        ("settings.json", "nothing", "Passed over. The format of this file cannot be told. "
         "Scores, of 1: all 0."),
    ]  # fmt: skip
    made = plan([str(tmp_path)])
    assert [(i.source, i.container, i.why) for i in made.inputs] == expected
    assert [task.input.source for task in made.tasks] == ["log.jsonl"]
    made = plan([str(tmp_path)], format="canonical")
    assert {task.input.source for task in made.tasks} == {"log.jsonl", "settings.json"}


def test_logs_in_a_folder_are_not_taken_for_accounts(tmp_path):
    for form in FORMATS[:-1]:
        (tmp_path / f"{form.name}.jsonl").write_text("\n".join(form.examples))
    made = plan([str(tmp_path)])
    assert {i.source: i.format for i in made.inputs} == {
        f"{form.name}.jsonl": form.name for form in FORMATS[:-1]
    }


def test_a_broken_log_in_a_folder_is_not_passed_over(tmp_path):
    (tmp_path / "log.jsonl").write_bytes(line(1))
    (tmp_path / "more.jsonl").write_bytes(b"nothing\n")
    assert problem(tmp_path).startswith(
        "No records can be read in this file: no line is JSON. Scores, of 1: all 0.\n"
        "  where: more.jsonl\n"
    )
    assert {t.input.source for t in plan([str(tmp_path)], format="canonical").tasks} == {
        "log.jsonl", "more.jsonl"
    }  # fmt: skip


def test_hashes_and_sizes_are_of_the_bytes_on_disk(tmp_path):
    content = gzip.compress(line(1))
    (tmp_path / "log.jsonl.gz").write_bytes(content)
    (known,) = plan([str(tmp_path / "log.jsonl.gz")]).inputs
    assert known.sha256 == hashlib.sha256(content).hexdigest()
    assert (known.size, known.compression) == (len(content), "gzip")


def test_the_kind_of_file_is_told_by_content_not_ending(tmp_path, ingest_paths):
    (tmp_path / "log.jsonl").write_bytes(gzip.compress(line(1)))
    batch, _ = from_rows([{"exchange_id": "2", "ts": 1767607200, "account_id": "a"}])
    pq.write_table(pa.Table.from_batches([batch]), tmp_path / "table.jsonl")
    result = ingest_paths([str(tmp_path)])
    assert [row["exchange_id"] for row in result.rows] == ["1", "2"]


# --- problems, word for word


def test_problems_with_sources(tmp_path):
    assert problem() == "No logs were given.\n  try:   Name files, folders or globs."
    assert problem("nowhere.jsonl") == (
        "This file or folder does not exist.\n"
        "  where: nowhere.jsonl\n"
        "  try:   Check the spelling; quote patterns such as 'logs/*.jsonl.gz'."
    )
    assert problem(tmp_path / "*.jsonl") == (
        f"No file matches this pattern.\n  where: {tmp_path}/*.jsonl"
    )
    assert problem(tmp_path) == (
        "This folder holds no logs.\n"
        f"  where: {tmp_path}\n"
        "  try:   Logs end in .jsonl, .ndjson, .json, .log, .csv, .parquet, also with .gz or .zst."
    )


def test_problems_with_content(tmp_path):
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"")
    assert problem(path) == (
        f"There is nothing to read: {path}: The file is empty.\n"
        "  try:   Name at least one log that is not empty."
    )
    path.write_bytes(b"hello\nworld\n")
    assert problem(path) == (
        "No records can be read in this file: no line is JSON. Scores, of 1: all 0.\n"
        f"  where: {path}\n"
        "  try:   Say it with --format NAME (`revenuer formats` lists them) or give a --mapping."
    )
    mixed = [format_named(name).examples[0] for name in ("litellm", "helicone")]
    path.write_text("\n".join(mixed))
    assert problem(path) == (
        "This file could be of more than one format. Scores, of 1: litellm 0.50, helicone 0.50.\n"
        f"  where: {path}\n"
        "  try:   Say it with --format NAME (`revenuer formats` lists them) or give a --mapping."
    )
    path.write_bytes(b'{"a":1}\n{"b":2}\n' + line(1))
    assert problem(path).startswith(
        "The format of this file cannot be told. Scores, of 1: canonical 0.33.\n"
    )
    path.write_bytes('{"ts":1}'.encode("utf-16"))
    assert problem(path) == (
        "This file is UTF-16.\n"
        f"  where: {path}\n"
        "  try:   Convert it first: iconv -f UTF-16 -t UTF-8 FILE > FILE.utf8"
    )


def test_problems_with_parquet(tmp_path):
    path = tmp_path / "log.parquet"
    batch, _ = from_rows([{"exchange_id": "2", "ts": 1767607200, "account_id": "a"}])
    pq.write_table(pa.Table.from_batches([batch]), path)
    path.write_bytes(path.read_bytes()[:-20])
    text = problem(path)
    assert text.startswith("This Parquet file cannot be read: ")
    assert "It may still have been written, or be cut off." in text


def test_problems_with_names(tmp_path):
    path = tmp_path / "log.jsonl"
    path.write_bytes(line(1))
    assert problem(path, format="lightllm") == (
        "There is no log format 'lightllm'.\n"
        "  try:   Did you mean 'litellm'? Formats: auto, canonical, litellm, litellm_spend, "
        "openai_chat, anthropic_messages, otel_genai, bedrock, helicone, langfuse, envoy, mapping."
    )
    assert problem(path, format="mapping") == (
        "The format 'mapping' needs a mapping.\n  try:   Give one with --mapping FILE.toml."
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(tmp_path):
    path = tmp_path / "log.jsonl"
    path.write_bytes(line(1))
    path.chmod(0)
    assert problem(path).startswith("This file may not be read.")


def test_an_unreadable_file_whoever_asks(tmp_path, monkeypatch):
    path = tmp_path / "log.jsonl"
    path.write_bytes(line(1))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert problem(path) == (
        "This file may not be read.\n"
        f"  where: {path}\n"
        "  try:   Give yourself the right to read it, or leave it out."
    )


def test_a_folder_named_like_a_log_is_a_folder(tmp_path):
    (tmp_path / "x.jsonl").mkdir()
    assert "holds no logs" in problem(tmp_path / "x.jsonl")


# --- tasks


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(
    lengths=st.lists(st.integers(0, 90), max_size=40),
    target=st.integers(1, 700),
    last_break=st.booleans(),
    crlf=st.booleans(),
)
def test_any_split_gives_every_line_once_with_its_number(
    tmp_path, lengths, target, last_break, crlf
):
    end = b"\r\n" if crlf else b"\n"
    parts = [
        b"" if size == 0 else (b"#" * size if size % 7 == 3 else line(n, system="s" * size)[:-1])
        for n, size in enumerate(lengths)
    ]
    content = line(10_000) + end.join(parts) + (end if last_break else b"")
    path = tmp_path / "log.jsonl"
    path.write_bytes(content)
    made = plan([str(path)], format="canonical", target_bytes=target)
    assert [t.index for t in made.tasks] == list(range(len(made.tasks)))
    assert made.tasks[0].start == 0
    assert made.tasks[-1].stop == len(content)
    rows, bad = [], []
    for before, task in zip([None, *made.tasks], made.tasks, strict=False):
        assert before is None or before.stop == task.start
        assert task.first_line == content[: task.start].count(b"\n") + 1
        for parsed in read(task, batch_rows=3):
            rows += parsed.batch["exchange_id"].to_pylist()
            bad += [(q.line, q.byte_offset) for q in parsed.quarantined]
    expected_rows = ["10000"] + [str(n) for n, size in enumerate(lengths) if size and size % 7 != 3]
    assert rows == expected_rows
    expected_bad = [n + 2 for n, size in enumerate(lengths) if size and size % 7 == 3]
    assert [number for number, _ in bad] == expected_bad
    for _, offset in bad:
        assert content[offset : offset + 1] == b"#"
        assert content[offset - 1 : offset] == b"\n"


def test_parquet_tasks_are_runs_of_row_groups(tmp_path):
    batch, _ = from_rows(
        [{"exchange_id": str(n), "ts": 1767607200 + n, "account_id": "a", "system": "s" * 100}
         for n in range(1000)]
    )  # fmt: skip
    path = tmp_path / "log.parquet"
    pq.write_table(pa.Table.from_batches([batch]), path, row_group_size=100)
    made = plan([str(path)], target_bytes=1)
    assert [(t.start, t.stop, t.first_line) for t in made.tasks] == [
        (n, n + 1, 100 * n + 1) for n in range(10)
    ]
    (whole,) = plan([str(path)]).tasks
    assert (whole.start, whole.stop) == (0, 10)
    ids = [i for t in made.tasks for p in read(t) for i in p.batch["exchange_id"].to_pylist()]
    assert ids == [str(n) for n in range(1000)]


def test_tasks_travel_to_workers(tmp_path):
    path = tmp_path / "log.jsonl"
    path.write_bytes(line(1))
    mapping = tmp_path / "map.toml"
    mapping.write_text('[fields]\naccount_id = "account_id"\nts = "ts"\n')
    for options in ({}, {"mapping": mapping}):
        (task,) = plan([str(path)], **options).tasks
        copy = pickle.loads(pickle.dumps(task))
        assert copy == task
        (parsed,) = read(copy)
        assert parsed.batch["account_id"].to_pylist() == ["a"]


def test_batches_keep_to_their_size(tmp_path):
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"".join(line(n) for n in range(10_000)))
    (task,) = plan([str(path)]).tasks
    sizes = [parsed.batch.num_rows for parsed in read(task, batch_rows=4500)]
    assert sizes == [4500, 4500, 1000]


def test_reading_twice_gives_the_same(tmp_path):
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"".join(line(n) if n % 3 else b"#\n" for n in range(3000)))
    made = plan([str(path)], target_bytes=20_000)
    first = [list(read(task)) for task in made.tasks]
    again = [list(read(task)) for task in plan([str(path)], target_bytes=20_000).tasks]
    assert first == again


# --- mappings


def mapping_problem(tmp_path: Path, text: str) -> str:
    (tmp_path / "log.jsonl").write_bytes(line(1))
    (tmp_path / "map.toml").write_text(text)
    found = problem(tmp_path / "log.jsonl", mapping=tmp_path / "map.toml")
    return found.replace(str(tmp_path), "")


def test_problems_with_mappings(tmp_path):
    fields = '[fields]\nts = "t"\naccount_id = "a"\n'
    assert mapping_problem(tmp_path, '[fields]\nts = "t"\nacount_id = "a"\n') == (
        "The mapping has an unknown key `fields.acount_id`.\n"
        "  where: /map.toml\n"
        "  try:   Did you mean `fields.account_id`?"
    )
    assert mapping_problem(tmp_path, '[fields]\nts = "t"\n') == (
        "The mapping does not say where `account_id` comes from.\n"
        "  where: /map.toml\n"
        '  try:   Add `account_id = "path.to.field"` under [fields].'
    )
    assert mapping_problem(tmp_path, "[feilds]\n") == (
        "The mapping has an unknown table `feilds`.\n"
        "  where: /map.toml\n"
        "  try:   Did you mean `fields`?"
    )
    assert mapping_problem(tmp_path, "[fields]\nts = 5\n") == (
        "`fields.ts` should be a path or an array of paths.\n"
        "  where: /map.toml\n"
        '  try:   Write `ts = "path.to.field"` or `ts = ["first", "else.this"]`.'
    )
    assert mapping_problem(tmp_path, fields + "[constants]\nasn = 'x'\n") == (
        "`constants.asn` should be a number but is 'x'.\n  where: /map.toml"
    )
    assert mapping_problem(tmp_path, fields + "[constants]\nts = 1767607200\n") == (
        "`constants.ts` cannot be the same for every exchange.\n  where: /map.toml"
    )
    assert mapping_problem(tmp_path, fields + "[timestamp]\nformat = 'iso'\n") == (
        "`timestamp.format` should be a strptime format.\n"
        "  where: /map.toml\n"
        '  try:   Write `format = "%d/%b/%Y:%H:%M:%S %z"`; leave it out for ISO 8601 and epochs.'
    )
    assert mapping_problem(tmp_path, "fields = 3\n") == (
        "`fields` should be a table.\n  where: /map.toml\n  try:   Write [fields]."
    )
    assert mapping_problem(tmp_path, "[fields\n").startswith("The mapping is not TOML: ")
    (tmp_path / "gone.jsonl").write_bytes(line(1))
    assert problem(tmp_path / "gone.jsonl", mapping=tmp_path / "no.toml").startswith(
        "The mapping cannot be read: No such file or directory."
    )


def test_a_mapping_reads_paths_fallbacks_constants_and_parts(tmp_path, ingest_paths):
    (tmp_path / "map.toml").write_text(
        '[fields]\nts = "t"\naccount_id = ["who.id", "a.b", "keys.0"]\nmessages = "m"\n'
        'response = "r"\nsystem = "s"\nparams = "p"\nheaders = "h"\ntools = "tools"\n'
        '[constants]\nmodel = "m1"\nasn = 64500\n'
    )
    records = [
        {"t": 1767607200, "who": {"id": "one"}, "m": "hi", "r": "yo", "s": "be kind",
         "p": {"temperature": 1, "x": 2}, "h": {"X-A": "1"}, "tools": [{"name": "f"}]},
        {"t": "2026-01-05T10:00:00", "who": '{"id":"two"}', "r": {"choices": [{"text": "yo"}]},
         "m": [{"role": "system", "content": "z"}, {"role": "user", "content": "hi"}]},
        {"t": 1767607200, "a.b": "three", "s": [{"type": "text", "text": "x"}]},
        {"t": 1767607200, "keys": ["four"]},
        {"t": 1767607200},
    ]  # fmt: skip
    (tmp_path / "log.jsonl").write_bytes(b"\n".join(map(orjson.dumps, records)))
    result = ingest_paths([str(tmp_path / "log.jsonl")], mapping=tmp_path / "map.toml")
    assert [row["account_id"] for row in result.rows] == ["one", "two", "three", "four"]
    assert result.reasons == [(5, "account_id (who.id, else a.b, else keys.0) is missing")]
    one, two, three, _ = result.rows
    assert (one["messages"], one["response"], one["system"]) == ([("user", "hi")], "yo", "be kind")
    assert (one["params"], one["headers"], one["tools"]) == (
        '{"temperature":1}', [("x-a", "1")], ["f"]
    )  # fmt: skip
    assert (two["system"], two["messages"], two["response"]) == ("z", [("user", "hi")], "yo")
    assert (three["system"], three["model"], three["asn"]) == ("x", "m1", 64500)


def test_a_time_that_does_not_match_the_mappings_format(tmp_path, ingest_paths):
    (tmp_path / "map.toml").write_text(
        '[fields]\nts = "t"\naccount_id = "a"\n[timestamp]\nformat = "%d.%m.%Y %H:%M"\n'
    )
    (tmp_path / "log.jsonl").write_text(
        '{"t":"05.01.2026 10:00","a":"x"}\n{"t":"2026-01-05","a":"x"}\n'
    )
    result = ingest_paths([str(tmp_path / "log.jsonl")], mapping=tmp_path / "map.toml")
    assert [row["ts"] for row in result.rows] == [1_767_607_200_000_000]
    assert result.reasons == [(2, "ts (t) is '2026-01-05', which does not match '%d.%m.%Y %H:%M'")]
