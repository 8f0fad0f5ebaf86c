"""Self-identification is weighed with its base rates, and never as more than weak."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from suspect_server import FakeModel, served
from typer.testing import CliRunner

from revenuer.cli.prove import app
from revenuer.problems import Problem
from revenuer.proof.identity import FAMILIES, QUESTIONS, weigh


@pytest.mark.parametrize(
    ("said", "families"),
    [
        ("I am Claude, made by Anthropic.", {"Anthropic"}),
        ("I'm ChatGPT, based on GPT-4o.", {"OpenAI"}),
        ("我是通义千问，由阿里云开发。", {"Qwen"}),
        ("我是DeepSeek，由深度求索公司开发。", {"DeepSeek"}),
        ("My name is Kimi, not Claude.", {"Anthropic", "Moonshot"}),
        ("I am an assistant. How may I help?", set()),
        ("The claudication clinic and the metallama project.", set()),
    ],
)
def test_names_are_recognised(said: str, families: set[str]) -> None:
    assert set(weigh([said], "Anthropic").named) == families


def test_the_ratio_is_weak_at_most() -> None:
    found = weigh(["I am Claude."] * 100, "Anthropic")
    assert 2.2 < found.ratio < 2.6
    assert "At most weak" in found.words
    assert "weak support" in found.words
    assert found.base_rate == pytest.approx(43 / 129)


def test_not_naming_says_nothing() -> None:
    found = weigh(["I am an assistant."], "Anthropic")
    assert found.ratio == 1.0
    assert "nothing either way" in found.words


def test_unknown_families_and_silence_are_refused() -> None:
    with pytest.raises(Problem, match="not a known family"):
        weigh(["x"], "Nobody")
    with pytest.raises(Problem, match="no answers"):
        weigh([], "OpenAI")
    assert list(FAMILIES) == sorted(FAMILIES)


@contextmanager
def saying(text: str) -> Iterator[str]:
    with served(FakeModel(broken={"choices": [{"message": {"content": text}}]})) as base:
        yield base


def test_the_command_probes_and_weighs() -> None:
    with saying("I am Claude by Anthropic") as base:
        outcome = CliRunner().invoke(
            app,
            ["identity", "--endpoint", base, "--model", "m", "--teacher", "Anthropic",
             "--samples", "2"],
            catch_exceptions=False,
        )  # fmt: skip
    told = json.loads(outcome.stdout)
    assert told["teacher_named"] == told["answers"] == 2 * len(QUESTIONS)
    assert told["ratio"] < 2.6
