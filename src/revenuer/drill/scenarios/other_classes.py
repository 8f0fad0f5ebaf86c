"""Classes in other languages, and two look-alikes at once: a class that uses an open harness, and
a reseller's pool among whose customers a class sits."""

from collections.abc import Callable

from revenuer.drill import bank
from revenuer.drill.accounts import Account, sign_up
from revenuer.drill.clients import Client
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import RelayHabits, Seat, own_account, places, relay
from revenuer.drill.material import Material, worked
from revenuer.drill.operator import bought_accounts, relay_seats, throwaway_domains
from revenuer.drill.people import Person, chats, person
from revenuer.drill.resale import customers_talk
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.schedule import reply_gaps
from revenuer.drill.world import DAY, HOUR, World


def _sheet(dice: Dice, lang: str) -> list[tuple[str, str]]:
    material = Material.of({lang: 1.0})
    items = [material.item(dice) for _ in range(6)]
    return [(item.prompt, worked(dice, item)) for item in items]


def _homework(
    dice: Dice, who: Person, sheet: list[tuple[str, str]], due: float, name: str,
    system: str | None, client: Client,
) -> list[Conversation]:  # fmt: skip
    """One student's evening before the sheet is due."""
    voice, out, now = bank.grammar(f"people_{who.lang}"), [], due - dice.exponential(13 * HOUR)
    for problem, solution in dice.sample(sheet, dice.between(1, len(sheet))):
        asks, opening = [], problem if dice.chance(0.6) else who.style(dice, problem)
        for i, gap in enumerate(reply_gaps(dice, dice.geometric(2.4), 150)):
            said = {"said": solution[:12], "thing": solution[:12], "act": "x", "snag": "y"}
            follow = who.style(
                dice, voice.say("follow", dice, {**dict(who.interests[0][1]), **said})
            )
            asks.append(Ask(now, opening if i == 0 else follow, solution))
            now += gap
        out.append(
            Conversation(
                key=dice.hexes(24), asks=asks, client=client, model=who.model, scenario=name,
                role="homework", system=system, params=who.params,
            )
        )  # fmt: skip
        now += dice.exponential(900)
    return out


def class_in(
    lang: str, country: str, campus: str, harness: bool
) -> Callable[[Dice, World], Staged]:
    """A class with two sheets; with `harness`, in one open coding agent with its long prompt."""
    name = f"class_{lang}" + ("_harness" if harness else "")

    def stage(dice: Dice, world: World) -> Staged:
        sheets = [_sheet(dice, lang) for _ in range(2)]
        due = [world.start + 4.6 * DAY, world.start + 11.7 * DAY]
        system = bank.grammar("harness").say("system", dice) if harness else None
        accounts: list[Account] = []
        exchanges = []
        for _ in range(world.sized(90, 18)):
            who = person(dice, world, lang=lang)
            born = world.start - dice.exponential(20 * DAY)
            account = sign_up(dice, world, country=country, created_at=born)
            account.email_domain, account.program = f"stud.{lang}.example.edu", "education"
            client = Client("burrow-cli/0.20.1", streams=True) if harness else who.client
            talk = [
                c
                for sheet, at in zip(sheets, due, strict=True)
                for c in _homework(dice, who, sheet, at, name, system or who.system, client)
            ]
            seat = Seat(account, account.keys[0], campus)
            exchanges += own_account(talk, [seat, seat, *places(account, dice)[:1]], dice)
            own = chats(dice, world, who, dice.below(8), scenario=name, role="chat")
            exchanges += own_account(own, [seat, *places(account, dice)], dice)
            accounts.append(account)
        return Staged(accounts, exchanges)

    return stage


def pooled_class(dice: Dice, world: World) -> Staged:
    """A class that buys its access from a reseller, among other customers."""
    name = "pool_with_class"
    accounts = bought_accounts(
        dice, world.sized(70, 16), begin=world.start - 70 * DAY, end=world.start - DAY,
        cards=7, card_share=0.5, domains=throwaway_domains(dice, 8),
    )  # fmt: skip
    sheet = _sheet(dice, "zh")
    talk: list[Conversation] = []
    for _ in range(world.sized(60, 12)):
        who = person(dice, world, lang="zh")
        talk += _homework(dice, who, sheet, world.start + 8.6 * DAY, name, who.system, who.client)
    talk += customers_talk(
        dice, world, volume=world.sized(6500, 700), scenario=name, shares=(0.25, 0.65, 0.05, 0.05)
    )
    return Staged(accounts, relay(world, talk, relay_seats(dice, accounts), dice, RelayHabits()))


CLASSES: tuple[Scenario, ...] = (
    Scenario(
        "class_de", "look-alike", None,
        "A German class pastes the same two sheets from one campus address.",
        class_in("de", "DE", "249.31.8.2", False),
    ),
    Scenario(
        "class_zh", "look-alike", None,
        "A Chinese class pastes the same two sheets from one campus address.",
        class_in("zh", "CN", "249.77.1.5", False),
    ),
    Scenario(
        "class_en_harness", "look-alike", None,
        "A class does its homework in one open coding agent with a long system prompt.",
        class_in("en", "US", "249.12.6.3", True),
    ),
    Scenario(
        "pool_with_class", "pool", "pool",
        "A reseller's pool among whose customers a class does the same homework.", pooled_class,
    ),
)  # fmt: skip
