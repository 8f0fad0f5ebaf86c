"""Training, likelihoods and samples of tiny models."""

import numpy as np
import pytest
import torch
from small_models import exchanges, small

from revenuer.lab.batches import IGNORED, batch_of, encode, shuffled
from revenuer.lab.examples import Example
from revenuer.lab.models import Architecture, copy, hybrid, plain, save
from revenuer.lab.sampling import sample
from revenuer.lab.train import Recipe, distil_logits, fine_tune
from revenuer.problems import Problem
from revenuer.proof.suspects import LocalModel
from revenuer.proof.weights import head, load, mean_log_probabilities, token_ids

BOTH = pytest.mark.parametrize("make", [plain, hybrid])


def scores(model: object, examples: tuple[Example, ...]) -> np.ndarray:
    return mean_log_probabilities(model, [e.prompt for e in examples], [e.answer for e in examples])  # type: ignore[arg-type]


def test_only_the_answer_is_learned() -> None:
    model = small(plain)
    example = exchanges(1)[0]
    row = encode(model.tokenizer, example)
    ids, mask, labels = batch_of(model.tokenizer, [row, encode(model.tokenizer, exchanges(2)[1])])
    assert (labels[0, : row.skip] == IGNORED).all()
    learned = labels[0][labels[0] != IGNORED].tolist()
    assert model.tokenizer.decode(learned, skip_special_tokens=True) == example.answer
    assert learned[-1] == model.tokenizer.eos_token_id
    assert int(mask[0].sum()) == len(row.ids) == int((ids[0] != 0).sum())


def test_every_example_is_in_one_batch() -> None:
    model = small(plain)
    rows = [encode(model.tokenizer, e) for e in exchanges(70)]
    found = shuffled(rows, 8, np.random.default_rng(0))
    assert sorted(i for batch in found for i in batch) == list(range(70))


@BOTH
def test_what_is_trained_on_becomes_likelier(make: Architecture) -> None:
    model, examples = small(make), exchanges(32)
    before = scores(model, examples)
    fine_tune(model, examples, Recipe(epochs=4, batch=8, rate=3e-3))
    assert (scores(model, examples) > before + 0.3).all()


def test_the_same_recipe_gives_the_same_weights() -> None:
    first, second = small(plain), small(plain)
    for model in (first, second):
        fine_tune(model, exchanges(16), Recipe(batch=4))
    for one, two in zip(first.network.parameters(), second.network.parameters(), strict=True):
        assert torch.equal(one, two)


def test_a_distilled_student_comes_near_its_teacher() -> None:
    teacher, student = small(hybrid, 1), small(plain, 2)
    examples = exchanges(32)
    fine_tune(teacher, examples, Recipe(epochs=3, batch=8, rate=3e-3))
    before = np.abs(scores(student, examples) - scores(teacher, examples)).mean()
    distil_logits(student, teacher, examples, Recipe(epochs=6, batch=8, rate=3e-3))
    after = np.abs(scores(student, examples) - scores(teacher, examples)).mean()
    assert after < before / 2


def test_logits_need_one_vocabulary() -> None:
    with pytest.raises(Problem, match="one vocabulary"):
        distil_logits(small(plain), small(plain, vocabulary=400), exchanges(2), Recipe())


def test_nothing_to_learn_from_is_refused() -> None:
    with pytest.raises(Problem, match="no examples"):
        fine_tune(small(plain), [], Recipe())


@BOTH
def test_likelihoods_are_those_worked_out_one_by_one(make: Architecture) -> None:
    model, examples = small(make), exchanges(9)
    found = scores(model, examples)
    for example, score in zip(examples, found, strict=True):
        before = token_ids(model.tokenizer, head(model.tokenizer, example.prompt))
        after = token_ids(model.tokenizer, example.answer)
        with torch.inference_mode():
            logits = model.network(input_ids=torch.tensor([before + after])).logits[0]
        own = torch.log_softmax(logits, -1)[len(before) - 1 : -1]
        expected = own[torch.arange(len(after)), torch.tensor(after)].mean()
        assert score == pytest.approx(float(expected), abs=1e-4)


def test_an_empty_answer_has_no_score() -> None:
    suspect = LocalModel(small(plain), "tiny")
    assert suspect.score("Why?", ["", "Because."])[0] is None
    assert suspect.name == "tiny, log-probabilities of its weights"


@BOTH
def test_samples_depend_on_their_seed_only(make: Architecture) -> None:
    model = small(make)
    prompts = [e.prompt for e in exchanges(6)]
    once = sample(model, prompts, seed=1, most_tokens=8)
    assert once == sample(model, prompts, seed=1, most_tokens=8)
    assert once != sample(model, prompts, seed=2, most_tokens=8)
    greedy = sample(model, prompts, seed=1, temperature=0.0, most_tokens=8)
    assert greedy == sample(model, prompts, seed=2, temperature=0.0, most_tokens=8)


@BOTH
def test_a_saved_model_is_the_same_when_loaded(make: Architecture, tmp_path) -> None:  # type: ignore[no-untyped-def]
    model = small(make)
    save(model, tmp_path / "model")
    assert (tmp_path / "model" / "model.safetensors").is_file()
    again = load(str(tmp_path / "model"))
    np.testing.assert_allclose(scores(again, exchanges(4)), scores(model, exchanges(4)), atol=1e-5)
    np.testing.assert_array_equal(scores(copy(model), exchanges(4)), scores(model, exchanges(4)))


def test_no_model_there_is_a_problem(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Problem, match="can be loaded from there"):
        load(str(tmp_path))
