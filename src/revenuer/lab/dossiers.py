"""Two example dossiers, from ledger to page: of a student that was taught, and of one that was not.

Nothing is skipped: the students are exported and served, the auditor asks their endpoints blind,
scores are committed to the ledger before any coin is opened.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from revenuer.lab.grid import ALPHA
from revenuer.lab.scale import Scale
from revenuer.lab.serving import server
from revenuer.lab.study import Study
from revenuer.problems import Problem
from revenuer.proof.blind import score_blind
from revenuer.proof.dossier import write_dossier
from revenuer.proof.ledger_run import LedgerRun, run_from_ledger
from revenuer.proof.suspects import EchoedLogprobs, Endpoint, LocalModel
from revenuer.proof.twins import Protocol
from revenuer.proof.weights import Model, load

GUILTY, INNOCENT, CONTROL = "plain-20-e3", "other-teacher-0", "base-plain"
NAMES = {GUILTY: "guilty", INNOCENT: "innocent"}


def example_dossiers(folder: Path, scale: Scale, out: Path) -> list[Path]:
    """Write `out`/guilty and `out`/innocent from a lab that has run; returns their pages.

    Raises Problem where the lab has not made these students yet, or `out` is there.
    """
    study = Study(folder, scale)
    models = folder / "models"
    missing = [name for name in (GUILTY, INNOCENT, CONTROL) if not (models / name).is_dir()]
    if missing:
        raise Problem(
            f"This lab has not made {', '.join(missing)} yet.",
            where=str(folder),
            hint="run `revenuer lab run` first",
        )
    if out.exists():
        raise Problem("There is something here already.", where=str(out), hint="name another")
    ledger, scores = out / "ledger", out / "scores"
    _ = study.pairs
    shutil.copytree(folder / "pairs" / "ledger", ledger)
    scores.mkdir()
    protocol = Protocol(alpha=ALPHA)
    references = [scores / "teacher.parquet", scores / "own-student.parquet"]
    for path, model in zip(references, (study.teacher, study.own_student), strict=True):
        score_blind(ledger, LocalModel(model, path.stem), path, protocol)
    for name in (CONTROL, GUILTY, INNOCENT):
        with _served(load(str(models / name)), name) as endpoint:
            suspect = EchoedLogprobs(endpoint)
            score_blind(ledger, suspect, scores / f"{name}.parquet", protocol, references)
    runs = {name: _opened(ledger, scores, name, references) for name in (CONTROL, *NAMES)}
    opened = {name: scores / f"{name}-opened.parquet" for name in runs}
    for name, run in runs.items():
        opened[name].write_bytes(run.scores())
    never = {"a model before it was taught": opened[CONTROL]}
    others = {
        GUILTY: (never | {"a student of another teacher": opened[INNOCENT]}, {}),
        INNOCENT: (never, {"a student, one in five of whose texts were served": opened[GUILTY]}),
    }
    for name, (controls, positive) in others.items():
        write_dossier(
            out / NAMES[name],
            runs[name].scores(),
            protocol,
            provenance=runs[name].provenance,
            controls=controls,
            positive_controls=positive,
        )
    return [out / title / "dossier.html" for title in NAMES.values()]


def _opened(ledger: Path, scores: Path, name: str, references: list[Path]) -> LedgerRun:
    return run_from_ledger(ledger, scores / f"{name}.parquet", references)


@contextmanager
def _served(model: Model, name: str) -> Iterator[Endpoint]:
    """The model behind an endpoint of its own, for as long as it is asked."""
    running = server(model, name)
    thread = Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield Endpoint(f"http://127.0.0.1:{running.server_address[1]}/v1", name)
    finally:
        running.shutdown()
        running.server_close()
        thread.join()
