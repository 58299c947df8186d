"""What ships says what was trained, token for token, without torch."""

import subprocess
import sys

import numpy as np
import pytest
import torch
from transformers import AutoTokenizer

from sentinel.episode.fixed import fixed_turns
from sentinel.errors import OverseerError
from sentinel.grading.classes import ActionClass
from sentinel.overseer.control_tokens import asking_tokens
from sentinel.overseer.dialogue import Form, asked
from sentinel.overseer.gist import gist
from sentinel.overseer.tiny import TinyOverseer
from sentinel.training.reader import trained
from sentinel.training.shipping import shipped, threshold
from sentinel.training.sizes import SIZES
from sentinel.training.small import made
from sentinel.verdict import Unparsed, Verdict


@pytest.fixture(scope="module")
def briefings():
    return [turn.briefing for turn in fixed_turns("action_screen", 7, ensemble=False)]


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory, briefings):
    folder = tmp_path_factory.mktemp("checkpoint")
    reader = trained([gist(each).text for each in briefings], 500)
    model = made(SIZES["smoke-gist"], reader)
    model.save_pretrained(folder)
    reader.save_pretrained(folder)
    return folder, model.eval()


@pytest.mark.parametrize(("eight_bits", "most"), [(False, 1e-4), (True, 0.2)])
def test_the_graph_scores_as_the_model_does(checkpoint, tmp_path, eight_bits, most):
    folder, model = checkpoint
    shipped(folder, tmp_path, eight_bits=eight_bits)
    tiny = TinyOverseer(tmp_path)
    tokens = list(range(5, 75))
    with torch.inference_mode():
        wanted = model(input_ids=torch.tensor([tokens])).logits[0, -1].numpy()
    scores, past = tiny.step(tokens[:60], tiny._nothing())
    for token in tokens[60:]:
        scores, past = tiny.step([token], past)
    assert np.abs(scores - wanted).max() < most


def test_it_answers_every_briefing_or_says_that_it_cannot_be_read(checkpoint, tmp_path, briefings):
    shipped(checkpoint[0], tmp_path)
    found = TinyOverseer(tmp_path).decide(briefings)
    assert len(found) == len(briefings)
    for each in found:
        assert isinstance(each, Verdict | Unparsed)
        assert isinstance(each, Unparsed) or 0.0 <= each.risk <= 1.0


def test_transformers_reads_what_was_packed_as_what_was_trained(checkpoint, tmp_path, briefings):
    shipped(checkpoint[0], tmp_path)
    packed, trained_on = AutoTokenizer.from_pretrained(tmp_path), TinyOverseer(tmp_path)
    for each in briefings[:5]:
        page = asked(each, Form.GIST)
        text = packed.apply_chat_template(
            page.messages(), tokenize=False, add_generation_prompt=True
        )
        assert text == asking_tokens(page.user)
        assert packed(text)["input_ids"] == trained_on._encoded(text)


def test_a_folder_without_a_model_is_told(tmp_path):
    with pytest.raises(OverseerError, match="no model lies in"):
        TinyOverseer(tmp_path)


def test_a_model_of_another_page_is_refused(checkpoint, tmp_path):
    shipped(checkpoint[0], tmp_path)
    about = tmp_path / "tiny.json"
    about.write_text(about.read_text().replace('"gist_version": 1', '"gist_version": 99'))
    with pytest.raises(OverseerError, match="version 99"):
        TinyOverseer(tmp_path)


def test_it_needs_no_torch():
    code = "import sys; sys.modules['torch'] = None; import sentinel.overseer.tiny"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_threshold_is_the_best_and_nearest_to_a_half():
    wrong, fine = ActionClass.WRONG, ActionClass.NEUTRAL
    assert threshold([(0.9, wrong), (0.1, fine)]) == 0.5
    assert threshold([(0.9, wrong), (0.58, fine), (0.1, fine)]) == 0.6
