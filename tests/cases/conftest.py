"""Every test of the store runs on SQLite and on Postgres."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import postgres_cluster
import psycopg
import pytest
import staged_cases as staged

from revenuer.cases import CaseStore


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The folder of a running server's socket."""
    programs, user = postgres_cluster.programs(), postgres_cluster.unprivileged()
    if programs is None:
        pytest.skip("no Postgres server programs on this machine")
    if user is None:
        pytest.skip("Postgres does not run as root and there is no other user")
    with postgres_cluster.cluster(programs, user) as folder:
        yield folder


@pytest.fixture
def new_postgres(postgres: str) -> Callable[[], str]:
    def make() -> str:
        # A schema is made and thrown away much faster than a database.
        name = f"cases_{uuid4().hex[:12]}"
        with psycopg.connect(
            host=postgres, user="reviewer", dbname="postgres", autocommit=True
        ) as server:
            server.execute(f"CREATE SCHEMA {name}".encode())
        return f"postgresql://reviewer@/postgres?host={postgres}&options=-csearch_path%3D{name}"

    return make


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "cases.db")
    return request.getfixturevalue("new_postgres")()


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 5, 18, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(milliseconds=1)
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(url: str, tmp_path: Path, clock: Clock) -> Iterator[CaseStore]:
    opened = CaseStore.open(url, keys=tmp_path / "keys", clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(tmp_path: Path, clock: Clock) -> Iterator[CaseStore]:
    """For what does not touch the database's own ways."""
    opened = CaseStore.open(str(tmp_path / "one.db"), clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def one_scan(tmp_path: Path) -> Path:
    """A campaign of 40, a pool of 30 and a watched group of 6."""
    campaigns = [
        staged.campaign(staged.names(0, 40), name="campaign-a"),
        staged.campaign(staged.names(100, 130), name="pool-b", verdict="pool", extraction=1.0),
        staged.campaign(staged.names(200, 206), name="watch-c", verdict="watch", coordination=2.0),
    ]
    exhibits = [
        staged.exhibit(
            "campaign-a",
            staged.names(0, 40),
            words=staged.WORDS,
            things=[
                ("payment", "pm_1"),
                ("payment", "pm_2"),
                ("email_domain", "inbox.example"),
                ("ip", "203.0.113.7"),
            ],
        ),
        staged.exhibit("pool-b", staged.names(100, 130), words=staged.OTHER_WORDS),
    ]
    return staged.write_scan(tmp_path / "scan-1", campaigns, exhibits)
