"""The tokenizer of models that start from nothing: trained on `train` alone, digits one by one.

Pieces are cut at digits, at what a service is to the proposal (`@t`) and at line ends only, so
that a phrase which tools print again and again becomes one token. The four decisions are tokens
of their own.
"""

from collections.abc import Iterable
from typing import Final

from sentinel.extras import brought_by
from sentinel.verdict import Decision

with brought_by("train"):
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast
    from trl.chat_template_utils import qwen3_instruct_2507_chat_template

VOCABULARY: Final = 3_072
"""Tokens, markers included."""

LONGEST: Final = 96
"""Longest token, in characters."""

END: Final = "<|im_end|>"
PAD: Final = "<|endoftext|>"
_CONTROL: Final = (PAD, "<|im_start|>", END)
_MARKERS: Final = ("<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>")
_PIECES: Final = r"\d|@[a-z]|\n|[^\d@\n]+|@"


def trained(pages: Iterable[str], vocabulary: int = VOCABULARY) -> PreTrainedTokenizerFast:
    """Train a tokenizer.

    Args:
        pages: Texts like those that will be read and written.
        vocabulary: Tokens that it has at most, markers included.
    """
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_PIECES), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    bpe.decoder = decoders.ByteLevel()
    bpe.train_from_iterator(
        [*pages, *_ANSWERS * 4_096, *_FRAME * 4_096],
        trainers.BpeTrainer(
            vocab_size=vocabulary - len(_MARKERS) - len(Decision),
            special_tokens=list(_CONTROL),
            initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
            max_token_length=LONGEST,
            show_progress=False,
        ),
    )
    found = PreTrainedTokenizerFast(
        tokenizer_object=bpe, eos_token=END, pad_token=PAD, clean_up_tokenization_spaces=False
    )
    found.add_tokens([AddedToken(each.value, single_word=True) for each in Decision])
    found.add_tokens(list(_MARKERS))
    found.chat_template = qwen3_instruct_2507_chat_template
    return found


_ANSWERS: Final = (" P1", " N2", " D3", " E4", " H5")
_FRAME: Final = ("user\n", "assistant\n", "system\n", "\n")
