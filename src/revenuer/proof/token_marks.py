"""Token watermarks that `transformers` writes, looked for in a suspect's own output.

A provider that owns the sampler can watermark tokens; a model trained on them picks the watermark
up (radioactivity: Sander et al., 2402.14904). For a key nobody used every coin below is fair, so
the number of heads has a binomial tail. A repeated piece of text would toss the same coin again:
each coin is counted once, over all texts. Without that the p-value would be wrong.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from scipy.stats import binom

from revenuer.problems import Problem
from revenuer.proof.weights import need_extra, token_ids


@dataclass(frozen=True, slots=True)
class Coins:
    """`heads` of `coins` different ones, each head with chance `rate` under a key nobody used."""

    heads: int
    coins: int
    rate: float


class TokenMark(Protocol):
    """A watermark with its key."""

    def coins(self, texts: Iterable[Sequence[int]]) -> Coins:
        """The different coins that the texts' tokens toss, and their heads."""
        ...


@dataclass(frozen=True, slots=True)
class TokenMarksResult:
    """`coins` different coins in `tokens` tokens of `texts` different texts."""

    texts: int
    tokens: int
    coins: int
    heads: int
    share: float | None
    by_chance: float
    p_value: float
    log10_p: float


@dataclass(frozen=True, slots=True)
class GreenList:
    """Kirchenbauer et al. (ICML 2023), `WatermarkingConfig`: a coin is (seed of the list, token).

    Tokens under one seed are drawn without replacement, so the count is a sum of independent,
    unequal coins, whose upper tail the binomial bounds (Hoeffding, 1956).
    """

    config: dict[str, Any]
    vocabulary: int

    def coins(self, texts: Iterable[Sequence[int]]) -> Coins:
        """See `TokenMark`."""
        import torch
        from transformers import WatermarkLogitsProcessor

        mark = WatermarkLogitsProcessor(self.vocabulary, "cpu", **self.config)
        own = int(mark.seeding_scheme == "selfhash")
        width = mark.context_width + 1 - own
        seen: dict[int, set[int]] = {}
        for gram in _grams(texts, width):
            mark.set_seed(torch.tensor(gram if own else gram[:-1]))
            seen.setdefault(mark.rng.initial_seed(), set()).add(gram[-1])
        heads = 0
        for seed, tokens in seen.items():
            mark.rng.manual_seed(seed)
            order = torch.randperm(self.vocabulary, generator=mark.rng)
            heads += len(tokens & set(order[: mark.greenlist_size].tolist()))
        count = sum(len(tokens) for tokens in seen.values())
        return Coins(heads, count, mark.greenlist_size / self.vocabulary)


@dataclass(frozen=True, slots=True)
class Tournament:
    """SynthID-Text (Dathathri et al., Nature 2024), `SynthIDTextWatermarkingConfig`: a coin for
    each key and different n-gram; all count alike."""

    config: dict[str, Any]

    def coins(self, texts: Iterable[Sequence[int]]) -> Coins:
        """See `TokenMark`."""
        import torch
        from transformers import SynthIDTextWatermarkLogitsProcessor

        mark = SynthIDTextWatermarkLogitsProcessor(**self.config, device="cpu")
        grams = sorted(set(_grams(texts, mark.ngram_len)))
        if not grams:
            return Coins(0, 0, 0.5)
        values = mark.compute_g_values(torch.tensor(grams))
        return Coins(int(values.sum()), int(values.numel()), 0.5)


def token_mark(config: dict[str, Any], vocabulary: int) -> TokenMark:
    """The watermark of a configuration as `transformers` writes it. Raises Problem."""
    need_extra()
    if "keys" in config and "ngram_len" in config:
        told = ("keys", "ngram_len", "sampling_table_size", "sampling_table_seed",
                "context_history_size")  # fmt: skip
        return Tournament({name: config[name] for name in told if name in config})
    if "hashing_key" in config:
        told = ("greenlist_ratio", "bias", "hashing_key", "seeding_scheme", "context_width")
        return GreenList({name: config[name] for name in told if name in config}, vocabulary)
    raise Problem(
        "This is no watermark's configuration.",
        hint="give the JSON of a WatermarkingConfig or SynthIDTextWatermarkingConfig",
    )


def token_marks_test(texts: Iterable[str], tokenizer: Any, mark: TokenMark) -> TokenMarksResult:
    """Test whether `texts` carry the watermark. Raises Problem where nothing can be tested."""
    rows = [token_ids(tokenizer, text) for text in dict.fromkeys(texts)]
    found = mark.coins(rows)
    if not found.coins:
        raise Problem(
            "The texts are too short to carry this watermark.",
            hint="give more of the suspect's output: some hundred answers of some length",
        )
    enough = found.heads >= found.coins * found.rate + 1  # where Hoeffding's bound holds
    log_p = float(binom.logsf(found.heads - 1, found.coins, found.rate)) if enough else 0.0
    return TokenMarksResult(
        texts=len(rows),
        tokens=sum(map(len, rows)),
        coins=found.coins,
        heads=found.heads,
        share=found.heads / found.coins,
        by_chance=found.rate,
        p_value=float(np.exp(max(log_p, -700.0))),
        log10_p=log_p / float(np.log(10)),
    )


def _grams(texts: Iterable[Sequence[int]], width: int) -> Iterable[tuple[int, ...]]:
    for text in texts:
        for start in range(len(text) - width + 1):
            yield tuple(text[start : start + width])
