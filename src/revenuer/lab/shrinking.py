"""What is done to a student before it is shipped: quantised, pruned, merged.

Quantised weights are kept as the floats they stand for: what rounding does to a model is all
here, the saving of space is not.
"""

from typing import Any

import torch

from revenuer.lab.models import copy
from revenuer.proof.weights import Model

GROUP = 32  # weights that share one scale in int4


def int8(model: Model) -> Model:
    """Each matrix rounded to 255 steps, a scale for each row (absmax, symmetric)."""
    return _each_matrix(model, lambda w: _rounded(w, 127), embeddings=True)


def int4(model: Model) -> Model:
    """Each matrix rounded to 15 steps, a scale for every 32 weights of a row."""

    def grouped(w: Any) -> Any:
        if w.shape[1] % GROUP:
            return _rounded(w, 7)
        return _rounded(w.reshape(-1, GROUP), 7).reshape(w.shape)

    return _each_matrix(model, grouped, embeddings=True)


def pruned(model: Model, share: float) -> Model:
    """The smallest `share` of each matrix set to zero (magnitude pruning); embeddings stay."""

    def cut(w: Any) -> Any:
        least = w.abs().flatten().kthvalue(max(1, int(share * w.numel()))).values
        return torch.where(w.abs() > least, w, torch.zeros_like(w))

    return _each_matrix(model, cut, embeddings=False)


def merged(one: Model, two: Model, share: float) -> Model:
    """`share` of the first model's weights and the rest of the second's, of one architecture."""
    both = copy(one)
    others = two.network.state_dict()
    mixed = {
        name: share * w + (1 - share) * others[name] if w.is_floating_point() else w
        for name, w in one.network.state_dict().items()
    }
    both.network.load_state_dict(mixed)
    return both


def _each_matrix(model: Model, change: Any, *, embeddings: bool) -> Model:
    changed = copy(model)
    tables = {id(changed.network.get_input_embeddings().weight)}
    if changed.network.get_output_embeddings() is not None:
        tables.add(id(changed.network.get_output_embeddings().weight))
    with torch.no_grad():
        for weight in changed.network.parameters():
            if weight.ndim >= 2 and (embeddings or id(weight) not in tables):
                flat = weight.reshape(-1, weight.shape[-1])
                weight.copy_(change(flat).reshape(weight.shape))
    return changed


def _rounded(w: Any, steps: int) -> Any:
    scale = w.abs().amax(dim=1, keepdim=True).clamp_min(1e-12) / steps
    return (w / scale).round().clamp(-steps, steps) * scale
