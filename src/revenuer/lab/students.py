"""The students of the grid: how each is made, and what is tested on it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from revenuer.lab.attacks import best_of, paraphrased
from revenuer.lab.examples import Example
from revenuer.lab.exposure import Exposure
from revenuer.lab.models import Architecture, copy, hybrid, plain
from revenuer.lab.scale import Scale
from revenuer.lab.scoring import References
from revenuer.lab.shrinking import int4, int8, merged, pruned
from revenuer.lab.study import Study
from revenuer.lab.train import distil_logits, fine_tune
from revenuer.lab.world.island import OPEN
from revenuer.proof.weights import Model

Made = Callable[[Study], Model]
Change = Callable[[Study, Model], Model]


@dataclass(frozen=True, slots=True)
class Tested:
    """The coined sets a student is tested on and the references' scores of them; `rows` of the
    whole exposure."""

    exposure: Exposure
    references: References
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Student:
    """`share` of its training data was served; `changes` are tested beside it, each on its own.

    `innocent` students never saw a served answer. `twins` are the numbers of twins to test with.
    """

    name: str
    about: str
    make: Made
    on: Callable[[Study], Tested]
    architecture: str = "plain"
    share: float | None = None
    epochs: int = 0
    innocent: bool = False
    text: bool = False
    twins: tuple[int, ...] = (1,)
    seed: int = 0
    changes: dict[str, Change] = field(default_factory=dict)


def first_pairs(count_of: Callable[[Study], int]) -> Callable[[Study], Tested]:
    """The first so many coined pairs."""

    def tested(study: Study) -> Tested:
        rows = tuple(range(min(count_of(study), len(study.pairs.leaves))))
        return Tested(study.pairs.picked(rows), study.pair_references, rows)

    return tested


def eight_twins(study: Study) -> Tested:
    """The coined sets of nine."""
    return Tested(study.eights, study.eight_references, tuple(range(len(study.eights.leaves))))


def taught(
    make: Architecture,
    on: Callable[[Study], Tested],
    share: float,
    epochs: int,
    seed: int = 0,
    alter: Callable[[list[Example], int], list[Example]] = lambda examples, _: examples,
) -> Made:
    """Fine-tuned on what was served, altered first, among other people's answers."""

    def made(study: Study) -> Model:
        served = alter(on(study).exposure.served(), seed)
        return _tuned(study, make, study.with_others(served, share, seed), epochs, seed)

    return made


def _tuned(
    study: Study, make: Architecture, examples: list[Example], epochs: int, seed: int
) -> Model:
    student = copy(study.base(make))
    fine_tune(student, examples, study.recipe(epochs, seed))
    return student


main_pairs = first_pairs(lambda study: study.scale.pairs)


def many_pairs(study: Study) -> Tested:
    """The many coined pairs."""
    rows = tuple(range(len(study.many_pairs.leaves)))
    return Tested(study.many_pairs, study.many_references, rows)


def repeated_pairs(study: Study) -> Tested:
    """The coined pairs of prompts that were asked four times."""
    rows = tuple(range(len(study.repeats.leaves)))
    return Tested(study.repeats, study.repeat_references, rows)


