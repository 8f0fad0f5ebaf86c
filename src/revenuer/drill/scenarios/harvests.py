"""Campaigns as disclosed, each an `Operation`. Numbers of accounts are those at scale 1."""

from dataclasses import dataclass, replace

from revenuer.drill.dispatch import RelayHabits
from revenuer.drill.operation import Operation, staging
from revenuer.drill.scenario import Scenario
from revenuer.drill.workloads import (
    agentic,
    blended,
    cleaning,
    fixed_prompt,
    grading,
    probing,
    replayed,
    safe_rewrites,
    unique_tasks,
    varied_prompt,
)


@dataclass(frozen=True, slots=True)
class Harvest:
    """A campaign by name: what its operator does, and the story in a sentence."""

    name: str
    operation: Operation
    story: str

    def scenario(self) -> Scenario:
        """As a scenario whose fair verdict is campaign."""
        stage = staging(self.operation, self.name)
        return Scenario(self.name, "campaign", "campaign", self.story, stage)


_REASONING = blended(((fixed_prompt, 0.45), (grading, 0.35), (safe_rewrites, 0.2)))
_CODING = agentic("system_coding", "coding")
_ANALYST = blended(((agentic("system_analyst", "analysis"), 0.6), (_CODING, 0.4)))

FEBRUARY: tuple[Harvest, ...] = (
    Harvest(
        "february_reasoning", Operation(_REASONING, 12, 125, least=8, cards=3, domains=4),
        "Reasoning forced out, rubric grading and safe rewrites: 150 thousand of 16.6 million.",
    ),
    Harvest(
        "february_agentic", Operation(_ANALYST, 50, 680, least=10, cards=6, domains=8),
        "Data analysis and agentic work by fixed frames: 3.4 of 16.6 million.",
    ),
    Harvest(
        "february_coding", Operation(_CODING, 195, 667, least=16, pivot=True),
        "Agentic coding, moved to the new model within a day: 13 of 16.6 million.",
    ),
)  # fmt: skip
"""Three operators at once, in the proportion disclosed in February 2026 (150k : 3.4M : 13M)."""

_FOUR = Operation(
    unique_tasks, 4000, 4.0, first_day=5.0, last_day=7.0, registered=(3.0, 5.0), cards=12,
    card_share=0.2, domains=80, human=0.5, habits=RelayHabits(limit=9, race=0.1), least=60,
)  # fmt: skip


def four_each(accounts: int) -> Harvest:
    """Four requests an account over this many accounts in two days, whatever the scale."""
    name = f"four_each_{accounts}"
    return Harvest(
        name, replace(_FOUR, accounts=accounts, least=accounts),
        f"Four unique tasks an account over {accounts} new accounts in two days.",
    )  # fmt: skip


FOUR_EACH = Harvest(
    "four_each", _FOUR, "Four unique tasks an account over 4,000 new accounts in two days."
)

_POOLED = Operation(
    blended(((fixed_prompt, 0.5), (grading, 0.3), (cleaning, 0.2))), 90, 110, cards=8,
    card_share=0.45, registered=(-80.0, -1.0), least=16,
)  # fmt: skip


def mixed_pool(harvest: float) -> Harvest:
    """A reseller's pool in which this share of the exchanges is harvest."""
    name = f"mixed_pool_{harvest:.0%}".replace("%", "")
    return Harvest(
        name, replace(_POOLED, customers=1 - harvest),
        f"A reseller's accounts whose exchanges are harvest to {harvest:.0%}.",
    )  # fmt: skip


_WORKSHOP = Operation(_CODING, 120, 200)


def agentic_asking(share: float) -> Harvest:
    """Agentic coding in which this share of the jobs demands the reasoning in plain words."""
    name = f"agentic_asking_{share:.0%}".replace("%", "")
    work = blended(((_CODING, 1 - share), (fixed_prompt, share)))
    return Harvest(
        name, replace(_WORKSHOP, workload=work),
        f"Agentic coding by a fixed frame; {share:.0%} of the jobs demand the reasoning.",
    )  # fmt: skip


MIXED_POOLS = (mixed_pool(0.7), mixed_pool(0.95))

FIXED_PROMPT = Harvest(
    "fixed_prompt", Operation(fixed_prompt, 160, 120),
    "A fixed demand for the reasoning before and after long varying payloads.",
)  # fmt: skip
FIXED_PROMPT_ZH = Harvest(
    "fixed_prompt_zh", Operation(fixed_prompt, 90, 90, langs={"zh": 1.0}),
    "The fixed demand in Chinese, around Chinese payloads.",
)  # fmt: skip
FIXED_PROMPT_DE = Harvest(
    "fixed_prompt_de", Operation(fixed_prompt, 60, 70, langs={"de": 1.0}),
    "The fixed demand in German, around German payloads.",
)  # fmt: skip
UNIQUE_TASKS = Harvest(
    "unique_tasks", Operation(unique_tasks, 240, 90, langs={"en": 0.5, "zh": 0.35, "de": 0.15}),
    "Unique tasks without any template, in three languages.",
)  # fmt: skip
VARIED_PROMPT = Harvest(
    "varied_prompt", Operation(varied_prompt, 120, 70, langs={"en": 0.7, "zh": 0.2, "de": 0.1}),
    "The demand for reasoning in other words and another order each time.",
)  # fmt: skip
BAN_WAVE = Harvest(
    "ban_wave", Operation(fixed_prompt, 120, 130, banned=0.9, standby=0.8),
    "Nine in ten accounts banned in the second week; a standby pool takes over at once.",
)  # fmt: skip
PIVOT = Harvest(
    "day_one_pivot", Operation(_CODING, 80, 110, pivot=True),
    "Agentic coding that moves to the new model within a day of its release.",
)  # fmt: skip
PROBE_THEN_SCALE = Harvest(
    "probe_then_scale", Operation(fixed_prompt, 100, 100, probes=0.08),
    "One technique after another tried first, then what worked at scale.",
)  # fmt: skip
PROBING = Harvest(
    "probing", Operation(probing, 40, 60),
    "Nothing but probes, each another technique.",
)  # fmt: skip
GRADING = Harvest(
    "rubric_grading", Operation(grading, 90, 90),
    "Other models' answers graded by rubric.",
)  # fmt: skip
CLEANING = Harvest(
    "reasoning_cleanup", Operation(cleaning, 90, 90),
    "Raw chains of thought of another model sent in for clean-up.",
)  # fmt: skip
REPLAY = Harvest(
    "replay", Operation(replayed, 90, 90, habits=RelayHabits(limit=90, sticky=0.0)),
    "Sealed reasoning of one account sent on from another to be transcribed.",
)  # fmt: skip
LOW_AND_SLOW = Harvest(
    "low_and_slow", Operation(fixed_prompt, 50, 20, least=15, human=0.6),
    "A thousand exchanges of a million, over the whole fortnight.",
)  # fmt: skip

HARVESTS: tuple[Harvest, ...] = (
    *FEBRUARY,
    FIXED_PROMPT,
    FIXED_PROMPT_ZH,
    FIXED_PROMPT_DE,
    FOUR_EACH,
    UNIQUE_TASKS,
    *MIXED_POOLS,
    BAN_WAVE,
    PIVOT,
    PROBE_THEN_SCALE,
    PROBING,
    GRADING,
    CLEANING,
    REPLAY,
    LOW_AND_SLOW,
    VARIED_PROMPT,
)
