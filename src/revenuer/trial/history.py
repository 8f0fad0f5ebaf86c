"""Benign history for the window test: the same town on other days, without any campaign."""

from collections.abc import Sequence

from revenuer.drill.dice import Dice
from revenuer.drill.scenario import Scenario
from revenuer.drill.scenarios import SCENARIOS
from revenuer.drill.world import World
from revenuer.trial.baselines.mmd_window import WindowTest, learn

_FAR = 1_000_003
_LIMIT = 8000


def window_test(seed: int, scale: float, cast: Sequence[Scenario] = SCENARIOS) -> WindowTest:
    """The test learnt from the new turns of up to eight thousand benign exchanges."""
    world = World(seed + _FAR, min(scale, 0.2))
    texts: list[str] = []
    for scenario in cast:
        if scenario.kind == "campaign":
            continue
        staged = scenario.stage(Dice(world.seed, scenario.name), world)
        texts += [e.messages[-1][1] for e in staged.exchanges if world.inside(e.ts)]
    return learn(Dice(world.seed, "history").sample(texts, _LIMIT), world.seed)
