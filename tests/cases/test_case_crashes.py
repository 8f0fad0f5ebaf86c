"""Killed writers lose nothing they acknowledged; of two writers at once, one is told."""

import importlib.util
import random
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from revenuer.cases import CaseStore, Conflict, State

BENCH = Path(__file__).resolve().parents[2] / "bench" / "crashes.py"


@pytest.fixture(scope="module")
def crashes() -> ModuleType:
    spec = importlib.util.spec_from_file_location("crashes", BENCH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_few_crashes_on_sqlite(crashes: ModuleType, tmp_path: Path) -> None:
    found = crashes.run_sqlite(8, 7, tmp_path)
    assert found.rounds == 8
    assert (found.lost, found.broken_trails) == (0, 0), found.flaws
    assert sum(found.acknowledged.values()) >= 1


def test_a_few_crashes_on_postgres(
    crashes: ModuleType, tmp_path: Path, new_postgres: Callable[[], str]
) -> None:
    found = crashes.run_postgres(5, 7, tmp_path, new_postgres(), "")
    assert (found.lost, found.broken_trails) == (0, 0), found.flaws
    assert sum(found.acknowledged.values()) >= 1


def test_the_check_can_fail(crashes: ModuleType, tmp_path: Path) -> None:
    home = tmp_path / "store"
    home.mkdir()
    outcome = crashes.Outcome()
    told = crashes.round_of(
        str(home / "c.db"), home / "k", home / "s", random.Random(1), outcome, crashes.kill_writer
    )
    crashes.check(str(home / "c.db"), home / "k", [*told, ("judgement", 10**6)], outcome)
    assert outcome.lost == 1


def together(number: int, work: Callable[[int], None]) -> None:
    """Run the same work in several threads that begin at one moment."""
    gate = threading.Barrier(number)

    def begin(place: int) -> None:
        gate.wait()
        work(place)

    threads = [threading.Thread(target=begin, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_two_analysts_one_wins(url: str, one_scan: Path, tmp_path: Path) -> None:
    first = CaseStore.open(url, keys=tmp_path / "k")
    first.import_scan(one_scan, "ana")
    stores = [first, CaseStore.open(url, keys=tmp_path / "k")]
    for attempt in range(8):
        revision = first.row("case-00001").revision
        state = (State.DISMISSED, State.REOPENED)[attempt % 2]
        won: list[int] = []
        told: list[Conflict] = []

        def judge(
            place: int, revision: int = revision, state: State = state,
            won: list[int] = won, told: list[Conflict] = told,
        ) -> None:  # fmt: skip
            try:
                stores[place].judge("case-00001", f"analyst {place}", revision, state, "seen")
                won.append(place)
            except Conflict as conflict:
                told.append(conflict)

        together(2, judge)
        assert len(won) == 1
        assert len(told) == 1
        assert f"analyst {won[0]} judged it {state}" in told[0].what
    assert len(first.case("case-00001").judgements) == 8
    assert not first.verify_audit().flaws
    for store in stores:
        store.close()


def test_many_writers_make_one_chain(url: str, one_scan: Path, tmp_path: Path) -> None:
    store = CaseStore.open(url, keys=tmp_path / "k")
    store.import_scan(one_scan, "ana")

    def write(place: int) -> None:
        for number in range(6):
            store.note(f"case-0000{place % 3 + 1}", f"writer {place}", f"note {number}")

    together(4, write)
    assert sum(len(store.case(f"case-0000{n}").notes) for n in (1, 2, 3)) == 24
    assert not store.verify_audit().flaws
    store.close()


def test_several_first_openings_at_once(url: str, tmp_path: Path) -> None:
    failed: list[BaseException] = []

    def start(_: int) -> None:
        try:
            store = CaseStore.open(url, keys=tmp_path / "k")
            store.checkpoint()
            store.close()
        except BaseException as error:
            failed.append(error)

    together(8, start)
    assert failed == []
