"""A suspect that shows only text: does what it writes cover one answer more than the others?

The score of an answer is the share of its character n-grams found in any of k samples to the same
prompt.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from revenuer.problems import Problem
from revenuer.proof.suspects.coverage import GRAM, coverage, grams
from revenuer.proof.suspects.endpoint import Endpoint


@dataclass(frozen=True, slots=True)
class SampledTexts:
    """`samples` answers at `temperature`; n-grams of `gram` characters serve every script.

    `seed` is sent with each sample, counted on; servers that heed it repeat themselves.
    """

    endpoint: Endpoint
    samples: int = 8
    temperature: float = 1.0
    gram: int = GRAM
    most_tokens: int = 512
    seed: int = 0

    @property
    def name(self) -> str:
        return f"{self.endpoint.model}, {self.samples} sampled texts"

    def score(self, prompt: str, answers: Sequence[str]) -> list[float | None]:
        """See `Suspect`: coverage in 0..1 of each answer by the samples."""
        seen = [
            grams(self._sample(prompt, self.seed + number), self.gram)
            for number in range(self.samples)
        ]
        return [coverage(grams(answer, self.gram), seen) for answer in answers]

    def _sample(self, prompt: str, seed: int) -> str:
        found = self.endpoint.post(
            "chat/completions",
            {
                "messages": [{"role": "user", "content": prompt}],
                "temperature": self.temperature,
                "max_tokens": self.most_tokens,
                "seed": seed,
            },
        )
        try:
            return str(found["choices"][0]["message"]["content"] or "")
        except (KeyError, IndexError, TypeError) as error:
            raise Problem(
                "The endpoint's answer holds no text.",
                where=self.endpoint.base,
                hint="give the address of an OpenAI-compatible chat endpoint",
            ) from error
