"""Pools of ready-made fragments, for logs too big to write sentence by sentence."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from revenuer.drill import bank
from revenuer.drill.dice import Dice
from revenuer.drill.hardtasks import setting, task
from revenuer.drill.population import LANGUAGES
from revenuer.drill.world import World

TOPIC_SIZE = 160
"""Fragments a topic; opening lines, follow-ups and answers each."""
TASKS = 8192
KIND_SIZE = 512
"""Payload fragments a kind of application, and answers."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """One string array and where each pool starts in it.

    Pools by topic hold `TOPIC_SIZE` fragments a topic, pools by kind of application `KIND_SIZE`.
    """

    text: pa.StringArray
    opening: int
    context: int
    follow: int
    answer: int
    payload: int
    result: int
    tasks: int
    solved: int
    wording: int


def phrases(dice: Dice, world: World) -> Phrases:
    """Write the pools once; everything in the log is put together from them."""
    subjects = [topic for lang in LANGUAGES for topic in bank.topics(lang)]
    pools: dict[str, list[str]] = {
        name: [] for name in ("opening", "context", "follow", "answer", "payload", "result")
    }
    for topic in subjects:
        grammar = bank.grammar(f"people_{topic.lang}")
        words = {"thing": topic.things, "act": topic.acts, "snag": topic.snags}
        for _ in range(TOPIC_SIZE):
            said = {**words, "said": dice.pick(topic.things)}
            pools["opening"].append(grammar.say("open", dice, said))
            pools["context"].append(grammar.say("context", dice, said))
            pools["follow"].append(grammar.say("follow", dice, said))
            pools["answer"].append(grammar.say("point", dice, said))
    kinds = bank.applications()
    for _, _, grammar in kinds:
        for _ in range(KIND_SIZE):
            pools["payload"].append(grammar.say("user", dice))
            pools["result"].append(grammar.say("answer", dice))
    pools["tasks"] = [task(dice, "zh" if dice.chance(0.3) else "en").prompt for _ in range(TASKS)]
    solved = bank.grammar("answers_en")
    pools["solved"] = [solved.say("step", dice, setting(dice, "en")) for _ in range(TASKS)]
    pools["wording"] = _wordings(dice)
    starts = dict(
        zip(pools, np.cumsum([0, *(len(pool) for pool in pools.values())]).tolist(), strict=False)
    )
    return Phrases(
        text=pa.array([text for pool in pools.values() for text in pool], pa.string()),
        **starts,
    )


def _wordings(dice: Dice) -> list[str]:
    elicit, grading = bank.grammar("elicit"), bank.grammar("grading")
    return [
        elicit.say("prefix", dice),
        elicit.say("suffix", dice),
        "You act as a strict grader. Score the candidate answer from 1 to 10 by this rubric: "
        + grading.say("rubric", dice, setting(dice, "en"))
        + " Reply with the score and one sentence.",
    ]
