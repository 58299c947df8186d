"""Models of the Qwen3 architecture that start from nothing, by size."""

from typing import Final

from sentinel.extras import brought_by
from sentinel.training.sizes import Size

with brought_by("train"):
    import torch
    from transformers import PreTrainedTokenizerBase, Qwen3Config, Qwen3ForCausalLM

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
