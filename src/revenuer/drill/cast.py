"""Scenarios at other sizes, and under names of their own."""

from dataclasses import replace

from revenuer.drill.dice import Dice
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.world import World


def resized(scenario: Scenario, factor: float, name: str | None = None) -> Scenario:
    """The scenario with `factor` times as many taking part, by the name `name` (or its own)."""
    known = name or scenario.name

    def stage(dice: Dice, world: World) -> Staged:
        staged = scenario.stage(dice, replace(world, scale=world.scale * factor))
        for exchange in staged.exchanges:
            exchange.scenario = known
        return staged

    return Scenario(known, scenario.kind, scenario.verdict, scenario.story, stage)
