"""How often ordinary people's texts are taken for a harvest, and how often templates are seen."""

from pathlib import Path

import duckdb
import numpy as np
import pytest

from revenuer.fingerprint.intents import INTENTS
from revenuer.fingerprint.lexicon import compile_intents, intent_bits
from revenuer.fingerprint.text_kernel import normalise, recognise_cues

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
LEXICON = compile_intents(INTENTS)
NAMES = tuple(intent.name for intent in INTENTS)
HARVEST = NAMES[: NAMES.index("coding")]
ORDINARY = (
    "permissive/sharegpt_en_1k/turns",
    "permissive/oasst1_val_en/messages",
    "permissive/koala_test/prompts",
    "permissive/banking77/utterances",
    "permissive/snips/utterances",
    "permissive/taskmaster/user_turns",
    "permissive/hh_rlhf_harmless_test/turns",
    "permissive/medicalgpt_zh/medical_sft_zh",
    "permissive/t0_templated/prompts",
    "noncommercial/zh_reviews/reviews",
    "noncommercial/lima/prompts",
    "noncommercial/alpaca_de/openai_12k",
)


def shares(source: str) -> dict[str, float]:
    """Share of a source's texts in which each intent is recognised (at most 3,000 texts)."""
    file = DATA / f"{source}.parquet"
    if not file.exists():
        pytest.skip(f"evaluation data is not here: {source}")
    rows = duckdb.execute(
        "select concat_ws(' ', system, prompt) from read_parquet(?) order by row_id limit 3000",
        [str(file)],
    ).fetchall()
    cues = np.array([native_bits(text) for (text,) in rows], np.uint64)
    bits = intent_bits(INTENTS, LEXICON.classes, cues, cues)
    return {
        name: float(((bits >> np.uint64(i)) & np.uint64(1)).mean()) for i, name in enumerate(NAMES)
    }


def native_bits(text: str) -> int:
    data = np.frombuffer(text.encode(), np.uint8)
    out = np.empty(len(data) + 4, np.uint8)
    end = normalise(data, 0, len(data), out, 0)
    return int(recognise_cues(out, 0, end, *LEXICON.tables()))


@pytest.mark.parametrize("source", ORDINARY)
def test_ordinary_texts_are_hardly_ever_taken_for_a_harvest(source: str) -> None:
    found = shares(source)
    assert {name: found[name] for name in HARVEST if found[name] >= 0.01} == {}


def test_filled_rubric_prompts_are_seen() -> None:
    assert shares("permissive/prometheus_rubric/grading_prompts")["rubric_grading"] > 0.95


def test_elicitation_phrases_are_seen_where_they_demand_reasoning() -> None:
    assert shares("permissive/alpaca_cot/cot_prompts")["chain_of_thought"] > 0.2


@pytest.mark.parametrize(
    "source",
    [
        "permissive/sharegpt_en_1k/turns",
        "permissive/gsm8k/problems",
        "permissive/bbh/problems",
        "permissive/alpaca_cot/cot_prompts",
        "permissive/medicalgpt_zh/medical_sft_zh",
        "noncommercial/alpaca_de/openai_12k",
    ],
)
def test_real_answers_are_hardly_ever_traces(source: str) -> None:
    file = DATA / f"{source}.parquet"
    if not file.exists():
        pytest.skip(f"evaluation data is not here: {source}")
    rows = duckdb.execute(
        "select response from read_parquet(?) where response is not null"
        " order by row_id limit 3000",
        [str(file)],
    ).fetchall()
    cues = np.array([native_bits(text) for (text,) in rows], np.uint64)
    bits = intent_bits(INTENTS, LEXICON.classes, np.zeros_like(cues), cues)
    place = np.uint64(NAMES.index("reasoned_answer"))
    assert ((bits >> place) & np.uint64(1)).mean() < 0.002
