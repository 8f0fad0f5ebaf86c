"""A provider's response object to the answer's text, its visible reasoning and its tokens."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from revenuer.ingest.content import call_text, joined, message_text, text_of
from revenuer.ingest.paths import decoded, first, inside, listed


class Answer(NamedTuple):
    """What a response said. Each is None where the response has none."""

    text: str | None
    reasoning: str | None


_REASONING = ("reasoning_content", "reasoning", "thinking")
_SILENT = Answer(None, None)


def answer_of(response: Any) -> Answer:
    """The answer in a response of any of the shapes that providers and gateways log.

    OpenAI chat (`choices[].message`), completions (`choices[].text`) and Responses (`output[]`),
    Anthropic (`content[]`), Bedrock Converse (`output.message`), Gemini (`candidates[]`), a
    message, an array of messages or of streamed chunks, or the bare text.
    """
    if type(response) is not dict:
        response = decoded(response)
    if type(response) is str:
        return Answer(response or None, None)
    if isinstance(response, list):
        return _from_list(response)
    if not isinstance(response, dict):
        return _SILENT
    for key, reader in _SHAPES:
        value = response.get(key)
        if value is not None:
            return reader(value, response)
    return _SILENT


def _from_list(items: list[Any]) -> Answer:
    if any(isinstance(item, dict) and _is_chunk(item) for item in items):
        return _streamed(item for item in items if isinstance(item, dict))
    answers = [answer_of(item) for item in items]
    return Answer(joined(a.text for a in answers), joined(a.reasoning for a in answers))


def _is_chunk(item: dict[str, Any]) -> bool:
    if isinstance(item.get("delta"), dict | str) or isinstance(item.get("contentBlockDelta"), dict):
        return True
    choices = item.get("choices")
    return bool(isinstance(choices, list) and choices and "delta" in inside(choices[0]))


def _streamed(chunks: Iterable[dict[str, Any]]) -> Answer:
    """Pieces of one streamed answer, joined without anything between them."""
    said: list[str] = []
    thought: list[str] = []
    for chunk in chunks:
        choices = chunk.get("choices")
        source = choices[0] if isinstance(choices, list) and choices else chunk
        source = inside(inside(source).get("contentBlockDelta")) or inside(source)
        delta = source.get("delta")
        if isinstance(delta, str):
            (thought if "reasoning" in str(chunk.get("type")) else said).append(delta)
            continue
        delta = inside(delta)
        said.append(text_of(first(delta.get("content"), delta.get("text"))))
        thought.append(text_of(first(*(delta.get(name) for name in _REASONING))))
    return Answer("".join(said) or None, "".join(thought) or None)


def _choices(choices: Any, _: dict[str, Any]) -> Answer:
    if not isinstance(choices, list):
        return _SILENT
    if len(choices) == 1 and type(choices[0]) is dict and "message" in choices[0]:
        return _choice(choices[0])
    if any("delta" in inside(choice) for choice in choices):
        return _streamed(inside(choice) for choice in choices)
    answers = [_choice(choice) for choice in choices if isinstance(choice, dict)]
    if len(answers) == 1:
        return answers[0]
    return Answer(joined(a.text for a in answers), joined(a.reasoning for a in answers))


def _choice(choice: dict[str, Any]) -> Answer:
    message = choice.get("message")
    if isinstance(message, dict):
        return _message(message)
    return Answer(text_of(first(choice.get("text"), message)) or None, None)


def _message(message: dict[str, Any]) -> Answer:
    content = message.get("content")
    if isinstance(content, list):
        answer = _blocks(content, message)
        if not message.get("tool_calls"):
            return answer
        calls = message_text({"tool_calls": message["tool_calls"]})
        return Answer(joined([answer.text, calls], "\n"), answer.reasoning)
    reasoning = None
    for name in _REASONING:
        if message.get(name):
            reasoning = text_of(message[name]) or None
            break
    return Answer(message_text(message) or None, reasoning)


def _blocks(content: Any, _: dict[str, Any]) -> Answer:
    """Anthropic content blocks, OpenAI Responses items, or Bedrock Converse blocks."""
    if isinstance(content, str):
        return Answer(content or None, None)
    said: list[str] = []
    thought: list[str] = []
    for block in content if isinstance(content, list) else [content]:
        if not isinstance(block, dict):
            said.append(text_of(block))
        elif block.get("type") in ("thinking", "reasoning") or "reasoningContent" in block:
            thought.append(_thought(block))
        elif block.get("type") == "function_call":
            said.append(call_text(block))
        else:
            said.append(text_of([block]))
    return Answer(joined(said, "\n"), joined(thought, "\n"))


def _thought(block: dict[str, Any]) -> str:
    inner = inside(block.get("reasoningContent"))
    return text_of(
        first(
            block.get("thinking"),
            block.get("text"),
            block.get("summary"),
            block.get("content"),
            inside(inner.get("reasoningText")).get("text"),
        )
    )


def _output(output: Any, _: dict[str, Any]) -> Answer:
    if isinstance(output, dict):
        return _message(inside(output.get("message")) or output)
    if isinstance(output, list) and all(
        isinstance(item, dict) and isinstance(item.get("content"), dict) for item in output
    ):
        return _blocks([item["content"] for item in output], {})
    return _blocks(output, {})


def _candidates(candidates: Any, _: dict[str, Any]) -> Answer:
    if not isinstance(candidates, list):
        return _SILENT
    parts = [
        part
        for candidate in candidates
        for part in listed(inside(inside(candidate).get("content")).get("parts"))
        if isinstance(part, dict)
    ]
    said = joined((text_of(part) for part in parts if not part.get("thought")), "\n")
    return Answer(said, joined((text_of(p) for p in parts if p.get("thought")), "\n"))


def _bare(value: Any, _: dict[str, Any]) -> Answer:
    return Answer(text_of(value) or None, None)


def _single(value: Any, response: dict[str, Any]) -> Answer:
    return _message(value) if isinstance(value, dict) else _bare(value, response)


def _own_content(value: Any, response: dict[str, Any]) -> Answer:
    return _message(response) if "role" in response else _blocks(value, response)


_SHAPES = (
    ("choices", _choices),
    ("candidates", _candidates),
    ("output", _output),
    ("message", _single),
    ("content", _own_content),
    ("parts", _blocks),
    ("tool_calls", lambda _, response: _message(response)),
    ("output_text", _bare),
    ("generation", _bare),
    ("completion", _bare),
    ("generated_text", _bare),
    ("outputText", _bare),
    ("results", lambda value, _: _from_list(value if isinstance(value, list) else [value])),
    ("response", _single),
    ("text", _bare),
)
"""The field a shape is known by, with its reader; the first that is present decides."""
