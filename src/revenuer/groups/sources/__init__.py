"""What brings accounts together. One file a source, one list."""

from collections.abc import Callable, Iterator

from revenuer.groups.candidate import Candidate
from revenuer.groups.sources import (
    cohorts,
    conversations,
    identifiers,
    neighbours,
    shared_text,
)
from revenuer.groups.traffic import Traffic

Source = Callable[[Traffic, int], Iterator[Candidate]]

SOURCES: tuple[Source, ...] = (
    shared_text.candidates,
    identifiers.candidates,
    conversations.candidates,
    neighbours.candidates,
    cohorts.candidates,
)
"""Each takes the traffic and the least number of accounts and yields candidate groups."""
