"""Every route, in one table: method, path, the least role that may use it, and its page."""

from revenuer.console.pages import (
    accounts,
    audit,
    case,
    judging,
    queue,
    scans,
    settings,
    sign_in,
    single_sign_on,
    system,
)
from revenuer.console.roles import Role
from revenuer.console.route import Route

_EVERYONE = None
_VIEWER, _ANALYST, _APPROVER, _ADMIN = Role

ROUTES: tuple[Route, ...] = (
    Route("GET", "/health", _EVERYONE, system.health),
    Route("GET", "/static/{name}", _EVERYONE, system.static),
    Route("GET", "/sign-in", _EVERYONE, sign_in.form),
    Route("POST", "/sign-in", _EVERYONE, sign_in.sign_in),
    Route("GET", "/sign-in/link/{secret}", _EVERYONE, sign_in.link_form),
    Route("POST", "/sign-in/link/{secret}", _EVERYONE, sign_in.link),
    Route("GET", "/sign-in/team", _EVERYONE, single_sign_on.leave),
    Route("GET", "/sign-in/return", _EVERYONE, single_sign_on.come_back),
    Route("POST", "/sign-out", _VIEWER, sign_in.sign_out),
    Route("POST", "/appearance", _VIEWER, sign_in.appearance),
    Route("GET", "/", _VIEWER, system.home),
    Route("GET", "/keys", _VIEWER, system.keys),
    Route("GET", "/cases", _VIEWER, queue.queue),
    Route("GET", "/cases/{id}", _VIEWER, case.case),
    Route("GET", "/cases/{id}/graph", _VIEWER, case.graph, machine=True),
    Route("GET", "/cases/{id}/accounts", _VIEWER, accounts.of_case),
    Route("GET", "/cases/{id}/accounts.csv", _ANALYST, accounts.table),
    Route("POST", "/cases/{id}/judgements", _ANALYST, judging.judge),
    Route("POST", "/cases/{id}/notes", _ANALYST, judging.note),
    Route("POST", "/cases/{id}/reveal", _ANALYST, judging.reveal),
    Route("POST", "/cases/{id}/mask", _ANALYST, judging.mask),
    Route("GET", "/accounts", _VIEWER, accounts.all_accounts),
    Route("GET", "/accounts/{id}", _VIEWER, accounts.one),
    Route("GET", "/scans", _VIEWER, scans.scans),
    Route("GET", "/scans/{id}", _VIEWER, scans.scan),
    Route("GET", "/audit", _ANALYST, audit.audit),
    Route("GET", "/settings", _VIEWER, settings.settings),
    Route("POST", "/settings/name", _VIEWER, settings.rename),
    Route("POST", "/settings/password", _VIEWER, settings.password),
    Route("POST", "/settings/people", _ADMIN, settings.add),
    Route("POST", "/settings/people/{id}/role", _ADMIN, settings.set_role),
    Route("POST", "/settings/people/{id}/close", _ADMIN, settings.close),
    Route("POST", "/settings/people/{id}/open", _ADMIN, settings.reopen),
)
