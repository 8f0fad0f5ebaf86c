"""Dismissed cases teach: other stores know them, and the next scan ranks among them."""

import json
from importlib.resources import files
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
import staged_cases as staged

from revenuer.campaigns.reference import CONTROLS
from revenuer.cases import CaseFilter, CaseStore, State
from revenuer.cases.reference.folder import NAME, read_dismissed, write_dismissed
from revenuer.drill.demo import write
from revenuer.problems import Problem
from revenuer.scan.dismissed import _LOG, measure_dismissed, stored_reference
from revenuer.scan.own_reference import own_reference
from revenuer.scan.progress import Progress
from revenuer.settings import ScanSettings


@pytest.fixture
def dismissed(sqlite_store: CaseStore, one_scan: Path, tmp_path: Path) -> Path:
    sqlite_store.import_scan(one_scan, "ana")
    sqlite_store.judge("case-00001", "ana", 1, State.DISMISSED, "class or course")
    sqlite_store.judge("case-00002", "ana", 1, State.DISMISSED, "plain reseller")
    write_dismissed(sqlite_store, tmp_path / "ref", "ana")
    return tmp_path / "ref"


def test_the_document(dismissed: Path) -> None:
    assert (dismissed / NAME).stat().st_mode & 0o077 == 0
    first, second = read_dismissed(dismissed)
    assert (first.case, first.reason, first.one_operator) == (
        "case-00001",
        "class or course",
        False,
    )
    assert first.accounts == frozenset(staged.names(0, 40))
    assert ("payment", "pm_1") in first.things
    assert len(first.wording) > 8
    assert second.one_operator


def test_another_store_marks_what_is_alike(dismissed: Path, url: str, tmp_path: Path) -> None:
    store = CaseStore.open(url, keys=tmp_path / "k2")
    new, strangers = staged.names(4000, 4040), staged.names(6000, 6040)
    scan = staged.write_scan(
        tmp_path / "theirs",
        [staged.campaign(new, name="alike"), staged.campaign(strangers, name="strangers")],
        [
            staged.exhibit("alike", new, words=staged.WORDS),
            staged.exhibit("strangers", strangers, words=staged.OTHER_WORDS),
        ],
    )
    store.import_scan(scan, "pat", dismissed)
    marked = store.cases(CaseFilter(seen_before=True)).rows
    assert [(row.id, row.dismissed_before, row.state) for row in marked] == [
        ("case-00001", "case-00001", State.NEW)
    ]
    store.close()


def test_nothing_dismissed_and_folders_in_use(
    sqlite_store: CaseStore, one_scan: Path, tmp_path: Path
) -> None:
    with pytest.raises(Problem, match="No case is dismissed"):
        write_dismissed(sqlite_store, tmp_path / "ref", "ana")
    with pytest.raises(Problem, match="into a new folder"):
        write_dismissed(sqlite_store, one_scan, "ana")
    with pytest.raises(Problem, match="dismissed cases cannot be read"):
        read_dismissed(one_scan)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("log"), seed=11, scale=0.03).log


def test_each_dismissed_case_is_one_more_control_group(
    sqlite_store: CaseStore, log: Path, tmp_path: Path
) -> None:
    told = pq.read_table(log.parent / "truth.parquet", columns=["account_id"])
    accounts = sorted(set(told["account_id"].to_pylist()))[:30]
    scan = staged.write_scan(tmp_path / "s", [staged.campaign(accounts, name="c")])
    sqlite_store.import_scan(scan, "ana")
    sqlite_store.judge("case-00001", "ana", 1, State.DISMISSED, "class or course")
    found = write_dismissed(sqlite_store, tmp_path / "ref", "ana")
    groups = measure_dismissed(tmp_path / "ref", found, [str(log)], None, Progress(quiet=True))
    assert groups == 1
    table = pq.read_table(tmp_path / "ref" / "controls.parquet")
    assert table.schema.equals(CONTROLS)
    own = table.filter(pc.greater_equal(table["log"], _LOG))
    assert set(own["scenario"].to_pylist()) == {"case-00001"}
    assert set(own["size"].to_pylist()) <= set(range(2, 31))
    shipped = pq.read_table(Path(str(files("revenuer.campaigns"))) / "controls.parquet")
    assert table.num_rows == shipped.num_rows + own.num_rows
    reference = own_reference(tmp_path / "ref", ScanSettings(), Progress(quiet=True))
    assert len(reference) == len(stored_reference(tmp_path / "ref"))
    assert "1 groups of the provider's dismissed cases (case-00001);" in reference.description


def test_who_agrees_to_a_reference_is_somebody_else(
    sqlite_store: CaseStore, one_scan: Path, tmp_path: Path
) -> None:
    sqlite_store.import_scan(one_scan, "ana")
    sqlite_store.judge("case-00001", "ana", 1, State.DISMISSED, "class or course")
    with pytest.raises(Problem, match="is a second person") as refused:
        write_dismissed(sqlite_store, tmp_path / "ref", "bo", "ana")
    assert refused.value.where == "ana dismissed case-00001"
    with pytest.raises(Problem, match="is a second person"):
        write_dismissed(sqlite_store, tmp_path / "ref", "bo", "bo")
    assert not (tmp_path / "ref").exists()
    write_dismissed(sqlite_store, tmp_path / "ref", "ana", "bo")
    (written,) = (e for e in sqlite_store.audit_entries().rows if e.action == "reference.written")
    assert json.loads(written.detail)["agreed_by"] == "bo"


def test_a_log_without_the_accounts(dismissed: Path, log: Path) -> None:
    with pytest.raises(Problem, match="no traffic of the dismissed cases' accounts"):
        measure_dismissed(dismissed, read_dismissed(dismissed), [str(log)], None, Progress(True))


def test_a_broken_reference(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": [1]}), tmp_path / "controls.parquet")
    with pytest.raises(Problem, match="it has other columns"):
        own_reference(tmp_path, ScanSettings(), Progress(quiet=True))
