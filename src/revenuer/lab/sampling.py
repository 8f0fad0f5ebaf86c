"""Answers sampled from a model, many at once."""

from collections.abc import Sequence

import torch

from revenuer.proof.weights import Model, head, pad_id, token_ids

MOST_TOKENS = 96


def sample(
    model: Model,
    prompts: Sequence[str],
    *,
    seed: int,
    temperature: float = 1.0,
    most_tokens: int = MOST_TOKENS,
    batch: int = 512,
) -> list[str]:
    """One answer to each prompt; `temperature` 0 takes the likeliest token each time.

    Prompts of one length are answered together: no padding, so no architecture sees any.
    """
    torch.manual_seed(seed)
    tokenizer, network = model.tokenizer, model.network
    heads = [token_ids(tokenizer, head(tokenizer, prompt)) for prompt in prompts]
    lengths: dict[int, list[int]] = {}
    for i, ids in enumerate(heads):
        lengths.setdefault(len(ids), []).append(i)
    answers = [""] * len(heads)
    manner = (
        {"do_sample": True, "temperature": temperature, "top_k": 0, "top_p": 1.0}
        if temperature > 0
        else {"do_sample": False}
    )
    network.eval()
    with torch.inference_mode():
        for length in sorted(lengths):
            alike = lengths[length]
            for start in range(0, len(alike), batch):
                picked = alike[start : start + batch]
                ids = torch.tensor([heads[i] for i in picked])
                made = network.generate(
                    input_ids=ids,
                    attention_mask=torch.ones_like(ids),
                    max_new_tokens=most_tokens,
                    pad_token_id=pad_id(tokenizer),
                    **manner,
                )
                texts = tokenizer.batch_decode(made[:, length:], skip_special_tokens=True)
                for i, text in zip(picked, texts, strict=True):
                    answers[i] = text.strip()
    return answers
