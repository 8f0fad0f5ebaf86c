"""What a served model is asked for: completions of a text, and log-probabilities of its tokens."""

from dataclasses import dataclass
from typing import Any

import torch

from revenuer.proof.weights import Model, pad_id


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to complete; `temperature` 0 takes the likeliest token each time."""

    most_tokens: int
    temperature: float
    count: int
    seed: int


def completed(model: Model, text: str, wanted: Wanted) -> list[str]:
    """`wanted.count` continuations of the text."""
    if wanted.most_tokens == 0:
        return [""] * wanted.count
    torch.manual_seed(wanted.seed)
    ids = torch.tensor([model.tokenizer(text, add_special_tokens=False)["input_ids"]])
    ids = ids.expand(wanted.count, -1)
    manner: dict[str, Any] = {"do_sample": False}
    if wanted.temperature > 0:
        manner = {"do_sample": True, "temperature": wanted.temperature, "top_k": 0, "top_p": 1.0}
    with torch.inference_mode():
        made = model.network.generate(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            max_new_tokens=wanted.most_tokens,
            pad_token_id=pad_id(model.tokenizer),
            **manner,
        )
    return list(model.tokenizer.batch_decode(made[:, ids.shape[1] :], skip_special_tokens=True))


def token_table(model: Model, text: str, skip: int) -> dict[str, Any]:
    """OpenAI's `logprobs` of the text's tokens from character `skip` on; None for the first."""
    ids, offsets, found = _logprobs(model, text)
    kept = [i for i, start in enumerate(offsets) if start >= skip]
    tokens = [model.tokenizer.decode([i]) for i in ids]
    return {
        "tokens": [tokens[i] for i in kept],
        "token_logprobs": [found[i] for i in kept],
        "text_offset": [offsets[i] - skip for i in kept],
        "top_logprobs": None,
    }


def prompt_log_probabilities(model: Model, text: str) -> list[dict[str, Any] | None]:
    """vLLM's `prompt_logprobs`: for each token its own, under its number; None for the first."""
    ids, _, found = _logprobs(model, text)
    return [
        None
        if p is None
        else {str(i): {"logprob": p, "decoded_token": model.tokenizer.decode([i])}}
        for i, p in zip(ids, found, strict=True)
    ]


def _logprobs(model: Model, text: str) -> tuple[list[int], list[int], list[float | None]]:
    """Tokens, where each starts, and its log-probability."""
    told = model.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
    ids = list(told["input_ids"])
    starts = [int(start) for start, _ in told["offset_mapping"]]
    with torch.inference_mode():
        logits = model.network(input_ids=torch.tensor([ids])).logits[0, :-1].float()
    after = torch.tensor(ids[1:])
    own = torch.log_softmax(logits, -1)[torch.arange(len(after)), after]
    return ids, starts, [None, *(float(p) for p in own)]
