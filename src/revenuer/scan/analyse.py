"""From a log to its traffic: families, events, accounts and flows of the whole."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from revenuer.fingerprint.intents import INTENTS
from revenuer.fingerprint.lexicon import compile_intents
from revenuer.flows.accounts import build_accounts
from revenuer.flows.continuations import find_account_changes
from revenuer.flows.events import load_events
from revenuer.flows.flows import build_flows, reacts
from revenuer.flows.shared_text import find_shared_text
from revenuer.groups.traffic import Traffic, assemble
from revenuer.ingest import Plan
from revenuer.scan import shared_memory
from revenuer.scan.map import Part, map_tasks, prints_path
from revenuer.scan.progress import Progress

TRAFFIC = "traffic.bin"
"""File of the folder in which a traffic was built that holds its arrays."""
INTENT_NAMES = tuple(intent.name for intent in INTENTS)


def read_traffic(
    work: Plan, folder: Path, accounts: pa.Table | None, workers: int, progress: Progress
) -> Traffic:
    """The traffic of a planned log; `folder` takes the prints."""
    parts = map_tasks(work.tasks, folder, workers, lambda _: None)
    return build_traffic(parts, folder, accounts, workers, progress)


def build_traffic(
    parts: Sequence[Part],
    folder: Path,
    accounts: pa.Table | None,
    workers: int,
    progress: Progress,
) -> Traffic:
    """Families, events, accounts and flows of the whole log, mapped from `folder`, which has to
    stay as long as they are used."""
    filled = [part for part in parts if part.rows]
    paths = [prints_path(folder, part.index) for part in filled]
    with progress.step("Finding shared text", 3) as tick:
        families, assigned = find_shared_text(paths, workers, tick)
    with progress.step("Summing flows", 4) as tick:
        classes = compile_intents(INTENTS).classes
        events = load_events(paths, assigned, INTENTS, classes, folder)
        tick()
        table_of_accounts = build_accounts(events, accounts)
        tick()
        changes = find_account_changes(events)
        tick()
        reacting = reacts(events, INTENT_NAMES.index("takes_up_answer"))
        flows = build_flows(events, reacting, len(INTENTS))
        tick()
    whole = assemble(
        events, table_of_accounts, flows, changes, reacting, INTENT_NAMES, families.grams
    )
    return shared_memory.mapped(whole, folder / TRAFFIC)
