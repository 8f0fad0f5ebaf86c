"""A suspect that shows only text, asked to continue the very answers.

The suspect is shown the prompt and the answer up to a word, and writes on greedily. The score is
the share of words it gets right. Each word is a small question of its own, so this sees far more
than whole answers sampled afresh; it needs an endpoint that completes a given beginning.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from revenuer.problems import Problem
from revenuer.proof.suspects.endpoint import Endpoint

WORD = re.compile(r"\s*\S+")


@dataclass(frozen=True, slots=True)
class ContinuedTexts:
    """One request a word, `most_tokens` long, at temperature 0. `between` joins prompt and
    answer."""

    endpoint: Endpoint
    between: str = "\n\n"
    most_tokens: int = 8

    @property
    def name(self) -> str:
        return f"{self.endpoint.model}, words continued"

    def score(self, prompt: str, answers: Sequence[str]) -> list[float | None]:
        """See `Suspect`: the share of words continued right, in 0..1."""
        return [self._one(prompt + self.between, answer) for answer in answers]

    def _one(self, head: str, answer: str) -> float | None:
        words = list(WORD.finditer(answer))
        right = [self._continues(head + answer[: word.start()], word[0]) for word in words]
        return sum(right) / len(right) if right else None

    def _continues(self, text: str, word: str) -> bool:
        found = self.endpoint.post(
            "completions",
            {"prompt": text, "max_tokens": self.most_tokens, "temperature": 0},
        )
        try:
            written = str(found["choices"][0]["text"])
        except (KeyError, IndexError, TypeError) as error:
            raise Problem(
                "The endpoint completes no text.",
                where=self.endpoint.base,
                hint="try --ask text, which needs only a chat endpoint",
            ) from error
        return written.startswith(word)
