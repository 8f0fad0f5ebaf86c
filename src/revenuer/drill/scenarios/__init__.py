"""Every scenario there is, one file each. A new one is a file and a line in this list."""

from revenuer.drill.scenario import Scenario
from revenuer.drill.scenarios import (
    applications,
    end_customers,
    enterprise_sso,
    fresh_accounts,
    graders_in_resale,
    injected_reasoning,
    midsize_app,
    open_harness,
    private_people,
    release_day,
    reseller_pool,
    university_class,
)

SCENARIOS: tuple[Scenario, ...] = (
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
