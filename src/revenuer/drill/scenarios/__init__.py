"""Every scenario there is, one file each. A new one is a file and a line in a list here."""

from revenuer.drill.scenario import Scenario
from revenuer.drill.scenarios import (
    applications,
    archive_backfill,
    coding_relay,
    company_gateway,
    end_customers,
    enterprise_sso,
    evaluation_vendor,
    fresh_accounts,
    graders_in_resale,
    hackathon,
    injected_reasoning,
    issue_agents,
    loud_harness,
    midsize_app,
    open_harness,
    private_people,
    red_team,
    release_day,
    research_corpus,
    reseller_pool,
    service_accounts,
    team_key,
    university_class,
    viral_prompt,
)
from revenuer.drill.scenarios.harvests import HARVESTS
from revenuer.drill.scenarios.other_classes import CLASSES
from revenuer.drill.scenarios.pool_customers import POOLS
from revenuer.drill.scenarios.separation import SEPARATION

DEMO: tuple[Scenario, ...] = (
    private_people.SCENARIO,
    applications.SCENARIO,
    midsize_app.SCENARIO,
    injected_reasoning.SCENARIO,
    fresh_accounts.SCENARIO,
    graders_in_resale.SCENARIO,
    reseller_pool.SCENARIO,
    university_class.SCENARIO,
    release_day.SCENARIO,
    enterprise_sso.SCENARIO,
    open_harness.SCENARIO,
    end_customers.SCENARIO,
)
"""What the demo shows."""

SCENARIOS: tuple[Scenario, ...] = (
    *DEMO,
    viral_prompt.SCENARIO,
    hackathon.SCENARIO,
    evaluation_vendor.SCENARIO,
    research_corpus.SCENARIO,
    company_gateway.SCENARIO,
    archive_backfill.SCENARIO,
    issue_agents.SCENARIO,
)
"""With further look-alikes: those of which the shipped control groups are made."""

HELD_OUT: tuple[Scenario, ...] = (
    *CLASSES,
    service_accounts.SCENARIO,
    team_key.SCENARIO,
    red_team.SCENARIO,
    loud_harness.SCENARIO,
    coding_relay.SCENARIO,
)
"""Look-alikes, and a pool, that no control group knows."""

CAMPAIGNS: tuple[Scenario, ...] = tuple(harvest.scenario() for harvest in HARVESTS)
"""Campaigns as disclosed."""

CATALOGUE: tuple[Scenario, ...] = (
    *SCENARIOS,
    *HELD_OUT,
    *CAMPAIGNS,
    *SEPARATION,
    *POOLS,
)
"""Every scenario there is."""
