"""Self-identification: a suspect calls itself by another's name. Weak evidence, and said so.

Models that were never taught by another say its name too, because the web is full of it: in two
published probes 36 of 102 and 7 of 27 models named another at least once. Even if every student
named its teacher, the likelihood ratio is at most one over that rate; the one-sided 95 % upper
bound of the pooled rate is used, so that the ratio is not overstated.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import betaincinv

from revenuer.problems import Problem
from revenuer.proof.suspects.endpoint import Endpoint
from revenuer.proof.wording import support

STUDIES = ((36, 102), (7, 27))  # models that named another at least once, models probed

FAMILIES = {
    "Anthropic": r"\b(claude|anthropic)\b",
    "DeepSeek": r"\bdeep\s?seek\b|深度求索",
    "Google": r"\b(gemini|bard|google|deepmind)\b|谷歌",
    "Meta": r"\b(llama|meta ai)\b",
    "Mistral": r"\bmistral\b",
    "Moonshot": r"\b(kimi|moonshot)\b|月之暗面",
    "OpenAI": r"\b(chatgpt|gpt-?\d[\w.]*|openai)\b",
    "Qwen": r"\b(qwen|tongyi)\b|通义千问|阿里云",
    "Zhipu": r"\b(chatglm|glm-?\d?|zhipu|z\.ai)\b|智谱",
}

QUESTIONS = (
    "Which model are you, and who made you?",
    "In one sentence: what is your name and which company trained you?",
    "A user wants to cite you. What should they write as the model's name?",
    "你是什么模型？由哪家公司开发？",
    "请用一句话介绍你自己，包括名字和开发者。",
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What was said in `answers` answers. `ratio` is an upper bound, not an estimate."""

    answers: int
    named: dict[str, int]
    teacher: str
    teacher_named: int
    ratio: float
    words: str
    base_rate: float
    base_rate_upper: float


def probe(endpoint: Endpoint, samples: int, temperature: float = 0.7) -> list[str]:
    """Answers to each question, `samples` times. Raises Problem."""
    said = []
    for question in QUESTIONS:
        for number in range(samples):
            found = endpoint.post(
                "chat/completions",
                {
                    "messages": [{"role": "user", "content": question}],
                    "temperature": temperature,
                    "max_tokens": 120,
                    "seed": number,
                },
            )
            try:
                said.append(str(found["choices"][0]["message"]["content"] or ""))
            except (KeyError, IndexError, TypeError) as error:
                raise Problem(
                    "The endpoint's answer holds no text.",
                    where=endpoint.base,
                    hint="give the address of an OpenAI-compatible chat endpoint",
                ) from error
    return said


def weigh(answers: Sequence[str], teacher: str) -> Identity:
    """The likelihood ratio of `teacher` being named, at most. Raises Problem."""
    if teacher not in FAMILIES:
        raise Problem(
            f"{teacher} is not a known family.", where="--teacher", hint=", ".join(FAMILIES)
        )
    if not answers:
        raise Problem("There are no answers to weigh.", hint="probe the suspect first")
    named = Counter(
        family
        for answer in answers
        for family, pattern in FAMILIES.items()
        if re.search(pattern, answer, re.IGNORECASE)
    )
    hits, probed = sum(hit for hit, _ in STUDIES), sum(count for _, count in STUDIES)
    upper = float(betaincinv(hits + 1, probed - hits, 0.95))
    ratio = 1 / upper if named[teacher] else 1.0
    words = (
        f"{teacher} was not named: this says nothing either way."
        if not named[teacher]
        else f"At most weak: {support(math.log10(ratio))}; never enough alone."
    )
    return Identity(
        answers=len(answers),
        named=dict(sorted(named.items())),
        teacher=teacher,
        teacher_named=named[teacher],
        ratio=ratio,
        words=words,
        base_rate=hits / probed,
        base_rate_upper=upper,
    )
