"""An application that opens one account for each of its end customers."""

from revenuer.drill.accounts import Account, datacentre_ip, new_key, residential_ip
from revenuer.drill.application import blueprint
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import Seat, own_account
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.schedule import persons_rhythm
from revenuer.drill.serving import served
from revenuer.drill.world import DAY, World

NAME = "end_customers"
KINDS = (
    "translate_de",
    "listing_ads",
    "email_triage",
    "letters_de",
    "titles_zh",
    "product_copy",
)


def stage(dice: Dice, world: World) -> Staged:
    app = blueprint(dice, world, kind=dice.pick(KINDS), customers=1)
    card = "pm_" + dice.hexes(12)
    server = datacentre_ip(dice, app.company)
    accounts, exchanges = [], []
    for _ in range(world.sized(260, 24)):
        account = Account(
            account_id="acct_" + dice.hexes(14),
            created_at=world.start + dice.uniform(-90, 11) * DAY,
            country=app.country,
            email_domain=app.domain,
            payment=card,
            signup_ip=server,
            device=None,
            keys=[new_key(dice)],
        )
        volume = max(1, round(dice.lognormal(12, 0.9)))
        rhythm = persons_rhythm(dice, app.country)
        talk = served(dice, world, app, volume, rhythm, scenario=NAME, role="end customer")
        talk = [c for c in talk if c.asks[0].ts > account.created_at]
        ip = server if dice.chance(0.7) else residential_ip(dice, app.country)
        accounts.append(account)
        exchanges += own_account(talk, [Seat(account, account.keys[0], ip)], dice)
    return Staged(accounts, exchanges)


SCENARIO = Scenario(
    NAME, "look-alike", None,
    "An application with one account for each of its end customers.",
    stage,
)  # fmt: skip
