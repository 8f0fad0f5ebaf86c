"""The lab's own models: a plain transformer, and a hybrid that mixes in linear attention."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from transformers import LlamaConfig, LlamaForCausalLM, MiniMaxConfig, MiniMaxForCausalLM

from revenuer.proof.weights import Model

CONTEXT = 512
HEADS = 4

Architecture = Callable[[int, int, int], Any]  # vocabulary, width, layers -> network


def plain(vocabulary: int, width: int, layers: int) -> Any:
    """A transformer as most are: Llama's architecture."""
    return LlamaForCausalLM(LlamaConfig(**_shape(vocabulary, width, layers)))


def hybrid(vocabulary: int, width: int, layers: int) -> Any:
    """Linear (lightning) attention and full attention in turn: MiniMax's architecture, one expert.

    It runs on a processor in plain torch as fast as a transformer, which few hybrids do.
    """
    kinds = ("linear_attention", "full_attention")
    return MiniMaxForCausalLM(
        MiniMaxConfig(
            **_shape(vocabulary, width, layers),
            num_local_experts=1,
            num_experts_per_tok=1,
            block_size=64,
            layer_types=[kinds[i % 2] for i in range(layers)],
        )
    )


def _shape(vocabulary: int, width: int, layers: int) -> dict[str, Any]:
    """What both architectures have in common."""
    return {
        "vocab_size": vocabulary,
        "hidden_size": width,
        "intermediate_size": 3 * width,
        "num_hidden_layers": layers,
        "num_attention_heads": HEADS,
        "num_key_value_heads": HEADS,
        "max_position_embeddings": CONTEXT,
        "tie_word_embeddings": True,
        "pad_token_id": 0,
        "bos_token_id": 1,
        "eos_token_id": 1,
    }


def fresh(make: Architecture, tokenizer: Any, width: int, layers: int, seed: int) -> Model:
    """An untrained model."""
    torch.manual_seed(seed)
    network = make(len(tokenizer), width, layers)
    network.generation_config.pad_token_id = 0
    network.generation_config.eos_token_id = tokenizer.eos_token_id
    return Model(network, tokenizer)


def save(model: Model, folder: Path) -> None:
    """Write the model as `transformers` and every server of it read it (safetensors)."""
    folder.mkdir(parents=True, exist_ok=True)
    model.network.save_pretrained(folder)
    model.tokenizer.save_pretrained(folder)


def copy(model: Model) -> Model:
    """The same weights, to be changed without changing the first."""
    network = type(model.network)(model.network.config)
    network.load_state_dict(model.network.state_dict())
    network.generation_config = model.network.generation_config
    network.eval()
    return Model(network, model.tokenizer)
