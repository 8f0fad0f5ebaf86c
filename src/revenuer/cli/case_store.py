"""What the review verbs share: which store, whose keys, and who is speaking."""

from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from revenuer.problems import Problem

if TYPE_CHECKING:
    from revenuer.cases import CaseStore

Store = Annotated[
    str,
    typer.Option(
        "--store", envvar="REVENUER_STORE", help="A path (SQLite) or a postgresql:// address."
    ),
]
Keys = Annotated[
    Path | None,
    typer.Option(
        "--keys",
        envvar="REVENUER_KEYS",
        help="Folder of the signing key; by default beside a SQLite store.",
    ),
]
Actor = Annotated[
    str,
    typer.Option("--as", envvar="REVENUER_ACTOR", help="Who speaks; by default the login name."),
]
CaseId = Annotated[str, typer.Argument(help="A case, such as case-00001.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@contextmanager
def open_store(url: str, keys: Path | None) -> "Iterator[CaseStore]":
    """The store, closed at the end. Raises Problem where its libraries are missing."""
    if find_spec("sqlalchemy") is None:
        raise Problem(
            "Reviewing cases needs SQLAlchemy, which is not installed.",
            hint="pip install 'revenuer[review]'",
        )
    from revenuer.cases import CaseStore

    store = CaseStore.open(url, keys=keys)
    try:
        yield store
    finally:
        store.close()


def speaker(name: str) -> str:
    """Who speaks. Raises Problem for a name that cannot stand beside a judgement."""
    chosen = " ".join((name or getuser()).split())
    if not chosen or len(chosen) > 80 or not chosen.isprintable():
        raise Problem("That name cannot be used.", where="--as", hint="1 to 80 visible characters")
    return chosen
