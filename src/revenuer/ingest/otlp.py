"""OTLP JSON and console-style spans to one flat shape."""

from collections.abc import Iterator
from typing import Any

from revenuer.ingest.paths import decoded, first, inside, listed

_DEEPEST = 6

_SCOPES = ("scopeSpans", "scope_spans", "instrumentationLibrarySpans")
_EVENT_DETAILS = ("gen_ai.prompt", "gen_ai.completion", "gen_ai.input.messages")
_EVENT_ROLES = {
    "gen_ai.system.message": "system",
    "gen_ai.user.message": "user",
    "gen_ai.assistant.message": "assistant",
    "gen_ai.tool.message": "tool",
}


def spans_of(record: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The spans of an OTLP JSON object, flat; None where it is none."""
    groups = decoded(first(record.get("resourceSpans"), record.get("resource_spans")))
    if not isinstance(groups, list):
        return None
    return [
        {**flat_span(span), "resource": attributes_of(inside(group.get("resource")))}
        for group in map(inside, groups)
        for span in _spans(group)
    ]


def _spans(group: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in _SCOPES:
        for scope in listed(group.get(name)):
            for span in listed(inside(scope).get("spans")):
                if isinstance(span, dict):
                    yield span


def flat_span(span: dict[str, Any]) -> dict[str, Any]:
    """`attributes` and `resource` as plain dicts, `start`, `end`, `id`, and `failure`: the status
    message of a failed span. A span that is flat already is returned as it is; a record without
    `attributes` is its own attributes."""
    if span.get("flat") is True:
        return span
    context = inside(span.get("context"))
    status = inside(span.get("status"))
    code = str(first(status.get("code"), status.get("status_code")))
    attributes = attributes_of(span) if span.get("attributes") is not None else span
    return {
        "flat": True,
        "attributes": {**_from_events(span.get("events")), **attributes},
        "resource": attributes_of(inside(span.get("resource"))),
        "start": _time(span, "startTimeUnixNano", "start_time", "startTime", "timestamp", "time"),
        "end": _time(span, "endTimeUnixNano", "end_time", "endTime"),
        "id": first(span.get("spanId"), span.get("span_id"), context.get("span_id")),
        "failure": first(status.get("message"), status.get("description"), "error")
        if code in ("2", "ERROR", "STATUS_CODE_ERROR")
        else None,
    }


def _time(span: dict[str, Any], *names: str) -> Any:
    return first(*(span.get(name) for name in (*names, *map(_snake, names))))


def _snake(name: str) -> str:
    return "".join("_" + c.lower() if c.isupper() else c for c in name)


def attributes_of(holder: dict[str, Any]) -> dict[str, Any]:
    """The attributes of a span or resource: a dict, or OTLP's list of key and typed value."""
    found = decoded(holder.get("attributes"))
    if isinstance(found, list):
        return {
            entry["key"]: _value(entry.get("value"))
            for entry in found
            if isinstance(entry, dict) and isinstance(entry.get("key"), str)
        }
    return inside(found)


def _value(value: Any, depth: int = 0) -> Any:
    """The plain value of an OTLP AnyValue."""
    if not isinstance(value, dict) or depth > _DEEPEST:
        return value
    for kind, content in value.items():
        if kind == "arrayValue":
            return [_value(item, depth + 1) for item in listed(inside(content).get("values"))]
        if kind == "kvlistValue":
            return {
                str(pair.get("key")): _value(pair.get("value"), depth + 1)
                for pair in listed(inside(content).get("values"))
                if isinstance(pair, dict)
            }
        return content
    return None


def _from_events(events: Any) -> dict[str, Any]:
    """Conversations that older instrumentations write into span events."""
    found: dict[str, Any] = {}
    turns: list[dict[str, Any]] = []
    for event in listed(decoded(events)):
        if not isinstance(event, dict):
            continue
        attributes = attributes_of(event)
        role = _EVENT_ROLES.get(str(event.get("name")))
        if role:
            turns.append({"role": role, "content": attributes.get("content")})
        elif event.get("name") == "gen_ai.choice":
            found["gen_ai.completion"] = first(attributes.get("message"), attributes.get("content"))
        else:
            found.update((k, v) for k, v in attributes.items() if k.startswith(_EVENT_DETAILS))
    if turns:
        found["gen_ai.prompt"] = turns
    return found
