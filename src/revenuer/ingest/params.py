"""Sampling parameters of a request, as the small JSON object that exchanges carry."""

from typing import Any

from revenuer.ingest.row import compact

_NAMES = {
    "temperature": "temperature",
    "top_p": "top_p",
    "top_k": "top_k",
    "max_tokens": "max_tokens",
    "n": "n",
    "logprobs": "logprobs",
    "top_logprobs": "top_logprobs",
    "seed": "seed",
    "stream": "stream",
    "stop": "stop",
    "max_completion_tokens": "max_tokens",
    "max_output_tokens": "max_tokens",
    "maxTokens": "max_tokens",
    "maxOutputTokens": "max_tokens",
    "max_gen_len": "max_tokens",
    "maxTokenCount": "max_tokens",
    "max_tokens_to_sample": "max_tokens",
    "topP": "top_p",
    "topK": "top_k",
    "stop_sequences": "stop",
    "stopSequences": "stop",
    "choice.count": "n",
    "random_seed": "seed",
}
"""What providers call a parameter, to what exchanges call it."""


def params_of(*sources: dict[str, Any]) -> str | None:
    """Compact JSON, keys sorted, of the parameters present; earlier sources win; None if none."""
    found: dict[str, Any] = {}
    for source in sources:
        for theirs, value in source.items():
            name = _NAMES.get(theirs)
            if name is not None and value is not None:
                found.setdefault(name, value)
    return compact(found, "params") if found else None
