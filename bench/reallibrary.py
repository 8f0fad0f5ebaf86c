"""Published texts as conversations: each handed out once, at real times."""

from collections.abc import Callable
from pathlib import Path

from realsource import Pair, Source, subjects

from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.people import Person
from revenuer.drill.schedule import reply_gaps
from revenuer.drill.world import World


class Library:
    """The texts, each handed out once, and the arrival shapes."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.source = Source(folder)
        self.arrivals = self.source.arrivals()
        self.habits = self.source.habits()
        dice = Dice(seed, "library")
        shared = self.source.grouped("permissive/sharegpt_en_1k/turns", "row_id")
        dialogues = [shared[key] for key in sorted(shared)]
        dialogues += list(
            self.source.grouped("permissive/hh_rlhf_harmless_test/turns", "row_id").values()
        )
        for name in ("permissive/koala_test/prompts", "noncommercial/lima/prompts",
                     "permissive/self_instruct_user_tasks/tasks"):  # fmt: skip
            dialogues += [[pair] for pair in self.source.pairs(name)]
        label = subjects([" ".join(p for p, _ in d)[:2000] for d in dialogues], 90, seed)
        self.subjects: list[list[list[Pair]]] = [
            dice.shuffled([d for d, k in zip(dialogues, label, strict=True) if k == number])
            for number in range(90)
        ]

    def dialogues(self, dice: Dice, turns: int) -> list[list[Pair]]:
        """Conversations of one to three subjects, about `turns` turns; fewer when they run out."""
        out: list[list[Pair]] = []
        own = dice.sample([s for s in self.subjects if s], dice.between(1, 3))
        while own and turns > 0:
            subject = own[0] if dice.chance(0.6) else dice.pick(own)
            if not subject:
                own = [s for s in own if s]
                continue
            out.append(subject.pop())
            turns -= len(out[-1])
        return out


def talk(
    dice: Dice, world: World, who: Person, starts: list[float], dialogues: list[list[Pair]],
    scenario: str, role: str,
) -> list[Conversation]:  # fmt: skip
    """Real dialogues as conversations of one author."""
    out = []
    for start, dialogue in zip(starts, dialogues, strict=False):
        now, asks = start, []
        for (prompt, answer), gap in zip(dialogue, reply_gaps(dice, len(dialogue)), strict=True):
            if now < world.end:
                asks.append(Ask(now, prompt, answer or "OK."))
            now += gap + len(answer) / 60
        name = dice.hexes(24)
        out.append(Conversation(
            key=name, asks=asks, client=who.client, model=who.model, scenario=scenario, role=role,
            system=who.system, params=who.params, session=name if who.shows_session else None,
        ))  # fmt: skip
    return out


def single(
    dice: Dice, when: float, pair: Pair, model: Callable[[float], str], client, scenario: str,
    role: str, **more,
) -> Conversation:  # fmt: skip
    """A one-turn conversation."""
    prompt, answer = pair
    return Conversation(
        key=dice.hexes(24), asks=[Ask(when, prompt, answer or "OK.")], client=client, model=model,
        scenario=scenario, role=role, **more,
    )  # fmt: skip


def always(model: str, ts: float) -> str:
    return model
