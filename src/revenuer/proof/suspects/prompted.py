"""Log-probabilities of the prompt, as vLLM's completions give them (`prompt_logprobs`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from revenuer.problems import Problem
from revenuer.proof.suspects.endpoint import Endpoint


@dataclass(frozen=True, slots=True)
class PromptLogprobs:
    """Mean log-probability of the answer's tokens. `between` joins prompt and answer.

    The head is asked for once a prompt, to know how many of the tokens are not the answer's; a
    tokenizer that joins the last character of the head to the answer blurs at most one token,
    alike for all members.
    """

    endpoint: Endpoint
    between: str = "\n\n"

    @property
    def name(self) -> str:
        return f"{self.endpoint.model}, prompt log-probabilities"

    def score(self, prompt: str, answers: Sequence[str]) -> list[float | None]:
        """See `Suspect`. Raises Problem where the endpoint gives no prompt log-probabilities."""
        head = prompt + self.between
        skip = len(self._logprobs(head))
        return [self._mean(self._logprobs(head + answer)[skip:]) for answer in answers]

    def _logprobs(self, text: str) -> list[float | None]:
        """One a token of `text`; None for the first, which nothing precedes."""
        found = self.endpoint.post(
            "completions",
            {"prompt": text, "max_tokens": 1, "temperature": 0, "prompt_logprobs": 0},
        )
        try:
            tokens: list[dict[str, Any] | None] = found["choices"][0]["prompt_logprobs"]
            return [None if token is None else self._chosen(token) for token in tokens]
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            raise Problem(
                "The endpoint gives no prompt log-probabilities.",
                where=self.endpoint.base,
                hint="try --ask echo or --ask text",
            ) from error

    def _chosen(self, token: dict[str, Any]) -> float:
        """The log-probability of the token that stands there (vLLM lists it first)."""
        return float(next(iter(token.values()))["logprob"])

    def _mean(self, logprobs: list[float | None]) -> float | None:
        own = [p for p in logprobs if p is not None]
        return sum(own) / len(own) if own else None
