"""Quantised, pruned and merged: what changes and what does not."""

import pytest
import torch
from small_models import small

from revenuer.lab.models import Architecture, hybrid, plain
from revenuer.lab.shrinking import int4, int8, merged, pruned
from revenuer.proof.weights import Model

BOTH = pytest.mark.parametrize("make", [plain, hybrid])


def matrices(model: Model) -> dict[str, torch.Tensor]:
    return {n: p.detach() for n, p in model.network.named_parameters() if p.ndim >= 2}


@BOTH
def test_int8_rounds_each_row_to_few_steps(make: Architecture) -> None:
    model = small(make)
    before = {n: p.clone() for n, p in matrices(model).items()}
    for name, weight in matrices(int8(model)).items():
        rows = weight.reshape(-1, weight.shape[-1])
        whole = before[name].reshape(rows.shape)
        step = whole.abs().amax(1, keepdim=True).clamp_min(1e-9) / 127
        assert ((rows - whole).abs() <= step * 0.51).all()
        assert ((rows / step) - (rows / step).round()).abs().max() < 1e-3
        assert torch.equal(matrices(model)[name], before[name])


@BOTH
def test_int4_is_coarser(make: Architecture) -> None:
    model = small(make)
    error8 = error4 = 0.0
    for name, weight in matrices(model).items():
        error8 += float((matrices(int8(model))[name] - weight).abs().mean())
        error4 += float((matrices(int4(model))[name] - weight).abs().mean())
    assert error4 > 5 * error8 > 0


@BOTH
@pytest.mark.parametrize("share", [0.5, 0.7])
def test_the_smallest_weights_go(make: Architecture, share: float) -> None:
    model = small(make)
    cut = matrices(pruned(model, share))
    for name, weight in matrices(model).items():
        zeros = float((cut[name] == 0).float().mean())
        if "embed" in name or "lm_head" in name:
            assert torch.equal(cut[name], weight)
        else:
            assert zeros == pytest.approx(share, abs=0.02)
            kept = cut[name] != 0
            if (~kept).any():
                assert weight[kept].abs().min() >= weight[~kept].abs().max()


def test_merging_goes_half_way() -> None:
    one, two = small(plain, 1), small(plain, 2)
    both = matrices(merged(one, two, 0.5))
    for name, weight in matrices(one).items():
        torch.testing.assert_close(both[name], (weight + matrices(two)[name]) / 2)
