"""Attribution: an open set that accuses no one it cannot, and length and topic taken out."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from revenuer.cli.prove import app
from revenuer.problems import Problem
from revenuer.proof.attribution import NONE, UNTOLD, Panel, attribute, measure, read_panel
from revenuer.proof.confounders import confounders
from revenuer.proof.likeness import Likeness, likeness

HABITS = {
    "North": ["indeed so", "to be clear", "worth noting here", "in plain words"],
    "South": ["as it happens", "broadly speaking", "on the whole", "by and large"],
}
COMMON = ["the boat", "turned home", "before dark", "and the sea", "was calm", "that day", "again"]
PEOPLE = 24
NON_STUDENTS = tuple(f"free-{i}" for i in range(PEOPLE))
PANEL = Panel(
    {"North": ("north-1", "north-2"), "South": ("south-1",)}, NON_STUDENTS, {"pupil": "North"}
)


def world(prompts: int = 40) -> Likeness:
    rng = np.random.default_rng(7)
    models = ["north-1", "north-2", "south-1", "pupil", "suspect", *NON_STUDENTS]
    own = {model: [f"{model} {w}" for w in ("pier", "rope", "lamp")] for model in models}
    for model in ("north-1", "north-2", "pupil"):
        own[model] = HABITS["North"]
    own["south-1"] = HABITS["South"]

    def text(model: str, prompt: int) -> str:
        pieces = [*COMMON, f"topic{prompt}", *own[model]]
        return ". ".join(rng.choice(pieces, rng.integers(12, 30)))

    return likeness(models, [[text(m, p) for m in models] for p in range(prompts)])


@pytest.fixture(scope="module")
def found() -> Likeness:
    return world()


def test_a_pupil_is_named_and_a_stranger_is_not(found: Likeness) -> None:
    pupil, suspect = attribute(found, PANEL, ["pupil", "suspect"], level=0.05)
    assert (pupil.named, pupil.p_value) == ("North", pytest.approx(1 / (PEOPLE + 1)))
    assert suspect.named == NONE


def test_error_rates_come_with_their_interval(found: Likeness) -> None:
    told = measure(found, PANEL, level=0.05)
    assert (told.students, told.students_named_right, told.students_named_wrong) == (1, 1, 0)
    assert told.false_accusations <= 2
    assert told.low <= told.false_accusations / told.non_students <= told.high


def test_nobody_is_named_where_the_non_students_are_too_few(found: Likeness) -> None:
    few = Panel(PANEL.teachers, NON_STUDENTS[:7], PANEL.students)
    (pupil,) = attribute(found, few, ["pupil"], level=0.05)
    assert pupil.p_value == pytest.approx(1 / 8)
    assert pupil.named == UNTOLD
    assert attribute(found, few, ["pupil"], level=0.2)[0].named == "North"


def test_length_alone_makes_no_likeness() -> None:
    rng = np.random.default_rng(3)
    models = [f"m{i}" for i in range(30)]
    answers = [
        [" ".join(rng.choice(COMMON, 10 if i % 2 else 60)) for i in range(30)] for _ in range(30)
    ]
    found = likeness(models, answers)
    one, two = np.triu_indices(30, 1)
    gap = np.abs(found.log_length[one] - found.log_length[two])
    assert abs(np.corrcoef(gap, found.adjusted[one, two])[0, 1]) < 0.05
    assert abs(np.corrcoef(gap, found.raw[one, two])[0, 1]) > 0.3


def test_confounders_are_shown() -> None:
    """Models of one base that share a habit are alike without any teacher; long answers too."""
    rng = np.random.default_rng(11)
    names = [f"m{i}" for i in range(24)]
    bases = {name: ("one", "two")[i % 2] for i, name in enumerate(names)}
    habit = {"one": ["as ever", "all the same"], "two": ["so to say", "if you like"]}
    answers = [
        [
            ". ".join(rng.choice([*COMMON, *habit[bases[n]]], 12 + 30 * (i % 3)))
            for i, n in enumerate(names)
        ]
        for _ in range(30)
    ]
    panel = Panel({"North": ("m0",), "South": ("m1",)}, tuple(names[2:]), {}, bases)
    told = confounders(likeness(names, answers), panel)
    assert told.pairs == 24 * 23 // 2
    assert abs(told.length_before) > 0.3 > abs(told.length_after)
    assert (told.same_base_pairs, told.other_base_pairs) == (110, 121)
    assert told.same_base is not None
    assert told.other_base is not None
    assert told.same_base - told.other_base > 1
    without = confounders(likeness(names, answers), Panel(panel.teachers, panel.non_students, {}))
    assert (without.same_base, without.other_base) == (None, None)


@pytest.mark.parametrize(
    "panel",
    [
        Panel({"North": ("absent",), "South": ("south-1",)}, NON_STUDENTS, {}),
        Panel({"North": ("free-1",), "South": ("south-1",)}, NON_STUDENTS, {}),
        Panel({"North": ("north-1",)}, NON_STUDENTS, {}),
        Panel(PANEL.teachers, NON_STUDENTS[:3], {}),
    ],
)
def test_panels_that_say_nothing_are_refused(found: Likeness, panel: Panel) -> None:
    with pytest.raises(Problem):
        attribute(found, panel, ["suspect"], level=0.05)


def test_the_command(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    models = ["north-1", "south-1", "suspect", *NON_STUDENTS[:5]]
    rows = [(m, p, " ".join(rng.choice([*COMMON, m], 20))) for m in models for p in range(12)]
    table = {
        name: [row[i] for row in rows] for i, name in enumerate(("model", "prompt_id", "output"))
    }
    pq.write_table(pa.table(table), tmp_path / "outputs.parquet")
    panel = tmp_path / "panel.toml"
    panel.write_text(
        f"non_students = {list(NON_STUDENTS[:5])}\n[teachers]\nN = ['north-1']\nS = ['south-1']\n"
    )
    arguments = ["attribute", "--outputs", str(tmp_path / "outputs.parquet"), "--panel", str(panel)]
    outcome = CliRunner().invoke(app, [*arguments, "--suspect", "suspect"], catch_exceptions=False)
    told = json.loads(outcome.stdout)
    assert told["suspects"][0]["named"] in (NONE, UNTOLD)
    assert told["measured_on_the_panel"]["false_accusations"] == 0
    assert told["confounders"]["pairs"] == 28
    assert told["confounders"]["same_base"] is None
    panel.write_text("non_students = 3")
    broken = CliRunner().invoke(app, [*arguments, "--suspect", "suspect"])
    assert isinstance(broken.exception, Problem)


def test_the_documented_panel_reads() -> None:
    panel = read_panel(Path(__file__).parents[2] / "docs/proof/alpaca_eval.toml")
    assert len(panel.non_students) == 7
    assert set(panel.students.values()) == {"OpenAI"}
    assert set(panel.bases) == set(panel.non_students)
