"""One console over a small scan, made anew for each test that changes it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import staged_scan
from browsing import Clock, Console

from revenuer.console import Wish, prepare


@pytest.fixture(scope="session")
def small_scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scan already brought into a store, to be copied."""
    folder = staged_scan.small(tmp_path_factory.mktemp("staged") / "scan")
    opened = prepare(Wish(source=str(folder)))
    opened.desk.store.close()
    return folder


@pytest.fixture
def console(small_scan: Path, tmp_path: Path) -> Iterator[Console]:
    folder = tmp_path / "scan"
    shutil.copytree(small_scan, folder)
    clock = Clock()
    opened = prepare(Wish(source=str(folder)), now=clock)
    yield Console(opened, clock)
    opened.desk.store.close()


@pytest.fixture(scope="module")
def shared_console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """One for a whole module, where tests do not mind what others did."""
    folder = staged_scan.small(tmp_path_factory.mktemp("shared") / "scan")
    clock = Clock()
    opened = prepare(Wish(source=str(folder)), now=clock)
    yield Console(opened, clock)
    opened.desk.store.close()


@pytest.fixture(scope="module")
def hostile_console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """Every text of the scan was written by the adversary."""
    folder = staged_scan.small(tmp_path_factory.mktemp("hostile") / "scan", staged_scan.hostile)
    clock = Clock()
    opened = prepare(Wish(source=str(folder)), now=clock)
    yield Console(opened, clock)
    opened.desk.store.close()
