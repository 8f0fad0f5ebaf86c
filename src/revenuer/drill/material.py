"""What a harvester feeds in: tasks in some languages, over all subjects or over one persona's."""

from dataclasses import dataclass
from typing import Self

from revenuer.drill import bank
from revenuer.drill.bank import Topic
from revenuer.drill.dice import Dice
from revenuer.drill.grammar import Context, Grammar
from revenuer.drill.wording import framed, reworded


@dataclass(frozen=True, slots=True)
class Item:
    """A task, the words an answer to it would use, and its language ("en", "zh", "de")."""

    prompt: str
    words: Context
    lang: str


@dataclass(frozen=True, slots=True)
class Material:
    """Task grammars and topics by language; `shares` are the languages' weights."""

    langs: tuple[str, ...]
    shares: tuple[float, ...]
    tasks: dict[str, Grammar]
    topics: dict[str, tuple[Topic, ...]]

    @classmethod
    def of(cls, shares: dict[str, float]) -> Self:
        """All tasks and topics of these languages."""
        return cls(
            tuple(shares),
            tuple(shares.values()),
            {lang: bank.grammar(f"tasks_{lang}") for lang in shares},
            {lang: bank.topics(lang) for lang in shares},
        )

    def narrowed(self, dice: Dice) -> Self:
        """A persona's part: one language, a few topics, some kinds of task."""
        lang = dice.weighted(self.langs, self.shares)
        return type(self)(
            (lang,),
            (1.0,),
            {lang: self.tasks[lang].narrowed(dice, 0.3)},
            {lang: tuple(dice.sample(self.topics[lang], dice.between(1, 4)))},
        )

    def item(self, dice: Dice) -> Item:
        """One hard task, worded in its own way."""
        lang = dice.weighted(self.langs, self.shares)
        words = self.words(dice, lang)
        text = self.tasks[lang].say("task", dice, words).strip()
        return Item(framed(dice, reworded(dice, text, lang), lang), words, lang)

    def long_item(self, dice: Dice) -> Item:
        """A task with material to read first, or several tasks in one, some hundred characters."""
        lang = dice.weighted(self.langs, self.shares)
        words, grammar = self.words(dice, lang), self.tasks[lang]
        parts = [grammar.say("task", dice, words) for _ in range(dice.between(1, 3))]
        if "passage" in grammar:
            parts = [grammar.say("passage", dice, words) for _ in range(dice.between(0, 2))]
            parts.append(grammar.say("question" if parts else "task", dice, words))
        return Item(reworded(dice, "\n\n".join(parts).strip(), lang), words, lang)

    def words(self, dice: Dice, lang: str) -> Context:
        """The words of one topic."""
        topic = dice.pick(self.topics[lang])
        return {"thing": topic.things, "act": topic.acts, "snag": topic.snags}


def worked(dice: Dice, item: Item) -> str:
    """An answer to a task: steps, then a result."""
    return bank.grammar(f"answers_{item.lang}").say("worked", dice, item.words)
