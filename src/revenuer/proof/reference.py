"""What a model that cannot know the coins explains of the scores is taken out of them.

Served and twin differ in how likely *any* model finds them, and that is noise to the test. The
scores of references (the provider's teacher, a student the provider trained on other answers,
the suspect's base model) explain much of it. They are taken out by least squares without an
intercept, on scores centred within each set.

The test stays exact: the coefficients come from sums over the members of a set in which no
member is marked as served, so they are the same for every outcome of the coins, and what is left
is again one score for each member. Only one thing is asked of a reference: it must never have
seen the served answers (nor the twins); then its scores do not depend on the coins.
Adjusting for covariates before a randomisation test: Rosenbaum (Statistical Science 17, 2002).
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from revenuer.problems import Problem
from revenuer.proof.pairs import open_scores, twin_columns

Floats = NDArray[np.float64]


def without_references(members: Floats, references: Floats) -> Floats:
    """Scores (n, m + 1) less what `references` (k, n, m + 1) explain of them, row by row centred.

    Rows with a score that is not finite, there or in a reference, come back as NaN. Permuting
    the members of a set permutes its row of the result, up to rounding.
    """
    usable = np.isfinite(members).all(axis=1) & np.isfinite(references).all(axis=(0, 2))
    left = np.full(members.shape, np.nan)
    own = _centred(members[usable])
    explaining = np.stack([_centred(one[usable]).ravel() for one in references], axis=1)
    weights, *_ = np.linalg.lstsq(explaining, own.ravel(), rcond=None)
    left[usable] = own - (explaining @ weights).reshape(own.shape)
    return left


def less_reference_files(scores: Path, references: Sequence[Path]) -> pa.Table:
    """The table of `scores`, as `read_pairs` reads it, less what the files of references explain.

    A reference has the same columns; its rows are found by pair_id, and twin_j is the same text
    in both. Pairs that a reference has not scored come back without scores. Raises Problem.
    """
    table = open_scores(scores)
    names = ["served", *twin_columns(table, scores)]
    ids = table["pair_id"].cast(pa.string()).to_pylist()
    found = [_aligned(reference, names, ids) for reference in references]
    left = without_references(_matrix(table, names), np.stack(found))
    for j, name in enumerate(names):
        column = pa.array(left[:, j], pa.float64(), from_pandas=True)
        table = table.set_column(table.column_names.index(name), name, column)
    return table


def _aligned(reference: Path, names: list[str], ids: list[str]) -> Floats:
    table = open_scores(reference)
    if ["served", *twin_columns(table, reference)] != names:
        raise Problem(
            "The reference has other columns of twins than the scores.",
            where=str(reference),
            hint="score the same texts under the same names",
        )
    own = table["pair_id"].cast(pa.string()).to_pylist()
    if len(set(own)) < len(own):
        raise Problem(
            "The reference gives a pair_id more than once.",
            where=str(reference),
            hint="give one row for each pair",
        )
    rows = {pair: row for row, pair in enumerate(own)}
    scores = _matrix(table, names)
    nothing = np.full(len(names), np.nan)
    return np.array([scores[rows[pair]] if pair in rows else nothing for pair in ids])


def _matrix(table: pa.Table, names: list[str]) -> Floats:
    try:
        columns = [table[name].cast(pa.float64()).to_numpy() for name in names]
    except pa.ArrowException as error:
        raise Problem("Scores must be numbers.", hint="give one number a row") from error
    return np.column_stack(columns)


def _centred(scores: Floats) -> Floats:
    return scores - scores.mean(axis=1, keepdims=True)
