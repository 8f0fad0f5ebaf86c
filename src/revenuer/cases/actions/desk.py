"""Everything that can be done with actions, each step one transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from revenuer.cases.actions import appeals, carve_outs, decisions, ledger, proposals, webhook
from revenuer.cases.actions.displacement import Displacement, displacement
from revenuer.cases.actions.kinds import SECOND_PERSON_FROM, ActionKind
from revenuer.cases.actions.prices import Prices
from revenuer.cases.actions.records import Action, Appeal, Status
from revenuer.cases.actions.simulation import Simulation, simulate
from revenuer.cases.tables import ACTIONS
from revenuer.problems import Problem

if TYPE_CHECKING:
    from revenuer.cases.store import CaseStore


class Actions:
    """Actions on a store's cases. `second_person_from` is the level from which a second person
    must agree; `prices` make simulations speak of money."""

    def __init__(
        self,
        store: "CaseStore",
        *,
        prices: Prices | None = None,
        second_person_from: int = SECOND_PERSON_FROM,
    ) -> None:
        self._store = store
        self._prices = prices
        self._second = second_person_from

    def simulate(self, case_id: str, kind: ActionKind, least_membership: float = 0.0) -> Simulation:
        """What it would hit, without proposing it. Raises NoSuchCase."""
        with self._store.read() as connection:
            found = simulate(connection, case_id, kind, least_membership, self._prices)
        return found.simulation

    def propose(
        self,
        case_id: str,
        kind: ActionKind,
        actor: str,
        reason: str,
        least_membership: float = 0.0,
        lasts_days: int | None = None,
    ) -> Action:
        """Simulate and propose in one step. Raises NoSuchCase or Problem."""
        with self._store.write() as connection:
            found = simulate(connection, case_id, kind, least_membership, self._prices)
            action_id = proposals.propose(
                connection, found, kind, actor, reason, lasts_days, self._store.now()
            )
            return ledger.read_action(connection, action_id, self._second)

    def approve(self, action_id: str, actor: str, note: str = "") -> Action:
        """A second person agrees. Raises Problem."""
        with self._store.write() as connection:
            proposals.approve(connection, action_id, actor, note, self._store.now(), self._second)
            return ledger.read_action(connection, action_id, self._second)

    def turn_down(self, action_id: str, actor: str, why: str) -> Action:
        """Reject a proposal, or withdraw one's own. Raises Problem."""
        with self._store.write() as connection:
            proposals.turn_down(connection, action_id, actor, why, self._store.now(), self._second)
            return ledger.read_action(connection, action_id, self._second)

    def issue(self, action_id: str, actor: str, effective_at: datetime | None = None) -> bytes:
        """The signed decision file; the case becomes actioned. Raises Problem."""
        key = self._store.key
        with self._store.write() as connection:
            return decisions.issue(
                connection, action_id, actor, effective_at, self._store.now(), key, self._second
            )

    def decision(self, action_id: str) -> bytes:
        """The decision file as it was issued. Raises Problem."""
        with self._store.read() as connection:
            ledger.read_action(connection, action_id, self._second)
            data = connection.scalar(
                ACTIONS.select()
                .with_only_columns(ACTIONS.c.decision)
                .where(ACTIONS.c.id == action_id)
            )
        if data is None:
            raise Problem(f"{action_id} was not issued.")
        return bytes(data)

    def deliver(
        self, action_id: str, url: str, actor: str, pause: Callable[[float], None] | None = None
    ) -> webhook.Delivery:
        """POST the issued decision; how it went is put on record. Raises Problem."""
        body = self.decision(action_id)
        waits = {} if pause is None else {"pause": pause}
        done = webhook.post(url, action_id, body, self._store.key, self._store.now, **waits)
        with self._store.write() as connection:
            ledger.append_event(
                connection,
                action_id,
                actor,
                "delivered" if done.delivered else "undelivered",
                self._store.now(),
                text=f"{done.why}, {done.attempts} attempts",
            )
        return done

    def lift(
        self, action_id: str, actor: str, why: str, accounts: Sequence[str] | None = None
    ) -> bytes:
        """End an issued action early, for all or some accounts: a signed decision to undo. Raises
        Problem."""
        key, chosen = self._store.key, None if accounts is None else list(accounts)
        with self._store.write() as connection:
            return decisions.lift(
                connection, action_id, actor, why, chosen, self._store.now(), key, self._second
            )

    def sweep(self) -> tuple[str, ...]:
        """Let proposals lapse and actions end whose time has come; returns their ids."""
        with self._store.write() as connection:
            return decisions.sweep(connection, self._store.now(), self._second)

    def all(self, case_id: str = "", status: Status | None = None) -> tuple[Action, ...]:
        """Actions, newest first."""
        with self._store.read() as connection:
            return ledger.read_actions(connection, self._second, case_id, status)

    def get(self, action_id: str) -> Action:
        """One action. Raises Problem."""
        with self._store.read() as connection:
            return ledger.read_action(connection, action_id, self._second)

    def appeal(self, action_id: str, account_id: str, actor: str, text: str) -> int:
        """Put an appeal on record; returns its number. Raises Problem."""
        with self._store.write() as connection:
            return appeals.appeal(
                connection, action_id, account_id, actor, text, self._store.now(), self._second
            )

    def decide_appeal(self, number: int, actor: str, *, uphold: bool, why: str) -> Appeal:
        """Answer an appeal; an upheld one lifts the action for its account. Raises Problem."""
        with self._store.write() as connection:
            answered = appeals.decide(
                connection, number, actor, uphold, why, self._store.now(), self._second
            )
            action = ledger.read_action(connection, answered.action_id, self._second)
            standing = ledger.accounts_of(connection, action.id, lifted=False)
            if uphold and action.status is Status.ISSUED and answered.account_id in standing:
                decisions.lift(
                    connection,
                    action.id,
                    actor,
                    f"appeal {number} was upheld",
                    [answered.account_id],
                    self._store.now(),
                    self._store.key,
                    self._second,
                )
        return answered

    def appeals(self, action_id: str = "") -> tuple[Appeal, ...]:
        """Appeals with their answers, oldest first."""
        with self._store.read() as connection:
            return appeals.appeals(connection, action_id)

    def spare(self, accounts: Sequence[str], label: str, why: str, actor: str) -> int:
        """Carve accounts out of every action. Raises Problem."""
        with self._store.write() as connection:
            return carve_outs.spare(connection, accounts, label, why, actor, self._store.now())

    def unspare(self, account_id: str, why: str, actor: str) -> None:
        """End a carve-out. Raises Problem."""
        with self._store.write() as connection:
            carve_outs.unspare(connection, account_id, why, actor, self._store.now())

    def carve_outs(self) -> tuple[carve_outs.CarveOut, ...]:
        """All carve-outs."""
        with self._store.read() as connection:
            return carve_outs.carve_outs(connection)

    def displacement(self, action_id: str, scan_folder: Path) -> Displacement:
        """Where the campaign went, by a scan made after the action. Raises Problem."""
        with self._store.read() as connection:
            return displacement(connection, action_id, scan_folder, self._second)
