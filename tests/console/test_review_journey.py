"""From a new console to a confirmed case, an action and a dossier, as forms would do it."""

import io
import json
import re
import zipfile
from typing import Any

import browser
import pytest
from browsing import ORIGIN, PASSWORD, Console, Visitor

from revenuer.cases import State
from revenuer.console.roles import Role

CASE = "/cases/case-00001"


def row(console: Console) -> Any:
    return console.opened.desk.store.row("case-00001")


def judged(visitor: Visitor, console: Console, after: str, **more: Any) -> Any:
    form = {"revision": str(row(console).revision), "after": after, "reason": "seen", **more}
    return visitor.post(f"{CASE}/judgements", form)


def test_the_first_person_comes_in_by_the_terminals_link(console: Console) -> None:
    visitor = console.anybody()
    path = console.opened.link.removeprefix(ORIGIN)
    page = visitor.get(path)
    assert "Welcome" in page.text
    assert visitor.get(path).status_code == 200, "looking uses nothing up"
    token = re.search(r'name="sign_in_token" value="(\w+)"', visitor.get(path).text)
    assert token is not None
    form = {"name": "Ana Wéber", "sign_in_token": token[1]}
    assert visitor.post(path, form).headers["location"] == "/cases"
    assert "Ana Wéber" in visitor.get("/cases").text
    assert visitor.post(path, form).status_code == 403, "good once"
    known = console.audit("person.added")
    assert [entry.subject for entry in known] == ["ana.weber"]


def test_the_link_needs_a_name_and_is_not_spent_without(console: Console) -> None:
    visitor = console.anybody()
    path = console.opened.link.removeprefix(ORIGIN)
    token = re.search(r'name="sign_in_token" value="(\w+)"', visitor.get(path).text)
    assert token is not None
    assert visitor.post(path, {"name": " ", "sign_in_token": token[1]}).status_code == 400
    assert visitor.get(path).status_code == 200


def test_a_judgement_is_kept_with_its_reason_and_its_author(console: Console) -> None:
    visitor = console.visitor(Role.ANALYST, "ann")
    assert judged(visitor, console, "triage").status_code == 303
    assert judged(visitor, console, "confirmed", reason="one order of turns").status_code == 303
    assert row(console).state is State.CONFIRMED
    page = visitor.get(CASE).text
    assert "one order of turns" in page
    assert "Name of ann" in page
    assert [e.actor for e in console.audit("case.judged")] == ["ann", "ann"]


def test_a_dismissal_keeps_its_story(console: Console) -> None:
    visitor = console.visitor(Role.ANALYST, "ann")
    judged(visitor, console, "dismissed", story="class or course", reason="a term's homework")
    last = console.opened.desk.store.case("case-00001").judgements[-1]
    assert (last.reason, last.note) == ("class or course", "a term's homework")


def test_two_people_judge_at_once_and_one_is_told(console: Console) -> None:
    ann, bob = console.visitor(Role.ANALYST, "ann"), console.visitor(Role.ANALYST, "bob")
    seen = str(row(console).revision)
    form = {"revision": seen, "after": "confirmed", "reason": "Ann was first"}
    assert ann.post(f"{CASE}/judgements", form).status_code == 303
    answer = bob.post(
        f"{CASE}/judgements",
        {
            "revision": seen,
            "after": "dismissed",
            "story": "plain reseller",
            "reason": "Bob's words",
        },
    )
    assert answer.status_code == 409
    assert "Name of ann" in answer.text
    assert "Ann was first" in answer.text
    assert "plain reseller\nBob&#39;s words" in answer.text, "what was written is not lost"
    assert row(console).state is State.CONFIRMED


def test_a_judgement_without_reason_is_refused(console: Console) -> None:
    visitor = console.visitor(Role.ANALYST, "ann")
    assert judged(visitor, console, "confirmed", reason="").status_code == 400
    assert judged(visitor, console, "nonsense").status_code == 400
    assert row(console).state is State.NEW


