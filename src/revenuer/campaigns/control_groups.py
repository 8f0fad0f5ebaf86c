"""Measures the candidate groups of benign traffic, to be ranked against later."""

from collections.abc import Iterable

import pyarrow as pa

from revenuer.campaigns.calibrate import measure
from revenuer.campaigns.reference import CONTROLS
from revenuer.groups.build import ViewBuilder
from revenuer.groups.candidate import Candidate
from revenuer.groups.traffic import Traffic
from revenuer.records import CannotAssess
from revenuer.signals import SIGNALS


def measure_controls(
    traffic: Traffic, groups: Iterable[tuple[Candidate, str, bool]], log: int
) -> pa.Table:
    """Rows with the CONTROLS schema. Each group comes with the name of its scenario and whether it
    is coordinated (a reseller's pool: a control for extraction only); `log` numbers the traffic."""
    builder = ViewBuilder(traffic)
    rows = []
    for number, (candidate, scenario, coordinated) in enumerate(groups):
        view = builder.view(number, candidate)
        for signal, measured in measure(view, SIGNALS):
            if isinstance(measured, CannotAssess):
                continue
            rows.append(
                {
                    "log": log,
                    "group": number,
                    "scenario": scenario,
                    "whole": candidate.families is None,
                    "coordinated": coordinated,
                    "signal": signal.name,
                    "statistic": measured.statistic,
                    "se": measured.se,
                    "p_value": measured.p_value,
                    "size": measured.size,
                    "volume": measured.volume,
                }
            )
    return pa.Table.from_pylist(rows, schema=CONTROLS)
