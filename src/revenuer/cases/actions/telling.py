"""A simulation in sentences."""

from collections.abc import Iterator

from revenuer.cases.actions.kinds import GRADES, ActionKind
from revenuer.cases.actions.simulation import Simulation


def sentences(found: Simulation) -> Iterator[str]:
    """What an action would do, for a person to read before proposing it."""
    grade = GRADES[ActionKind(found.kind)]
    wrong = found.wrong
    yield f"{found.kind} (level {found.level}): {grade.meaning}. Undone by: {grade.undo}."
    yield f"It would hit {found.hit:,} accounts of {found.case_id}."
    if found.spared:
        told = ", ".join(f"{n:,} under {label!r}" for label, n in sorted(found.spared.items()))
        yield f"Spared: {told}."
    if found.unsure:
        yield f"{found.unsure:,} accounts lie below the least membership."
    yield (
        f"Wrong ones: {wrong.expected:.1f} expected, {wrong.low} to {wrong.high} with "
        f"{wrong.level:.0%} probability, if the case holds. At most {wrong.case_error:.0%} of "
        f"cases do not; then all {wrong.all_:,} are wrong. Over both: {wrong.overall:.1f}."
    )
    if found.exchanges is not None:
        share = "" if found.traffic_share is None else f", {found.traffic_share:.1%} of all traffic"
        yield (
            f"{found.exchanges:,} exchanges in {found.days:.0f} days{share}; "
            f"{found.campaign_exchanges:,} of them are the campaign's."
        )
    if found.money is not None:
        money = found.money
        yield (
            f"Revenue touched: {money.low_a_day:,.2f} to {money.high_a_day:,.2f} {money.currency} "
            f"a day, of which {money.other_low_a_day:,.2f} to {money.other_high_a_day:,.2f} are "
            "not the campaign's."
            + ("" if grade.stops_revenue else " This action does not stop it.")
        )
    if found.other_cases:
        yield f"Some of the accounts are also in {', '.join(found.other_cases)}."
    yield from found.warnings
