"""Message content in the shapes providers use, to plain text with its roles."""

from collections.abc import Iterable
from typing import Any

import orjson

from revenuer.ingest.row import RowError, shown

SYSTEM_ROLES = frozenset({"system", "developer"})

_DEEPEST = 8
"""Levels of content inside content that are read; no provider nests more than three."""

_NOT_TEXT = {
    "image": "[image]",
    "image_url": "[image]",
    "input_image": "[image]",
    "input_audio": "[audio]",
    "audio": "[audio]",
    "video": "[video]",
    "video_url": "[video]",
    "file": "[file]",
    "input_file": "[file]",
    "document": "[file]",
    "blob": "[file]",
    "uri": "[file]",
    "redacted_thinking": "[hidden reasoning]",
}

_CALLS = frozenset({"tool_use", "server_tool_use", "tool_call", "function_call", "toolUse"})
_RESULTS = ("content", "output", "response", "result")
_TEXTS = ("text", "content", "refusal", "thinking", "reasoning")


def text_of(content: Any, depth: int = 0) -> str:
    """The text of a content field: a string, a block, or an array of blocks.

    Blocks are joined by line breaks; what is no text is named in brackets, as "[image]".
    """
    if type(content) is str:
        return content
    if content is None:
        return ""
    if depth >= _DEEPEST:
        return "[nested]"
    if isinstance(content, list):
        return "\n".join(filter(None, [text_of(part, depth + 1) for part in content]))
    if isinstance(content, dict):
        return _block(content, depth)
    return str(content)


def _block(block: dict[str, Any], depth: int) -> str:
    kind = block.get("type")
    if isinstance(kind, str):
        if kind in _NOT_TEXT:
            return _NOT_TEXT[kind]
        if kind in _CALLS:
            return call_text(block)
    for name in _TEXTS:
        found = block.get(name)
        if isinstance(found, str):
            return found
    if "image" in block:
        return "[image]"
    if isinstance(block.get("toolUse"), dict):
        return call_text(block["toolUse"])
    for name in (*_RESULTS, "parts", "toolResult"):
        if block.get(name) is not None:
            return text_of(block[name], depth + 1)
    return ""


def call_text(call: dict[str, Any]) -> str:
    """A call of a tool as "[call name: arguments]"."""
    inner = call.get("function")
    function = inner if isinstance(inner, dict) else call
    arguments = next(
        (function[key] for key in ("arguments", "input", "args") if function.get(key) is not None),
        "",
    )
    if not isinstance(arguments, str):
        try:
            arguments = orjson.dumps(arguments, option=orjson.OPT_SORT_KEYS).decode()
        except (TypeError, ValueError):
            arguments = "[nested]"
    return f"[call {text_of(function.get('name'), _DEEPEST - 1)}: {arguments}]"


def message_text(message: dict[str, Any]) -> str:
    """The text of one message, with the tools it calls."""
    content = message.get("content")
    if content is None and "parts" in message:
        content = message["parts"]
    said = content if type(content) is str else text_of(content)
    calls = message.get("tool_calls")
    if calls and isinstance(calls, list):
        parts = [call_text(call) for call in calls if isinstance(call, dict)]
        said = "\n".join(filter(None, [said, *parts]))
    call = message.get("function_call")
    if call and isinstance(call, dict):
        said = "\n".join(filter(None, [said, call_text(call)]))
    return said


def conversation_of(
    messages: Any, field: str = "messages"
) -> tuple[str | None, list[tuple[str, str]] | None]:
    """The system text and the turns of a conversation.

    `messages` is an array of {role, content}, one such object, or a bare prompt. System and
    developer messages at the beginning become the system text; later ones keep their place.
    Raises `RowError` on any other shape.
    """
    if messages is None or messages == {}:
        return None, None
    if type(messages) is str:
        return None, [("user", messages)] if messages else None
    if isinstance(messages, dict):
        messages = [messages]
    if not isinstance(messages, list):
        raise RowError(field, f"should be an array of messages but is {shown(messages)}")
    turns = []
    for message in messages:
        if (
            type(message) is dict
            and len(message) == 2
            and type(role := message.get("role")) is str
            and type(content := message.get("content")) is str
        ):
            turns.append((role, content))
        else:
            turns.append(_turn(message, field))
    leading = 0
    while leading < len(turns) and turns[leading][0] in SYSTEM_ROLES:
        leading += 1
    if not leading:
        return None, turns
    if leading == 1:
        return turns[0][1] or None, turns[1:]
    return joined(content for _, content in turns[:leading]), turns[leading:]


def _turn(message: Any, field: str) -> tuple[str, str]:
    if type(message) is str:
        return "user", message
    if not isinstance(message, dict):
        raise RowError(field, f"has an entry that is {shown(message)}, not a message")
    role = message.get("role")
    if role is None:
        role = _ROLE_OF_ITEM.get(str(message.get("type")), "user")
        return role, text_of([message]) if role != "user" else message_text(message)
    if type(role) is not str:
        raise RowError(field, f"has a message whose role is {shown(role)}")
    if role == "user" and _only_results(message.get("content")):
        role = "tool"
    return role, message_text(message)


def _only_results(content: Any) -> bool:
    """Whether a message is nothing but results of tools, which some APIs send as the user's."""
    return (
        isinstance(content, list)
        and bool(content)
        and all(
            isinstance(block, dict)
            and (str(block.get("type")) in _RESULT_TYPES or "toolResult" in block)
            for block in content
        )
    )


_RESULT_TYPES = frozenset({"tool_result", "function_call_output"})


_ROLE_OF_ITEM = {
    "function_call": "assistant",
    "reasoning": "assistant",
    "function_call_output": "tool",
}
"""Entries of an OpenAI Responses input that carry no role."""


def joined(parts: Iterable[str | None], separator: str = "\n\n") -> str | None:
    """The non-empty parts as one text, or None where there is none."""
    return separator.join(filter(None, parts)) or None


def with_system(system: Any, inner: str | None) -> str | None:
    """The system field of a request joined with the system messages of its conversation."""
    return joined([text_of(system), inner]) if system is not None else inner
