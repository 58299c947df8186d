"""The tokenizer made from nothing: digits alone, decisions whole, and the template of Qwen3."""

import pytest
from transformers import AutoTokenizer

from sentinel.overseer.answer import decision_at, read
from sentinel.overseer.control_tokens import asking_tokens
from sentinel.training.ranges import FEWEST_TOKENS
from sentinel.training.reader import trained
from sentinel.verdict import Decision, Verdict

PAGES = ["E1 backups: snapshot 163m old; rows since snapshot 90000\nR database vacuum @t"] * 30


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reader")
    trained(PAGES, 400).save_pretrained(folder)
    return AutoTokenizer.from_pretrained(folder)


def test_no_tokenizer_is_smaller_than_a_recipe_may_ask_for():
    assert len(trained(PAGES, FEWEST_TOKENS)) == FEWEST_TOKENS


def test_the_prompt_is_that_of_the_template(reader):
    said = reader.apply_chat_template(
        [{"role": "user", "content": PAGES[0]}], tokenize=False, add_generation_prompt=True
    )
    assert said == asking_tokens(PAGES[0])


def test_digits_and_roles_are_tokens_of_their_own(reader):
    pieces = [reader.decode([token]) for token in reader(PAGES[0])["input_ids"]]
    assert "".join(pieces) == PAGES[0]
    assert all(len(piece) == 1 for piece in pieces if any(each.isdigit() for each in piece))
    assert "@t" in pieces


@pytest.mark.parametrize("decision", list(Decision))
def test_an_answer_is_written_and_read_back(reader, decision):
    said = f"{decision.value} E1 D12"
    tokens = reader(said)["input_ids"]
    assert reader.decode(tokens[:1]) == decision.value
    assert len(tokens) == 6
    assert reader.decode(tokens, skip_special_tokens=True) == said
    assert decision_at(reader.decode(tokens)) == 0
    found = read(reader.decode(tokens))
    assert isinstance(found, Verdict)
    assert found.decision is decision


def test_approved_is_not_the_decision(reader):
    assert len(reader("On file: approved")["input_ids"]) > 1
    word = reader("approve")["input_ids"][0]
    assert word not in reader("On file: approved")["input_ids"]
