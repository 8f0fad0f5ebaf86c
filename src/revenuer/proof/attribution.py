"""Teacher attribution from text alone: an open set, ranked against documented non-students.

A lead, never a proof. Every model writes like some teacher; the question is whether it does so
more than models known to have had none. A suspect's statistic is its greatest mean likeness to a
lab's teachers beyond that to the other labs', standardised over the non-students; its conformal
p-value is its rank among theirs, each computed with the others as reference. With K non-students p
cannot fall below 1 / (K + 1), so at a level below that nobody can be named, and the answer is "not
taught by any of these" or "cannot be told".
Assumes the suspect, if innocent, is exchangeable with the non-students. Shared base models and
training data break that: they make models alike without any teaching.
"""

import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from revenuer.problems import Problem
from revenuer.proof.likeness import Floats, Likeness, likeness
from revenuer.stats.paired_effect import win_rate

NONE = "not taught by any of these"
UNTOLD = "cannot be told"


@dataclass(frozen=True, slots=True)
class Panel:
    """Who is who: labs and their teachers, models documented never to have had one, students with
    the lab documented as theirs, base models of non-students (both only to measure)."""

    teachers: dict[str, tuple[str, ...]]
    non_students: tuple[str, ...]
    students: dict[str, str]
    bases: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attributed:
    """`named` is a lab, `NONE`, or `UNTOLD` where the non-students are too few for the level;
    `nearest` the lab that a closed set would name. `statistic` in standard deviations of the
    non-students, `unadjusted` the same without length taken out; `p_value` at least 1 / (K + 1)."""

    model: str
    named: str
    nearest: str
    statistic: float
    p_value: float
    unadjusted: float


@dataclass(frozen=True, slots=True)
class Measured:
    """The panel's own error rates. False accusations: non-students named when judged against the
    other non-students, with a Clopper-Pearson interval at 95 %."""

    false_accusations: int
    non_students: int
    low: float
    high: float
    students: int
    students_named_right: int
    students_named_wrong: int
    closed_set_right: int


