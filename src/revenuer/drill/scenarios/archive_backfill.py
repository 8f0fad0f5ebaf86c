"""A backfill: one firm summarises its archive over a weekend, evenly over its service accounts."""

from revenuer.drill.accounts import datacentre_ip
from revenuer.drill.application import blueprint, company_accounts
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import Seat, own_account
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.schedule import job_queue
from revenuer.drill.world import DAY, World

NAME = "archive_backfill"
KINDS = ("ticket_summary", "news_digest", "extract_invoice", "legal_clause", "meeting_notes")


def stage(dice: Dice, world: World) -> Staged:
    firm = blueprint(dice, world, kind=dice.pick(KINDS), customers=0)
    accounts = company_accounts(dice, world, firm, 8)
    seats = [Seat(a, a.keys[0], datacentre_ip(dice, firm.company)) for a in accounts]
    begin = world.start + 4.8 * DAY
    exchanges = []
    for i, when in enumerate(
        job_queue(dice, begin, begin + 2.4 * DAY, world.sized(6000, 300), human=0.0)
    ):
        asked = Ask(when, firm.grammar.say("user", dice), firm.grammar.say("answer", dice))
        document = Conversation(
            key=dice.hexes(24), asks=[asked],
            client=firm.client, model=firm.model, scenario=NAME, role="backfill",
            system=firm.system, params=firm.params,
        )  # fmt: skip
        exchanges += own_account([document], [seats[i % len(seats)]], dice)
    return Staged(accounts, exchanges)


SCENARIO = Scenario(
    NAME, "look-alike", None,
    "A firm works through its archive in a weekend, in turn over its own eight accounts.",
    stage,
)  # fmt: skip
