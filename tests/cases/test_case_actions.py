"""Actions: simulated, agreed to by a second person, signed, ended, appealed against."""

import base64
import http.server
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import staged_cases as staged
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from revenuer.cases import GRADES, ActionKind, Actions, CaseStore, State, Status, read_prices
from revenuer.cases.actions.decisions import DECISION
from revenuer.cases.actions.kinds import kind_named
from revenuer.cases.actions.programs import accounts_in
from revenuer.cases.actions.telling import sentences
from revenuer.cases.actions.webhook import WAITS, check_url
from revenuer.cases.actions.wrong_ones import wrong_ones
from revenuer.cases.audit.envelope import unseal
from revenuer.problems import Problem

SUSPEND = ActionKind.SUSPEND


@pytest.fixture
def confirmed(store: CaseStore, one_scan: Path) -> CaseStore:
    store.import_scan(one_scan, "ana")
    store.judge("case-00001", "ana", 1, State.CONFIRMED, "plain")
    return store


@pytest.fixture
def desk(confirmed: CaseStore) -> Actions:
    return confirmed.actions()


def issued(desk: Actions) -> bytes:
    desk.propose("case-00001", SUSPEND, "ana", "harvest")
    desk.approve("action-00001", "bob")
    return desk.issue("action-00001", "bob")


def test_the_grades_grow() -> None:
    assert list(GRADES) == list(ActionKind)
    levels = [grade.level for grade in GRADES.values()]
    assert levels == sorted(levels)
    assert kind_named("Rate limit") is ActionKind.RATE_LIMIT
    with pytest.raises(Problem, match="There is no action 'shout'"):
        kind_named("shout")


def test_a_simulation_counts_before_anybody_is_hit(confirmed: CaseStore, tmp_path: Path) -> None:
    prices = tmp_path / "prices.toml"
    prices.write_text('currency = "EUR"\n[models.heron-3-large]\ninput = 2\noutput = 10\n')
    desk = confirmed.actions(prices=read_prices(prices))
    desk.spare(["acct_00000", "acct_00001", "someone-else"], "vetted researcher", "letter", "dee")
    found = desk.simulate("case-00001", SUSPEND)
    assert (found.hit, found.spared, found.unsure) == (38, {"vetted researcher": 2}, 0)
    assert found.wrong.expected == pytest.approx(38 * 0.02)
    assert found.wrong.overall == pytest.approx(0.99 * 38 * 0.02 + 0.01 * 38)
    assert found.exchanges == 3800
    assert found.campaign_exchanges == 70 * 38
    assert found.traffic_share == pytest.approx(0.0038)
    assert found.days == 14.0
    assert found.money is not None
    own = (2 * 40_000 + 10 * 16_000) / 1e6 * 38 / 40 / 14
    assert found.money.low_a_day == pytest.approx(own * 3800 / 2660)
    assert found.money.other_low_a_day == pytest.approx(own * (3800 / 2660 - 1))
    told = " ".join(sentences(found))
    assert "It would hit 38 accounts of case-00001." in told
    assert "Spared: 2 under 'vetted researcher'." in told
    assert desk.simulate("case-00001", SUSPEND, least_membership=0.99).hit == 0
    # nothing was written but the carve-outs
    assert desk.all() == ()


def test_a_simulation_warns(confirmed: CaseStore) -> None:
    pool = confirmed.actions().simulate("case-00002", SUSPEND)
    assert any("The verdict is pool" in w for w in pool.warnings)
    assert any("Nobody confirmed the case: it is new." in w for w in pool.warnings)


@pytest.mark.parametrize("memberships", [[0.5] * 6, [0.95] * 40 + [0.99] * 300, [1.0] * 4, []])
def test_wrong_ones_agree_with_tossing(memberships: list[float]) -> None:
    found = wrong_ones(memberships, 0.01)
    assert found.expected == pytest.approx(sum(1 - m for m in memberships))
    dice = np.random.default_rng(5)
    tosses = (dice.random((20_000, len(memberships))) > np.array(memberships)).sum(axis=1)
    inside = np.mean((tosses >= found.low) & (tosses <= found.high))
    assert inside >= 0.945
    narrower = np.mean((tosses > found.low) & (tosses < found.high))
    assert narrower < 0.96 or found.low == found.high or found.low == 0


def test_wrong_ones_of_a_huge_case_are_quick() -> None:
    found = wrong_ones([0.95 + 0.0001 * (i % 400) for i in range(24_000)], 0.01)
    assert found.low < found.expected < found.high < found.all_ == 24_000


