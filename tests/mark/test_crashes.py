"""Crashes lose nothing that was told, and fork nothing. Full counts: `crashes.py`."""

import threading
from pathlib import Path

import pytest
from crashes import kill, simulate
from ledgers import ORIGIN, filled, request

from revenuer.mark.appendfile import AppendFile
from revenuer.mark.beginning import init
from revenuer.mark.folder import Folder
from revenuer.mark.ledger import Ledger
from revenuer.mark.verification import given_key, verify
from revenuer.problems import Problem


def test_simulated_crashes() -> None:
    assert simulate(80, seed=1) == []


def test_killed_writers() -> None:
    assert kill(3, seed=1) == []


def test_a_writer_without_syncs_would_be_caught() -> None:
    assert simulate(40, seed=2, believed=lambda event: event.kind != "sync") != []


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    init(tmp_path / "ledger", ORIGIN)
    with (
        Ledger(tmp_path / "ledger"),
        pytest.raises(Problem, match="Another process is writing to this ledger"),
    ):
        Ledger(tmp_path / "ledger")
    Ledger(tmp_path / "ledger").close()


def test_a_failed_write_stops_the_ledger_and_reopening_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger"
    filled(path, 6, commits=2)
    ledger = Ledger(path)
    with monkeypatch.context() as patch:

        def full(self: AppendFile, data: bytes) -> None:
            raise OSError(28, "No space left on device")

        patch.setattr(AppendFile, "append", full)
        with pytest.raises(OSError, match="No space left"):
            ledger.append(request(100))
    with pytest.raises(Problem, match="can take no more leaves"):
        ledger.append_many([request(101)])
    ledger.close()
    with Ledger(path) as mended:
        assert not mended.append(request(100)).repeated
    assert verify(path, given_key(None, path)).whole


def test_leaves_nobody_was_told_of_are_adopted_and_declared_void(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    filled(path, 6, commits=3)
    folder = Folder(path)
    notes = folder.checkpoints.read_bytes()
    folder.checkpoints.write_bytes(notes[: notes.rindex(b"\x1e")])
    found = verify(path, given_key(None, path))
    assert [flaw.unfinished for flaw in found.flaws] == [True]
    with Ledger(path) as ledger:
        assert list(ledger.voided) == [9, 10]
        assert not ledger.append(request(5)).repeated  # was voided: never served
        assert ledger.append(request(0)).repeated
    assert verify(path, given_key(None, path)).whole


def test_rubbish_right_after_a_whole_checkpoint_costs_nothing(tmp_path: Path) -> None:
    """A loss of power may leave anything where the next checkpoint's first byte would stand."""
    path = tmp_path / "ledger"
    filled(path, 6, commits=3)
    file = Folder(path).checkpoints
    file.write_bytes(file.read_bytes() + b"\x81 rubbish\n\n\x1e more")
    with Ledger(path) as ledger:
        assert not ledger.voided
        assert ledger.append(request(5)).repeated
    assert verify(path, given_key(None, path)).whole


def test_threads_share_commits_and_get_their_own_receipts(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    init(path, ORIGIN)
    receipts: dict[int, str] = {}
    with Ledger(path) as ledger:

        def work(start: int) -> None:
            for number in range(start, start + 20):
                receipts[number] = ledger.append(request(number)).reference

        threads = [threading.Thread(target=work, args=(20 * k,)) for k in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert receipts == {number: f"x-{number}" for number in range(160)}
    found = verify(path, given_key(None, path))
    assert found.whole
    assert found.leaves == 165


@pytest.mark.parametrize("answers", [("same", "same"), ("one",), tuple(map(str, range(256)))])
def test_answers_that_cannot_be_coined_are_refused(
    tmp_path: Path, answers: tuple[str, ...]
) -> None:
    init(tmp_path / "ledger", ORIGIN)
    with (
        Ledger(tmp_path / "ledger") as ledger,
        pytest.raises(Problem, match="2 to 255 different answers"),
    ):
        ledger.append(type(request(1))("a", "p", answers))


def test_a_changed_ledger_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    filled(path, 6, commits=3)
    for file in (Folder(path).leaves, Folder(path).openings, Folder(path).description):
        data = file.read_bytes()
        changed = bytearray(data)
        changed[150] ^= 1
        file.write_bytes(changed)
        with pytest.raises(Problem, match="files were changed"):
            Ledger(path)
        file.write_bytes(data)
    Ledger(path).close()


def test_a_ledger_begins_in_an_empty_folder_and_with_a_name(tmp_path: Path) -> None:
    filled(tmp_path / "ledger", 1)
    with pytest.raises(Problem, match="empty folder"):
        init(tmp_path / "ledger", ORIGIN)
    with pytest.raises(Problem, match="spaces or plus"):
        init(tmp_path / "new", "a b")
    with pytest.raises(Problem, match="no ledger to write to"):
        Ledger(tmp_path / "absent")
