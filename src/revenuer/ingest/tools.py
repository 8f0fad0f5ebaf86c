"""Tool definitions of a request, as the short names exchanges carry."""

from hashlib import blake2b
from typing import Any

from revenuer.ingest.content import text_of
from revenuer.ingest.paths import decoded, inside
from revenuer.ingest.row import compact

_NAMES_NOTHING_MORE = frozenset({"name", "type", "function"})


def tools_of(tools: Any) -> list[str] | None:
    """One entry a tool: its name, and, where the log has more than the name, `#` and a digest of
    the whole definition, so that equal names with different definitions stay apart."""
    tools = decoded(tools)
    if not isinstance(tools, list) or not tools:
        return None
    return [_tool(tool) for tool in tools]


def _tool(tool: Any) -> str:
    if not isinstance(tool, dict):
        return text_of(tool)
    inner = inside(tool.get("function")) or inside(tool.get("toolSpec"))
    name = text_of(inner.get("name") or tool.get("name") or tool.get("type"))
    if not (inner.keys() | tool.keys()) - _NAMES_NOTHING_MORE:
        return name
    digest = blake2b(compact(tool, "tools").encode(), digest_size=4).hexdigest()
    return f"{name}#{digest}"