def test_the_proposer_cannot_agree(desk: Actions) -> None:
    made = desk.propose("case-00001", SUSPEND, "Ana", "harvest")
    assert (made.status, made.needs_second_person, made.accounts) == (Status.PROPOSED, True, 40)
    with pytest.raises(Problem, match="issued once a second person agreed"):
        desk.issue(made.id, "bob")
    for name in ("Ana", " ana ", "ANA"):
        with pytest.raises(Problem, match="Who proposed an action cannot agree to it"):
            desk.approve(made.id, name)
    assert desk.approve(made.id, "bob", "looked at it").approved_by == "bob"
    with pytest.raises(Problem, match="is approved, not waiting"):
        desk.approve(made.id, "cy")


def test_mild_actions_need_no_second_person(desk: Actions, confirmed: CaseStore) -> None:
    made = desk.propose("case-00001", ActionKind.VERIFY_IDENTITY, "ana", "who are they")
    assert not made.needs_second_person
    desk.issue(made.id, "ana")
    assert confirmed.row("case-00001").state is State.ACTIONED
    stricter = confirmed.actions(second_person_from=1)
    assert stricter.get(made.id).needs_second_person


def test_watching_changes_no_state(confirmed: CaseStore) -> None:
    desk = confirmed.actions()
    desk.issue(desk.propose("case-00002", ActionKind.WATCH, "ana", "look again").id, "ana")
    assert confirmed.row("case-00002").state is State.NEW


@pytest.mark.parametrize(
    ("case", "kind", "told"),
    [
        ("case-00002", SUSPEND, "is for a case somebody confirmed; case-00002 is new"),
        ("case-00002", ActionKind.VERIFY_IDENTITY, "somebody confirmed"),
        ("case-00009", SUSPEND, "There is no case"),
    ],
)
def test_no_action_without_a_judgement(
    desk: Actions, case: str, kind: ActionKind, told: str
) -> None:
    with pytest.raises(Problem, match=told):
        desk.propose(case, kind, "ana", "harvest")


def test_a_watched_group_is_not_suspended(desk: Actions, confirmed: CaseStore) -> None:
    confirmed.judge("case-00003", "ana", 1, State.CONFIRMED, "plain")
    with pytest.raises(Problem, match="needs evidence on both axes or of one operator"):
        desk.propose("case-00003", SUSPEND, "ana", "harvest")
    desk.propose("case-00003", ActionKind.VERIFY_IDENTITY, "ana", "who")


@pytest.mark.parametrize("days", [0, 61, -1])
def test_nothing_lasts_for_ever(desk: Actions, days: int) -> None:
    with pytest.raises(Problem, match="may last 1 to 60 days"):
        desk.propose("case-00001", SUSPEND, "ana", "harvest", lasts_days=days)


def test_the_decision_is_signed(confirmed: CaseStore, desk: Actions) -> None:
    data = issued(desk)
    assert desk.decision("action-00001") == data
    told = unseal(data, DECISION, confirmed.key.verifier)
    assert told["action"] == "suspend"
    assert told["accounts"] == staged.names(0, 40)
    assert (told["proposed_by"], told["approved_by"]) == ("ana", "bob")
    assert told["expires_at"] > told["effective_at"]
    assert confirmed.row("case-00001").state is State.ACTIONED
    envelope = orjson.loads(data)
    payload = orjson.loads(base64.b64decode(envelope["payload"]))
    payload["accounts"].append("acct_99999")
    envelope["payload"] = base64.b64encode(orjson.dumps(payload)).decode()
    with pytest.raises(Problem, match="does not fit the document"):
        unseal(orjson.dumps(envelope), DECISION, confirmed.key.verifier)
    with pytest.raises(Problem, match="not 'application/other'"):
        unseal(data, "application/other", confirmed.key.verifier)
    assert not confirmed.verify_audit().flaws


def test_carve_outs_made_later_hold_too(confirmed: CaseStore, desk: Actions) -> None:
    desk.propose("case-00001", SUSPEND, "ana", "harvest")
    desk.approve("action-00001", "bob")
    desk.spare(["acct_00007"], "evaluator", "contract 12", "dee")
    told = unseal(desk.issue("action-00001", "bob"), DECISION, confirmed.key.verifier)
    assert "acct_00007" not in told["accounts"]
    assert len(told["accounts"]) == 39
    with pytest.raises(Problem, match="not carved out"):
        desk.unspare("acct_00008", "a mistake", "dee")
    desk.unspare("acct_00007", "contract ended", "dee")
    assert desk.carve_outs() == ()


