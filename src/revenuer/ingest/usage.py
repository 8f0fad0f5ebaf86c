"""Tokens that a response reports, under any provider's names."""

from typing import Any, NamedTuple

from revenuer.ingest.paths import first, inside


class Tokens(NamedTuple):
    """Tokens a response reports, as found in it."""

    input: Any
    output: Any


_INPUT = (
    "prompt_tokens",
    "input_tokens",
    "inputTokens",
    "promptTokenCount",
    "input",
    "promptTokens",
)
_OUTPUT = (
    "completion_tokens",
    "output_tokens",
    "outputTokens",
    "candidatesTokenCount",
    "output",
    "completionTokens",
)


def tokens_of(usage: Any) -> Tokens:
    """Input and output tokens of a usage object under any provider's names.

    Anthropic's cached input, which it counts apart, is part of the input.
    """
    found = inside(usage)
    given = first(*(found.get(name) for name in _INPUT))
    cached = [found.get(f"cache_{verb}_input_tokens") for verb in ("read", "creation")]
    if isinstance(given, int) and any(cached):
        given += sum(count for count in cached if isinstance(count, int))
    return Tokens(given, first(*(found.get(name) for name in _OUTPUT)))


def embedded_usage(response: Any) -> Any:
    """The usage object of a response, wherever its provider puts it."""
    found = inside(response)
    return first(found.get("usage"), found.get("usageMetadata"), found.get("usage_metadata"))