def test_text_is_masked_until_asked_for_and_reading_is_on_record(console: Console) -> None:
    ann = console.visitor(Role.ANALYST, "ann")
    page = ann.get(CASE).text
    assert "SECRET" not in page
    assert "SOMEBODY" not in page
    assert "Write out every step you take" in page, "what all exchanges share is shown"
    assert ann.post(f"{CASE}/reveal", {"reason": "why"}).status_code == 400
    assert not console.audit("exchange.read")
    assert ann.post(f"{CASE}/reveal", {"reason": "were answers graded?"}).status_code == 303
    assert not console.audit("exchange.read"), "opening is not yet reading"
    page = ann.get(CASE).text
    assert "SECRET PROMPT 0" in page
    assert "SECRET ANSWER 1" in page
    assert "SOMEBODY&#39;S OWN TEXT" in page
    (read,) = console.audit("exchange.read")
    assert "reason: were answers graded?" in ann.get("/audit").text
    assert (read.actor, read.subject) == ("ann", "case-00001")
    assert json.loads(read.detail) == {
        "exchanges": ["x-0-0", "x-0-1"],
        "reason": "were answers graded?",
    }
    assert "SECRET" not in ann.get("/cases/case-00002").text, "one case only"
    assert "SECRET" not in console.visitor(Role.ADMIN, "bob").get(CASE).text, "one person only"
    console.clock.now += 16 * 60
    assert "SECRET" not in ann.get(CASE).text, "for a while only"


def test_masking_again(console: Console) -> None:
    ann = console.visitor(Role.ANALYST, "ann")
    ann.post(f"{CASE}/reveal", {"reason": "were answers graded?"})
    ann.post(f"{CASE}/mask")
    assert "SECRET" not in ann.get(CASE).text


def test_viewers_never_read_text(console: Console) -> None:
    viewer = console.visitor(Role.VIEWER, "vic")
    assert viewer.post(f"{CASE}/reveal", {"reason": "just curious, really"}).status_code == 403
    for path in (CASE, f"{CASE}/graph", "/api/cases/case-00001", f"{CASE}/accounts"):
        assert "SECRET" not in viewer.get(path).text
    assert "Show the text" not in viewer.get(CASE).text


def proposed(console: Console, visitor: Visitor, kind: str = "suspend") -> str:
    judged(visitor, console, "confirmed")
    form = {"kind": kind, "least": "90", "days": "14", "reason": "nobody answered"}
    return str(visitor.post(f"{CASE}/propose", form).headers["location"].partition("?")[0])


def test_a_second_person_must_agree(console: Console) -> None:
    ann, bob = console.visitor(Role.APPROVER, "ann"), console.visitor(Role.APPROVER, "bob")
    action = proposed(console, ann)
    assert ann.post(f"{action}/approve").status_code == 400
    assert ann.post(f"{action}/issue").status_code == 400
    assert bob.post(f"{action}/approve", {"note": "agreed"}).status_code == 303
    assert ann.get(f"{action}/decision").status_code == 400, "nothing is signed yet"
    assert bob.post(f"{action}/issue").status_code == 303
    assert row(console).state is State.ACTIONED
    decision = bob.get(f"{action}/decision")
    assert decision.headers["content-disposition"].startswith("attachment")
    assert json.loads(decision.content)["signatures"]
    assert bob.post(f"{action}/deliver").status_code == 400, "no webhook is set"


def test_renaming_oneself_makes_no_second_person(console: Console) -> None:
    ann = console.visitor(Role.APPROVER, "ann")
    action = proposed(console, ann)
    ann.post("/settings/name", {"name": "Somebody Else"})
    assert ann.post(f"{action}/approve").status_code == 400


def test_an_action_is_simulated_before_it_is_proposed(console: Console) -> None:
    ann = console.visitor(Role.ANALYST, "ann")
    judged(ann, console, "confirmed")
    page = ann.get(f"{CASE}/propose?kind=terminate&least=50").text
    assert "Terminate: what it would do" in page
    assert "Expected wrong among them" in page
    assert not console.opened.desk.actions.all()


