"""The tiny model reads and writes tool calls, and says what to install where it cannot be made."""

import subprocess
import sys

import pytest
from trl.chat_template_utils import (
    add_response_schema,
    parse_response,
    supports_tool_calling,
)

from sentinel.training import tiny

CALL = (
    '<tool_call>\n{"name": "block", "arguments": {"justification": "E1"}}\n</tool_call><|im_end|>'
)


@pytest.fixture(scope="module")
def reader():
    return tiny.tokenizer(["E1 shows that the disk is full", CALL] * 4)


def test_a_trainer_finds_its_tool_calls(reader):
    assert supports_tool_calling(reader)
    asked = reader.apply_chat_template([{"role": "user", "content": "disk"}], tokenize=False)
    before = reader(f"{asked}<|im_start|>assistant\n")["input_ids"]
    written = reader(CALL)["input_ids"]
    found = parse_response(add_response_schema(reader), written, prefix=before)
    call = {"name": "block", "arguments": {"justification": "E1"}}
    assert found["tool_calls"] == [{"type": "function", "function": call}]


def test_a_seed_gives_the_same_model(reader):
    one, same, other = (tiny.model(reader, seed).state_dict() for seed in (1, 1, 2))
    name = "model.embed_tokens.weight"
    assert bool((one[name] == same[name]).all())
    assert not bool((one[name] == other[name]).all())
    assert sum(each.numel() for each in tiny.model(reader).parameters()) < 1_000_000


@pytest.mark.parametrize("library", ["torch", "transformers", "trl"])
def test_a_missing_library_is_named_with_what_installs_it(library):
    code = f"import sys; sys.modules['{library}'] = None; import sentinel.training.tiny"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert f"ExtraError: {library} is missing" in done.stderr
    assert "python -m pip install 'openenv-sentinel[train]'" in done.stderr
