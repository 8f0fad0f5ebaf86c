"""Requests from other sites, forged sessions, other hosts, other folders, too much and nonsense."""

from typing import Any

import pytest
from browsing import ORIGIN, PASSWORD, Console, Visitor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from test_routes_by_role import LINES, filled

from revenuer.console import build
from revenuer.console.armour import HEADERS
from revenuer.console.attempts import MOST_BY_NAME
from revenuer.console.gate import BODY
from revenuer.console.listening import place
from revenuer.console.roles import Role

POSTS = [(path, who) for method, path, who in LINES if method == "POST"]
FOREIGN: list[dict[str, str]] = [
    {},
    {"Origin": "null"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://127.0.0.1:8321.evil.example"},
    {"Origin": "http://127.0.0.1"},
    {"Origin": "https://127.0.0.1:8321"},
    {"Referer": "https://evil.example/cases"},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
]


def state(console: Console) -> Any:
    """All that a request could have changed, but for sessions that end."""
    store = console.opened.desk.store
    cases = [(row.id, row.state, row.revision) for row in store.cases(size=500).rows]
    return cases, store.audit_entries().total, store.scans()


PLAIN = FOREIGN[0:3:2]


@pytest.mark.parametrize(
    ("path", "headers"),
    [(path, headers) for path, _ in POSTS for headers in PLAIN]
    + [("/cases/{id}/judgements", headers) for headers in FOREIGN]
    + [("/sign-in", headers) for headers in FOREIGN],
    ids=str,
)
def test_a_form_of_another_site_changes_nothing(
    shared_console: Console, path: str, headers: dict[str, str]
) -> None:
    visitor = admin_of(shared_console)
    assert visitor.session is not None
    before = state(shared_console)
    form = {"form_token": visitor.session.form_token, "after": "triage", "revision": "1"}
    answer = visitor.client.post(filled(path), data=form, headers=headers)
    assert answer.status_code == 403
    assert "did not come from one of the console" in answer.text
    assert state(shared_console) == before


@pytest.mark.parametrize("token", ["", "x", "0" * 43])
@pytest.mark.parametrize("path", [path for path, who in POSTS if who != "everyone"])
def test_a_form_without_this_sessions_token_changes_nothing(
    shared_console: Console, path: str, token: str
) -> None:
    visitor = admin_of(shared_console)
    other = shared_console.visitor(Role.ADMIN)
    assert other.session is not None
    before = state(shared_console)
    for given_token in (token, other.session.form_token):
        answer = visitor.client.post(
            filled(path), data={"form_token": given_token}, headers={"Origin": ORIGIN}
        )
        assert answer.status_code == 403
        assert "earlier session" in answer.text
    assert state(shared_console) == before


_ADMINS: dict[int, Visitor] = {}


def admin_of(console: Console) -> Visitor:
    """One admin's browser for a whole console: what is refused cannot sign it out."""
    return _ADMINS.setdefault(id(console), console.visitor(Role.ADMIN))


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "x",
        "x" * 43,
        "x" * 5000,
        "admin",
        "' OR '1'='1",
        "eyJ1c2VyIjoiYWRtaW4ifQ.sig",
        "\u00e9" * 43,
    ],
)
def test_a_forged_session_is_none(shared_console: Console, cookie: str) -> None:
    visitor = shared_console.anybody()
    header = b"revenuer-session=" + cookie.encode()
    answer = visitor.client.get("/cases", headers=[(b"cookie", header)])
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=")


def test_the_kept_hash_is_no_key(shared_console: Console) -> None:
    signed_in = shared_console.visitor(Role.ADMIN)
    assert signed_in.session is not None
    visitor = shared_console.anybody()
    visitor.client.cookies.set("revenuer-session", signed_in.session.token)
    assert visitor.get("/cases").status_code == 303


def sign_in(visitor: Visitor, login: str, password: str, **more: Any) -> Any:
    page = visitor.get("/sign-in").text
    token = page.split('name="sign_in_token" value="')[1].split('"')[0]
    form = {"login": login, "password": password, "sign_in_token": token, **more}
    return visitor.post("/sign-in", form)


