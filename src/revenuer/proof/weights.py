"""Models whose weights are at hand: loading them, and how likely they find answers.

torch and transformers belong to the extra `lab`; they are imported where they are used, so that
everything else works without them.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from revenuer.problems import Problem

Floats = NDArray[np.float64]

NEEDED = ("torch", "transformers", "tokenizers", "safetensors")
BETWEEN = "\n\n"
WORD = re.compile(r"\s*\S+")
LONGEST = 4096  # tokens of prompt and answer together


def need_extra() -> None:
    """Raise Problem unless torch and its company are installed."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise Problem(
            f"Models with weights need {', '.join(missing)}, which are not installed.",
            hint="pip install 'revenuer[lab]'",
        )


@dataclass(frozen=True, slots=True)
class Model:
    """A causal language model and its tokenizer, as `transformers` has them."""

    network: Any
    tokenizer: Any

    @property
    def parameters(self) -> int:
        """How many weights."""
        return sum(int(p.numel()) for p in self.network.parameters())


def load(path: str) -> Model:
    """Any causal language model: a folder, or a name `transformers` knows. Raises Problem."""
    need_extra()
    import torch
    from transformers import AutoModelForCausalLM

    tokenizer = load_tokenizer(path)
    try:
        network = AutoModelForCausalLM.from_pretrained(path, dtype=torch.float32)
    except (OSError, ValueError, KeyError) as error:
        raise _none_there("model", path) from error
    network.eval()
    return Model(network, tokenizer)


def load_tokenizer(path: str) -> Any:
    """A model's tokenizer alone. Raises Problem."""
    need_extra()
    from transformers import AutoTokenizer

    try:
        return AutoTokenizer.from_pretrained(path)
    except (OSError, ValueError, KeyError) as error:
        raise _none_there("tokenizer", path) from error


def _none_there(what: str, path: str) -> Problem:
    return Problem(
        f"No {what} can be loaded from there.",
        where=path,
        hint="give a folder written by save_pretrained, or a name transformers can find",
    )


def head(tokenizer: Any, prompt: str) -> str:
    """What stands before an answer to `prompt`: by the model's chat template, or a blank line."""
    if not tokenizer.chat_template:
        return prompt + BETWEEN
    turns = [{"role": "user", "content": prompt}]
    return str(tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True))


def token_ids(tokenizer: Any, text: str) -> list[int]:
    """The text's tokens, nothing added."""
    return list(tokenizer(text, add_special_tokens=False)["input_ids"])


def pad_id(tokenizer: Any) -> int:
    """A token to fill up with; its positions are masked, so any will do."""
    found = tokenizer.pad_token_id
    return int(found if found is not None else tokenizer.eos_token_id or 0)


def mean_log_probabilities(
    model: Model, prompts: Sequence[str], answers: Sequence[str], batch: int = 64
) -> Floats:
    """Mean natural log-probability of each answer's tokens after its prompt, (answers,).

    NaN where an answer has no tokens, or none within the longest context read.
    """
    import torch

    found = np.full(len(answers), np.nan)
    for picked, logits, ids, inside in _read(model, prompts, answers, batch):
        lost = torch.nn.functional.cross_entropy(
            logits.transpose(1, 2).float(), ids[:, 1:], reduction="none"
        )
        found[picked] = ((-lost * inside).sum(1).double() / inside.sum(1)).numpy()
    return found


def continued_words(
    model: Model, prompts: Sequence[str], answers: Sequence[str], batch: int = 64
) -> Floats:
    """The share of each answer's words that the model, shown all before, would write next.

    What greedy completions show without any log-probability, read off the weights in one pass: a
    word is right where every token of it is the likeliest. NaN where an answer has no words.
    """
    found = np.full(len(answers), np.nan)
    for picked, logits, ids, inside in _read(model, prompts, answers, batch):
        right = (logits.argmax(-1) == ids[:, 1:]) | ~inside
        for at, i in enumerate(picked):
            ends = _word_ends(model.tokenizer, answers[i])
            own = right[at][inside[at]].tolist()
            words = list(zip([0, *ends], ends, strict=False))
            if words:
                found[i] = np.mean([all(own[start:end]) for start, end in words])
    return found


def _word_ends(tokenizer: Any, answer: str) -> list[int]:
    """For each word (white space before it included) how many tokens reach to its end."""
    told = tokenizer(answer, add_special_tokens=False, return_offsets_mapping=True)
    starts = [start for start, _ in told["offset_mapping"]]
    ends = [found.end() for found in WORD.finditer(answer)]
    return [bisect_left(starts, end) for end in ends]


def _read(
    model: Model, prompts: Sequence[str], answers: Sequence[str], batch: int
) -> Iterator[tuple[list[int], Any, Any, Any]]:
    """Indices, logits before each next token, ids, and which next tokens are the answer's."""
    import torch

    heads = [token_ids(model.tokenizer, head(model.tokenizer, prompt)) for prompt in prompts]
    rows = [
        (before + token_ids(model.tokenizer, answer))[:LONGEST]
        for before, answer in zip(heads, answers, strict=True)
    ]
    order = sorted(range(len(rows)), key=lambda i: (len(rows[i]), i))
    with torch.inference_mode():
        for start in range(0, len(order), batch):
            picked = order[start : start + batch]
            longest = max(len(rows[i]) for i in picked)
            ids = torch.full((len(picked), longest), pad_id(model.tokenizer))
            mask = torch.zeros_like(ids)
            own = torch.zeros_like(ids, dtype=torch.bool)
            for at, i in enumerate(picked):
                ids[at, : len(rows[i])] = torch.tensor(rows[i])
                mask[at, : len(rows[i])] = 1
                own[at, len(heads[i]) : len(rows[i])] = True
            logits = model.network(input_ids=ids, attention_mask=mask).logits[:, :-1]
            yield picked, logits, ids, own[:, 1:]
