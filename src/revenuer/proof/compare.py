"""Many suspects, models or metrics at once: say how many were tested, and adjust for it.

Holm on p-values and e-Holm on e-values keep the chance of any false accusation at the level; e-BH
keeps the share of false ones among those screened. All three allow any dependence, which matters
here: suspects share pairs, and metrics share suspects.
"""

from dataclasses import dataclass
from pathlib import Path

from revenuer.problems import Problem
from revenuer.proof.pairs import read_pairs
from revenuer.proof.twins import Protocol, TwinsResult, twins_test
from revenuer.stats.multiplicity import e_bh, e_holm, holm


@dataclass(frozen=True, slots=True)
class Compared:
    """One of the tests. `accused`: rejected by Holm at the level, over all tests given.

    `p_holm`, `e_holm` and `e_bh` are the smallest levels at which each procedure rejects.
    """

    name: str
    result: TwinsResult
    p_holm: float
    e_holm: float
    e_bh: float
    accused: bool
    screened: bool


def compare(files: dict[str, Path], protocol: Protocol, screen_at: float = 0.05) -> list[Compared]:
    """Test every file of scores, adjust over all, in the order given. Raises Problem."""
    if not files:
        raise Problem("There is nothing to compare.", hint="give NAME=FILE for each suspect")
    results = [twins_test(read_pairs(path), protocol) for path in files.values()]
    p_values = [result.test.p_value for result in results]
    e_values = [result.wealth.e_value for result in results]
    by_p = holm(p_values, protocol.alpha)
    by_e = e_holm(e_values, protocol.alpha)
    screen = e_bh(e_values, screen_at)
    return [
        Compared(
            name=name,
            result=result,
            p_holm=float(by_p.adjusted[i]),
            e_holm=float(by_e.adjusted[i]),
            e_bh=float(screen.adjusted[i]),
            accused=bool(by_p.rejected[i]),
            screened=bool(screen.rejected[i]),
        )
        for i, (name, result) in enumerate(zip(files, results, strict=True))
    ]


def named_files(arguments: list[str]) -> dict[str, Path]:
    """NAME=FILE arguments. Raises Problem for one without a name, or a name given twice."""
    files: dict[str, Path] = {}
    for argument in arguments:
        name, separator, path = argument.partition("=")
        if not separator or not name or not path:
            raise Problem(
                f"{argument} does not name its suspect.",
                hint="write NAME=FILE, like lab-a=a.parquet",
            )
        if name in files:
            raise Problem(f"The name {name} is given twice.", hint="give each suspect its own")
        files[name] = Path(path)
    return files


def as_rows(compared: list[Compared], protocol: Protocol) -> dict[str, object]:
    """Plain data for one JSON object."""
    return {
        "tested": len(compared),
        "alpha": protocol.alpha,
        "tests": [
            {
                "name": one.name,
                "n": len(one.result.pairs.pair_ids),
                "p_value": one.result.test.p_value,
                "log10_p": one.result.test.log10_p,
                "p_holm": one.p_holm,
                "e_value": one.result.wealth.e_value,
                "e_holm": one.e_holm,
                "e_bh": one.e_bh,
                "effect": one.result.effect.value,
                "accused": one.accused,
                "screened": one.screened,
            }
            for one in compared
        ],
    }
