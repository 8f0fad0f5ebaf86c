"""Coined exchanges: who is asked what, and which of the answers a harvester keeps."""

from collections import Counter
from pathlib import Path

import numpy as np
from small_models import small

from revenuer.lab.attacks import best_of
from revenuer.lab.examples import Example, spoken
from revenuer.lab.exposure import Exposure, expose
from revenuer.lab.models import plain
from revenuer.lab.world import Speaker, island
from revenuer.proof.weights import mean_log_probabilities

ANSWERS = [e.answer for e in spoken(Speaker.of(island(), 1), island().towns, 3000, 8)]


def ask(prompts: list[str], seed: int) -> list[str]:
    """A teacher of many words, to whom prompts are all one."""
    rng = np.random.default_rng(seed)
    return [ANSWERS[i] for i in rng.integers(0, len(ANSWERS), len(prompts))]


def test_a_prompt_asked_four_times_is_coined_four_times(tmp_path: Path) -> None:
    exposure = expose(ask, tmp_path, 40, 1, 5, times=4)  # type: ignore[arg-type]
    asked = Counter(exposure.prompts)
    assert max(asked.values()) > 1
    assert len(exposure.leaves) == len(set(exposure.leaves)) == 40
    by_account = list(zip(exposure.prompts, exposure.accounts, strict=True))
    assert len(set(by_account)) == len(by_account)  # asked again, an account gets no new coin
    said = [(p, text) for p, row in zip(exposure.prompts, exposure.members, strict=True)
            for text in row]  # fmt: skip
    assert len(set(said)) == len(said)  # no twin of one account is served to another
    assert expose(ask, tmp_path, 40, 1, 5, times=4) == exposure  # type: ignore[arg-type]


def test_the_best_of_each_prompt_is_kept() -> None:
    prompts = ("a", "b", "a", "a", "b", "c")
    rows = tuple((ANSWERS[i], ANSWERS[-1 - i]) for i in range(6))
    exposure = Exposure(tuple(range(6)), ("x",) * 6, prompts, rows)
    judge = small(plain)
    kept = best_of(exposure, judge)
    assert [prompts[i] for i in kept] in ([*"abc"], [*"bac"])
    taste = mean_log_probabilities(judge, prompts, [row[0] for row in rows])
    for i in kept:
        assert taste[i] == max(taste[j] for j in range(6) if prompts[j] == prompts[i])
    assert exposure.picked(kept).served()[0] == Example(prompts[kept[0]], rows[kept[0]][0])
