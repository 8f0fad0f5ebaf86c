"""The console on a Postgres store: the same pages, the same answers."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import staged_scan
from browsing import Clock, Console

from revenuer.console import Wish, prepare
from revenuer.console.roles import Role


def cluster_module() -> ModuleType:
    """The throw-away cluster of the store's own tests."""
    path = Path(__file__).resolve().parents[1] / "cases" / "postgres_cluster.py"
    spec = importlib.util.spec_from_file_location("console_postgres_cluster", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    postgres = cluster_module()
    programs, user = postgres.programs(), postgres.unprivileged()
    if programs is None or user is None:
        pytest.skip("no Postgres server programs, or no user to run them, on this machine")
    with postgres.cluster(programs, user) as folder:
        place = tmp_path_factory.mktemp("postgres")
        scan = staged_scan.small(place / "scan")
        url = f"postgresql://reviewer@/postgres?host={folder}"
        clock = Clock()
        wish = Wish(source=str(scan), database=url, keys=place / "keys")
        opened = prepare(wish, now=clock)
        yield Console(opened, clock)
        opened.desk.store.close()


PAGES = [
    "/cases", "/cases?q=acct-0-0001", "/cases?state=all&sort=accounts", "/cases/case-00001",
    "/cases/case-00001/graph", "/cases/case-00001/accounts", "/cases/case-00001/accounts.csv",
    "/cases/case-00001/propose?kind=suspend", "/cases/case-00001/dossier", "/accounts?q=acct-1",
    "/accounts/acct-0-0001", "/actions", "/scans", "/audit?q=case-00001", "/settings", "/api/cases",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens(console: Console, path: str) -> None:
    assert console.visitor(Role.ADMIN).get(path).status_code == 200


def test_from_a_judgement_to_a_signed_decision(console: Console) -> None:
    ann, bob = console.visitor(Role.ANALYST, "ann"), console.visitor(Role.APPROVER, "bob")
    case = "/cases/case-00001"
    revision = console.opened.desk.store.row("case-00001").revision
    form = {"revision": str(revision), "after": "confirmed", "reason": "seen"}
    assert ann.post(f"{case}/judgements", form).status_code == 303
    assert bob.post(f"{case}/judgements", form).status_code == 409
    ann.post(f"{case}/reveal", {"reason": "were answers graded?"})
    assert "SECRET PROMPT 0" in ann.get(case).text
    form = {"kind": "suspend", "least": "90", "days": "14", "reason": "nobody answered"}
    action = ann.post(f"{case}/propose", form).headers["location"].partition("?")[0]
    assert bob.post(f"{action}/approve").status_code == 303
    assert bob.post(f"{action}/issue").status_code == 303
    assert bob.get(f"{action}/decision").status_code == 200
    assert ann.post(f"{case}/dossier", {"kind": "pack"}).status_code == 200
    assert "none changed, removed or moved" in ann.post("/audit/verify").text
