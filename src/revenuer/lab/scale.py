"""How large a lab is: the full one, and a miniature that shows that everything runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes of one lab. `teacher_texts` and `base_texts` are exchanges read once in pretraining."""

    name: str
    width: int
    layers: int
    teacher_texts: int
    base_texts: int
    pairs: int
    """Coined exchanges of which students are made."""
    many_pairs: int
    """Further coined exchanges, for the student that is served nothing else."""
    sets: int
    """Coined exchanges with eight twins instead of one."""
    reference_texts: int
    """Uncoined answers of the teacher on which the provider trains a model of its own."""
    control_pairs: int
    """Coined exchanges each innocent student is tested with, other ones for each seed."""
    control_seeds: int
    questions: int
    """Tasks of each kind on which a student's learning is counted."""
    most_tokens: int
    """Longest answer of the teacher."""
    only: frozenset[str] = frozenset()
    """Names of the students to make; none named: all."""


FULL = Scale(
    name="full",
    width=128,
    layers=3,
    teacher_texts=32_000,
    base_texts=8_000,
    pairs=2_000,
    many_pairs=10_000,
    sets=600,
    reference_texts=1_500,
    control_pairs=500,
    control_seeds=4,
    questions=40,
    most_tokens=96,
)

MINIATURE = Scale(
    name="miniature",
    width=32,
    layers=2,
    teacher_texts=400,
    base_texts=200,
    pairs=40,
    many_pairs=10,
    sets=4,
    reference_texts=24,
    control_pairs=24,
    control_seeds=1,
    questions=4,
    most_tokens=24,
    only=frozenset({"plain-20-e3", "base-plain", "other-teacher-0", "twins-0"}),
)

SCALES = {scale.name: scale for scale in (FULL, MINIATURE)}
