"""The scenarios of the real-text log: who sends which published texts, when, through what."""

from collections.abc import Callable
from functools import partial

import numpy as np
from reallibrary import Library, always, single, talk
from realoperators import forced_reasoning, four_each, grading_pool, reseller_pool
from realsource import Pair, lived_times, served_times, subjects

from revenuer.drill.accounts import datacentre_ip, sign_up
from revenuer.drill.application import blueprint, company_accounts
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import Seat, own_account, places
from revenuer.drill.people import appetite, person
from revenuer.drill.scenario import Scenario, Staged
from revenuer.drill.schedule import reply_gaps
from revenuer.drill.world import HOUR, World

APPLICATIONS = 190
"""Templates of the T0 collection that become applications of their own."""


PAYLOADS = (
    ("permissive/banking77/utterances", 2, 0.7, "Name the intent of the customer's message."),
    ("permissive/snips/utterances", 4, 0.7, "Fill the slots of the voice command as JSON."),
    ("noncommercial/zh_reviews/reviews", 1, 0.5, "判断评论的情感，只回答正面或负面。"),
    ("permissive/sql_eval/questions", 1, 1.0, "Write one SQL query for the schema you know."),
    ("permissive/medicalgpt_zh/medical_sft_zh", 1, 1.0, "你是医院的导诊助手，回答要谨慎。"),
    ("permissive/gpteacher/toolformer", 1, 0.4, None),
)
"""Applications' inputs: file, accounts, share used, system prompt."""


# ----- ordinary -----


def people(books: Library, dice: Dice, world: World) -> Staged:
    accounts, exchanges = [], []
    volunteers = list(books.source.grouped("permissive/oasst1_val_en/messages", "user_id").values())
    shared = 0.72 * min(world.scale, 1.0) * sum(len(d) for s in books.subjects for d in s)
    volunteers = volunteers[: world.sized(len(volunteers))]
    while shared > 0 or volunteers:
        who = person(dice, world, lang="en")
        account = sign_up(dice, world, country=who.country)
        if volunteers and dice.chance(0.5):
            dialogues = [[pair] for pair in volunteers.pop()]
        else:
            dialogues = books.dialogues(dice, appetite(dice))
            shared -= sum(len(d) for d in dialogues)
            if not dialogues:
                shared = 0
        starts = lived_times(dice, world, dice.pick(books.habits), who.rhythm.zone,
                             len(dialogues), account.created_at)  # fmt: skip
        chats = talk(dice, world, who, starts, dialogues, "people", "chat")
        accounts.append(account)
        exchanges += own_account(chats, places(account, dice), dice)
    return Staged(accounts, exchanges)


def one_app(
    books: Library, dice: Dice, world: World, pairs: list[Pair], staff: int, system: str | None,
    role: str, name: str = "applications",
) -> Staged:  # fmt: skip
    app = blueprint(dice, world)
    accounts = company_accounts(dice, world, app, staff)
    seats = [Seat(a, k, datacentre_ip(dice, app.company)) for a in accounts for k in a.keys]
    times = served_times(dice, world, dice.pick(books.arrivals), len(pairs))
    users = [f"u_{dice.hexes(8)}" for _ in range(dice.between(10, 400))]
    asked = [
        single(dice, when, pair, app.model, app.client, name, role, system=system,
               params=app.params, end_user=dice.pick(users) if app.shows_customers else None)
        for when, pair in zip(times, dice.shuffled(pairs), strict=True)
    ]  # fmt: skip
    return Staged(accounts, own_account(asked, seats, dice, trouble=0.003))


def applications(books: Library, dice: Dice, world: World) -> Staged:
    templated = books.source.grouped("permissive/t0_templated/prompts", "subset")
    jobs: list[tuple[list[Pair], int, str | None, str]] = [
        (templated[key], 1 + dice.below(3) * dice.below(2), None, "template")
        for key in dice.sample(sorted(templated), world.sized(APPLICATIONS))
    ]
    for name, staff, share, system in PAYLOADS:
        pairs = books.source.pairs(name)
        part = world.sized(round(share * len(pairs)))
        jobs.append((dice.sample(pairs, part), staff, system, "payload"))
    played = [one_app(books, dice, world, *job) for job in jobs]
    return Staged([a for s in played for a in s.accounts], [e for s in played for e in s.exchanges])


