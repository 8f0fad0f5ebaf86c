"""Private people: each with interests, a way of writing, a day of their own, and reactions."""

from collections.abc import Callable
from dataclasses import dataclass

from revenuer.drill import bank
from revenuer.drill.bank import Topic
from revenuer.drill.clients import Client, persons_client
from revenuer.drill.conversation import Ask, Conversation
from revenuer.drill.dice import Dice
from revenuer.drill.grammar import Context
from revenuer.drill.schedule import Rhythm, persons_rhythm, reply_gaps
from revenuer.drill.wording import reworded
from revenuer.drill.world import DAY, World

COUNTRIES = {
    "en": ("US", "US", "US", "GB", "CA", "AU", "IN", "IN", "NL", "PL", "SG", "BR"),
    "zh": ("CN", "CN", "TW", "SG"),
    "de": ("DE", "DE", "DE", "AT", "CH"),
    "es": ("ES", "ES", "MX", "AR", "CO"),
}
LANGUAGES, SHARES = ("en", "zh", "de", "es"), (0.64, 0.16, 0.12, 0.08)

SYSTEMS: tuple[str | None, ...] = (
    None, None, None,
    "You are a helpful assistant.", "You are a helpful assistant.",
    "You are a friendly assistant. Answer in the user's language. Use Markdown where it helps.",
    "Be concise and honest. If you do not know, say so.",
)  # fmt: skip
"""What chat programs put first; None for none."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes to a model for their own purposes."""

    lang: str
    country: str
    interests: tuple[tuple[Topic, Context], ...]
    weights: tuple[float, ...]
    style: Callable[[Dice, str], str]
    rhythm: Rhythm
    client: Client
    system: str | None
    params: dict[str, object]
    model: Callable[[float], str]
    patience: float
    """Mean turns of a conversation."""
    city: str
    shows_session: bool


def person(dice: Dice, world: World, lang: str | None = None) -> Person:
    """Somebody new. Interests are few and personal: a handful of topics, part of each."""
    lang = lang or dice.weighted(LANGUAGES, SHARES)
    country = dice.pick(COUNTRIES[lang])
    chosen = dice.sample(bank.topics(lang), dice.between(1, 4))
    client = persons_client(dice)
    return Person(
        lang=lang,
        country=country,
        interests=tuple((topic, _own_words(dice, topic)) for topic in chosen),
        weights=tuple(0.55**i for i in range(len(chosen))),
        style=_style(dice, lang),
        rhythm=persons_rhythm(dice, country),
        client=client,
        system=dice.pick(SYSTEMS) if client.streams else None,
        params=_params(dice, client),
        model=model_habit(dice, world),
        patience=1.0 + dice.exponential(2.2),
        city=bank.grammar("names").say("city", dice),
        shows_session=client.streams and dice.chance(0.6),
    )


