"""Sharing indicators and taking them in."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import sqlalchemy as sa

from revenuer.cases.indicators import matching
from revenuer.cases.indicators.reading import Read, read_bundle
from revenuer.cases.indicators.salted import keep_salt, kept_salts, parse_salt
from revenuer.cases.indicators.sharing import Sharing
from revenuer.cases.reading import prints_of_case
from revenuer.cases.tables import CASES
from revenuer.problems import Problem

if TYPE_CHECKING:
    from revenuer.cases.store import CaseStore


class Indicators:
    """A store's indicators, its own and those of partners."""

    def __init__(self, store: "CaseStore") -> None:
        self._store = store

    def keep_salt(self, text: str) -> str:
        """Keep a salt agreed with partners; returns its public name. Raises Problem."""
        return keep_salt(self._folder(), parse_salt(text))

    def salt(self, name: str = "") -> bytes:
        """The salt of that name, or the only one. Raises Problem."""
        salts = kept_salts(self._folder())
        only = next(iter(salts.values())) if len(salts) == 1 else None
        chosen = salts.get(name) if name else only
        if chosen is None:
            raise Problem(
                "There is no such salt." if name or not salts else "There are several salts.",
                hint="`revenuer indicators salt` keeps one; name it with --salt",
            )
        return chosen

    def export(self, case_id: str, sharing: Sharing, actor: str) -> bytes:
        """A confirmed case as a STIX bundle; that it was shared is put on record. Raises
        Problem."""
        from revenuer.cases.indicators.bundle import bundle  # stix2 is slow to load

        case = self._store.case(case_id)
        with self._store.read() as connection:
            prints = prints_of_case(connection, case_id)
        made = bundle(case, prints, sharing)
        with self._store.write() as connection:
            self._store.audit(
                connection,
                actor,
                "indicators.exported",
                case_id,
                producer=sharing.producer,
                tlp=sharing.tlp,
                identifiers=sharing.salt is not None,
            )
        return made

    def take_in(self, path: Path, actor: str) -> tuple[Read, dict[str, int]]:
        """Store a partner's bundle and mark the cases it matches, by number of indicators. Raises
        Problem."""
        now = self._store.now()
        read = read_bundle(path, now)
        salts = kept_salts(self._store.keys)
        with self._store.write() as connection:
            matching.keep(connection, read, actor, path.name, now)
            cases = connection.execute(sa.select(CASES.c.id).order_by(CASES.c.number)).scalars()
            marked = matching.mark_cases(connection, list(cases), salts, 0, now)
        return read, marked

    def unknown_salts(self, read: Read) -> tuple[str, ...]:
        """Salts that a bundle's identifiers need and the store does not have."""
        known = kept_salts(self._store.keys)
        return tuple(sorted({i.salt_id for i in read.indicators if i.salt_id} - set(known)))

    def of_case(self, case_id: str) -> tuple[matching.Match, ...]:
        """What partners say of a case, surest first."""
        with self._store.read() as connection:
            return matching.matches_of(connection, case_id)

    def match_accounts(self, accounts: pa.Table) -> Iterator[matching.Match]:
        """Accounts of an account table that carry an identifier a partner named."""
        salts = kept_salts(self._store.keys)
        with self._store.read() as connection:
            yield from matching.match_accounts(connection, accounts, salts, self._store.now())

    def _folder(self) -> Path:
        if self._store.keys is None:
            raise Problem("The store has no folder for keys and salts.", hint="give --keys")
        return self._store.keys
