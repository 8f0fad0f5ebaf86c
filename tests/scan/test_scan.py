"""The scan end to end on a small made-up log: its contract, reproducibility and resumption."""

import errno
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from revenuer.drill.demo import DemoTruth, write
from revenuer.ingest import plan, read
from revenuer.problems import Interrupted, Problem
from revenuer.scan import ScanRequest, scan
from revenuer.settings import ScanSettings

OUTPUTS = {
    "campaigns.json",
    "membership.parquet",
    "accounts.parquet",
    "quarantine.jsonl",
    "exhibits.json",
    "report.html",
    "manifest.json",
}


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> DemoTruth:
    return write(tmp_path_factory.mktemp("log"), seed=41, scale=0.1)


@pytest.fixture(scope="session")
def finished(log: DemoTruth, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out") / "scan"
    scan(ScanRequest((str(log.log),), out, accounts=log.accounts, quiet=True))
    return out


def _numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [n for v in value.values() for n in _numbers(v)]
    if isinstance(value, list):
        return [n for v in value for n in _numbers(v)]
    return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []


def test_output_folder_keeps_its_contract(finished: Path) -> None:
    assert {p.name for p in finished.iterdir()} == OUTPUTS
    document = json.loads((finished / "campaigns.json").read_text())
    assert document["schema"] == "revenuer/campaigns/1"
    assert {"scan", "campaigns", "cannot_assess"} <= set(document)
    assert all(math.isfinite(n) for n in _numbers(document))
    rank = ["campaign", "pool", "watch"]
    verdicts = [c["verdict"] for c in document["campaigns"]]
    assert verdicts == sorted(verdicts, key=rank.index)
    for campaign in document["campaigns"]:
        for axis in ("coordination", "extraction"):
            for finding in campaign[axis]["findings"]:
                assert finding["p_value"] is None or 0 < finding["p_value"] <= 1
                assert finding["benign_explanation"]
        for moment in (campaign["first_seen"], campaign["last_seen"]):
            assert datetime.fromisoformat(moment).utcoffset().total_seconds() == 0  # type: ignore[union-attr]
        assert 0 <= campaign["expected_wrong_accounts"] <= len(campaign["accounts"])
        assert all(0 < a["membership"] <= 1 for a in campaign["accounts"])


def test_every_line_is_accounted_for(finished: Path, log: DemoTruth) -> None:
    counts = json.loads((finished / "manifest.json").read_text())["counts"]
    assert counts["in"] == counts["rows"] + counts["duplicates"] + counts["quarantined"]
    assert counts["rows"] == log.exchanges
    assert counts["duplicates"] == log.duplicates
    assert counts["quarantined"] == log.broken_lines
    held = [json.loads(x) for x in (finished / "quarantine.jsonl").read_text().splitlines()]
    assert len(held) == log.broken_lines
    assert all({"line", "source", "byte_offset", "reason"} <= set(line) for line in held)


def test_membership_agrees_with_campaigns(finished: Path) -> None:
    document = json.loads((finished / "campaigns.json").read_text())
    table = pq.read_table(finished / "membership.parquet")
    assert table.schema.names == ["exchange_id", "campaign_id", "membership"]
    ids = table["campaign_id"].to_pylist()
    for campaign in document["campaigns"]:
        assert ids.count(campaign["id"]) == campaign["exchange_count"]
    accounts = pq.read_table(finished / "accounts.parquet")
    assert accounts.num_rows == document["scan"]["accounts"]


def test_found_accounts_were_staged(finished: Path, log: DemoTruth) -> None:
    truth = pq.read_table(log.truth, columns=["account_id", "scenario"])
    pairs = zip(truth["account_id"].to_pylist(), truth["scenario"].to_pylist(), strict=True)
    kind = {account: log.scenarios[scenario]["kind"] for account, scenario in pairs}
    document = json.loads((finished / "campaigns.json").read_text())
    for campaign in document["campaigns"]:
        if campaign["verdict"] == "campaign":
            kinds = [kind[a["account_id"]] for a in campaign["accounts"]]
            assert kinds.count("campaign") >= 0.95 * len(kinds)


def test_same_input_same_bytes(finished: Path, log: DemoTruth, tmp_path: Path) -> None:
    again = tmp_path / "again"
    scan(ScanRequest((str(log.log),), again, accounts=log.accounts, quiet=True, workers=1))
    for name in OUTPUTS:
        assert (again / name).read_bytes() == (finished / name).read_bytes(), name


def test_a_killed_scan_is_taken_up_again(finished: Path, log: DemoTruth, tmp_path: Path) -> None:
    out = tmp_path / "killed"
    command = [sys.executable, "-m", "revenuer", "scan", str(log.log), "--out", str(out), "-q"]
    command += ["--accounts", str(log.accounts)]
    process = subprocess.Popen(command, start_new_session=True)
    deadline = time.monotonic() + 120
    while not list(out.glob("work/*.done.json")) and time.monotonic() < deadline:
        assert process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert list(out.glob("work/*.done.json"))
    request = ScanRequest(
        (str(log.log),), out, accounts=log.accounts, quiet=True, resume=True, workers=1
    )
    scan(request)
    assert not (out / "work").exists()
    for name in OUTPUTS:
        assert (out / name).read_bytes() == (finished / name).read_bytes(), name


def test_resume_refuses_other_input(log: DemoTruth, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "work").mkdir(parents=True)
    (out / "work" / "identity.json").write_text("{}")
    with pytest.raises(Problem, match="of other input, settings or version"):
        scan(ScanRequest((str(log.log),), out, resume=True, quiet=True))


def test_a_folder_with_other_files_is_left_alone(log: DemoTruth, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(Problem, match=r"holds another file \(thesis.txt\)"):
        scan(ScanRequest((str(log.log),), tmp_path, quiet=True))
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_reviewed_cases_in_the_folder_outlive_a_new_scan(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text("nothing\n")
    out = tmp_path / "out"
    (out / "cases.db.keys").mkdir(parents=True)
    (out / "cases.db").write_text("judged")
    with pytest.raises(Problem) as caught:
        scan(ScanRequest((str(tmp_path / "log.jsonl"),), out, quiet=True))
    assert "other file" not in str(caught.value)
    assert (out / "cases.db").read_text() == "judged"


def test_a_log_without_usable_lines_says_so(tmp_path: Path) -> None:
    source = tmp_path / "bad.jsonl"
    source.write_text('{"startTime": "yesterday"}\n' * 3)
    with pytest.raises(Problem, match="No line of the input became an exchange"):
        scan(ScanRequest((str(source),), tmp_path / "out", format="litellm", quiet=True))
    assert len((tmp_path / "out" / "quarantine.jsonl").read_text().splitlines()) == 3


def test_exit_statuses(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "revenuer", "scan", *arguments],
            capture_output=True,
            text=True,
            check=False,
        )

    missing = run(str(tmp_path / "nothing.jsonl"))
    assert missing.returncode == 2
    assert "nothing.jsonl" in missing.stderr
    assert "Traceback" not in missing.stderr
    assert run(str(tmp_path), "--fdr", "2").returncode == 2


@pytest.mark.parametrize("fdr", [0.0, 1.0, -1.0, float("nan")])
def test_false_discovery_rate_is_checked(fdr: float) -> None:
    with pytest.raises(Problem, match="has no meaning"):
        ScanSettings(fdr=fdr)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            assert not name.startswith("on")
            assert name == "xmlns" or not (value or "").lower().startswith(
                ("http:", "https:", "javascript:")
            )


def test_report_stands_alone(finished: Path) -> None:
    parser = _Tags()
    parser.feed((finished / "report.html").read_text())
    assert "script" not in parser.tags
    assert (
        "svg" in parser.tags
        or not json.loads((finished / "campaigns.json").read_text())["campaigns"]
    )


@pytest.mark.parametrize("files", [1, 5])
def test_canonical_parquet_gives_the_same_answer(
    files: int, finished: Path, log: DemoTruth, tmp_path: Path
) -> None:
    """LiteLLM lines and the canonical rows made of them, however cut, find the same groups."""
    rows = [parsed.batch for task in plan([str(log.log)]).tasks for parsed in read(task)]
    table = pa.Table.from_batches(rows)
    (tmp_path / "in").mkdir()
    share = -(-len(table) // files)
    for i in range(files):
        pq.write_table(table.slice(i * share, share), tmp_path / "in" / f"{i}.parquet")
    out = tmp_path / "out"
    scan(ScanRequest((str(tmp_path / "in"),), out, accounts=log.accounts, quiet=True))
    ours = json.loads((out / "campaigns.json").read_text())["campaigns"]
    theirs = json.loads((finished / "campaigns.json").read_text())["campaigns"]
    assert ours
    assert ours == theirs
    shutil.rmtree(out)


def test_a_full_disk_is_an_interruption(
    log: DemoTruth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("revenuer.scan.pipeline.map_tasks", full)
    with pytest.raises(Interrupted) as caught:
        scan(ScanRequest((str(log.log),), tmp_path / "out", accounts=log.accounts, quiet=True))
    assert caught.value.exit_status == 3
    assert str(caught.value) == (
        f"The disk is full.\n  where: {tmp_path / 'out'}\n"
        "  try:   free some space, then run the same command with --resume"
    )
