"""A mapping written by the user: which field of their log is which canonical field."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from revenuer.ingest.row import CHECKS, REQUIRED, RowError
from revenuer.problems import Problem

_TABLES = ("fields", "constants", "timestamp")


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """Canonical field to the paths where it may stand, tried in order; constants for fields that
    the log does not have; and how times are written where they are not ISO 8601 or epoch numbers
    (a `strptime` format)."""

    fields: tuple[tuple[str, tuple[str, ...]], ...]
    constants: tuple[tuple[str, Any], ...] = ()
    timestamp_format: str | None = None


def read_mapping(path: Path) -> FieldMapping:
    """The mapping in a TOML file. Raises `Problem` naming the key that is wrong."""
    where = str(path)
    try:
        written = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise Problem(f"The mapping cannot be read: {reason}.", where=where) from error
    return mapping_from(written, where)


def mapping_from(written: str, where: str) -> FieldMapping:
    """The mapping in a TOML text; `where` names it in errors."""
    try:
        document = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        raise Problem(f"The mapping is not TOML: {error}.", where=where) from error
    for key, table in document.items():
        if key not in _TABLES:
            raise _unknown(key, _TABLES, where, "table")
        if not isinstance(table, dict):
            raise Problem(f"`{key}` should be a table.", where=where, hint=f"Write [{key}].")
    fields = _fields(document.get("fields", {}), where)
    constants = _constants(document.get("constants", {}), where)
    given = {name for name, _ in (*fields, *constants)}
    for name in REQUIRED:
        if name not in given:
            raise Problem(
                f"The mapping does not say where `{name}` comes from.",
                where=where,
                hint=f'Add `{name} = "path.to.field"` under [fields].',
            )
    return FieldMapping(fields, constants, _timestamp_format(document.get("timestamp", {}), where))


def _fields(table: Mapping[str, Any], where: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = []
    for name, paths in table.items():
        _known(name, f"fields.{name}", where)
        listed = [paths] if isinstance(paths, str) else paths
        if (
            not isinstance(listed, list)
            or not listed
            or not all(isinstance(path, str) and path for path in listed)
        ):
            raise Problem(
                f"`fields.{name}` should be a path or an array of paths.",
                where=where,
                hint=f'Write `{name} = "path.to.field"` or `{name} = ["first", "else.this"]`.',
            )
        found.append((name, tuple(listed)))
    return tuple(found)


def _constants(table: Mapping[str, Any], where: str) -> tuple[tuple[str, Any], ...]:
    found = []
    for name, value in table.items():
        _known(name, f"constants.{name}", where)
        if name in ("ts", "exchange_id"):
            raise Problem(f"`constants.{name}` cannot be the same for every exchange.", where=where)
        try:
            CHECKS[name](value, name)
        except RowError as error:
            raise Problem(f"`constants.{name}` {error.why}.", where=where) from error
        found.append((name, value))
    return tuple(found)


def _timestamp_format(table: Mapping[str, Any], where: str) -> str | None:
    for key in table:
        if key != "format":
            raise _unknown(f"timestamp.{key}", ("timestamp.format",), where, "key")
    written = table.get("format")
    if written is not None and not (isinstance(written, str) and "%" in written):
        raise Problem(
            "`timestamp.format` should be a strptime format.",
            where=where,
            hint='Write `format = "%d/%b/%Y:%H:%M:%S %z"`; leave it out for ISO 8601 and epochs.',
        )
    return written


def _known(name: str, key: str, where: str) -> None:
    if name not in CHECKS:
        prefix = key.removesuffix(name)
        raise _unknown(key, tuple(prefix + known for known in CHECKS), where, "key")


def _unknown(key: str, valid: tuple[str, ...], where: str, what: str) -> Problem:
    close = get_close_matches(key, valid, 1, 0.5)
    names = ", ".join(name.rpartition(".")[2] for name in valid)
    hint = f"Did you mean `{close[0]}`?" if close else f"Valid: {names}."
    return Problem(f"The mapping has an unknown {what} `{key}`.", where=where, hint=hint)
