"""The scenarios of the real-text log: who sends which published texts, when, through what."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from realsource import Pair, Source, lived_times, served_times, subjects

from revenuer.drill.accounts import datacentre_ip, sign_up
from revenuer.drill.application import blueprint, company_accounts
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import RelayHabits, Seat, own_account, places, relay
from revenuer.drill.operator import bought_accounts, relay_seats, throwaway_domains
from revenuer.drill.people import Person, appetite, person
from revenuer.drill.scenario import Staged
from revenuer.drill.schedule import job_queue, reply_gaps
from revenuer.drill.world import DAY, HOUR, World

APPLICATIONS = 190
"""Templates of the T0 collection that become applications of their own."""
YAML = re.compile(r"(#.*\n)+|^\s*(system|user): *(\|-)? *|few_shot_examples:[\s\S]*?user:", re.M)
"""What surrounds a wording in a pipeline's configuration file."""
SLOT = re.compile(r"\{\{?\s*(instruction|problem|question|input)\s*\}?\}")


PAYLOADS = (
    ("permissive/banking77/utterances", 2, 0.7, "Name the intent of the customer's message."),
    ("permissive/snips/utterances", 4, 0.7, "Fill the slots of the voice command as JSON."),
    ("noncommercial/zh_reviews/reviews", 1, 0.5, "判断评论的情感，只回答正面或负面。"),
    ("permissive/sql_eval/questions", 1, 1.0, "Write one SQL query for the schema you know."),
    ("permissive/medicalgpt_zh/medical_sft_zh", 1, 1.0, "你是医院的导诊助手，回答要谨慎。"),
    ("permissive/gpteacher/toolformer", 1, 0.4, None),
)
"""Applications' inputs: file, accounts, share used, system prompt."""


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


def reseller_pool(books: Library, dice: Dice, world: World) -> Staged:
    accounts = bought_accounts(
        dice,
        world.sized(45, 12),
        begin=world.start - 60 * DAY,
        end=world.start - DAY,
        cards=6,
        card_share=0.5,
        domains=throwaway_domains(dice, 6),
    )
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
    accounts = bought_accounts(
        dice,
        world.sized(70, 16),
        begin=world.start - 60 * DAY,
        end=world.start - DAY,
        cards=6,
        card_share=0.4,
        domains=throwaway_domains(dice, 8),
    )
    seats = relay_seats(dice, accounts)
    times = job_queue(dice, world.start + DAY, world.end - DAY, len(graded))
    jobs = [
        single(dice, when, pair, partial(always, world.flagship), seats[0].client,
               "grading_pool", "grading", harvest=True, params={"temperature": 0})
        for when, pair in zip(times, dice.shuffled(graded), strict=False)
    ]  # fmt: skip
    chats = customers(books, dice, world, world.sized(1200, 150), "grading_pool")
    return Staged(accounts, relay(world, [*jobs, *chats], seats, dice, RelayHabits()))


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
