"""The database under the store: opened, migrated, and written to by one at a time.

Every write is one transaction that holds the store's only write lock from its first statement
(SQLite: BEGIN IMMEDIATE; Postgres: an advisory lock), because the audit trail is one chain.
SQLite runs with a write-ahead log and `synchronous=FULL`: what was acknowledged survives a loss of
power.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from revenuer.cases.tables import APPEND_ONLY, META, METADATA
from revenuer.problems import Problem

VERSION = 1
_LOCK = 0x7265_7665_6E75
_BUSY_SECONDS = 30
_PAUSE_SECONDS = 0.02


def as_url(text: str) -> URL:
    """A database URL; a plain path means SQLite. Raises Problem."""
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text)))
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise Problem(
            "The store's address is not a database URL.",
            hint="a path such as cases.db, or postgresql://user@host/name",
        ) from error
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise Problem(
            f"Cases are not kept in {url.drivername}.",
            hint="a path such as cases.db (SQLite), or postgresql://user@host/name",
        )
    return url


class Database:
    """One engine and its two ways in: `read` and `write`."""

    def __init__(self, text: str) -> None:
        url = as_url(text)
        self.name = url.render_as_string(hide_password=True)
        self.path = _file(url)
        try:
            self.engine = _sqlite(url) if url.drivername == "sqlite" else sa.create_engine(url)
            self._make_ready()
        except ImportError as error:
            raise Problem(
                "Postgres needs the psycopg driver.",
                where=self.name,
                hint="pip install 'revenuer[review]'",
            ) from error
        except DBAPIError as error:
            raise Problem(
                f"The store cannot be opened: {str(error.orig).strip()}.",
                where=self.name,
                hint="check that the folder or server exists and that you may write to it",
            ) from error

    def _make_ready(self) -> None:
        try:
            with self.write() as connection:
                _migrate(connection, self.name)
        except BaseException:
            self.engine.dispose()
            raise

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the store."""
        with self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that no other writer overlaps; committed at the end, or undone."""
        marked = self.engine.connect().execution_options(revenuer_write=True)
        with marked as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            yield connection

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()


def _file(url: URL) -> Path | None:
    kept = url.database if url.drivername == "sqlite" else None
    return Path(kept) if kept and kept != ":memory:" else None


def _sqlite(url: URL) -> sa.Engine:
    engine = sa.create_engine(url, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _: Any) -> None:
    # The driver would begin transactions late and only for some statements; we say BEGIN ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    _keep_write_ahead_log(cursor)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _keep_write_ahead_log(cursor: sqlite3.Cursor) -> None:
    # SQLite does not wait for a lock when two processes turn a new file to WAL at once: it answers
    # busy at once, whatever the time allowed. So the waiting is done here.
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > until:
                raise
            time.sleep(_PAUSE_SECONDS)


def _on_begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("revenuer_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(connection: sa.Connection, where: str) -> None:
    if not sa.inspect(connection).has_table(META.name):
        METADATA.create_all(connection)
        for table in APPEND_ONLY:
            _forbid_changes(connection, table.name)
        connection.execute(sa.insert(META).values(key="version", value=str(VERSION)))
        return
    found = connection.scalar(sa.select(META.c.value).where(META.c.key == "version"))
    if found != str(VERSION):
        raise Problem(
            f"The store has version {found} of the tables, this program knows {VERSION}.",
            where=where,
            hint="use the version of Revenuer that wrote it, or a newer one",
        )


def _forbid_changes(connection: sa.Connection, table: str) -> None:
    """A guard against mistakes: rows may be added, never changed. Not against an intruder, who can
    drop it: that is what the chain and its signatures are for."""
    message = f"{table} is append-only"
    if connection.dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        return
    connection.exec_driver_sql(
        f"CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$ LANGUAGE plpgsql"
    )
    connection.exec_driver_sql(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
    )
