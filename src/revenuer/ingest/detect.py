"""Which format a file is in: every format judges the sample, the clear winner is taken."""

from difflib import get_close_matches

from revenuer.ingest.formats import FORMATS, Format
from revenuer.ingest.sample import Sample
from revenuer.problems import Problem

SURE = 0.5
"""The share of sampled records that must be of the format."""

CLEAR = 0.1
"""How far the best score must lie above the second."""


def format_named(name: str) -> Format:
    """The format of this name. Raises `Problem` with the nearest valid name."""
    known = {form.name: form for form in FORMATS}
    if name in known:
        return known[name]
    close = get_close_matches(name, known, 1, 0.5)
    raise Problem(
        f"There is no log format {name!r}.",
        hint=(f"Did you mean {close[0]!r}? " if close else "")
        + f"Formats: auto, {', '.join(known)}.",
    )


def detect(sample: Sample, source: str) -> tuple[Format, str]:
    """The format of a sample and a sentence why. Raises `Problem` listing the scores."""
    scored = [(form, *form.score(sample.records)) for form in FORMATS]
    ranked = sorted(scored, key=lambda entry: -entry[1])
    (best, score, why), (_, second, _) = ranked[0], ranked[1]
    if score >= SURE and score - second >= CLEAR:
        count = len(sample.records)
        seen = "its columns" if sample.container == "parquet" else f"its first {count} records"
        return best, f"By {seen}: {why} (score {score:.2f} of 1)."
    listed = ", ".join(f"{form.name} {points:.2f}" for form, points, _ in ranked if points > 0)
    if not sample.records:
        what = f"No records can be read in this file: {sample.unreadable or 'it has none'}."
    elif score < SURE:
        what = "The format of this file cannot be told."
    else:
        what = "This file could be of more than one format."
    raise Problem(
        f"{what} Scores, of 1: {listed or 'all 0'}.",
        where=source,
        hint="Say it with --format NAME (`revenuer formats` lists them) or give a --mapping.",
    )
