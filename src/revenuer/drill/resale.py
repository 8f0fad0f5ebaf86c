"""A reseller's ordinary customers: people and small applications behind pooled accounts."""

from revenuer.drill.application import blueprint
from revenuer.drill.conversation import Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.people import LANGUAGES, appetite, chats, person
from revenuer.drill.schedule import crowd_rhythm
from revenuer.drill.serving import served
from revenuer.drill.world import World


def customers_talk(
    dice: Dice, world: World, *, volume: int, scenario: str, shares: tuple[float, ...]
) -> list[Conversation]:
    """Conversations of as many customers as make up about `volume` exchanges.

    `shares` are the languages' (en, zh, de, es). A sixth of the volume is small applications'.
    """
    out: list[Conversation] = []
    done = 0
    while done < volume:
        if dice.chance(0.012):
            app = blueprint(dice, world, customers=dice.between(5, 60))
            rhythm = crowd_rhythm(dice, app.country)
            talk = served(
                dice, world, app, dice.between(30, 160), rhythm, scenario=scenario, role="customer"
            )
        else:
            who = person(dice, world, lang=dice.weighted(LANGUAGES, shares))
            talk = chats(dice, world, who, appetite(dice), scenario=scenario, role="customer")
        out += talk
        done += sum(len(c.asks) for c in talk)
    return out
