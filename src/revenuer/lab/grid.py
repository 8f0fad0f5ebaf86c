"""The grid: every student made, tested and counted; each one's results are kept when it is done."""

import multiprocessing
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import torch
from numpy.typing import NDArray

from revenuer.lab.learned import learned
from revenuer.lab.models import save
from revenuer.lab.scale import Scale
from revenuer.lab.scoring import by_log_probability, by_text, write_scores
from revenuer.lab.students import Student, Tested, students
from revenuer.lab.study import Study
from revenuer.proof.pairs import read_pairs
from revenuer.proof.twins import Protocol, twins_test
from revenuer.proof.weights import Model, load
from revenuer.stats.smallest_effect import pairs_needed

Floats = NDArray[np.float64]
Row = dict[str, Any]

ALPHA = 1e-6
LOGPROB = "log-probabilities"
REFERRED = "log-probabilities less references"
TEXT = "words continued less references"
AS_TRAINED = "none"


def prepare(study: Study) -> None:
    """Make what students have in common, so that they can then be made side by side."""
    study.cast.base_hybrid()
    study.cast.other_teacher()
    _ = study.pair_references  # of the exposure that most students share


def run(folder: Path, scale: Scale, workers: int) -> Iterator[str]:
    """Make and test every student whose results are not in `folder` yet; yields its name."""
    study = Study(folder, scale)
    listed = students(scale)
    waiting = [i for i, s in enumerate(listed) if not all(p.is_file() for p in _files(folder, s))]
    if not waiting:
        return
    prepare(study)
    if workers == 1:
        for i in waiting:
            yield _one((folder, scale, i))
        return
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        yield from pool.imap_unordered(_one, [(folder, scale, i) for i in waiting])


def results(folder: Path, scale: Scale) -> list[Row]:
    """The rows of everything that is done, in the order of the grid."""
    rows: list[Row] = []
    for student in students(scale):
        for kept in filter(Path.is_file, _files(folder, student)):
            rows += orjson.loads(kept.read_bytes())
    return rows


def scores_file(folder: Path, name: str, score: str, change: str = AS_TRAINED) -> Path:
    """Where the scores of a student are kept; file names as the rows name things."""
    parts = [name, change, score] if change != AS_TRAINED else [name, score]
    return folder / "scores" / f"{_plain('--'.join(parts))}.parquet"


def _files(folder: Path, student: Student) -> list[Path]:
    """Where the rows of a student are kept, as trained and after each change."""
    return [_kept(folder, student, change) for change in (AS_TRAINED, *student.changes)]


def _kept(folder: Path, student: Student, change: str) -> Path:
    return folder / "results" / student.name / f"{_plain(change)}.json"


def _plain(name: str) -> str:
    return name.replace(" ", "-").replace("%", "percent")


def _one(work: tuple[Path, Scale, int]) -> str:
    folder, scale, number = work
    torch.set_num_threads(1)
    study = Study(folder, scale)
    student = students(scale)[number]
    tested = student.on(study)
    if not (path := folder / "models" / student.name).is_dir():
        part = path.with_suffix(".part")
        save(student.make(study), part)
        part.rename(path)
    model = load(str(path))
    for name, change in {AS_TRAINED: _unchanged, **student.changes}.items():
        kept = _kept(folder, student, name)
        if not kept.is_file():
            rows = list(_tests(study, student, tested, change(study, model), name))
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
    return student.name


def _unchanged(study: Study, model: Model) -> Model:
    return model


def _tests(
    study: Study, student: Student, tested: Tested, model: Model, change: str
) -> Iterator[Row]:
    """One row for each score and number of twins."""
    found = asdict(learned(model, study.scale.questions))
    told = {
        "student": student.name,
        "about": student.about,
        "architecture": student.architecture,
        "share": student.share,
        "epochs": student.epochs,
        "change": change,
        "innocent": student.innocent,
        "parameters": model.parameters,
    }
    members = by_log_probability(model, tested.exposure)
    for twins in student.twins:
        own = members[:, : twins + 1]
        yield {**told, **_row(study, student, tested, own, LOGPROB, change), **found}
        less = tested.references.from_log_probabilities(own, tested.rows)
        yield {**told, **_row(study, student, tested, less, REFERRED, change), **found}
    if student.text and change == AS_TRAINED:
        continued = by_text(model, tested.exposure)
        for twins in student.twins:
            own = continued[:, : twins + 1]
            less = tested.references.from_words(own, tested.rows)
            yield {**told, **_row(study, student, tested, less, TEXT, change), **found}


def _row(
    study: Study, student: Student, tested: Tested, members: Floats, score: str, change: str
) -> Row:
    twins = members.shape[1] - 1
    name = student.name if twins == 1 else f"{student.name}-{twins}-twins"
    path = scores_file(study.folder, name, score, change)
    write_scores(path, tested.exposure, members)
    result = twins_test(read_pairs(path), Protocol(alpha=ALPHA, seed=0, draws=20_000))
    effect = result.effect.value or 0.0
    return {
        "score": score,
        "n": len(result.pairs.pair_ids),
        "twins": twins,
        "effect": effect,
        "effect_low": result.effect.low,
        "effect_high": result.effect.high,
        "win_rate": result.wins.rate,
        "log10_p": result.test.log10_p,
        "log10_e": result.wealth.log10_e,
        "pairs_for_1e6": pairs_needed(effect, alpha=ALPHA, power=0.8) if effect > 0.005 else None,
        "accounts_at_1e3": [a.account_id for a in result.accounts if a.p_holm <= 1e-3],
    }
