"""Inspect's figures of the task are those of `sentinel evaluate`, to the last digit."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner
from inspect_ai import eval as evaluate
from inspect_ai._cli.main import inspect
from inspect_ai.log import read_eval_log
from inspect_ai.model import ModelOutput, ModelUsage, get_model

from sentinel.errors import ScenarioError
from sentinel.evaluation.inspect_task import flat, oversight
from sentinel.evaluation.plan import plan
from sentinel.evaluation.runner import run
from sentinel.overseer.dialogue import asked
from sentinel.overseer.rules import Rules
from sentinel.verdict import Unparsed

WORDS = {"split": "validation", "tier": "action_screen,war_room", "limit": 2}
PLAN = plan("validation", ("action_screen", "war_room"), protocol="fixed", limit=2)

pytestmark = pytest.mark.xdist_group("inspect")


class Faltering:
    """Answers as `rules`, but for every fifth briefing, which gets no readable answer."""

    def decide(self, briefings):
        return [
            Unparsed("Hm.", "no verdict in it") if _odd(briefing) else answer
            for briefing, answer in zip(briefings, Rules().decide(briefings), strict=True)
        ]


def _odd(briefing):
    return sum(briefing.text().encode()) % 5 == 0


def written(answer):
    if isinstance(answer, Unparsed):
        return answer.text
    return json.dumps({"reason": answer.reason, "decision": answer.decision, "risk": answer.risk})


@pytest.fixture(scope="module")
def played():
    judged = run({"mock": Faltering()}, PLAN).fixed
    given = {}

    class Listening(Faltering):
        def decide(self, briefings):
            answers = super().decide(briefings)
            given.update(zip((asked(each).user for each in briefings), answers, strict=True))
            return answers

    run({"mock": Listening()}, PLAN)
    return judged, given


@pytest.fixture(scope="module")
def log(played, tmp_path_factory):
    _, given = played

    def says(messages, *_):
        output = ModelOutput.from_content("mockllm/model", written(given[messages[-1].text]))
        output.usage = ModelUsage()
        return output

    model = get_model("mockllm/model", custom_outputs=says)
    logs = evaluate(
        "sentinel/oversight", task_args=WORDS, model=model, display="none",
        log_dir=str(tmp_path_factory.mktemp("logs")),
    )  # fmt: skip
    return read_eval_log(logs[0].location)


def test_the_figures_are_ours_to_the_last_digit(log, played):
    assert log.status == "success"
    (found,) = log.results.scores
    figures = {name: each.value for name, each in found.metrics.items()}
    assert figures == flat(played[0])
    assert figures["unparsed"] > 0
    assert 0.0 < figures["f1"] < 1.0


class Tokens:
    """Stands for a file of tokens that is fetched from the network, to count what was asked."""

    def encode(self, text, **_):
        return text.split()


class Silent:
    def decide(self, briefings):
        return [Unparsed("", "no JSON object with a decision") for _ in briefings]


def test_the_command_with_the_mock_model_gives_our_figures(tmp_path, monkeypatch):
    monkeypatch.setattr("tiktoken.get_encoding", lambda name: Tokens())
    words = ["eval", "sentinel/oversight", "--model", "mockllm/model", "--display", "none"]
    words += ["-T", "split=demo", "-T", "tier=action_screen,war_room", "--log-dir", str(tmp_path)]
    assert CliRunner().invoke(inspect, words, catch_exceptions=False).exit_code == 0
    (path,) = tmp_path.glob("*.eval")
    (found,) = read_eval_log(str(path)).results.scores
    silent = run({"mock": Silent()}, plan("demo", ("action_screen", "war_room"), protocol="fixed"))
    figures = {name: each.value for name, each in found.metrics.items()}
    assert figures == flat(silent.fixed)
    assert figures["unparsed"] == figures["decisions"] == 20


def test_inspect_that_is_missing_is_named_with_what_installs_it():
    code = "import sys; sys.modules['inspect_ai'] = None; import sentinel.inspect_registry"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "ExtraError: inspect-ai is missing: python -m pip install" in done.stderr
    assert "'openenv-sentinel[inspect]'" in done.stderr


def test_every_sample_is_a_fixed_decision_with_its_answer(log, played):
    decided = {(*each.place,): each for each in played[0]}
    assert len(log.samples) == len(decided)
    for each in log.samples:
        about = each.metadata
        mine = next(
            one for (key, step), one in decided.items()
            if (key.tier, key.seed, step) == (about["tier"], about["seed"], about["step"])
        )  # fmt: skip
        (score,) = each.scores.values()
        read_as = "unparsed" if isinstance(mine.answer, Unparsed) else mine.answer.decision
        assert each.target == mine.truth.action_class
        assert score.answer == read_as
        assert score.value == float(mine.grade.right)


def test_a_model_sees_the_prompt_and_no_label(log):
    for each in log.samples:
        shown = "\n".join(message.text for message in each.input)
        assert each.metadata["canary"] not in shown
        assert [message.role for message in each.input] == ["system", "user"]


def test_the_log_says_which_versions_and_whose_data(log):
    assert set(log.eval.metadata) >= {"canary", "preview", "WORLD_VERSION", "LABEL_VERSION"}


def test_a_word_that_names_nothing_is_an_error():
    with pytest.raises(ScenarioError, match="no tier is named 'easy'"):
        oversight(tier="easy")
