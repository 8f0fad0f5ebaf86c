"""The suites: which scenarios stand together in one log, what is hidden of it, what is measured."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from revenuer.drill.cast import resized
from revenuer.drill.scenario import Scenario
from revenuer.drill.scenarios import CAMPAIGNS, HELD_OUT, SCENARIOS
from revenuer.drill.scenarios.harvests import (
    FEBRUARY,
    FIXED_PROMPT,
    GRADING,
    UNIQUE_TASKS,
    VARIED_PROMPT,
    agentic_asking,
    four_each,
    mixed_pool,
)
from revenuer.drill.scenarios.pool_customers import CUSTOMERS, pool_with
from revenuer.drill.scenarios.separation import SEPARATION
from revenuer.problems import Problem
from revenuer.trial.evasions import EVASIONS, evading
from revenuer.trial.hiding import EVERYTHING, HIDDEN, View


@dataclass(frozen=True, slots=True)
class Suite:
    """`cast` gives the scenarios of a seed's log; `views` are what of it the scan may see.

    `seeds` is how many are run unless told otherwise, starting at `first_seed`, a number of the
    suite's own that nothing was tuned on. With `weighed` every candidate group's evidence is kept
    and the log is judged at each rate of `fdrs`. The window test, which costs as much as the scan
    of a small log, runs on every so many seeds, a number prime to the number of casts, so that it
    meets all of them in turn. `size` is the exchanges at scale 1, in words.
    """

    name: str
    about: str
    cast: Callable[[int], tuple[Scenario, ...]]
    size: str
    seeds: int
    first_seed: int
    views: tuple[View, ...] = (EVERYTHING,)
    fdrs: tuple[float, ...] = (0.01,)
    weighed: bool = False
    windows_every: int = 1


SIZES = (1.0, 0.5, 2.0)
"""Sizes of the campaigns in the standard suite, seed by seed."""
RATES = (0.01, 0.05, 0.1)

_INNOCENT = tuple(s for s in (*SCENARIOS, *HELD_OUT) if s.kind != "campaign")


def _innocent(factors: dict[str, float]) -> tuple[Scenario, ...]:
    """Everybody innocent, some of them more numerous or louder."""
    return tuple(
        resized(s, factors[s.name]) if factors.get(s.name, 1.0) != 1.0 else s
        for s in _INNOCENT
        if factors.get(s.name, 1.0) > 0
    )


def _town(share: float) -> tuple[Scenario, ...]:
    """Ordinary customers only, `share` of those in the demo."""
    return tuple(resized(s, share) for s in SCENARIOS if s.kind == "ordinary")


PARTS = 4


def _standard(seed: int) -> tuple[Scenario, ...]:
    """A quarter of the campaigns, in turn, and February's operators always together."""
    factor = SIZES[seed // PARTS % len(SIZES)]
    crowd = {"private_people": 8.0, "applications": 5.0, "midsize_app": 3.0}
    february = {harvest.name for harvest in FEBRUARY}
    others = [c for c in CAMPAIGNS if c.name not in february]
    part = others[seed % PARTS :: PARTS]
    if seed % PARTS == 0:
        part += [c for c in CAMPAIGNS if c.name in february]
    return (*_innocent(crowd), *(resized(c, factor) for c in part))


def _quiet(seed: int) -> tuple[Scenario, ...]:
    """Now one, now another look-alike is far louder than any campaign."""
    loud: tuple[dict[str, float], ...] = (
        {},
        {"midsize_app": 4.0},
        {"archive_backfill": 6.0, "research_corpus": 4.0},
        {"end_customers": 4.0, "service_accounts": 3.0},
        {"open_harness": 4.0, "university_class": 3.0, "viral_prompt": 2.0},
    )
    return _innocent(dict(loud[seed % len(loud)]))


def _few(seed: int) -> tuple[Scenario, ...]:
    """Fewer customers and half of the look-alikes, in turn: many short logs instead of few."""
    keep = {"private_people", "applications", "reseller_pool"}
    rest = [s.name for s in _INNOCENT if s.name not in keep]
    dropped = {name: 0.0 for i, name in enumerate(rest) if (i + seed) % 2}
    return _innocent(dropped)


def _separation(_: int) -> tuple[Scenario, ...]:
    return (*_town(1.5), *SEPARATION, *(harvest.scenario() for harvest in FEBRUARY))


FOUR_SIZES = (100, 200, 300, 500, 1000)


def _four(seed: int) -> tuple[Scenario, ...]:
    size = FOUR_SIZES[seed % len(FOUR_SIZES)]
    return (*_town(0.7), four_each(size).scenario())


ASKING = (0.0, 0.02, 0.05, 0.1, 0.2)


def _agentic(seed: int) -> tuple[Scenario, ...]:
    """An agentic harvest beside those who look like one, by how much of it demands reasoning."""
    near = {"issue_agents", "coding_relay", "reseller_pool"}
    others = tuple(s for s in _INNOCENT if s.name in near)
    return (*_town(0.7), *others, agentic_asking(ASKING[seed % len(ASKING)]).scenario())


SHARES = (0.03, 0.1, 0.25, 0.4)


def _customers(seed: int) -> tuple[Scenario, ...]:
    """Pools with a customer whose work looks like a harvest, a larger part in each in turn."""
    pools = (pool_with(name, SHARES[(seed + i) % len(SHARES)]) for i, name in enumerate(CUSTOMERS))
    return (*_town(0.7), *pools)


def _fields(_: int) -> tuple[Scenario, ...]:
    pooled = mixed_pool(0.7).scenario()
    crowd = {"midsize_app": 0.3, "service_accounts": 0.4, "team_key": 0.5}
    plans = (FIXED_PROMPT, UNIQUE_TASKS, GRADING)
    return (*_innocent(crowd), *(p.scenario() for p in plans), pooled)


LANGUAGES: dict[str, dict[str, float]] = {
    "zh": {"zh": 1.0},
    "de": {"de": 1.0},
    "mixed": {"en": 0.4, "zh": 0.35, "de": 0.25},
}


def _languages(seed: int) -> tuple[Scenario, ...]:
    """Campaigns in Chinese, in German, or in three languages at once, by seed."""
    spoken, langs = tuple(LANGUAGES.items())[seed % len(LANGUAGES)]
    plans = (
        replace(p, name=f"{p.name}_{spoken}", operation=replace(p.operation, langs=langs))
        for p in (FIXED_PROMPT, UNIQUE_TASKS, VARIED_PROMPT)
    )
    near = {"private_people", "applications", "reseller_pool", "class_de", "class_zh"}
    innocent = tuple(s for s in _INNOCENT if s.name in near)
    return (*innocent, *(p.scenario() for p in plans))


def _small(_: int) -> tuple[Scenario, ...]:
    innocent = {"private_people", "applications", "university_class", "reseller_pool"}
    plain = tuple(s for s in _INNOCENT if s.name in innocent)
    fixed = replace(FIXED_PROMPT, operation=replace(FIXED_PROMPT.operation, least=20))
    return (*plain, fixed.scenario())


def _evasion(seed: int) -> tuple[Scenario, ...]:
    harvest = evading(VARIED_PROMPT, EVASIONS[seed % len(EVASIONS)])
    return (*_town(0.6), harvest)


SUITES: tuple[Suite, ...] = (
    Suite(
        "standard",
        "Campaigns at three sizes among customers and look-alikes, a quarter of them a log.",
        _standard, "1 million", 20, 5000,
    ),
    Suite(
        "quiet", "Look-alikes and plain pools only: whatever is called a campaign is wrong.",
        _quiet, "200 thousand", 50, 6000, fdrs=RATES, weighed=True, windows_every=9,
    ),
    Suite(
        "calibration", "Many short logs without a campaign, judged at three rates.",
        _few, "120 thousand", 100, 7000, fdrs=RATES, weighed=True, windows_every=9,
    ),
    Suite(
        "separation", "Operators to be told apart, and one operator to be recognised in two pools.",
        _separation, "300 thousand", 20, 8000,
    ),
    Suite(
        "four-requests", "Four requests an account over 100 to 1,000 accounts.",
        _four, "50 thousand", 20, 9000, windows_every=4,
    ),
    Suite(
        "agentic", "Agentic harvests of which a part demands the reasoning in plain words.",
        _agentic, "110 thousand", 20, 9500, windows_every=4,
    ),
    Suite(
        "customers", "Plain pools with one large customer whose honest work looks like a harvest.",
        _customers, "100 thousand", 20, 9800, windows_every=5,
    ),
    Suite(
        "missing-fields", "One log with fields hidden: texts, all but hashes, addresses, accounts.",
        _fields, "170 thousand", 20, 10_000, views=(EVERYTHING, *HIDDEN),
    ),
    Suite(
        "languages", "Campaigns in Chinese, in German, and in three languages at once.",
        _languages, "130 thousand", 21, 10_500,
    ),
    Suite(
        "evasion", "One campaign whose operator answers one signal after the other.",
        _evasion, "50 thousand", 5 * len(EVASIONS), 11_000, weighed=True, windows_every=12,
    ),
    Suite(
        "small", "One campaign, one pool and one class: a quick check.",
        _small, "90 thousand", 1, 12_000,
    ),
)  # fmt: skip


def suite(name: str) -> Suite:
    """The suite of this name; a `Problem` names the others."""
    for one in SUITES:
        if one.name == name:
            return one
    raise Problem(
        f"There is no suite {name!r}.",
        where="drill run",
        hint="one of " + ", ".join(one.name for one in SUITES),
    )
