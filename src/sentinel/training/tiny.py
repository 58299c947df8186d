"""A chat model of less than a million parameters, made from nothing: for tests of training.

It knows the template of Qwen3-Instruct-2507, so that trainers find its tool calls, and no
language: nothing it learns says anything about overseers.
"""

from collections.abc import Iterable
from typing import Final

from sentinel.extras import brought_by

with brought_by("train"):
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM
    from trl.chat_template_utils import qwen3_instruct_2507_chat_template

VOCABULARY: Final = 2_048
"""Tokens, markers included."""

CONTEXT: Final = 4_096
"""Longest sequence, in tokens."""

_END: Final = "<|im_end|>"
_PAD: Final = "<|endoftext|>"
_CONTROL: Final = (_PAD, "<|im_start|>", _END)
_MARKERS: Final = ("<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>")
"""Tokens that a model writes and a parser reads, so not special ones, which decoding drops."""


def tokenizer(corpus: Iterable[str]) -> PreTrainedTokenizerFast:
    """Train a byte-level BPE tokenizer.

    Args:
        corpus: Texts like those that will be read and written.
    """
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    bpe.train_from_iterator(
        corpus,
        trainers.BpeTrainer(
            vocab_size=VOCABULARY - len(_MARKERS),
            special_tokens=list(_CONTROL),
            initial_alphabet=alphabet,
            show_progress=False,
        ),
    )
    found = PreTrainedTokenizerFast(tokenizer_object=bpe, eos_token=_END, pad_token=_PAD)
    found.add_tokens(list(_MARKERS))
    found.chat_template = qwen3_instruct_2507_chat_template
    return found


def model(reader: PreTrainedTokenizerFast, seed: int = 0) -> Qwen3ForCausalLM:
    """Make a model with random weights.

    Args:
        reader: Its tokenizer.
        seed: Of the weights; it also seeds torch's global generator.
    """
    torch.manual_seed(seed)
    return Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=len(reader),
            hidden_size=96,
            intermediate_size=192,
            num_hidden_layers=2,
            num_attention_heads=4,
            num_key_value_heads=2,
            head_dim=24,
            max_position_embeddings=CONTEXT,
            tie_word_embeddings=True,
            pad_token_id=reader.pad_token_id,
            eos_token_id=reader.eos_token_id,
        )
    )
