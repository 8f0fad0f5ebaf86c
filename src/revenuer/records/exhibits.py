"""What a person looks at beside a campaign's numbers: timeline, raster, graph, wording, samples."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on the time axis: a ban wave, a model release."""

    ts: datetime
    label: str
    kind: str
    """"ban" or "model"."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Exchanges a bin: the campaign's own and all other traffic's, and the marked events."""

    start: datetime
    bin_seconds: int
    counts: tuple[int, ...]
    background: tuple[int, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Raster:
    """Account x time activity of a sample of accounts. `rows[i]` holds (bin, exchanges) pairs of
    `accounts[i]`, bins ascending; rows are ordered by first activity."""

    start: datetime
    bin_seconds: int
    bins: int
    accounts: tuple[str, ...]
    rows: tuple[tuple[tuple[int, int], ...], ...]
    account_total: int
    """How many accounts the campaign has; `accounts` may be a sample of them."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the linking graph: an account, or a thing accounts share."""

    id: str
    kind: str
    """"account", "text", "ip", "payment", "device", "email_domain", "headers", "handover"…"""
    label: str
    accounts: int
    """For shared things: how many accounts in the campaign carry it (1 for an account)."""
    elsewhere: int = 0
    """For shared things: how many accounts outside the campaign carry it."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Bipartite linking graph, sampled where large. `edges` are (account index, thing index,
    weight) into `nodes`."""

    nodes: tuple[Node, ...]
    edges: tuple[tuple[int, int, float], ...]
    account_total: int


@dataclass(frozen=True, slots=True)
class Span:
    """A run of prompt text, fixed across the campaign or varying between exchanges."""

    text: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """One prompt family: an example prompt split into fixed and varying runs (secrets redacted)."""

    family: str
    spans: tuple[Span, ...]
    accounts: int
    exchanges: int
    elsewhere_accounts: int
    """Accounts outside the campaign that carry the same fixed text."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One exchange shown as an example, redacted and shortened."""

    exchange_id: str
    account_id: str
    ts: datetime
    model: str
    prompt: str
    response: str
    note: str
    """Why it was picked, e.g. "typical of the fixed text", "rubric grading"."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Everything shown of one campaign beyond the record in `campaigns.json`."""

    campaign_id: str
    timeline: Timeline
    raster: Raster
    graph: Graph
    wording: tuple[Wording, ...]
    samples: tuple[Sample, ...]
