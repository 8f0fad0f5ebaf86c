"""The twins test in words and as one JSON object."""

from typing import Any

from revenuer.proof.twins import TwinsResult
from revenuer.proof.wording import power_of_ten
from revenuer.stats.smallest_effect import pairs_needed, smallest_effect, smallest_share

# Standardised effects of one trained pair that the shares are worked out for; 0.1 is about what
# was measured on STAMP's scores for text seen once in continual pretraining (one twin).
DOSES = (0.1, 0.3, 1.0)
POWER = 0.8

NOT_SHOWN = (
    "Rejecting shows that the suspect was influenced by the served choices; it does not show who "
    "trained it, nor intent: text may have travelled through a public dump or a third model.",
    "Not rejecting is no acquittal: see the smallest exposure this test could have found.",
    "An e-value is evidence against the null hypothesis, never a probability of guilt.",
)


def as_json(result: TwinsResult) -> dict[str, Any]:
    """Plain data for one JSON object: no NaN, no infinity, the same bytes for the same input."""
    test, wins, effect = result.test, result.wins, result.effect
    pairs, protocol = result.pairs, result.protocol
    n, m = pairs.twins.shape
    return {
        "n": n,
        "p_value": test.p_value,
        "log10_p": test.log10_p,
        "e_value": result.wealth.e_value,
        "log10_e": result.wealth.log10_e,
        "log10_e_highest": result.wealth.log10_highest,
        "effect": effect.value,
        "interval": None if effect.low is None else [effect.low, effect.high],
        "interval_level": protocol.level,
        "win_rate": wins.rate,
        "win_rate_interval": None if wins.low is None else [wins.low, wins.high],
        "win_rate_method": wins.method,
        "win_rate_by_chance": 0.5,
        "wins": wins.wins,
        "losses": wins.losses,
        "ties": result.ties,
        "twins": m,
        "test": "sign flip" if m == 1 else "uniform choice among m + 1",
        "side": "greater",
        "method": test.method,
        "statistic": test.statistic,
        "seed": protocol.seed,
        "B": test.draws,
        "permutation": {
            "b": test.plain_exceed,
            "B": test.plain_draws,
            "p_value": test.plain_p,
        },
        "alpha": protocol.alpha,
        "rejected": result.rejected,
        "power": _power(n, protocol.alpha),
        "accounts": [
            {
                "account_id": line.account_id,
                "n": line.n,
                "p_value": line.p_value,
                "p_holm": line.p_holm,
                "log10_e": line.log10_e,
                "win_rate": line.win_rate,
            }
            for line in result.accounts
        ],
        "accounts_left_out": result.accounts_left_out,
        "rows": pairs.rows,
        "dropped": len(pairs.quarantined),
        "dropped_reasons": pairs.reasons,
        "dropped_rows": [row.line for row in pairs.quarantined[:1000]],
        "warnings": list(result.warnings),
        "does_not_show": list(NOT_SHOWN),
        "source": pairs.source,
        "source_sha256": pairs.sha256,
    }


def _power(n: int, alpha: float) -> dict[str, Any]:
    return {
        "alpha": alpha,
        "power": POWER,
        "smallest_effect": smallest_effect(n, alpha=alpha, power=POWER),
        "smallest_share": [
            {
                "effect_of_a_trained_pair": dose,
                "share": smallest_share(n, dose, alpha=alpha, power=POWER),
                "pairs_needed_if_all": pairs_needed(dose, alpha=alpha, power=POWER),
            }
            for dose in DOSES
        ],
    }


def as_text(result: TwinsResult) -> str:
    """The same for a person, a screenful."""
    test, wins, effect = result.test, result.wins, result.effect
    n, m = result.pairs.twins.shape
    alpha = result.protocol.alpha
    lines = [
        f"{n:,} pairs, {m} twin{'s' if m > 1 else ''} each; {len(result.pairs.quarantined):,} of "
        f"{result.pairs.rows:,} rows left out{_dropped(result)}.",
        f"p = {power_of_ten(test.log10_p)} ({test.method}, one-sided); fixed level {alpha:g}: "
        + ("H0 rejected." if result.rejected else "H0 not rejected."),
        f"e = {power_of_ten(result.wealth.log10_e)} now, "
        f"{power_of_ten(result.wealth.log10_highest)} at its highest.",
    ]
    if effect.value is not None and effect.low is not None and effect.high is not None:
        lines.append(
            f"Standardised effect {effect.value:.3f} "
            f"[{effect.low:.3f}, {effect.high:.3f}] at {result.protocol.level:.0%}."
        )
    if wins.rate is not None and wins.low is not None and wins.high is not None:
        lines.append(
            f"Served beats twin in {wins.rate:.1%} [{wins.low:.1%}, {wins.high:.1%}] of "
            f"{wins.wins + wins.losses:,} comparisons; 50 % is chance; {wins.ties:,} ties."
        )
    lines.append(_found(n, alpha))
    lines += [f"Warning: {text}" for text in result.warnings]
    lines += list(NOT_SHOWN)
    return "\n".join(lines)


def _found(n: int, alpha: float) -> str:
    smallest = smallest_effect(n, alpha=alpha, power=POWER)
    share = smallest_share(n, DOSES[0], alpha=alpha, power=POWER)
    exposure = (
        f"{share:.0%} of the coined exchanges trained on once"
        if share is not None
        else "not even all of the coined exchanges trained on once"
    )
    return (
        f"Smallest effect this test could have found at {alpha:g} with {POWER:.0%} power: "
        f"{smallest:.3f}; about {exposure}, if one trained pair moves its score by {DOSES[0]}."
    )


def _dropped(result: TwinsResult) -> str:
    reasons = "; ".join(f"{reason}: {count}" for reason, count in result.pairs.reasons.items())
    return f" ({reasons})" if reasons else ""