def test_an_action_on_an_unconfirmed_case_is_simulated_but_not_offered(console: Console) -> None:
    ann = console.visitor(Role.ANALYST, "ann")
    page = ann.get(f"{CASE}/propose?kind=suspend").text
    assert "Suspend: what it would do" in page
    assert "Suspend is for a case somebody confirmed; case-00001 is new." in page
    assert 'name="reason"' not in page
    assert 'name="reason"' in ann.get(f"{CASE}/propose?kind=watch").text


def test_an_appeal_that_is_upheld_lets_the_account_go(console: Console) -> None:
    ann, bob = console.visitor(Role.ANALYST, "ann"), console.visitor(Role.APPROVER, "bob")
    action = proposed(console, ann)
    bob.post(f"{action}/approve")
    bob.post(f"{action}/issue")
    form = {"account": "acct-0-0003", "text": "we are a school"}
    assert ann.post(f"{action}/appeals", form).status_code == 303
    (appeal,) = console.opened.desk.actions.appeals()
    to = f"/appeals/{appeal.number}"
    assert ann.post(to, {"outcome": "uphold", "why": "they are"}).status_code == 403
    answer = bob.post(to, {"outcome": "uphold", "why": "they are"})
    assert answer.status_code == 400, "who agreed to it does not judge the appeal"
    cat = console.visitor(Role.APPROVER, "cat")
    answer = cat.post(to, {"outcome": "uphold", "why": "they are"})
    assert answer.status_code == 303
    assert "1 account of 30 was let go" in bob.get(action).text


def test_carve_outs_spare_accounts(console: Console) -> None:
    bob = console.visitor(Role.APPROVER, "bob")
    form = {"accounts": "acct-0-0001\nacct-0-0002", "label": "evaluator", "why": "vetted in May"}
    assert bob.post("/carve-outs", form).status_code == 303
    judged(bob, console, "confirmed")
    assert "2 evaluator" in bob.get(f"{CASE}/propose?kind=suspend").text
    bob.post("/carve-outs/end", {"account": "acct-0-0001", "why": "left"})
    assert "1 evaluator" in bob.get(f"{CASE}/propose?kind=suspend").text


def test_a_hypothesis_needs_what_speaks_against_it(console: Console) -> None:
    ann = console.visitor(Role.ANALYST, "ann")
    form = {"statement": "A relay", "term": "likely", "basis": "its headers", "against": ""}
    assert ann.post(f"{CASE}/hypotheses", form).status_code == 400
    assert ann.post(f"{CASE}/hypotheses", {**form, "against": "no name"}).status_code == 303
    assert "(55–80 %)" in ann.get(CASE).text


def test_a_dossier_is_made_and_put_on_record(console: Console) -> None:
    ann = console.visitor(Role.ANALYST, "ann")
    judged(ann, console, "confirmed")
    page = ann.post(f"{CASE}/dossier", {"kind": "html", "names": "hidden"})
    assert page.headers["content-disposition"] == 'attachment; filename="case-00001.html"'
    assert "acct-0-0001" not in page.text, "accounts have other names"
    pack = ann.post(f"{CASE}/dossier", {"kind": "pack", "names": "hidden"})
    names = zipfile.ZipFile(io.BytesIO(pack.content)).namelist()
    assert {"dossier.html", "dossier.json", "manifest.dsse.json"} <= set(names)
    assert [e.actor for e in console.audit("dossier.written")] == ["ann", "ann"]
    assert ann.post(f"{CASE}/dossier", {"kind": "html", "names": "kept"}).status_code == 403
    assert ann.post(f"{CASE}/dossier", {"kind": "exe"}).status_code == 400


@pytest.mark.skipif(not browser.CHROMIUM, reason="there is no Chromium to print with")
def test_a_dossier_on_paper(console: Console) -> None:
    ann = console.visitor(Role.ANALYST, "ann")
    page = ann.post(f"{CASE}/dossier", {"kind": "pdf", "names": "hidden"})
    assert page.headers["content-type"] == "application/pdf"
    assert page.content.startswith(b"%PDF-")


