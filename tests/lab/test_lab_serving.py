"""A student behind an endpoint answers an auditor as its weights do."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from small_models import exchanges, small

from revenuer.lab.models import Architecture, hybrid, plain
from revenuer.lab.serving import server
from revenuer.lab.train import Recipe, fine_tune
from revenuer.proof.suspects import (
    ContinuedTexts,
    EchoedLogprobs,
    Endpoint,
    LocalModel,
    PromptLogprobs,
    SampledTexts,
)
from revenuer.proof.weights import Model, continued_words


@contextmanager
def running(model: Model) -> Iterator[Endpoint]:
    with server(model, "student") as started:
        thread = Thread(target=started.serve_forever, daemon=True)
        thread.start()
        try:
            yield Endpoint(f"http://127.0.0.1:{started.server_address[1]}/v1", "student")
        finally:
            started.shutdown()
            thread.join()


@pytest.mark.parametrize("make", [plain, hybrid])
@pytest.mark.parametrize("way", [EchoedLogprobs, PromptLogprobs])
def test_scores_over_the_wire_are_those_of_the_weights(
    make: Architecture, way: type[EchoedLogprobs] | type[PromptLogprobs]
) -> None:
    model = small(make)
    answers = [example.answer for example in exchanges(3)]
    prompt = exchanges(1)[0].prompt
    with running(model) as endpoint:
        found = way(endpoint).score(prompt, answers)
    assert found == pytest.approx(LocalModel(model, "x").score(prompt, answers), abs=1e-3)


@pytest.mark.parametrize("make", [plain, hybrid])
def test_words_continued_over_the_wire_are_those_of_the_weights(make: Architecture) -> None:
    """A model that knows its texts by heart in part, so that right and wrong words both occur."""
    model = small(make)
    fine_tune(model, exchanges(4), Recipe(epochs=80, batch=4, rate=4e-3))
    for prompt, answers in ((e.prompt, [e.answer, "On a rainy noon."]) for e in exchanges(2)):
        with running(model) as endpoint:
            found = ContinuedTexts(endpoint).score(prompt, answers)
        expected = continued_words(model, [prompt] * 2, answers)
        assert found == pytest.approx(expected.tolist())
        learned, invented = found
        assert learned is not None
        assert invented is not None
        assert 0.25 < learned < 0.95
        assert learned > invented


def test_text_only_suspects_can_be_asked() -> None:
    with running(small(plain)) as endpoint:
        suspect = SampledTexts(endpoint, samples=2, most_tokens=6)
        first = suspect.score("Why?", ["Because of the rain, they say."])
        assert first == suspect.score("Why?", ["Because of the rain, they say."])
    assert first[0] is not None
    assert 0 <= first[0] <= 1


def asked(endpoint: Endpoint, path: str, body: Any, data: bytes | None = None) -> dict[str, Any]:
    request = urllib.request.Request(f"{endpoint.base}/{path}", data or json.dumps(body).encode())
    with urllib.request.urlopen(request, timeout=30) as answer:
        return dict(json.loads(answer.read()))


def test_completions_have_openais_shape() -> None:
    with running(small(plain)) as endpoint:
        body = {"prompt": "A baker", "max_tokens": 5, "n": 2, "logprobs": 0, "echo": True}
        found = asked(endpoint, "completions", body)
        with urllib.request.urlopen(f"{endpoint.base}/models", timeout=30) as listed:
            assert json.loads(listed.read())["data"][0]["id"] == "student"
    first, second = found["choices"]
    assert first["text"].startswith("A baker")
    assert second["index"] == 1
    told = first["logprobs"]
    assert len(told["tokens"]) == len(told["token_logprobs"]) == len(told["text_offset"])
    assert told["token_logprobs"][0] is None
    assert all(p < 0 for p in told["token_logprobs"][1:])


@pytest.mark.parametrize(
    ("path", "body", "data", "message"),
    [
        ("nowhere", {}, None, "There is nothing at /v1/nowhere."),
        ("completions", {"prompt": ""}, None, "prompt must be one text."),
        ("completions", {"prompt": "a", "model": "b"}, None, "The model served here is student."),
        ("completions", {"prompt": "a", "n": 0}, None, "n must lie between 1 and 128."),
        ("completions", {"prompt": "a", "n": "b"}, None, "must be numbers"),
        ("chat/completions", {"messages": []}, None, "at least one turn"),
        ("completions", None, b"no json", "The body is not JSON."),
        ("completions", None, b"[1]", "The body is not a JSON object."),
    ],
)
def test_wrong_requests_are_told_why(
    path: str, body: Any, data: bytes | None, message: str
) -> None:
    with running(small(plain)) as endpoint, pytest.raises(urllib.error.HTTPError) as refused:
        asked(endpoint, path, body, data)
    with refused.value as told:
        assert told.code == 400
        error = json.loads(told.read())["error"]
    assert message in error["message"]
    assert error["type"] == "invalid_request_error"
