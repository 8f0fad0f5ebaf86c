"""Token watermarks of transformers: found where written, silent elsewhere, coins tossed once."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import torch
from small_models import exchanges, small
from transformers import (
    LogitsProcessorList,
    SynthIDTextWatermarkingConfig,
    WatermarkDetector,
    WatermarkingConfig,
)
from typer.testing import CliRunner

from revenuer.cli.prove import app
from revenuer.lab.models import plain, save
from revenuer.problems import Problem
from revenuer.proof.token_marks import GreenList, token_mark, token_marks_test
from revenuer.proof.weights import Model, head, token_ids

KEYS = [654, 400, 836, 123, 340, 443, 597, 160]
CONFIGS = {
    "lefthash": WatermarkingConfig(hashing_key=15485863, bias=4.0, context_width=2),
    "selfhash": WatermarkingConfig(seeding_scheme="selfhash", bias=4.0, context_width=2),
    "synthid": SynthIDTextWatermarkingConfig(keys=KEYS, ngram_len=3),
}
SCHEMES = pytest.mark.parametrize("scheme", list(CONFIGS))


def written(model: Model, scheme: str | None, texts: int = 12) -> list[str]:
    """Samples of an untrained model, with the watermark or without."""
    torch.manual_seed(1)
    prompt = token_ids(model.tokenizer, head(model.tokenizer, exchanges(1)[0].prompt))
    ids = torch.tensor([prompt] * texts)
    config = {"watermarking_config": CONFIGS[scheme]} if scheme else {}
    made = model.network.generate(
        input_ids=ids, attention_mask=torch.ones_like(ids), do_sample=True, max_new_tokens=40,
        eos_token_id=None, pad_token_id=0, logits_processor=LogitsProcessorList(), **config,
    )  # fmt: skip
    # Tokens come back from text only where decoding loses nothing: words, not bytes.
    return [model.tokenizer.decode(row[len(prompt) :]) for row in made]


def wordy(model: Model) -> Model:
    """A model that writes whole words only, so that its text gives its tokens back."""
    good = [
        i for i in range(len(model.tokenizer))
        if (text := model.tokenizer.decode([i])).startswith(" ") and text[1:].isalpha()
        and token_ids(model.tokenizer, text) == [i]
    ]  # fmt: skip
    bias = torch.full((len(model.tokenizer),), -100.0)
    bias[good] = 0.0
    forward = model.network.lm_head.forward
    model.network.lm_head.forward = lambda hidden: forward(hidden) + bias
    return model


@SCHEMES
def test_a_watermark_is_found_with_its_key_only(scheme: str) -> None:
    model = wordy(small(plain))
    size = len(model.tokenizer)
    config = CONFIGS[scheme].to_dict()
    own = token_mark(config, size)
    assert token_marks_test(written(model, scheme), model.tokenizer, own).log10_p < -6
    assert token_marks_test(written(model, None), model.tokenizer, own).p_value > 1e-3
    other = {**config, "keys": [k + 7 for k in KEYS]} if "keys" in config else {
        **config, "hashing_key": 29_986_577}  # fmt: skip
    found = token_marks_test(written(model, scheme), model.tokenizer, token_mark(other, size))
    assert found.p_value > 1e-3


@SCHEMES
def test_repeated_text_tosses_no_coin_twice(scheme: str) -> None:
    model = wordy(small(plain))
    mark = token_mark(CONFIGS[scheme].to_dict(), len(model.tokenizer))
    texts = written(model, scheme)
    once = token_marks_test(texts, model.tokenizer, mark)
    again = token_marks_test([*texts, *(f"{t}{t}" for t in texts)], model.tokenizer, mark)
    assert again.tokens > 2.5 * once.tokens
    assert again.coins < 1.15 * once.coins  # only where two copies meet


@pytest.mark.parametrize("scheme", ["lefthash", "selfhash"])
def test_green_lists_are_those_of_transformers(scheme: str) -> None:
    """A text whose n-grams all differ gives the counts of the library's own detector."""
    model = small(plain)
    config = CONFIGS[scheme]
    ids = torch.arange(20, 60)[None]
    told = WatermarkDetector(model.network.config, "cpu", config)(ids, return_dict=True)
    found = GreenList(
        {k: v for k, v in config.to_dict().items()
         if k in ("greenlist_ratio", "bias", "hashing_key", "seeding_scheme", "context_width")},
        model.network.config.vocab_size,
    ).coins(ids.tolist())  # fmt: skip
    assert found.heads == told.num_green_tokens[0]
    assert found.coins == told.num_tokens_scored[0]


def test_unused_keys_are_rejected_no_more_often_than_they_should() -> None:
    rng = np.random.default_rng(3)
    texts = [rng.integers(10, 300, 60).tolist() for _ in range(5)]
    p_values = []
    for key in range(200):
        mark = token_mark({"hashing_key": 1_000_003 + 7919 * key, "bias": 1.0}, 300)
        coins = mark.coins(texts)
        from scipy.stats import binom

        p_values.append(binom.sf(coins.heads - 1, coins.coins, coins.rate))
    found = np.array(p_values)
    assert (found <= 0.05).sum() <= 22  # 10 expected; four standard deviations above
    assert (found <= 0.5).sum() <= 130


def test_the_command(tmp_path: Path) -> None:
    model = wordy(small(plain))
    save(Model(small(plain).network, model.tokenizer), tmp_path / "model")
    pq.write_table(pa.table({"text": written(model, "synthid")}), tmp_path / "texts.parquet")
    (tmp_path / "mark.json").write_text(json.dumps(CONFIGS["synthid"].to_dict()))
    arguments = ["marks", "--texts", str(tmp_path / "texts.parquet")]
    arguments += ["--watermark", str(tmp_path / "mark.json")]
    arguments += ["--tokenizer", str(tmp_path / "model")]
    told = json.loads(CliRunner().invoke(app, arguments, catch_exceptions=False).stdout)
    assert told["watermark"]["log10_p"] < -6
    assert told["watermark"]["by_chance"] == 0.5


def test_no_configuration_is_a_problem() -> None:
    with pytest.raises(Problem, match="no watermark's configuration"):
        token_mark({"something": 1}, 10)