def ordering_bot(books: Library, dice: Dice, world: World) -> Staged:
    app = blueprint(dice, world)
    accounts = company_accounts(dice, world, app, 2)
    seats = [Seat(a, k, datacentre_ip(dice, app.company)) for a in accounts for k in a.keys]
    dialogues = list(books.source.grouped("permissive/taskmaster/user_turns", "row_id").values())
    dialogues = dialogues[: world.sized(len(dialogues))]
    times = served_times(dice, world, dice.pick(books.arrivals), len(dialogues))
    chats = []
    for start, dialogue in zip(times, dialogues, strict=True):
        gaps = np.cumsum([0.0, *reply_gaps(dice, len(dialogue), 12)])
        asks = [
            Ask(start + float(gap), p, r or "OK.")
            for (p, r), gap in zip(dialogue, gaps, strict=False)
        ]
        chats.append(Conversation(
            key=dice.hexes(24), asks=asks, client=app.client, model=app.model,
            scenario="ordering_bot", role="customer", params=app.params,
            system="You take coffee orders at the counter. Confirm, then send them off.",
        ))  # fmt: skip
    return Staged(accounts, own_account(chats, seats, dice))


# ----- look-alikes -----


def viral_prompts(books: Library, dice: Dice, world: World) -> Staged:
    """Strangers paste the same community prompts, or run the same open pattern tool, each on
    material of their own subject."""
    viral = [p for p, _ in books.source.pairs("permissive/awesome_prompts/prompts", least=80)][:40]
    patterns = [p for p, _ in books.source.pairs("permissive/fabric_patterns/system_prompts")][:25]
    documents = [r for _, r in books.source.pairs("noncommercial/lima/prompts") if len(r) > 400]
    documents += [
        p for p, _ in books.source.pairs("permissive/oasst1_val_en/assistant_messages", least=300)
    ]
    label = subjects(documents, 40, world.seed)
    shelves = [[d for d, k in zip(documents, label, strict=True) if k == n] for n in range(40)]
    accounts, exchanges = [], []
    for _ in range(world.sized(260)):
        who = person(dice, world, lang="en")
        account = sign_up(dice, world, country=who.country)
        shelf = dice.pick([shelf for shelf in shelves if shelf])
        own = dice.sample(shelf, dice.between(1, 9))
        starts = lived_times(
            dice, world, dice.pick(books.habits), who.rhythm.zone, len(own) + 1, account.created_at
        )
        favourites = dice.sample(patterns, 2)
        pairs = [((dice.pick(viral), "Understood."), None)]
        pairs += [((document, ""), dice.pick(favourites)) for document in own]
        asked = [
            single(
                dice, start, pair, who.model, who.client, "viral_prompts", "viral", system=system
            )
            for start, (pair, system) in zip(starts, pairs, strict=True)
        ]
        accounts.append(account)
        exchanges += own_account(asked, places(account, dice), dice)
    return Staged(accounts, exchanges)


def benchmark_runners(books: Library, dice: Dice, world: World) -> Staged:
    items = books.source.pairs("permissive/bbh/problems")[::8]
    items += books.source.pairs("permissive/humaneval/problems")
    accounts, exchanges = [], []
    for _ in range(8):
        firm = blueprint(dice, world)
        staff = company_accounts(dice, world, firm, dice.between(1, 3))
        now = world.release + dice.exponential(6) * HOUR
        for account in staff:
            asked = []
            for model in (world.successor, world.flagship)[: dice.between(1, 2)]:
                for pair in items[: world.sized(dice.between(200, len(items)))]:
                    now += dice.exponential(1.5)
                    asked.append(single(
                        dice, now, (f"{pair[0]}\nLet's think step by step.", pair[1]),
                        partial(always, model), firm.client, "benchmark_runners", "benchmark",
                        params={"temperature": 0},
                    ))  # fmt: skip
            seat = Seat(account, account.keys[0], datacentre_ip(dice, firm.company))
            exchanges += own_account(asked, [seat], dice)
        accounts += staff
    return Staged(accounts, exchanges)


CAST: tuple[tuple[str, str, str | None, Callable[[Library, Dice, World], Staged]], ...] = (
    ("forced_reasoning", "campaign", "campaign", forced_reasoning),
    ("four_each", "campaign", "campaign", four_each),
    ("grading_pool", "campaign", "campaign", grading_pool),
    ("reseller_pool", "pool", "pool", reseller_pool),
    ("people", "ordinary", None, people),
    ("applications", "ordinary", None, applications),
    ("ordering_bot", "ordinary", None, ordering_bot),
    ("viral_prompts", "look-alike", None, viral_prompts),
    ("benchmark_runners", "look-alike", None, benchmark_runners),
)


def scenarios(books: Library) -> tuple[Scenario, ...]:
    """The cast as scenarios that share one library."""
    return tuple(
        Scenario(name, kind, verdict, (stage.__doc__ or name).strip(), partial(stage, books))
        for name, kind, verdict, stage in CAST
    )
