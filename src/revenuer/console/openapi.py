"""The JSON interface's description, OpenAPI 3.1."""

from typing import Any

from revenuer import __version__
from revenuer.cases import Sort, State

_TEXT = {"type": "string"}
_WHOLE = {"type": "integer", "minimum": 0, "maximum": 2147483647}
_PAGE = {
    "name": "page",
    "in": "query",
    "schema": {"type": "integer", "minimum": 1, "maximum": 1_000_000},
}
_CASE_ID = {"name": "id", "in": "path", "required": True, "schema": _TEXT}
_ERRORS = ("400", "401", "403", "404", "409", "413", "414", "415", "421")


def document(url: str) -> dict[str, Any]:
    """The whole description, for the console at this address."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Revenuer console", "version": __version__},
        "servers": [{"url": url}],
        "security": [{"session": []}],
        "paths": {
            "/api/cases": {"get": _get("Cases", _listed("cases"), _QUEUE)},
            "/api/cases/{id}": {"get": _get("One case", _OBJECT, [_CASE_ID])},
            "/api/cases/{id}/accounts": {
                "get": _get("Its accounts", _listed("accounts"), [_CASE_ID, _PAGE])
            },
            "/api/cases/{id}/judgements": {"post": _post("Judge it", _JUDGEMENT)},
            "/api/cases/{id}/notes": {"post": _post("Note something", _NOTE)},
            "/api/actions": {"get": _get("Actions", _OBJECT, [])},
            "/api/audit": {"get": _get("The audit trail", _listed("entries"), _TRAIL)},
            "/api/openapi.json": {"get": _get("This document", _OBJECT, [])},
        },
        "components": {
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "revenuer-session"}
            },
            "schemas": {
                "Error": {
                    "type": "object",
                    "required": ["error"],
                    "additionalProperties": False,
                    "properties": {
                        "error": {
                            "type": "object",
                            "required": ["status", "what", "hint"],
                            "properties": {
                                "status": {"type": "integer"},
                                "what": _TEXT,
                                "hint": _TEXT,
                            },
                        }
                    },
                }
            },
        },
    }


def _listed(name: str) -> dict[str, Any]:
    return {
        "type": "object",
        "required": [name, "total", "page", "size"],
        "properties": {
            name: {"type": "array", "items": {"type": "object"}},
            "total": {"type": "integer"},
            "page": {"type": "integer"},
            "size": {"type": "integer"},
        },
    }


def _get(summary: str, schema: dict[str, Any], parameters: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "summary": summary,
        "parameters": parameters,
        "responses": {"200": _answer("As asked", schema), **_errors()},
    }


def _post(summary: str, schema: dict[str, Any]) -> dict[str, Any]:
    token = {"name": "X-Form-Token", "in": "header", "required": True, "schema": _TEXT}
    return {
        "summary": summary,
        "parameters": [_CASE_ID, token],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {"201": _answer("Recorded", _OBJECT), **_errors()},
    }


def _answer(what: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": what, "content": {"application/json": {"schema": schema}}}


def _errors() -> dict[str, Any]:
    error = {"$ref": "#/components/schemas/Error"}
    return {status: _answer("Refused", error) for status in _ERRORS}


def _query(name: str, options: list[str]) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string", "enum": options}}


_OBJECT: dict[str, Any] = {"type": "object"}
_JUDGEMENT = {
    "type": "object",
    "required": ["revision", "after"],
    "additionalProperties": False,
    "properties": {
        "revision": _WHOLE,
        "after": {"type": "string", "enum": [state.value for state in State]},
        "reason": _TEXT,
        "note": _TEXT,
    },
}
_NOTE = {
    "type": "object",
    "required": ["text"],
    "additionalProperties": False,
    "properties": {"text": {"type": "string", "pattern": r"\S", "maxLength": 20000}},
}
_QUEUE = [
    _query("state", [state.value for state in State]),
    _query("verdict", ["campaign", "pool", "watch"]),
    _query("sort", [sort.value for sort in Sort]),
    {"name": "q", "in": "query", "schema": _TEXT},
    _PAGE,
]
_TRAIL = [
    {"name": "subject", "in": "query", "schema": _TEXT},
    {"name": "actor", "in": "query", "schema": _TEXT},
    _PAGE,
]