def test_a_newer_scan_makes_a_proposal_stale(
    desk: Actions, confirmed: CaseStore, tmp_path: Path
) -> None:
    desk.propose("case-00001", SUSPEND, "ana", "harvest")
    more = staged.campaign(staged.names(0, 60), name="campaign-more")
    confirmed.import_scan(staged.write_scan(tmp_path / "later", [more]), "ana")
    with pytest.raises(Problem, match="A newer scan has changed case-00001"):
        desk.approve("action-00001", "bob")
    assert desk.turn_down("action-00001", "ana", "again on today's").status is Status.WITHDRAWN
    desk.propose("case-00001", SUSPEND, "ana", "harvest")
    assert desk.turn_down("action-00002", "bob", "too hard").status is Status.REJECTED
    with pytest.raises(Problem, match="nothing is left to turn down"):
        desk.turn_down("action-00002", "bob", "again")


def test_proposals_lapse_and_actions_end(desk: Actions, clock: Callable[[], datetime]) -> None:
    desk.propose("case-00001", ActionKind.RATE_LIMIT, "ana", "harvest")
    issued_after = desk.propose("case-00001", SUSPEND, "ana", "harvest", lasts_days=10)
    desk.approve(issued_after.id, "bob")
    desk.issue(issued_after.id, "bob")
    assert desk.sweep() == ()
    clock.moment += timedelta(days=8)  # type: ignore[attr-defined]
    with pytest.raises(Problem, match="lapsed at"):
        desk.approve("action-00001", "bob")
    assert desk.sweep() == ("action-00001",)
    clock.moment += timedelta(days=3)  # type: ignore[attr-defined]
    assert desk.sweep() == ("action-00002",)
    assert [a.status for a in desk.all()] == [Status.ENDED, Status.LAPSED]
    assert desk.all(status=Status.LAPSED)[0].id == "action-00001"


def test_lifting(confirmed: CaseStore, desk: Actions) -> None:
    issued(desk)
    with pytest.raises(Problem, match="does not stand against that account"):
        desk.lift("action-00001", "bob", "a mistake", ["acct_77777"])
    part = unseal(
        desk.lift("action-00001", "bob", "a mistake", ["acct_00003"]),
        DECISION,
        confirmed.key.verifier,
    )
    assert (part["does"], part["accounts"]) == ("undo", ["acct_00003"])
    assert desk.get("action-00001").status is Status.ISSUED
    rest = unseal(desk.lift("action-00001", "bob", "over"), DECISION, confirmed.key.verifier)
    assert len(rest["accounts"]) == 39
    assert desk.get("action-00001").status is Status.LIFTED


def test_appeals_are_judged_by_others(confirmed: CaseStore, desk: Actions) -> None:
    issued(desk)
    with pytest.raises(Problem, match="does not concern that account"):
        desk.appeal("action-00001", "acct_77777", "support", "not me")
    first = desk.appeal("action-00001", "acct_00003", "support", "we are a university")
    second = desk.appeal("action-00001", "acct_00004", "support", "not me")
    for name in ("ana", "Bob"):
        with pytest.raises(Problem, match="cannot judge an appeal"):
            desk.decide_appeal(first, name, uphold=True, why="true")
    upheld = desk.decide_appeal(first, "cy", uphold=True, why="their letter: it checks out")
    assert (upheld.outcome, upheld.decided_by) == ("upheld", "cy")
    assert upheld.decision == "their letter: it checks out"
    assert desk.get("action-00001").lifted == 1
    desk.decide_appeal(second, "cy", uphold=False, why="no proof")
    assert desk.get("action-00001").lifted == 1
    with pytest.raises(Problem, match="was answered by cy: refused"):
        desk.decide_appeal(second, "dee", uphold=True, why="yes")
    with pytest.raises(Problem, match="There is no appeal 999"):
        desk.decide_appeal(999, "dee", uphold=True, why="yes")
    assert [a.outcome for a in desk.appeals()] == ["upheld", "refused"]
    assert not confirmed.verify_audit().flaws


class Receiver:
    """A web server that answers as it is told and keeps what it got."""

    def __init__(self, answers: list[int]) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                outer.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(answers[min(len(outer.got), len(answers)) - 1])
                self.send_header("location", "http://127.0.0.1:1/elsewhere")
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/decisions?x=1"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def receiving() -> Iterator[Callable[[list[int]], Receiver]]:
    made: list[Receiver] = []

    def make(answers: list[int]) -> Receiver:
        made.append(Receiver(answers))
        return made[-1]

    yield make
    for receiver in made:
        receiver.close()


def test_the_webhook_is_signed_and_tried_again(
    confirmed: CaseStore, desk: Actions, receiving: Callable[[list[int]], Receiver]
) -> None:
    data = issued(desk)
    receiver = receiving([500, 429, 204])
    waited: list[float] = []
    done = desk.deliver("action-00001", receiver.url, "bob", pause=waited.append)
    assert (done.delivered, done.attempts, done.status) == (True, 3, 204)
    assert waited == list(WAITS[:2])
    headers, body = receiver.got[-1]
    assert body == data
    assert headers["webhook-id"] == "action-00001"
    version, _, signature = headers["webhook-signature"].partition(",")
    assert version == "v1a"
    signed = b".".join((b"action-00001", headers["webhook-timestamp"].encode(), body))
    key = Ed25519PublicKey.from_public_bytes(confirmed.key.verifier.public)
    key.verify(base64.b64decode(signature), signed)
    assert desk.get("action-00001").events[-1].event == "delivered"


