"""What a test asks of a suspect."""

from collections.abc import Sequence
from typing import Protocol


class Suspect(Protocol):
    """A model that can be asked how likely it finds answers to a prompt."""

    @property
    def name(self) -> str:
        """How the suspect and the way of asking it are recorded."""
        ...

    def score(self, prompt: str, answers: Sequence[str]) -> list[float | None]:
        """One score an answer, higher where it is likelier; None where none can be had.

        It must not depend on the order of `answers`: the caller does not know who was served,
        and neither may the suspect.
        """
        ...
