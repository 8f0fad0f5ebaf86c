"""Models whose weights are at hand: loading them, and how likely they find answers.

torch and transformers belong to the extra `lab`; they are imported where they are used, so that
everything else works without them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from revenuer.problems import Problem

Floats = NDArray[np.float64]

NEEDED = ("torch", "transformers", "tokenizers", "safetensors")
BETWEEN = "\n\n"
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

    heads = [token_ids(model.tokenizer, head(model.tokenizer, prompt)) for prompt in prompts]
    rows = [
        (before + token_ids(model.tokenizer, answer))[:LONGEST]
        for before, answer in zip(heads, answers, strict=True)
    ]
    found = np.full(len(rows), np.nan)
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
            lost = torch.nn.functional.cross_entropy(
                logits.transpose(1, 2).float(), ids[:, 1:], reduction="none"
            )
            inside = own[:, 1:]
            sums = (-lost * inside).sum(1).double() / inside.sum(1)
            found[picked] = sums.numpy()
    return found