def test_people_are_kept_by_admins(console: Console) -> None:
    admin = console.visitor(Role.ADMIN, "root")
    form = {"name": "Bo", "login": "bo", "role": "analyst", "password": PASSWORD}
    assert admin.post("/settings/people", form).status_code == 303
    assert admin.post("/settings/people", form).status_code == 400, "the name is taken"
    weak = {**form, "login": "cy", "password": "short"}
    assert admin.post("/settings/people", weak).status_code == 400
    bo = console.visitor(Role.ANALYST, "other")
    assert bo.person is not None
    assert (
        admin.post(f"/settings/people/{bo.person.id}/role", {"role": "viewer"}).status_code == 303
    )
    assert bo.get("/cases").headers["location"].startswith("/sign-in"), "old sessions end"
    again = console.visitor(Role.ANALYST, "other")
    assert again.post(f"{CASE}/notes", {"text": "x"}).status_code == 403, "a viewer by now"
    admin.post(f"/settings/people/{bo.person.id}/close")
    assert again.get("/cases").status_code == 303


def test_a_new_password_ends_other_sessions(console: Console) -> None:
    ann, elsewhere = console.visitor(Role.ANALYST, "ann"), console.visitor(Role.ANALYST, "ann")
    wrong = {"old": "not this one here", "new": "another fine sentence"}
    assert ann.post("/settings/password", wrong).status_code == 400
    right = {"old": PASSWORD, "new": "another fine sentence"}
    assert ann.post("/settings/password", right).status_code == 303
    assert ann.get("/cases").status_code == 200
    assert elsewhere.get("/cases").status_code == 303


def test_the_trail_is_verified_on_its_page(console: Console) -> None:
    ann = console.visitor(Role.ANALYST, "ann")
    assert "none changed, removed or moved" in ann.post("/audit/verify").text
    with console.opened.desk.store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_no_update")
        connection.exec_driver_sql("UPDATE audit SET actor = 'mallory' WHERE number = 1")
    assert "not as it was written" in ann.post("/audit/verify").text


@pytest.mark.parametrize(
    ("query", "cases"),
    [
        ("", 3), ("?state=new", 3), ("?state=confirmed", 0), ("?verdict=pool", 1),
        ("?q=acct-0-0001", 1), ("?q=mathematics", 3), ("?q=zzz", 0), ("?state=all", 3),
        ("?state=nonsense&page=x&sort=%00", 3), ("?page=99", 0),
    ],
)  # fmt: skip
def test_filters_stand_in_the_address(shared_console: Console, query: str, cases: int) -> None:
    page = shared_console.visitor(Role.VIEWER, "vic").get(f"/cases{query}")
    assert page.text.count("data-open") == cases


def test_single_sign_on_signs_in_and_gives_the_role_of_the_group(
    console: Console, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace
    from urllib.parse import parse_qsl, urlsplit

    import tiny_provider
    from test_single_sign_on import written_team

    from revenuer.console.single_sign_on import SingleSignOn

    with tiny_provider.running() as provider:
        provider.clock = console.clock
        provider.claims |= {"preferred_username": "ann", "groups": ["abuse-analysts"]}
        team = written_team(tmp_path, provider.issuer, monkeypatch)
        desk = console.opened.desk
        console.opened = replace(
            console.opened, desk=replace(desk, team=SingleSignOn(team, f"{ORIGIN}/sign-in/return"))
        )
        local = console.person(Role.ADMIN, "ann")

        def sign_in() -> tuple[Visitor, Any]:
            visitor = console.anybody()
            to = visitor.get("/sign-in/team?next=/scans").headers["location"]
            back = provider.authorize(dict(parse_qsl(urlsplit(to).query)))
            console.clock.now += 1
            return visitor, visitor.get(back.removeprefix(ORIGIN))

        visitor, answer = sign_in()
        assert answer.headers["location"] == "/scans"
        page = visitor.get("/settings").text
        assert "ann-2" in page, "a local account of that name is not taken over"
        assert local.login == "ann"
        assert visitor.get("/audit").status_code == 200
        provider.claims["groups"] = ["legal"]
        visitor, _ = sign_in()
        assert visitor.get("/audit").status_code == 403, "a viewer by now"
        provider.claims["groups"] = []
        _, answer = sign_in()
        assert answer.status_code == 403
        assert "none of your groups" in answer.text