def _own_words(dice: Dice, topic: Topic) -> Context:
    return {
        "thing": dice.sample(topic.things, max(4, len(topic.things) // 3)),
        "act": dice.sample(topic.acts, max(3, len(topic.acts) // 3)),
        "snag": dice.sample(topic.snags, max(2, len(topic.snags) // 3)),
    }


def _params(dice: Dice, client: Client) -> dict[str, object]:
    if client.streams:
        return {"temperature": dice.pick((0.7, 0.7, 1.0, 0.8, 0.5)), "stream": True}
    if dice.chance(0.5):
        return {}
    return {"temperature": dice.pick((0.0, 0.2, 0.3, 0.7, 1.0)), "max_tokens": 256 << dice.below(5)}


def model_habit(dice: Dice, world: World, *, keen: float = 0.3) -> Callable[[float], str]:
    """Which model somebody uses when: a favourite, and for some the new one after its release.

    `keen` is the share that tries it at all, days later on average.
    """
    favourite = dice.weighted((world.flagship, world.everyday, world.smallest), (0.4, 0.45, 0.15))
    switch = world.release + dice.exponential(3.0) * DAY if dice.chance(keen) else float("inf")
    return lambda ts: world.successor if ts >= switch else favourite


def _style(dice: Dice, lang: str) -> Callable[[Dice, str], str]:
    lower = lang != "de" and dice.chance(0.3)
    bare = dice.chance(0.3)
    clumsy = dice.random() ** 3 * 0.5 if lang in ("en", "es", "de") else 0.0
    idiom = dice.random()
    greeting = dice.pick(_GREETINGS[lang]) if dice.chance(0.2) else ""
    closing = dice.pick(_CLOSINGS[lang]) if dice.chance(0.2) else ""

    def write(dice: Dice, text: str) -> str:
        text = reworded(dice, text, lang, strength=idiom)
        if greeting and dice.chance(0.6):
            text = greeting + text
        if lower:
            text = text.lower()
        if clumsy and dice.chance(clumsy):
            text = _typo(dice, text)
        if bare:
            text = text.rstrip("?.!。？")
        if closing and dice.chance(0.5):
            text = text + closing
        return text

    return write


_GREETINGS = {
    "en": ("Hi! ", "Hello, ", "hey ", "Good morning. ", "quick question: ", "Hi there, "),
    "zh": ("你好，", "您好！", "在吗？", "请教一下，"),
    "de": ("Hallo, ", "Moin, ", "Guten Tag, ", "Hi, "),
    "es": ("Hola, ", "Buenas, ", "Buenos días. ", "oye, "),
}
_CLOSINGS = {
    "en": (" Thanks!", " thx", " Cheers", " Thank you in advance.", " :)"),
    "zh": ("谢谢", "，谢谢！", "，多谢", "🙏"),
    "de": (" Danke!", " LG", " Vielen Dank", " Viele Grüße"),
    "es": (" Gracias", " ¡gracias!", " Un saludo", " :)"),
}


def _typo(dice: Dice, text: str) -> str:
    if len(text) < 12:
        return text
    i = 1 + dice.below(len(text) - 3)
    kind = dice.below(3)
    if kind == 0:
        return text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    if kind == 1:
        return text[:i] + text[i + 1 :]
    return text[:i] + text[i] + text[i:]


def dialogue(dice: Dice, who: Person, length: int) -> list[tuple[str, str]]:
    """(prompt, answer) of a conversation that reacts to its answers."""
    grammar = bank.grammar(f"people_{who.lang}")
    topic, words = dice.weighted(who.interests, who.weights)
    said: str = dice.pick(topic.things)
    out: list[tuple[str, str]] = []
    for i in range(length):
        mine = {**words, "said": said, "city": who.city}
        prompt = who.style(dice, grammar.say("follow" if i else "open", dice, mine))
        if dice.chance(0.004):
            prompt += bank.grammar("slips").say("slip", dice)
        # the model knows the whole topic, and comes back to what was asked
        said = dice.pick(topic.things)
        theirs = {
            "thing": (*topic.things, said, said, said),
            "act": topic.acts,
            "snag": topic.snags,
            "city": who.city,
        }
        out.append((prompt, grammar.say("answer", dice, theirs)))
    return out


def chats(
    dice: Dice,
    world: World,
    who: Person,
    exchanges: int,
    *,
    scenario: str,
    role: str,
    begin: float = 0.0,
    end: float = float("inf"),
) -> list[Conversation]:
    """About `exchanges` turns of one person's conversations over the fortnight."""
    lengths: list[int] = []
    while sum(lengths) < exchanges:
        lengths.append(min(dice.geometric(who.patience), 24, exchanges - sum(lengths)))
    starts = who.rhythm.times(dice, world, len(lengths), begin, end)
    out: list[Conversation] = []
    for start, length in zip(starts, lengths, strict=False):
        talk = dialogue(dice, who, length)
        gaps = reply_gaps(dice, length)
        asks, now = [], start
        for (prompt, answer), gap in zip(talk, gaps, strict=True):
            if now >= world.end:
                break
            asks.append(Ask(now, prompt, answer))
            now += gap + len(answer) / 40
        name = dice.hexes(24)
        out.append(
            Conversation(
                key=name,
                asks=asks,
                client=who.client,
                model=who.model,
                scenario=scenario,
                role=role,
                system=who.system,
                params=who.params,
                session=name if who.shows_session else None,
            )
        )
    return out


def appetite(dice: Dice) -> int:
    """How many exchanges a person has in a fortnight: median about ten, a long tail."""
    return max(1, min(600, round(dice.lognormal(11, 1.25))))