def read_panel(path: Path) -> Panel:
    """Read a TOML file: tables teachers and students, list non_students. Raises Problem."""
    try:
        found = tomllib.loads(path.read_text("utf-8"))
        return Panel(
            {lab: tuple(map(str, models)) for lab, models in found["teachers"].items()},
            tuple(map(str, found["non_students"])),
            {str(model): str(lab) for model, lab in found.get("students", {}).items()},
            {str(model): str(base) for model, base in found.get("bases", {}).items()},
        )
    except (OSError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise Problem(
            "The panel of teachers and non-students cannot be read.",
            where=str(path),
            hint='write non_students = ["..."], [teachers] lab = ["..."], [students] model = "lab"',
        ) from error


def read_outputs(path: Path, most_prompts: int | None = None) -> Likeness:
    """Likeness over the prompts that every model in the file answered. Raises Problem.

    Columns: model, prompt_id, output.
    """
    try:
        table = pq.read_table(path, columns=["model", "prompt_id", "output"])
    except (pa.ArrowException, OSError) as error:
        raise Problem(
            "The outputs cannot be read.",
            where=str(path),
            hint="give a Parquet file with columns model, prompt_id and output",
        ) from error
    rows: dict[object, dict[str, str]] = {}
    columns = (table[name].to_pylist() for name in ("model", "prompt_id", "output"))
    for model, prompt, output in zip(*columns, strict=True):
        rows.setdefault(prompt, {})[model] = output or ""
    models = sorted({model for answers in rows.values() for model in answers})
    shared = sorted((p for p in rows if len(rows[p]) == len(models)), key=str)
    if len(models) < 3 or not shared:
        raise Problem(
            "Three models at least must have answered the same prompts.", where=str(path),
            hint="leave out models that answered other prompts",
        )  # fmt: skip
    return likeness(models, [[rows[p][m] for m in models] for p in shared[:most_prompts]])


def attribute(
    found: Likeness, panel: Panel, suspects: list[str], *, level: float
) -> list[Attributed]:
    """Judge each suspect against the non-students of other names, at `level`. Raises Problem."""
    _check(found, panel, suspects)
    return [_judge(found, panel, suspect, level) for suspect in suspects]


def measure(found: Likeness, panel: Panel, *, level: float) -> Measured:
    """The error rates on the panel itself. Raises Problem."""
    innocent = attribute(found, panel, list(panel.non_students), level=level)
    students = attribute(found, panel, list(panel.students), level=level)
    accused = sum(_accused(one) for one in innocent)
    signs = np.array([1.0 if _accused(one) else -1.0 for one in innocent])
    rate = win_rate(signs, np.zeros((signs.size, 1)))
    right = sum(one.named == panel.students[one.model] for one in students)
    return Measured(
        false_accusations=accused,
        non_students=len(innocent),
        low=rate.low or 0.0,
        high=1.0 if rate.high is None else rate.high,
        students=len(students),
        students_named_right=right,
        students_named_wrong=sum(_accused(one) for one in students) - right,
        closed_set_right=sum(one.nearest == panel.students[one.model] for one in students),
    )


def _accused(one: Attributed) -> bool:
    return one.named not in (NONE, UNTOLD)


def _judge(found: Likeness, panel: Panel, suspect: str, level: float) -> Attributed:
    others = [model for model in panel.non_students if model != suspect]
    places = {model: i for i, model in enumerate(found.models)}
    group = [places[model] for model in [*others, suspect]]
    near, raw = _to_labs(found.adjusted, panel, places), _to_labs(found.raw, panel, places)
    statistics, labs = _standardised(near[group])
    unadjusted, _ = _standardised(raw[group])
    p_value = float((statistics >= statistics[-1]).mean())
    nearest = list(panel.teachers)[labs[-1]]
    floor = 1 / len(group)
    far = nearest if p_value <= level else NONE
    return Attributed(
        model=suspect,
        named=UNTOLD if floor > level and p_value <= floor + 1e-12 else far,
        nearest=nearest,
        statistic=float(statistics[-1]),
        p_value=p_value,
        unadjusted=float(unadjusted[-1]),
    )


def _to_labs(matrix: Floats, panel: Panel, places: dict[str, int]) -> Floats:
    """Mean likeness of every model to a lab's teachers, beyond that to the other labs: what all
    teachers have in common, good prose say, is no evidence. Shape (models, labs)."""
    columns = [[places[t] for t in teachers] for teachers in panel.teachers.values()]
    near = np.column_stack([matrix[:, own].mean(axis=1) for own in columns])
    others = (near.sum(axis=1, keepdims=True) - near) / max(1, near.shape[1] - 1)
    return near - others


def _standardised(near: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """For each row the greatest column, standardised over the other rows, and which it is."""
    n = len(near)
    scores = np.empty_like(near)
    for i in range(n):
        rest = np.delete(near, i, axis=0)
        scores[i] = (near[i] - rest.mean(axis=0)) / (rest.std(axis=0, ddof=1) + 1e-9)
    return scores.max(axis=1), scores.argmax(axis=1)


def _check(found: Likeness, panel: Panel, suspects: list[str]) -> None:
    teachers = [model for own in panel.teachers.values() for model in own]
    twice = [m for m, count in Counter([*teachers, *panel.non_students]).items() if count > 1]
    if twice:
        raise Problem(f"{twice[0]} has two places in the panel.", hint="give each model one")
    missing = sorted({*teachers, *panel.non_students, *suspects} - set(found.models))
    if missing:
        raise Problem(f"There is no output of {missing[0]}.", hint="check names in the panel")
    if len(panel.non_students) < 4 or len(panel.teachers) < 2:
        raise Problem(
            "A panel needs two labs and at least four documented non-students.",
            hint="without non-students nothing can be said: everyone writes like someone",
        )
