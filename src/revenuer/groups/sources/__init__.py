"""What brings accounts together. One file a source, one list."""

from collections.abc import Callable, Iterator

from revenuer.groups.candidate import Candidate
from revenuer.groups.sources.chains import candidates as chains
from revenuer.groups.sources.cohorts import candidates as cohorts
from revenuer.groups.sources.conversations import candidates as conversations
from revenuer.groups.sources.identifiers import candidates as identifiers
from revenuer.groups.sources.neighbours import candidates as neighbours
from revenuer.groups.sources.shared_text import candidates as shared_text
from revenuer.groups.traffic import Traffic

Source = Callable[[Traffic, int], Iterator[Candidate]]

SOURCES: tuple[Source, ...] = (
    shared_text, identifiers, conversations, chains, neighbours, cohorts,
)  # fmt: skip
"""Each takes the traffic and the least number of accounts and yields candidate groups."""
