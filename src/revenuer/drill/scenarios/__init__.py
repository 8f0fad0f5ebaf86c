"""Every scenario there is, one file each. A new one is a file and a line in a list here."""

from revenuer.drill.scenario import Scenario
from revenuer.drill.scenarios import (
    applications,
    archive_backfill,
    company_gateway,
    end_customers,
    enterprise_sso,
    evaluation_vendor,
    fresh_accounts,
    graders_in_resale,
    hackathon,
    injected_reasoning,
    midsize_app,
    open_harness,
    private_people,
    release_day,
    research_corpus,
    reseller_pool,
    university_class,
    viral_prompt,
)

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
)
"""All of them, with further look-alikes."""