def test_a_planted_session_does_not_become_the_victims(console: Console) -> None:
    console.person(Role.ANALYST, "ann")
    planted = console.visitor(Role.VIEWER, "mallory")
    secret = planted.client.cookies["revenuer-session"]
    victim = console.anybody()
    victim.client.cookies.set("revenuer-session", secret)
    assert victim.get("/sign-in").status_code == 303
    page = console.anybody()
    answer = sign_in(page, "ann", PASSWORD)
    assert answer.status_code == 303
    assert page.client.cookies["revenuer-session"] != secret
    fresh = answer.headers["set-cookie"]
    assert "HttpOnly" in fresh
    assert "SameSite=lax" in fresh
    assert "name=ann" not in fresh


def test_signing_in_ends_the_session_that_was_there(console: Console) -> None:
    console.person(Role.ANALYST, "ann")
    visitor = console.visitor(Role.VIEWER, "bob")
    old = visitor.client.cookies["revenuer-session"]
    page = console.anybody()
    token_page = page.get("/sign-in").text
    token = token_page.split('name="sign_in_token" value="')[1].split('"')[0]
    page.client.cookies.set("revenuer-session", old)
    form = {"login": "ann", "password": PASSWORD, "sign_in_token": token}
    assert page.post("/sign-in", form).status_code == 303
    assert visitor.get("/cases").status_code == 303


def test_a_sign_in_form_of_another_site_is_refused(console: Console) -> None:
    console.person(Role.ANALYST, "ann")
    visitor = console.anybody()
    answer = visitor.post("/sign-in", {"login": "ann", "password": PASSWORD, "sign_in_token": "x"})
    assert answer.status_code == 403
    assert "revenuer-session" not in visitor.client.cookies


def test_guessing_is_slowed_down_and_told_nothing(console: Console) -> None:
    console.person(Role.ANALYST, "ann")
    visitor = console.anybody()
    wrong = {sign_in(visitor, "nobody-here", "wrong wrong wrong").text.count("is wrong.")}
    for _ in range(MOST_BY_NAME):
        answer = sign_in(visitor, "ann", "wrong wrong wrong")
        assert answer.status_code == 403
        wrong.add(answer.text.count("is wrong."))
    assert wrong == {1}
    assert sign_in(visitor, "ann", PASSWORD).status_code == 429
    console.clock.now += 16 * 60
    assert sign_in(visitor, "ann", PASSWORD).status_code == 303


def test_after_signing_in_no_way_leads_off_the_console(console: Console) -> None:
    console.person(Role.ANALYST, "ann")
    for wish in ("https://evil.example", "//evil.example", "/\\evil.example", "/cases\r\nX: y"):
        visitor = console.anybody()
        answer = sign_in(visitor, "ann", PASSWORD, next=wish)
        assert answer.headers["location"] == "/cases"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1", "127.0.0.1:80", "localhost:8321.evil.example", "", "LOCALHOST:9"],
)
def test_another_host_name_is_not_answered(shared_console: Console, host: str) -> None:
    visitor = shared_console.visitor(Role.ADMIN)
    answer = visitor.get("/cases", headers={"Host": host})
    assert answer.status_code == 421
    assert "case-00001" not in answer.text
    assert visitor.get("/cases", headers={"Host": "localhost:8321"}).status_code == 200


@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p, _ in LINES])
def test_every_answer_is_armoured(shared_console: Console, method: str, path: str) -> None:
    visitor = shared_console.visitor(Role.ADMIN)
    answer = visitor.get(filled(path)) if method == "GET" else visitor.post(filled(path))
    for name, value in HEADERS.items():
        if name != "Cache-Control":
            assert answer.headers[name] == value
    assert answer.headers["Cache-Control"] in {"no-store", "private, max-age=300"}
    assert "server" not in answer.headers
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_over_tls_cookies_and_browsers_are_bound(shared_console: Console) -> None:
    desk = shared_console.opened.desk
    where = place("127.0.0.1", 8321, behind_proxy="https://review.example.org")
    from dataclasses import replace

    app = build(replace(desk, place=where))
    client = TestClient(app, base_url="https://review.example.org", follow_redirects=False)
    answer = client.get("/sign-in")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-")
    assert "Secure" in cookie
    assert client.get("/sign-in/link/anything").status_code == 404


