"""What tokens cost the customer: the provider's price table, as TOML.

currency = "USD"
[models."heron-3-large"]          # per million tokens
input = 3.0
output = 15.0
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from revenuer.problems import Problem


@dataclass(frozen=True, slots=True)
class Price:
    """Per million tokens."""

    input: float
    output: float


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices by model, in one currency."""

    currency: str
    models: Mapping[str, Price]

    def range_of(
        self, models: Iterable[str], input_tokens: int, output_tokens: int
    ) -> tuple[float, float] | None:
        """Least and most that these tokens can have cost: a scan does not say which tokens went to
        which of a campaign's models. None where a model has no price."""
        known = [self.models.get(model) for model in models]
        if not known or None in known:
            return None
        cost = [
            (p.input * input_tokens + p.output * output_tokens) / 1e6
            for p in known
            if p is not None
        ]
        return min(cost), max(cost)


def read_prices(path: Path) -> Prices:
    """Read a price table. Raises Problem."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        models = {
            str(name): Price(_amount(row["input"]), _amount(row["output"]))
            for name, row in document["models"].items()
        }
        return Prices(str(document.get("currency", "USD")), models)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Problem(f"The price table cannot be read: {error}.", where=str(path)) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Problem(
            f"The price table lacks what it needs ({error}).",
            where=str(path),
            hint='[models."name"] with input and output, per million tokens',
        ) from error


def _amount(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        raise ValueError(f"{value!r} is no price")
    return float(value)
