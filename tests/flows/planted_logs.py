"""Small logs through all the steps that a scan takes, with what was planted in them known."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from exchange_rows import Row, batch, fingerprinter, lexicon

from revenuer.fingerprint.intents import INTENTS
from revenuer.fingerprint.prints_file import PrintsWriter
from revenuer.flows.accounts import build_accounts
from revenuer.flows.continuations import find_account_changes
from revenuer.flows.events import EventTable, load_events
from revenuer.flows.families import Families
from revenuer.flows.flows import build_flows, reacts
from revenuer.flows.shared_text import Assigned, find_shared_text
from revenuer.groups.traffic import Traffic, assemble
from revenuer.records import ACCOUNTS

START = 1_767_225_600_000_000
"""Midnight of 1 January 2026, microseconds."""
HOUR = 3_600_000_000


def numbered(rows: Sequence[Row]) -> list[Row]:
    """The rows with ids, and times a minute apart, where they have none."""
    return [
        {"exchange_id": f"e{i:06d}", "ts": START + i * 60_000_000, "account_id": "a"} | row
        for i, row in enumerate(rows)
    ]


def write_prints(rows: Sequence[Row], folder: Path, parts: int = 1) -> list[Path]:
    """Prints of consecutive shares of the rows, one file a share."""
    paths = []
    for number, share in enumerate(np.array_split(np.arange(len(rows)), parts)):
        path = folder / f"{number:06d}.prints.arrow"
        with PrintsWriter(path) as writer:
            writer.write(fingerprinter()(batch([rows[i] for i in share])))
        paths.append(path)
    return paths


def assigned(paths: Sequence[Path]) -> tuple[Families, list[Assigned]]:
    """The families of the whole log, and each file's rows' own."""
    return find_shared_text(paths, 1, lambda: None)


def events_of(
    rows: Sequence[Row], folder: Path, parts: int = 1, families: Sequence[int] | None = None
) -> EventTable:
    """Events of a log. `families` gives each row's family where the text is not to decide."""
    rows = numbered(rows)
    paths = write_prints(rows, folder, parts)
    if families is None:
        found = assigned(paths)[1]
    else:
        shares = np.array_split(np.array(families, np.int32), parts)
        found = [(share, np.full(len(share), 255, np.uint8)) for share in shares]
    return load_events(paths, found, INTENTS, lexicon().classes, folder)


def account_table(rows: Sequence[Row]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=ACCOUNTS)


def traffic_of(
    rows: Sequence[Row],
    folder: Path,
    accounts: Sequence[Row] | None = None,
    families: Sequence[int] | None = None,
) -> Traffic:
    """The whole log after the flows, as groups are drawn from it."""
    rows = numbered(rows)
    paths = write_prints(rows, folder)
    if families is None:
        known, found = assigned(paths)
        lengths = known.grams
    else:
        found = [(np.array(families, np.int32), np.full(len(rows), 255, np.uint8))]
        lengths = np.full(max(families, default=-1) + 1, 9, np.int32)
    events = load_events(paths, found, INTENTS, lexicon().classes, folder)
    names = tuple(intent.name for intent in INTENTS)
    table = None if accounts is None else account_table(accounts)
    reacting = reacts(events, names.index("takes_up_answer"))
    return assemble(
        events,
        build_accounts(events, table),
        build_flows(events, reacting, len(INTENTS)),
        find_account_changes(events),
        reacting,
        names,
        lengths,
    )
