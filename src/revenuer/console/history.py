"""Everything that happened to a case, in one line of time."""

from dataclasses import dataclass

from revenuer.cases import Case
from revenuer.report import numerals


@dataclass(frozen=True, slots=True)
class Event:
    """`at` is ISO 8601; `who` is empty for what the system did; `text` is a person's own words."""

    at: str
    what: str
    who: str
    text: str


_CHANGES = {
    "new": "Found by scan {scan}: {accounts}",
    "same": "Seen again by scan {scan}: {accounts}",
    "grew": "Grew in scan {scan}: {accounts}, {known} of them known",
    "shrank": "Shrank in scan {scan}: {accounts}, {known} of them known",
    "moved": "Moved to other accounts in scan {scan}: {accounts}, {known} of them known",
    "split": "Split from another case in scan {scan}: {accounts}",
    "merged": "Took over another case in scan {scan}: {accounts}",
}


def history(case: Case, imported: dict[int, str]) -> list[Event]:
    """Newest first. `imported` says when each scan was brought in, by its number."""
    events = [
        Event(
            imported.get(seen.scan_number, case.row.opened_at),
            _CHANGES.get(seen.change, "Seen by scan {scan}: {accounts}").format(
                scan=seen.scan_id,
                accounts=numerals.counted(seen.accounts, "account"),
                known=numerals.count(seen.accounts_known),
            ),
            "",
            "",
        )
        for seen in case.sightings
    ]
    for judged in case.judgements:
        words = judged.reason if not judged.note else f"{judged.reason}\n{judged.note}"
        what = f"{judged.before.value} → {judged.after.value}"
        events.append(Event(judged.at, what, judged.actor, words.strip()))
    events += [Event(note.at, "Note", note.actor, note.text) for note in case.notes]
    return sorted(events, key=lambda event: event.at, reverse=True)
