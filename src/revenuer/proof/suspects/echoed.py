"""Log-probabilities from completions with `echo`: the answer is part of the prompt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from revenuer.problems import Problem
from revenuer.proof.suspects.endpoint import Endpoint


@dataclass(frozen=True, slots=True)
class EchoedLogprobs:
    """Mean log-probability of the answer's tokens. `between` joins prompt and answer."""

    endpoint: Endpoint
    between: str = "\n\n"

    @property
    def name(self) -> str:
        return f"{self.endpoint.model}, echoed log-probabilities"

    def score(self, prompt: str, answers: Sequence[str]) -> list[float | None]:
        """See `Suspect`. Raises Problem where the endpoint does not echo log-probabilities."""
        return [self._one(prompt + self.between, answer) for answer in answers]

    def _one(self, head: str, answer: str) -> float | None:
        found = self.endpoint.post(
            "completions",
            {
                "prompt": head + answer,
                "max_tokens": 0,
                "echo": True,
                "logprobs": 0,
                "temperature": 0,
            },
        )
        try:
            told: dict[str, Any] = found["choices"][0]["logprobs"]
            pairs = list(zip(told["text_offset"], told["token_logprobs"], strict=True))
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise Problem(
                "The endpoint does not echo log-probabilities.",
                where=self.endpoint.base,
                hint="try --ask prompt-logprobs (vLLM) or --ask text",
            ) from error
        end = len(head) + len(answer)
        own = [p for start, p in pairs if len(head) <= start < end and p is not None]
        return sum(own) / len(own) if own else None
