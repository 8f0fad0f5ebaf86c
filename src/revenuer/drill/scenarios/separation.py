"""Cases that must be told apart, or recognised as one: two labs on one pool, one lab on two."""

from dataclasses import replace

from revenuer.drill.clients import node_sdk, python_sdk
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import RelayHabits, relay
from revenuer.drill.material import Material
from revenuer.drill.operator import bought_accounts, relay_seats, throwaway_domains
from revenuer.drill.resale import customers_talk
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.schedule import job_queue
from revenuer.drill.workloads import Workload, agentic, blended, cleaning, fixed_prompt, grading
from revenuer.drill.world import DAY, World

TWO_LABS, TWO_POOLS = "two_labs_one_pool", "one_lab_two_pools"


def _jobs(
    dice: Dice, world: World, kind: Workload, volume: int, scenario: str, role: str
) -> list[Conversation]:
    """One lab's queue; its role names the lab."""
    make, client = kind(dice, Material.of({"en": 1.0})), python_sdk(dice)
    if dice.chance(0.5):
        client = node_sdk(dice)
    talk: list[Conversation] = []
    done = 0
    for when in job_queue(dice, world.start + DAY, world.end - 0.5 * DAY, volume):
        if done >= volume:
            break
        job = make(dice)
        done += len(job.turns)
        asks = [Ask(when + 30.0 * i, *turn) for i, turn in enumerate(job.turns)]
        talk.append(
            Conversation(
                key=dice.hexes(24), asks=asks, client=client, model=lambda _: world.flagship,
                scenario=scenario, role=role, system=job.system, params=job.params,
                tools=job.tools, harvest=True,
            )
        )  # fmt: skip
    return talk


def two_labs(dice: Dice, world: World) -> Staged:
    """A reseller's pool that serves two labs and some ordinary customers at once."""
    accounts = bought_accounts(
        dice, world.sized(110, 20), begin=world.start - 60 * DAY, end=world.start - DAY,
        cards=8, card_share=0.45, domains=throwaway_domains(dice, 9),
    )  # fmt: skip
    judged = blended(((grading, 0.65), (cleaning, 0.35)))
    volume = world.sized(5000, 800)
    talk = _jobs(dice.child("a"), world, fixed_prompt, volume, TWO_LABS, "lab a")
    talk += _jobs(dice.child("b"), world, judged, volume, TWO_LABS, "lab b")
    talk += customers_talk(
        dice, world, volume=volume // 4, scenario=TWO_LABS, shares=(0.4, 0.5, 0.05, 0.05)
    )
    habits = RelayHabits(limit=90)
    return Staged(accounts, relay(world, talk, relay_seats(dice, accounts), dice, habits))


def two_pools(dice: Dice, world: World) -> Staged:
    """One job list dealt to two pools of different resellers side by side."""
    jobs = _jobs(
        dice, world, agentic("system_coding", "coding"), world.sized(9000, 1600), TWO_POOLS, "x"
    )
    out, accounts = [], []
    for number in (1, 2):
        pool = bought_accounts(
            dice, world.sized(70, 16), begin=world.start - 50 * DAY, end=world.start - DAY,
            cards=6, card_share=0.5, domains=throwaway_domains(dice, 7),
        )  # fmt: skip
        mine = [replace(talk, role=f"pool {number}") for talk in jobs[number - 1 :: 2]]
        habits = RelayHabits(limit=90)
        out += relay(world, mine, relay_seats(dice, pool), dice, habits)
        accounts += pool
    return Staged(accounts, out)


SEPARATION: tuple[Scenario, ...] = (
    Scenario(
        TWO_LABS, "campaign", "campaign",
        "One pool serves two labs with different harvests, and ordinary customers.", two_labs,
    ),
    Scenario(
        TWO_POOLS, "campaign", "campaign",
        "One lab deals one job list to two pools of accounts.", two_pools,
    ),
)  # fmt: skip