@pytest.mark.parametrize(("answer", "attempts"), [(400, 1), (302, len(WAITS) + 1), (503, 5)])
def test_a_refusal_is_put_on_record(
    desk: Actions, receiving: Callable[[list[int]], Receiver], answer: int, attempts: int
) -> None:
    issued(desk)
    receiver = receiving([answer])
    done = desk.deliver("action-00001", receiver.url, "bob", pause=lambda _: None)
    assert (done.delivered, done.attempts) == (False, attempts)
    assert len(receiver.got) == attempts
    assert desk.get("action-00001").events[-1].event == "undelivered"
    assert desk.get("action-00001").status is Status.ISSUED


def test_nobody_there(desk: Actions) -> None:
    issued(desk)
    done = desk.deliver("action-00001", "http://127.0.0.1:1/", "bob", pause=lambda _: None)
    assert not done.delivered
    assert "no answer: ConnectionRefusedError" in done.why


@pytest.mark.parametrize(
    "url", ["http://example.com/x", "ftp://127.0.0.1/", "file:///etc/passwd", "https:///x", "x"]
)
def test_addresses_decisions_do_not_go_to(url: str) -> None:
    with pytest.raises(Problem, match="over https only, or to this machine"):
        check_url(url)
    check_url("https://enforcement.example.com/x")
    check_url("http://localhost:9/x")


def test_displacement(desk: Actions, confirmed: CaseStore, tmp_path: Path) -> None:
    desk.propose("case-00001", SUSPEND, "ana", "harvest")
    desk.approve("action-00001", "bob")
    start = datetime(2026, 5, 18, tzinfo=UTC)
    desk.issue("action-00001", "bob", start)
    fresh = staged.names(900, 930)
    early, late = datetime(2026, 5, 4, tzinfo=UTC), datetime(2026, 5, 20, tzinfo=UTC)
    lives = dict.fromkeys(staged.names(0, 38), (early, datetime(2026, 5, 17, tzinfo=UTC)))
    lives |= dict.fromkeys(staged.names(38, 40), (early, late))
    lives |= dict.fromkeys(fresh[:20], (start + timedelta(hours=2), late))
    lives |= dict.fromkeys(fresh[20:], (early, late))
    later = staged.write_scan(
        tmp_path / "later",
        [
            staged.campaign(fresh, name="heir"),
            staged.campaign(staged.names(5000, 5030), name="other"),
        ],
        [
            staged.exhibit("heir", fresh, words=staged.WORDS, start="2026-05-17T00:00:00Z",
                           counts=(10, 300, 200)),
            staged.exhibit("other", staged.names(5000, 5030), words=staged.OTHER_WORDS),
        ],
        lives=lives,
        last_seen="2026-05-20T00:00:00Z",
    )  # fmt: skip
    found = desk.displacement("action-00001", later)
    assert (found.hours, found.in_window) == (48.0, True)
    assert (found.acted, found.still_active) == (40, 2)
    (heir,) = found.heirs
    assert (heir.campaign_id, heir.accounts, heir.new, heir.born) == ("heir", 30, 30, 20)
    assert heir.by.endswith("fingerprints of rare wording")
    assert (found.before_a_day, found.after_a_day) == (10.0, 250.0)
    assert found.answer.startswith("2 of the 40 accounts went on after it. The campaign is")
    with pytest.raises(Problem, match="before the action took effect"):
        desk.displacement("action-00001", tmp_path / "scan-1")
    desk.propose("case-00001", SUSPEND, "ana", "again")
    with pytest.raises(Problem, match="was not issued"):
        desk.displacement("action-00002", later)


def test_programs_are_read_from_the_account_table(tmp_path: Path) -> None:
    path = tmp_path / "accounts.parquet"
    pq.write_table(
        pa.table({"account_id": ["a", "b", "c"], "program": ["research", None, "startup"]}), path
    )
    assert accounts_in(path, ["research"]) == ["a"]
    with pytest.raises(Problem, match="Which programs"):
        accounts_in(path, [])


@pytest.mark.parametrize(
    "text", ["", "[models.x]\ninput = 1", "[models.x]\ninput = -1\noutput = 2", "nonsense ="]
)
def test_price_tables_that_cannot_be(tmp_path: Path, text: str) -> None:
    (tmp_path / "p.toml").write_text(text)
    with pytest.raises(Problem, match="price table"):
        read_prices(tmp_path / "p.toml")
