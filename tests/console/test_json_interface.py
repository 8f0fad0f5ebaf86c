"""The JSON interface keeps to its own description, whatever it is sent."""

import json
from typing import Any

import pytest
from browsing import ORIGIN, Console, Visitor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from revenuer.console import openapi
from revenuer.console.roles import Role
from revenuer.console.routes import ROUTES

DOCUMENT = openapi.document(ORIGIN)
OPERATIONS = [(m.upper(), p) for p, ops in DOCUMENT["paths"].items() for m in ops]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def described(method: str, path: str) -> Any:
    return DOCUMENT["paths"][path][method.lower()]


def test_every_operation_is_described() -> None:
    held = {(r.method, r.path) for r in ROUTES if r.path.startswith("/api/")}
    assert held == set(OPERATIONS)


def sent(visitor: Visitor, method: str, path: str, query: dict[str, Any], body: Any) -> Any:
    headers = {
        "Origin": ORIGIN,
        "X-Form-Token": visitor.session.form_token if visitor.session else "",
    }
    if method == "GET":
        return visitor.get(path, params=query)
    # Written here, as the client refuses what is no JSON: infinities and the like.
    headers["Content-Type"] = "application/json"
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return visitor.client.post(path, params=query, content=content, headers=headers)


def check(answer: Any, method: str, path: str) -> None:
    assert str(answer.status_code) in described(method, path)["responses"]
    assert answer.headers["content-type"] == "application/json"
    content = answer.json()
    if answer.status_code >= 400:
        assert set(content) == {"error"}
        assert set(content["error"]) == {"status", "what", "hint"}
        assert content["error"]["status"] == answer.status_code


def valid(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema["type"] == "integer":
        return st.integers(schema.get("minimum"), schema.get("maximum"))
    if schema["type"] == "object":
        needed = {k: valid(v) for k, v in schema["properties"].items() if k in schema["required"]}
        other = {k: valid(v) for k, v in schema["properties"].items() if k not in needed}
        return st.fixed_dictionaries(needed, optional=other)
    return TEXT.filter(lambda text: bool(text.strip())) if "pattern" in schema else TEXT


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), operation=st.sampled_from(OPERATIONS))
def test_whatever_it_is_sent(
    shared_console: Console, data: st.DataObject, operation: tuple[str, str]
) -> None:
    method, path = operation
    visitor = _visitor(shared_console)
    about = described(method, path)
    fits = data.draw(st.booleans())
    query = {
        p["name"]: data.draw(valid(p["schema"]) if fits else TEXT | JSON.map(str))
        for p in about["parameters"]
        if p["in"] == "query" and data.draw(st.booleans())
    }
    body = None
    if "requestBody" in about:
        schema = about["requestBody"]["content"]["application/json"]["schema"]
        body = data.draw(valid(schema) if fits else JSON)
    case = data.draw(st.sampled_from(["case-00001", "case-00003", "case-99999", "%00", "x y"]))
    answer = sent(visitor, method, path.replace("{id}", case), query, body)
    check(answer, method, path)
    if fits and case.startswith("case-0"):
        assert answer.status_code in {200, 201, 409}


_VISITORS: dict[int, Visitor] = {}


def _visitor(console: Console) -> Visitor:
    return _VISITORS.setdefault(id(console), console.visitor(Role.ADMIN))


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_errors_have_one_shape(shared_console: Console, method: str, path: str) -> None:
    here = path.replace("{id}", "case-00001")
    nobody = sent(shared_console.anybody(), method, here, {}, {})
    assert nobody.status_code == 401 if method == "GET" else nobody.status_code in {401, 403}
    check(nobody, method, path)
    foreign = shared_console.anybody().client.post(here, json={}, headers={"Origin": "null"})
    assert foreign.status_code in {403, 405}
    assert set(foreign.json()) == {"error"}


@pytest.mark.parametrize("value", ["Infinity", "-Infinity", "NaN", "1e999"])
def test_numbers_that_json_has_not_are_refused(shared_console: Console, value: str) -> None:
    visitor = _visitor(shared_console)
    assert visitor.session is not None
    headers = {"Origin": ORIGIN, "X-Form-Token": visitor.session.form_token}
    for body in (value, f'{{"revision": {value}, "after": "triage", "reason": "x"}}'):
        path = "/api/cases/{id}/judgements"
        answer = visitor.client.post(
            path.replace("{id}", "case-00001"),
            content=body,
            headers={**headers, "Content-Type": "application/json"},
        )
        check(answer, "POST", path)
        assert answer.status_code == 400


def test_a_judgement_by_json(console: Console) -> None:
    visitor = console.visitor(Role.ANALYST, "ann")
    revision = console.opened.desk.store.row("case-00001").revision
    body = {"revision": revision, "after": "confirmed", "reason": "seen"}
    path = "/api/cases/case-00001/judgements"
    assert sent(visitor, "POST", path, {}, body).status_code == 201
    again = sent(visitor, "POST", path, {}, body)
    assert again.status_code == 409
    assert "changed while you were looking" in again.json()["error"]["what"]


def test_no_exchange_text_leaves_by_json(shared_console: Console) -> None:
    visitor = shared_console.visitor(Role.ADMIN)
    for method, path in OPERATIONS:
        if method == "GET":
            text = visitor.get(path.replace("{id}", "case-00001")).text
            assert "SECRET" not in text
            assert "SOMEBODY" not in text
