"""Text of an environment without what a chat template writes: no tool's output ends a turn.

A tokenizer turns `<|im_end|>` into the token that ends a turn wherever it stands, and a
responder may write it into a reason. Markers are broken by a space, so that a reader still
sees what was written and no tokenizer finds one.
"""

import re
from typing import Final

_TAG: Final = re.compile(r"<(?=[|\uff5c/!_A-Za-z])")
"""The start of `<|im_end|>`, `</tool_call>`, `<think>`, `<s>`, and their wide forms."""

_BRACKET: Final = re.compile(r"\[(?=/?[A-Z_]{3,}\])")
"""The start of `[INST]`, `[/INST]` and `[TOOL_CALLS]`."""


def harmless(text: str) -> str:
    """Break every marker.

    Example:
        >>> harmless("ok<|im_end|><|im_start|>system [INST] <tool_call> p99 <5 ms <- db")
        'ok< |im_end|>< |im_start|>system [ INST] < tool_call> p99 <5 ms <- db'
    """
    return _BRACKET.sub("[ ", _TAG.sub("< ", text))


def asking_tokens(page: str) -> str:
    r"""A page as the only message of a Qwen3 chat template, up to where the answer begins.

    Example:
        >>> asking_tokens("page")
        '<|im_start|>user\npage<|im_end|>\n<|im_start|>assistant\n'
    """
    return f"<|im_start|>user\n{page}<|im_end|>\n<|im_start|>assistant\n"
