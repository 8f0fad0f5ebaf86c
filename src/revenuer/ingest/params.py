"""Sampling parameters of a request, as the small JSON object that exchanges carry."""

from typing import Any

from revenuer.ingest.row import compact

KEPT = (
    "temperature",
    "top_p",
    "top_k",
    "max_tokens",
    "n",
    "logprobs",
    "top_logprobs",
    "seed",
    "stream",
    "stop",
)

_ALSO = {
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


def params_of(*sources: dict[str, Any]) -> str | None:
    """Compact JSON, keys sorted, of the parameters present; earlier sources win; None if none."""
    found: dict[str, Any] = {}
    for source in sources:
        for name in KEPT:
            value = source.get(name)
            if value is not None:
                found.setdefault(name, value)
        for theirs, name in _ALSO.items():
            if theirs in source and source[theirs] is not None:
                found.setdefault(name, source[theirs])
    return compact(found, "params") if found else None
