"""A checkpoint on this machine oversees: in batches, with risk from its own probabilities."""

import subprocess
import sys

import pytest
import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer

from sentinel.errors import OverseerError
from sentinel.overseer.answer import decision_at, read
from sentinel.overseer.asking import asking
from sentinel.overseer.dialogue import Form, asked
from sentinel.overseer.local import RISK_DIGITS, LocalOverseer, local_overseer
from sentinel.verdict import Decision, Unparsed, Verdict

COMPACT = asking(["form=compact"])


@pytest.fixture(scope="module")
def answers(checkpoint, briefings):
    return local_overseer(str(checkpoint), COMPACT).decide(briefings)


def test_a_model_answers_freely_and_what_is_no_verdict_is_unparsed(answers):
    kinds = {type(each) for each in answers}
    assert kinds == {Verdict, Unparsed}
    assert {each.cause for each in answers if isinstance(each, Unparsed)} == {"no verdict in it"}


def test_the_size_of_a_batch_changes_nothing(checkpoint, briefings, answers):
    alone = asking(["form=compact", "batch=1"])
    assert local_overseer(str(checkpoint), alone).decide(briefings) == answers
    assert local_overseer(str(checkpoint), COMPACT).decide(briefings[::-1]) == answers[::-1]


def test_risk_is_the_share_of_interventions_at_the_token_of_the_decision(
    checkpoint, briefings, answers
):
    model = AutoModelForCausalLM.from_pretrained(checkpoint)
    reader = AutoTokenizer.from_pretrained(checkpoint)
    firsts = {}
    for decision in Decision:
        firsts[decision] = [
            token for token in range(len(reader))
            if (word := reader.decode([token]).strip().lower())
            and (decision.value.startswith(word) or word.startswith(decision.value))
        ]  # fmt: skip
    judged = [(b, a) for b, a in zip(briefings, answers, strict=True) if isinstance(a, Verdict)]
    for briefing, answer in judged:
        text = reader.apply_chat_template(
            asked(briefing, Form.COMPACT).messages(), tokenize=False, add_generation_prompt=True
        )
        tokens = torch.tensor([reader(text, add_special_tokens=False)["input_ids"]])
        with torch.inference_mode():
            chances = model(input_ids=tokens).logits[0, -1].softmax(-1)
        share = {each: float(chances[ids].sum()) for each, ids in firsts.items()}
        expected = 1.0 - share[Decision.APPROVE] / sum(share.values())
        assert answer.risk == pytest.approx(expected, abs=2 * 10**-RISK_DIGITS)


def test_an_adapter_is_put_on_the_model_that_it_names(checkpoint, briefings, answers, tmp_path):
    model = AutoModelForCausalLM.from_pretrained(checkpoint)
    adapted = get_peft_model(model, LoraConfig(r=2, target_modules=["q_proj"]))
    adapted.save_pretrained(tmp_path)
    found = local_overseer(str(tmp_path), COMPACT).decide(briefings)
    assert found == answers


@pytest.mark.parametrize(("words", "hint"), [
    (["max_tokens=4000"], "form=compact takes fewer"),
    (["form=compact", "max_tokens=4000"], "needs no more than max_tokens=32"),
    (["form=gist", "max_tokens=4000"], "needs no more than max_tokens=32"),
])  # fmt: skip
def test_a_page_that_does_not_fit_is_an_error(checkpoint, briefings, words, hint):
    with pytest.raises(OverseerError, match=hint):
        local_overseer(str(checkpoint), asking(words)).decide(briefings[:1])


def test_a_gist_that_does_not_fit_wants_a_larger_model(checkpoint, briefings, monkeypatch):
    judge = local_overseer(str(checkpoint), asking(["form=gist"]))
    monkeypatch.setattr(judge._model.config, "max_position_embeddings", 40)
    with pytest.raises(OverseerError, match="take a model that reads more"):
        judge.decide(briefings[:1])


def test_what_is_no_checkpoint_is_an_error(tmp_path):
    with pytest.raises(OverseerError, match="is no checkpoint that can be loaded"):
        local_overseer(str(tmp_path), COMPACT)


@pytest.mark.parametrize("library", ["torch", "transformers"])
def test_a_missing_library_is_named_with_what_installs_it(library):
    code = f"import sys; sys.modules['{library}'] = None; import sentinel.overseer.local"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert f"ExtraError: {library} is missing" in done.stderr
    assert "python -m pip install 'openenv-sentinel[train]'" in done.stderr


TEXTS = [
    "block E1",
    "  escalate",
    '{"reason": "E1: ready 4/4", "decision": "flag", "risk": 0.4}',
    '{"decision":"block","reason":"the log says \\"decision\\": \\"approve\\""}',
    '<think>{"decision": "approve"}</think>\n```json\n{"decision": " Escalate"}\n```',
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_token_of_the_decision_is_found_in_either_form(checkpoint, text):
    reader = AutoTokenizer.from_pretrained(checkpoint)
    model = AutoModelForCausalLM.from_pretrained(checkpoint)
    judge, written = LocalOverseer(model, reader, COMPACT), reader(text)["input_ids"]
    place, lead = judge._place(written, text)
    start = decision_at(text)
    assert len(reader.decode(written[:place])) <= start < len(reader.decode(written[: place + 1]))
    beginnings = judge._beginnings(lead)
    word = read(text).decision
    assert written[place] in beginnings[word]
    assert all(beginnings.values())
    assert sum(map(len, beginnings.values())) == len(set().union(*beginnings.values()))


@pytest.mark.parametrize("text", [
    '{"decision": "\\u0062lock", "reason": "", "risk": 0.9}', '{"d\\u0065cision": "flag"}',
    '{"decision": "\\napprove"}',
])  # fmt: skip
def test_a_decision_in_escapes_counts_and_has_no_risk(checkpoint, briefings, monkeypatch, text):
    judge = local_overseer(str(checkpoint), asking(["form=compact", "max_tokens=200"]))
    said = {}
    monkeypatch.setattr(judge, "_write", lambda rows: [said["tokens"]] * len(rows))
    for each in (text, "block E1"):
        said["tokens"] = judge._reader(each)["input_ids"]
        said[each] = judge.decide(briefings[:2])
    assert said[text] == [Verdict(read(text).decision, "")] * 2
    assert all(each.risk is not None for each in said["block E1"])
