"""Every route by every role. The table here is written by hand: a route without a line fails."""

import re

import pytest
from browsing import Console, Visitor

from revenuer.console.roles import Role
from revenuer.console.routes import ROUTES

TABLE = """
GET  /health                          everyone
GET  /static/{name}                   everyone
GET  /sign-in                         everyone
POST /sign-in                         everyone
GET  /sign-in/link/{secret}           everyone
POST /sign-in/link/{secret}           everyone
GET  /sign-in/team                    everyone
GET  /sign-in/return                  everyone
POST /sign-out                        viewer
POST /appearance                      viewer
GET  /                                viewer
GET  /keys                            viewer
GET  /cases                           viewer
GET  /cases/{id}                      viewer
GET  /cases/{id}/graph                viewer
GET  /cases/{id}/accounts             viewer
GET  /cases/{id}/accounts.csv         analyst
POST /cases/{id}/judgements           analyst
POST /cases/{id}/notes                analyst
POST /cases/{id}/reveal               analyst
POST /cases/{id}/mask                 analyst
POST /cases/{id}/hypotheses           analyst
GET  /cases/{id}/dossier              analyst
POST /cases/{id}/dossier              analyst
GET  /cases/{id}/propose              analyst
POST /cases/{id}/propose              analyst
GET  /accounts                        viewer
GET  /accounts/{id}                   viewer
GET  /actions                         viewer
GET  /actions/{id}                    viewer
POST /actions/{id}/approve            approver
POST /actions/{id}/turn-down          analyst
POST /actions/{id}/issue              approver
GET  /actions/{id}/decision           analyst
POST /actions/{id}/deliver            approver
POST /actions/{id}/lift               approver
POST /actions/{id}/appeals            analyst
POST /appeals/{number}                approver
POST /carve-outs                      approver
POST /carve-outs/end                  approver
GET  /scans                           viewer
GET  /scans/{id}                      viewer
GET  /audit                           analyst
POST /audit/verify                    analyst
GET  /settings                        viewer
POST /settings/name                   viewer
POST /settings/password               viewer
POST /settings/people                 admin
POST /settings/people/{id}/role       admin
POST /settings/people/{id}/close      admin
POST /settings/people/{id}/open       admin
GET  /api/openapi.json                viewer
GET  /api/cases                       viewer
GET  /api/cases/{id}                  viewer
GET  /api/cases/{id}/accounts         viewer
POST /api/cases/{id}/judgements       analyst
POST /api/cases/{id}/notes            analyst
GET  /api/actions                     viewer
GET  /api/audit                       analyst
"""
LINES = [tuple(line.split()) for line in TABLE.strip().splitlines()]
REFUSED = "Your role does not allow this."
ROLES = [None, *Role]


def test_no_route_lacks_a_line() -> None:
    table = {(method, path): who for method, path, who in LINES}
    held = {
        (route.method, route.path): route.least.value if route.least else "everyone"
        for route in ROUTES
    }
    assert held == table
    assert len(ROUTES) == len(held), "a route stands twice"


def filled(path: str) -> str:
    """A path with its places filled by things that exist, or could."""
    found = {"/static/{name}": "/static/console.css", "/scans/{id}": "/scans"}.get(path, path)
    found = found.replace("/cases/{id}", "/cases/case-00001")
    found = found.replace("/accounts/{id}", "/accounts/acct-0-0001")
    return re.sub(r"\{\w+\}", "7", found)


def asked(visitor: Visitor, method: str, path: str) -> tuple[int, str, str]:
    answer = visitor.get(path) if method == "GET" else visitor.post(path)
    return answer.status_code, answer.text, answer.headers.get("location", "")


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "nobody")
@pytest.mark.parametrize(("method", "path", "who"), LINES, ids=lambda value: str(value))
def test_every_route_by_every_role(
    shared_console: Console, method: str, path: str, who: str, role: Role | None
) -> None:
    # A session of its own for each: signing out and changing roles must not reach the next.
    visitor = shared_console.visitor(role) if role else shared_console.anybody()
    status, text, to = asked(visitor, method, filled(path))
    assert status != 500
    if role is None:
        turned_away = status == 401 or to.startswith("/sign-in?next=")
        assert turned_away == (who != "everyone")
        return
    allowed = who == "everyone" or list(Role).index(role) >= list(Role).index(Role(who))
    assert (status == 403 and REFUSED in text) == (not allowed)
    assert not to.startswith("/sign-in?next=")
