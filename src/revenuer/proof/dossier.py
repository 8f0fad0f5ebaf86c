"""A dossier of one twins test: a page a lawyer can read, and the data to run it again."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from revenuer import __version__
from revenuer.markup.templates import strict_templates
from revenuer.problems import Problem
from revenuer.proof.pairs import read_pairs
from revenuer.proof.selfcheck import shuffled_coins
from revenuer.proof.twins import Protocol, TwinsResult, default_draws, twins_test
from revenuer.proof.twins_report import as_json
from revenuer.proof.wealth_plot import wealth_svg
from revenuer.proof.wording import one_in, power_of_ten_html, support

SHUFFLES = 100
MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class Provenance:
    """What ties the scores to a ledger. Empty for scores made elsewhere. `references` counts the
    models whose scores were taken out of the suspect's; `others` are the suspects of further scores
    committed to the ledger."""

    suspect: str = ""
    origin: str = ""
    public_key: str = ""
    scores_leaf: int | None = None
    opened_leaf: int | None = None
    references: int = 0
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Control:
    """A test whose answer is known beforehand."""

    name: str
    result: TwinsResult


def write_dossier(
    folder: Path,
    scores: bytes,
    protocol: Protocol,
    *,
    provenance: Provenance,
    controls: dict[str, Path],
    positive_controls: dict[str, Path] | None = None,
) -> TwinsResult:
    """Write dossier.html, result.json and scores.parquet into the new folder `folder`.

    `scores` are the bytes of a file as `read_pairs` reads it; `controls` must not be found,
    `positive_controls` were taught at a known dose and must be; result.json is byte for byte what
    the command in the dossier prints again. Raises Problem.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Problem("A dossier is written into a new folder.", where=str(folder), hint="name one")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "scores.parquet"
    path.write_bytes(scores)
    pairs = read_pairs(path)
    draws = protocol.draws or default_draws(*pairs.twins.shape)
    fixed = Protocol(protocol.alpha, protocol.seed, draws, protocol.level)
    result = twins_test(pairs, fixed)
    told = as_json(result)
    (folder / "result.json").write_bytes(orjson.dumps(told) + b"\n")
    members = np.column_stack([pairs.served, pairs.twins])
    page = (
        _environment()
        .get_template("dossier.html")
        .render(
            told=told,
            result=result,
            version=__version__,
            provenance=provenance,
            rerun=_rerun(fixed),
            plot=Markup(wealth_svg(result.wealth)),  # built from numbers alone
            support=support(result.wealth.log10_e),
            controls=_tested(controls, fixed),
            positive_controls=_tested(positive_controls or {}, fixed),
            shuffled=shuffled_coins(members, runs=SHUFFLES, draws=199, seed=fixed.seed),
            listed=told["accounts"][:MOST_LISTED],
            not_listed=max(0, len(told["accounts"]) - MOST_LISTED) + told["accounts_left_out"],
        )
    )
    (folder / "dossier.html").write_text(page, encoding="utf-8")
    return result


def _tested(files: dict[str, Path], protocol: Protocol) -> list[Control]:
    return [Control(name, twins_test(read_pairs(path), protocol)) for name, path in files.items()]


def _rerun(protocol: Protocol) -> str:
    return (
        f"revenuer prove twins --scores scores.parquet --alpha {protocol.alpha!r} "
        f"--seed {protocol.seed} --draws {protocol.draws} --json"
    )


def _environment() -> Environment:
    environment = strict_templates(PackageLoader("revenuer.proof"))
    environment.filters["ten"] = power_of_ten_html
    environment.filters["log10"] = math.log10
    environment.filters["one_in"] = one_in
    environment.filters["percent"] = lambda share: f"{share:.1%}"
    environment.filters["count"] = lambda number: f"{number:,}"
    return environment
