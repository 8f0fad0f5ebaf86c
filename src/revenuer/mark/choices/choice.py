"""One either/or choice, and where it stands in a text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """Two wordings that say the same. `words`: matched as whole words (not for Chinese).

    Where they would not say the same they are left alone: right after one of `not_after`, right
    before one of `not_before` (lower-case words, or characters where `words` is false), and, if
    not `opens`, where they begin with a capital: a question asked, not a statement denied.
    """

    first: str
    second: str
    words: bool = True
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    opens: bool = True

    @property
    def name(self) -> str:
        """How the choice enters the keyed hash."""
        return f"{self.first}/{self.second}"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a text where one of a choice's wordings stands.

    `variant` is 0 or 1. `context` is what precedes, with every choice in its first wording, so
    marking a text changes no context.
    """

    start: int
    end: int
    choice: Choice
    variant: int
    context: str
