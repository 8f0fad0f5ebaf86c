"""Reads a partner's bundle: only what we can match, nothing taken on trust."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from revenuer.cases.indicators.patterns import parse
from revenuer.cases.indicators.sharing import MARKINGS
from revenuer.cases.moments import read, written
from revenuer.problems import Problem

MOST_BYTES = 64 << 20
MOST_VALUES = 1_000_000
_LONGEST = 200
_TLP = {marking: name for name, marking in MARKINGS.items()}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of a partner's."""

    id: str
    kind: str
    salt_id: str
    values: tuple[str, ...]
    name: str
    source: str
    tlp: str
    confidence: int
    valid_until: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a bundle held. `expired`, `revoked` and `foreign` (patterns of other tools) count what
    was left out."""

    indicators: tuple[Indicator, ...]
    expired: int
    revoked: int
    foreign: int


def read_bundle(path: Path, now: datetime) -> Read:
    """Read a STIX 2.1 bundle. Raises Problem where it is none."""
    document = _document(path)
    objects = [o for o in document["objects"] if isinstance(o, dict)]
    names = {
        str(o.get("id")): _short(o.get("name"))
        for o in objects
        if o.get("type") in ("identity", "campaign")
    }
    campaigns = {
        str(o.get("source_ref")): names.get(str(o.get("target_ref")), "")
        for o in objects
        if o.get("type") == "relationship" and o.get("relationship_type") == "indicates"
    }
    kept, expired, revoked, foreign = [], 0, 0, 0
    for item in objects:
        if item.get("type") != "indicator":
            continue
        pattern = parse(str(item.get("pattern", "")))
        if pattern is None:
            foreign += 1
        elif item.get("revoked") is True:
            revoked += 1
        elif _until(item, path) <= written(now):
            expired += 1
        else:
            kept.append(
                Indicator(
                    id=_identity(item, path),
                    kind=pattern.kind,
                    salt_id=pattern.salt_id,
                    values=pattern.values,
                    name=campaigns.get(str(item.get("id"))) or _short(item.get("name")),
                    source=names.get(str(item.get("created_by_ref")), "unnamed"),
                    tlp=_marking(item),
                    confidence=_confidence(item),
                    valid_until=_until(item, path),
                )
            )
    if sum(len(i.values) for i in kept) > MOST_VALUES:
        raise Problem("The bundle holds too many values.", where=str(path))
    return Read(tuple(kept), expired, revoked, foreign)


def _document(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Problem("The bundle is too large.", where=str(path), hint="at most 64 MiB")
        document = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise Problem(f"The bundle cannot be read: {error}.", where=str(path)) from error
    if (
        not isinstance(document, dict)
        or document.get("type") != "bundle"
        or not isinstance(document.get("objects"), list)
    ):
        raise Problem("The file is not a STIX bundle.", where=str(path))
    return document


def _identity(item: Mapping[str, Any], path: Path) -> str:
    value = str(item.get("id", ""))
    if not value.startswith("indicator--") or len(value) != 47:
        raise Problem(f"An indicator has no proper id ({value[:50]!r}).", where=str(path))
    return value


def _until(item: Mapping[str, Any], path: Path) -> str:
    """An indicator without an end is taken to end with its first day: stale ones accuse people."""
    text = item.get("valid_until") or item.get("valid_from")
    try:
        return written(read(str(text)))
    except ValueError as error:
        raise Problem(f"An indicator's time cannot be read ({text!r}).", where=str(path)) from error


def _marking(item: Mapping[str, Any]) -> str:
    refs = item.get("object_marking_refs")
    found = [_TLP[r] for r in refs if r in _TLP] if isinstance(refs, list) else []
    return found[0] if found else "amber"


def _confidence(item: Mapping[str, Any]) -> int:
    value = item.get("confidence")
    return value if isinstance(value, int) and 0 <= value <= 100 else 0


def _short(value: object) -> str:
    text = "" if value is None else str(value)
    return text[:_LONGEST].replace("\x00", "")
