"""The staged operators of the real-text log: a reseller, and three campaigns."""

import re
from functools import partial

from reallibrary import Library, always, single, talk
from realsource import lived_times

from revenuer.drill.accounts import Account
from revenuer.drill.conversation import Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import RelayHabits, relay
from revenuer.drill.operator import bought_accounts, relay_seats, throwaway_domains
from revenuer.drill.people import appetite, person
from revenuer.drill.scenario import Staged
from revenuer.drill.schedule import job_queue
from revenuer.drill.world import DAY, HOUR, World

YAML = re.compile(r"(#.*\n)+|^\s*(system|user): *(\|-)? *|few_shot_examples:[\s\S]*?user:", re.M)
"""What surrounds a wording in a pipeline's configuration file."""
SLOT = re.compile(r"\{\{?\s*(instruction|problem|question|input)\s*\}?\}")


def customers(
    books: Library, dice: Dice, world: World, turns: int, scenario: str
) -> list[Conversation]:
    """A reseller's ordinary customers, Chinese patients' questions among them."""
    out: list[Conversation] = []
    while turns > 0:
        who = person(dice, world, lang="en")
        dialogues = books.dialogues(dice, min(turns, appetite(dice)))
        if not dialogues:
            break
        starts = lived_times(dice, world, dice.pick(books.habits), 8.0, len(dialogues), 0.0)
        out += talk(dice, world, who, starts, dialogues, scenario, "customer")
        turns -= sum(len(d) for d in dialogues)
    return out


def pool_accounts(
    dice: Dice, world: World, count: int, card_share: float, domains: int
) -> list[Account]:
    """Accounts bought in the two months before the log."""
    return bought_accounts(
        dice,
        count,
        begin=world.start - 60 * DAY,
        end=world.start - DAY,
        cards=6,
        card_share=card_share,
        domains=throwaway_domains(dice, domains),
    )


def reseller_pool(books: Library, dice: Dice, world: World) -> Staged:
    accounts = pool_accounts(dice, world, world.sized(45, 12), 0.5, 6)
    chats = customers(books, dice, world, world.sized(1500, 200), "reseller_pool")
    return Staged(accounts, relay(world, chats, relay_seats(dice, accounts), dice, RelayHabits()))


# ----- campaigns -----


def forced_reasoning(books: Library, dice: Dice, world: World) -> Staged:
    """Reasoning templates of published pipelines over real tasks, dealt by a relay."""
    published = books.source.pairs("permissive/distill_templates/templates")
    long_form = next(t for t, _ in published if "long thinking process" in t).strip()
    wordings = [
        YAML.sub("", text).strip().replace("{{}}", "{}")
        for text, _ in published
        if re.search("step.by.step", text) and SLOT.search(text) and len(text) < 900
    ]
    templates = [f"{long_form}\n\n{{problem}}"] * 3 + dice.sample(wordings, 1)
    payloads = books.source.pairs("permissive/gsm8k/problems")
    payloads += books.source.pairs("permissive/llamafactory_demos/alpaca_en_demo")
    payloads += books.source.pairs("noncommercial/stanford_alpaca/alpaca_5000")
    accounts = bought_accounts(
        dice,
        world.sized(240, 20),
        begin=world.start - 25 * DAY,
        end=world.start + 2 * DAY,
        cards=9,
        card_share=0.5,
        domains=throwaway_domains(dice, 12),
    )
    for account in accounts[: len(accounts) * 3 // 8]:
        account.closed_at = world.ban_wave + dice.uniform(0, 2) * HOUR
        account.closed_reason = "ban"
    seats = relay_seats(dice, accounts)
    client = seats[0].client
    jobs = []
    tasks = dice.sample(payloads, world.sized(9500, 400))
    for when, pair in zip(
        job_queue(dice, world.start + DAY, world.end, len(tasks)), tasks, strict=False
    ):
        filled = SLOT.sub(lambda _, p=pair: p[0], dice.pick(templates))
        model = world.successor if when > world.release + 9 * HOUR else world.flagship
        jobs.append(single(dice, when, (filled, pair[1]), partial(always, model), client,
                           "forced_reasoning", "harvest", harvest=True,
                           params={"temperature": 0.6, "max_tokens": 8192}))  # fmt: skip
    return Staged(accounts, relay(world, jobs, seats, dice, RelayHabits(limit=60)))


def four_each(books: Library, dice: Dice, world: World) -> Staged:
    """Unique tasks in Chinese and German, four an account, in two days."""
    pairs = books.source.pairs("noncommercial/alpaca_zh_carbonz0/part_00", least=8)
    pairs += books.source.pairs("noncommercial/alpaca_de/openai_12k", least=20)
    begin = world.start + 5.2 * DAY
    accounts = bought_accounts(
        dice,
        world.sized(340, 40),
        begin=begin - DAY,
        end=begin,
        cards=0,
        card_share=0.0,
        domains=throwaway_domains(dice, 60),
        countries=("US", "SG", "JP", "DE", "TW"),
    )
    seats = relay_seats(dice, accounts, warm_up=HOUR)
    tasks = dice.sample(pairs, 4 * len(accounts))
    times = job_queue(dice, begin + HOUR, begin + 2 * DAY, len(tasks), human=0.5)
    jobs = [
        single(dice, when, pair, partial(always, world.flagship), seats[0].client, "four_each",
               "harvest", harvest=True, params={"temperature": 0.7, "max_tokens": 2048})
        for when, pair in zip(times, tasks, strict=False)
    ]  # fmt: skip
    return Staged(accounts, relay(world, jobs, seats, dice, RelayHabits(limit=9)))


def grading_pool(books: Library, dice: Dice, world: World) -> Staged:
    """Rubric grading mixed with a reseller's ordinary customers in the same accounts."""
    graded = books.source.pairs("permissive/prometheus_rubric/grading_prompts")
    frame = next(
        text for text, _ in books.source.pairs("permissive/distill_templates/templates")
        if text.startswith("###Task Description") and "{{ instruction }}" in text
        and "reference" not in text
    )  # fmt: skip
    for row in books.source.rows("permissive/pandalm/testset"):
        filled = frame.replace("{{ instruction }}", str(row["prompt"]))
        filled = filled.replace("{{ generation }}", str(row["response"]))
        graded.append((filled, "Feedback: adequate. [RESULT] 3"))
    graded = dice.sample(graded, world.sized(len(graded), 150))
    accounts = pool_accounts(dice, world, world.sized(70, 16), 0.4, 8)
    seats = relay_seats(dice, accounts)
    times = job_queue(dice, world.start + DAY, world.end - DAY, len(graded))
    jobs = [
        single(dice, when, pair, partial(always, world.flagship), seats[0].client,
               "grading_pool", "grading", harvest=True, params={"temperature": 0})
        for when, pair in zip(times, dice.shuffled(graded), strict=False)
    ]  # fmt: skip
    chats = customers(books, dice, world, world.sized(1200, 150), "grading_pool")
    return Staged(accounts, relay(world, [*jobs, *chats], seats, dice, RelayHabits()))
