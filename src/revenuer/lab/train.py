"""Training: supervised fine-tuning on answers, and distillation of an open teacher's logits."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch.nn.functional import cross_entropy, kl_div, log_softmax

from revenuer.lab.batches import IGNORED, batch_of, encode, shuffled
from revenuer.lab.examples import Example
from revenuer.problems import Problem
from revenuer.proof.weights import Model

Loss = Callable[[Any, Any, Any, Any], Any]  # network, ids, mask, labels -> a scalar


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train. `rate` is the peak learning rate; it rises over the first twentieth of the
    steps and falls along a cosine. The same recipe and data give the same weights on one machine.
    """

    epochs: int = 1
    batch: int = 32
    rate: float = 1e-3
    seed: int = 0


def fine_tune(model: Model, examples: Sequence[Example], recipe: Recipe) -> float:
    """Train `model` in place on the answers, given their prompts; returns the last mean loss.

    Sequence-level distillation is this, with a teacher's answers (Kim & Rush, EMNLP 2016).
    Raises Problem where there is nothing to learn from.
    """
    return _train(model, examples, recipe, _likelihood)


def distil_logits(
    model: Model, teacher: Model, examples: Sequence[Example], recipe: Recipe
) -> float:
    """Train `model` in place towards the teacher's whole distribution at each token of the answers
    (Hinton, Vinyals & Dean, 2015). Both need one vocabulary. Raises Problem."""
    if model.tokenizer.get_vocab() != teacher.tokenizer.get_vocab():
        raise Problem(
            "Logits can be distilled only between models with one vocabulary.",
            hint="train on the teacher's answers instead",
        )
    teacher.network.eval()

    def divergence(network: Any, ids: Any, mask: Any, labels: Any) -> Any:
        with torch.no_grad():
            wanted = teacher.network(input_ids=ids, attention_mask=mask).logits[:, :-1]
        own = network(input_ids=ids, attention_mask=mask).logits[:, :-1]
        at = labels[:, 1:] != IGNORED
        return kl_div(
            log_softmax(own[at], -1),
            log_softmax(wanted[at], -1),
            log_target=True,
            reduction="batchmean",
        )

    return _train(model, examples, recipe, divergence)


def _likelihood(network: Any, ids: Any, mask: Any, labels: Any) -> Any:
    logits = network(input_ids=ids, attention_mask=mask).logits
    return cross_entropy(
        logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten(), ignore_index=IGNORED
    )


def _train(model: Model, examples: Sequence[Example], recipe: Recipe, loss_of: Loss) -> float:
    if not examples:
        raise Problem("There are no examples to train on.", hint="give some answers")
    network = model.network
    rows = [encode(model.tokenizer, example) for example in examples]
    rng = np.random.default_rng([5, recipe.seed])
    torch.manual_seed(recipe.seed)
    steps = recipe.epochs * math.ceil(len(rows) / recipe.batch)
    optimizer = torch.optim.AdamW(network.parameters(), lr=recipe.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _pace(step, steps))
    network.train()
    losses: list[float] = []
    for _ in range(recipe.epochs):
        for picked in shuffled(rows, recipe.batch, rng):
            loss = loss_of(network, *batch_of(model.tokenizer, [rows[i] for i in picked]))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            losses.append(loss.item())
    network.eval()
    return float(np.mean(losses[-20:]))


def _pace(step: int, steps: int) -> float:
    rise = max(1, steps // 20)
    if step < rise:
        return (step + 1) / rise
    return 0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * (step - rise) / max(1, steps - rise)))
