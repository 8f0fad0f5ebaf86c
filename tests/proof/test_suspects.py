"""Suspects behind an endpoint, on the loopback: three ways of asking, and what goes wrong."""

from collections.abc import Callable

import pytest
from suspect_server import FakeModel, served

from revenuer.problems import Problem
from revenuer.proof.suspects import (
    EchoedLogprobs,
    Endpoint,
    PromptLogprobs,
    SampledTexts,
    Suspect,
)

SEEN = "What the tide does every day, in many words, question one"
OTHER = "How the moon pulls the sea, told at some length, question one"


def ask(
    way: Callable[[Endpoint], Suspect], model: FakeModel, answers: list[str]
) -> list[float | None]:
    with served(model) as base:
        return way(Endpoint(base, "suspect-1", pauses=(0.0,))).score("one", answers)


@pytest.mark.parametrize("way", [EchoedLogprobs, PromptLogprobs])
def test_only_the_answer_counts(way: Callable[[Endpoint], Suspect]) -> None:
    model = FakeModel()
    head = model.tokens("one\n\n")
    expected = model.logprobs(f"one\n\n{OTHER}")[len(head) :]
    (found,) = ask(way, model, [OTHER])
    own = [p for p in expected if p is not None]
    assert found == pytest.approx(sum(own) / len(own), abs=0.2)


@pytest.mark.parametrize("way", [EchoedLogprobs, PromptLogprobs, SampledTexts])
def test_what_was_seen_scores_higher_wherever_it_stands(way: Callable[[Endpoint], Suspect]) -> None:
    before = ask(way, FakeModel(), [SEEN, OTHER])
    after = ask(way, FakeModel({SEEN}), [SEEN, OTHER])
    turned = ask(way, FakeModel({SEEN}), [OTHER, SEEN])
    assert after == turned[::-1]
    assert after[0] is not None
    assert before[0] is not None
    assert after[0] > before[0]
    assert after[1] == pytest.approx(before[1], abs=0.1)  # they share their last words


def test_a_busy_server_is_asked_again_and_a_dead_one_is_not_forever() -> None:
    assert ask(EchoedLogprobs, FakeModel(busy=1), [SEEN])[0] is not None
    with pytest.raises(Problem, match="HTTP 503"):
        ask(EchoedLogprobs, FakeModel(busy=9), [SEEN])
    with pytest.raises(Problem, match="HTTP 401"):
        ask(EchoedLogprobs, FakeModel(status=401), [SEEN])
    with pytest.raises(Problem, match="did not answer"):
        EchoedLogprobs(Endpoint("http://127.0.0.1:9/v1", "m", pauses=())).score("p", ["a"])


@pytest.mark.parametrize(
    ("way", "text"),
    [
        (EchoedLogprobs, "does not echo log-probabilities"),
        (PromptLogprobs, "gives no prompt log-probabilities"),
        (SampledTexts, "holds no text"),
    ],
)
def test_what_the_endpoint_cannot_do_is_said(way: Callable[[Endpoint], Suspect], text: str) -> None:
    with pytest.raises(Problem, match=text):
        ask(way, FakeModel(broken={"choices": [{}]}), [SEEN])


def test_the_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    model = FakeModel()
    monkeypatch.setenv("SUSPECT_KEY", "sk-made-up")
    with served(model) as base:
        EchoedLogprobs(Endpoint(base, "m", "SUSPECT_KEY")).score("p", ["a b"])
    assert model.asked[0]["authorization"] == "Bearer sk-made-up"
    monkeypatch.delenv("SUSPECT_KEY")
    with pytest.raises(Problem, match="has no SUSPECT_KEY"):
        EchoedLogprobs(Endpoint("http://127.0.0.1:9", "m", "SUSPECT_KEY")).score("p", ["a"])


def test_texts_too_short_for_a_gram_have_no_score() -> None:
    assert ask(SampledTexts, FakeModel({SEEN}), ["short", SEEN])[0] is None
