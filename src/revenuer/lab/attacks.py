"""What a harvester may do to answers before training on them."""

from collections.abc import Sequence

import numpy as np

from revenuer.lab.examples import Example
from revenuer.lab.exposure import Exposure
from revenuer.lab.world import island
from revenuer.proof.weights import Model, mean_log_probabilities

REWRITTEN = 0.8  # chance that a wording that can be put otherwise is


def paraphrased(examples: Sequence[Example], seed: int) -> list[Example]:
    """The same content in other words: wordings exchanged and middle sentences turned round.

    Content (names, places, deeds) stays, as it does in any paraphrase worth training on.
    """
    rng = np.random.default_rng([17, seed])
    return [Example(e.prompt, _rewritten(e.answer, rng)) for e in examples]


def best_of(exposure: Exposure, judge: Model) -> list[int]:
    """Rows kept by a harvester who asks the same through several accounts and keeps, of the
    answers to each prompt, the one that `judge` likes best.

    Every one of these answers had a coin; those not kept were served but never trained on.
    """
    answers = [members[0] for members in exposure.members]
    taste = mean_log_probabilities(judge, exposure.prompts, answers)
    best: dict[str, int] = {}
    for row, prompt in enumerate(exposure.prompts):
        if prompt not in best or taste[row] > taste[best[prompt]]:
            best[prompt] = row
    return sorted(best.values())


def _rewritten(text: str, rng: np.random.Generator) -> str:
    for old, new in island().rewrites:
        if old in text and rng.random() < REWRITTEN:
            text = text.replace(old, new)
    sentences = text.split(". ")
    if len(sentences) > 3 and rng.random() < REWRITTEN:
        sentences[1:-1] = sentences[-2:0:-1]
    return ". ".join(sentences)