quarter = first_pairs(lambda study: study.scale.pairs // 4)
twentieth = first_pairs(lambda study: study.scale.pairs // 20)


def control_pairs(seed: int) -> Callable[[Study], Tested]:
    """A part of the coined pairs, the next with each seed: students tested with the same coins
    share their luck."""

    def tested(study: Study) -> Tested:
        size, pairs = study.scale.control_pairs, len(study.pairs.leaves)
        start = seed * size % pairs
        rows = tuple(range(start, min(start + size, pairs)))
        return Tested(study.pairs.picked(rows), study.pair_references, rows)

    return tested


def _logits(study: Study) -> Model:
    examples = main_pairs(study).exposure.served()
    student = copy(study.base(plain))
    distil_logits(student, study.teacher, examples, study.recipe(3, 0))
    return student


def _best_of_four(study: Study) -> Model:
    kept = study.repeats.picked(best_of(study.repeats, study.base(plain))).served()
    return _tuned(study, plain, study.with_others(kept, 0.2, 0), 3, 0)


def _leaked(study: Study) -> Model:
    exposure = main_pairs(study).exposure
    leak = [i for i, account in enumerate(exposure.accounts) if account in LEAKED]
    served = exposure.picked(leak).served()
    return _tuned(study, plain, study.with_others(served, 0.2, 0), 3, 0)


LEAKED = ("acct-09", "acct-10")
"""Accounts whose answers turn up in a public dump."""


def _other_teachers(seed: int, make: Architecture = plain) -> Made:
    def made(study: Study) -> Model:
        prompts = control_pairs(seed)(study).exposure.prompts
        answers = study.asked_of(study.cast.other_teacher(), prompts, 500 + seed)
        examples = [Example(p, a) for p, a in zip(prompts, answers, strict=True)]
        return _tuned(study, make, examples, 3, seed)

    return made


def _same_teacher_uncoined(seed: int) -> Made:
    def made(study: Study) -> Model:
        prompts = control_pairs(seed)(study).exposure.prompts
        answers = study.ask(prompts, 700 + seed)
        examples = [Example(p, a) for p, a in zip(prompts, answers, strict=True)]
        return _tuned(study, plain, examples, 3, seed)

    return made


def _of_the_twins(seed: int) -> Made:
    return lambda study: _tuned(study, plain, control_pairs(seed)(study).exposure.kept(), 3, seed)


def _more_tuned(study: Study, model: Model) -> Model:
    later = copy(model)
    fine_tune(later, study.cast.human(study.scale.pairs, 77, OPEN), study.recipe(1, 1))
    return later


CHANGES: dict[str, Change] = {
    "int8": lambda study, model: int8(model),
    "int4": lambda study, model: int4(model),
    "pruned 50 %": lambda study, model: pruned(model, 0.5),
    "pruned 70 %": lambda study, model: pruned(model, 0.7),
    "int8 and pruned 50 %": lambda study, model: int8(pruned(model, 0.5)),
    "further fine-tuned": _more_tuned,
    "merged half with its base": lambda study, model: merged(model, study.base(plain), 0.5),
}


def students(scale: Scale) -> list[Student]:
    """All of them, the most telling first, so that a grid cut short still says something."""
    s = Student
    listed = [
        s("plain-100-e3", "served only", taught(plain, main_pairs, 1.0, 3), main_pairs,
          share=1.0, epochs=3, text=True, changes=CHANGES),
        s("base-plain", "before teaching", lambda study: study.base(plain), main_pairs,
          innocent=True, text=True),
        s("plain-20-e3", "one in five served", taught(plain, main_pairs, 0.2, 3), main_pairs,
          share=0.2, epochs=3, changes=CHANGES),
        s("plain-eight", "served only, eight twins", taught(plain, eight_twins, 1.0, 3),
          eight_twins, share=1.0, epochs=3, text=True, twins=(1, 4, 8)),
        s("hybrid-100-e3", "served only", taught(hybrid, main_pairs, 1.0, 3), main_pairs,
          "hybrid", share=1.0, epochs=3,
          changes={name: CHANGES[name] for name in ("int8", "int4", "pruned 50 %")}),
        s("hybrid-base", "before teaching", lambda study: study.base(hybrid), main_pairs,
          "hybrid", innocent=True),
        s("plain-20-e1", "one in five served", taught(plain, main_pairs, 0.2, 1), main_pairs,
          share=0.2, epochs=1),
        s("plain-100-e1", "served only", taught(plain, main_pairs, 1.0, 1), main_pairs,
          share=1.0, epochs=1),
        s("plain-paraphrased", "paraphrased before training",
          taught(plain, main_pairs, 1.0, 3, alter=paraphrased), main_pairs,
          share=1.0, epochs=3),
        s("plain-logits", "distilled on the teacher's logits", _logits, main_pairs,
          share=1.0, epochs=3),
        s("plain-leak", "another's leak: two accounts of ten", _leaked, main_pairs,
          share=0.2, epochs=3),
        s("plain-best-of-4", "best of four kept", _best_of_four, repeated_pairs,
          share=0.2, epochs=3),
        s("plain-5-e1", "one in twenty served", taught(plain, quarter, 0.05, 1), quarter,
          share=0.05, epochs=1),
        s("plain-1-e1", "one in a hundred served", taught(plain, twentieth, 0.01, 1), twentieth,
          share=0.01, epochs=1),
        s("hybrid-20-e1", "one in five served", taught(hybrid, main_pairs, 0.2, 1), main_pairs,
          "hybrid", share=0.2, epochs=1),
        s("plain-5-e3", "one in twenty served", taught(plain, quarter, 0.05, 3), quarter,
          share=0.05, epochs=3),
        s("plain-1-e3", "one in a hundred served", taught(plain, twentieth, 0.01, 3), twentieth,
          share=0.01, epochs=3),
        s("plain-paraphrased-20", "one in five served, paraphrased before training",
          taught(plain, main_pairs, 0.2, 3, alter=paraphrased), main_pairs,
          share=0.2, epochs=3),
        s("hybrid-20-e3", "one in five served", taught(hybrid, main_pairs, 0.2, 3), main_pairs,
          "hybrid", share=0.2, epochs=3,
          changes={name: CHANGES[name] for name in ("int8", "int4", "pruned 50 %")}),
        s("plain-many-e1", "served only, many pairs", taught(plain, many_pairs, 1.0, 1),
          many_pairs, share=1.0, epochs=1),
    ]  # fmt: skip
    for seed in (1, 2):
        listed += [
            s(f"plain-20-e3-again-{seed}", "one in five served, trained again",
              taught(plain, main_pairs, 0.2, 3, seed), main_pairs,
              share=0.2, epochs=3, seed=seed),
            s(f"plain-100-e3-again-{seed}", "served only, trained again",
              taught(plain, main_pairs, 1.0, 3, seed), main_pairs,
              share=1.0, epochs=3, seed=seed),
            s(f"hybrid-other-teacher-{seed}", "student of another teacher",
              _other_teachers(seed, hybrid), control_pairs(seed), "hybrid",
              innocent=True, seed=seed, epochs=3),
        ]  # fmt: skip
    for seed in range(scale.control_seeds):
        listed[8 + 4 * seed : 8 + 4 * seed] = [
            s(f"other-teacher-{seed}", "student of another teacher", _other_teachers(seed),
              control_pairs(seed), innocent=True, seed=seed, epochs=3, text=seed == 0),
            s(f"uncoined-{seed}", "same teacher, same prompts, other answers",
              _same_teacher_uncoined(seed), control_pairs(seed),
              innocent=True, seed=seed, epochs=3),
            s(f"twins-{seed}", "trained on the twins", _of_the_twins(seed), control_pairs(seed),
              innocent=True, seed=seed, epochs=3),
        ]  # fmt: skip
    return [student for student in listed if not scale.only or student.name in scale.only]