TRAVERSALS = [
    "../secret", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/x", "....//x", "..\\..\\x", "/etc/passwd",
    "console.css%00.js", "%00", "~root", "C:%5Cwindows", "%252e%252e%252fx",
]  # fmt: skip


@pytest.mark.parametrize("name", TRAVERSALS)
@pytest.mark.parametrize(
    "base", ["/static/", "/cases/", "/scans/", "/accounts/", "/actions/", "/api/cases/"]
)
def test_no_path_leads_out(shared_console: Console, base: str, name: str) -> None:
    answer = admin_of(shared_console).get(base + name)
    assert answer.status_code in {303, 404, 405}
    assert "root:" not in answer.text


def test_too_much_at_once(shared_console: Console) -> None:
    visitor = admin_of(shared_console)
    path = "/cases/case-00001/notes"
    assert visitor.post(path, {"text": "x" * (BODY + 1)}).status_code == 413
    many = "&".join(f"a{i}=1" for i in range(500))
    headers = {"Origin": ORIGIN, "Content-Type": "application/x-www-form-urlencoded"}
    assert visitor.client.post(path, content=many, headers=headers).status_code == 400
    assert visitor.get("/cases?q=" + "x" * 10_000).status_code == 414
    long_note = visitor.post(path, {"text": "x" * 100_000})
    assert long_note.status_code in {303, 400}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", b"after=triage"),
        ("multipart/form-data; boundary=x", b"--x--"),
        ("application/json", b"{"),
        ("application/json", b"[" * 5000),
        ("application/x-www-form-urlencoded", b"\xff\xfe%ff%00=%"),
        ("", b"x"),
    ],
)
def test_malformed_bodies(shared_console: Console, kind: str, body: bytes) -> None:
    visitor = admin_of(shared_console)
    assert visitor.session is not None
    for path in ("/cases/case-00001/judgements", "/api/cases/case-00001/judgements"):
        answer = visitor.client.post(
            path,
            content=body,
            headers={
                "Origin": ORIGIN,
                "Content-Type": kind,
                "X-Form-Token": visitor.session.form_token,
            },
        )
        assert answer.status_code in {400, 403, 415}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(shared_console: Console, method: str) -> None:
    answer = admin_of(shared_console).client.request(method, "/cases")
    assert answer.status_code == 405


def test_what_breaks_is_told_without_the_inside(
    shared_console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = shared_console.visitor(Role.ADMIN, raising=False)

    def broken(*_: object) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(type(shared_console.opened.desk.store), "scans", broken)
    answer = visitor.get("/scans")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


WORDS = st.one_of(
    st.text(max_size=40), st.sampled_from(["-1", "1e9", "٣", "²", "\x00", "%", "'--"])
)
NAMES = st.sampled_from(
    ["q", "state", "sort", "page", "verdict", "actor", "kind", "least", "days", "reason", "after",
     "revision", "text", "why", "accounts", "label", "story", "back", "next", "said", "judge"]
)  # fmt: skip


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(line=st.sampled_from(LINES), fields=st.dictionaries(NAMES, WORDS, max_size=5), last=WORDS)
def test_no_input_breaks_a_page(
    shared_console: Console, line: tuple[str, str, str], fields: dict[str, str], last: str
) -> None:
    method, path, _ = line
    if path in {"/sign-out", "/settings/password", "/sign-in/team"}:
        return
    visitor = shared_console.visitor(Role.ADMIN, "fuzz")
    here = filled(path)
    if last.strip("./ ") and "{" in path and "\ud800" not in last:
        from urllib.parse import quote

        here = path.split("{")[0] + quote(last, safe="") + path.split("}", 1)[1].replace("{", "")
    fields = {k: v for k, v in fields.items() if v.isprintable() or "\x00" in v}
    answer = visitor.get(here, params=fields) if method == "GET" else visitor.post(here, fields)
    assert answer.status_code < 500
