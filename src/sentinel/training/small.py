"""Models of the Qwen3 architecture that start from nothing, by size."""

from dataclasses import dataclass
from typing import Final

from sentinel.extras import brought_by

with brought_by("train"):
    import torch
    from transformers import PreTrainedTokenizerBase, Qwen3Config, Qwen3ForCausalLM


@dataclass(frozen=True, slots=True)
class Size:
    """The shape of a model."""

    width: int
    layers: int
    heads: int
    shared: int
    """Heads of keys and values; each serves as many heads of queries."""
    inner: int
    """Width of the feed-forward part."""


SIZES: Final = {
    "smoke-gist": Size(32, 2, 2, 1, 64),
    "1m": Size(128, 4, 4, 2, 384),
    "1.5m": Size(128, 6, 4, 2, 384),
    "2m": Size(160, 8, 5, 5, 416),
    "3m": Size(224, 7, 7, 7, 576),
    "6m": Size(288, 8, 9, 3, 768),
    "30m": Size(512, 12, 8, 4, 1_408),
    "60m": Size(704, 14, 11, 11, 1_856),
}
"""By name: roughly the parameters outside the embedding."""

CONTEXT: Final = 512
"""Longest sequence, in tokens."""


def made(size: Size, reader: PreTrainedTokenizerBase, seed: int = 0) -> Qwen3ForCausalLM:
    """Make a model with random weights.

    Args:
        size: Its shape.
        reader: Its tokenizer.
        seed: Of the weights; it also seeds torch's global generator.
    """
    torch.manual_seed(seed)
    return Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=len(reader),
            hidden_size=size.width,
            intermediate_size=size.inner,
            num_hidden_layers=size.layers,
            num_attention_heads=size.heads,
            num_key_value_heads=size.shared,
            head_dim=size.width // size.heads,
            max_position_embeddings=CONTEXT,
            rope_theta=10_000.0,
            tie_word_embeddings=True,
            pad_token_id=reader.pad_token_id,
            eos_token_id=reader.eos_token_id,
        )
    )


def parameters(model: Qwen3ForCausalLM) -> int:
    """Numbers that a model learns, those of the embedding left out."""
    every = {each.data_ptr(): each.numel() for each in model.parameters()}
    for each in model.get_input_embeddings().parameters():
        every.pop(each.data_ptr(), None)
    return sum(every.values())
