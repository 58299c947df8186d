"""A model that `transformers serve` serves on this machine is evaluated by one command."""

import json

import pytest
import tiny_model
from endpoint import BROKEN, endpoint, says
from servers import serving

from sentinel import cli
from sentinel.evaluation.plan import plan
from sentinel.evaluation.runner import run
from sentinel.overseer.asking import asking
from sentinel.overseer.dialogue import PROMPT_VERSION
from sentinel.overseer.local import local_overseer
from sentinel.verdict import Unparsed

WHERE = ["evaluate", "--split", "demo", "--tier", "action_screen", "--tier", "war_room"]


@pytest.fixture(scope="module")
def base_url(checkpoint):
    with serving(tiny_model.serve(checkpoint)) as port:
        yield f"http://127.0.0.1:{port}/v1"


def evaluated(capsys, tmp_path, *words):
    """Run a command; give its code, its report if there is one, and what it printed."""
    path = tmp_path / "report.json"
    path.unlink(missing_ok=True)
    with pytest.raises(SystemExit) as ended:
        cli.main([*WHERE, "--json", str(path), *words])
    document = json.loads(path.read_text()) if path.exists() else None
    return ended.value.code, document, "".join(capsys.readouterr())


def timeless(document):
    return {name: part for name, part in document.items() if name not in ("timing", "command")}


def test_a_served_model_gets_a_row_and_its_unreadable_answers_a_column(base_url, capsys, tmp_path):
    name = f"chat:tiny@{base_url}"
    cache = f"cache={tmp_path / 'answers.sqlite'}"
    how = ["--overseer", name, "--set", "form=compact", "--set", cache]
    code, document, shown = evaluated(capsys, tmp_path, *how, "--set", "at_once=4")
    assert code == 0
    found = document["overseers"][name]["overall"]
    assert found["decisions"] == 20
    assert 0 < found["unparsed"] < 20
    assert sum(document["unparsed"][name].values()) == found["unparsed"]
    assert document["versions"]["PROMPT_VERSION"] == PROMPT_VERSION
    assert document["entries"][name] == {"kind": "chat", "out_of_process": True}
    asked = document["timing"]["asked"][name]
    assert asked["requests"] == asked["completions"] > 20
    assert asked["prompt_tokens"] > 20 * 200
    assert "no verdict in it" in shown
    again = evaluated(capsys, tmp_path, *how, "--set", "at_once=1")[1]
    assert timeless(again) == timeless(document)
    assert again["timing"]["asked"][name]["requests"] == 0


def test_the_model_behind_http_answers_as_it_does_in_this_process(
    base_url, checkpoint, capsys, tmp_path
):
    both = ["--overseer", f"there=chat:tiny@{base_url}", "--overseer", f"here=local:{checkpoint}"]
    how = ["--set", "form=compact", "--set", "cache=off", "--protocol", "fixed"]
    code, document, _ = evaluated(capsys, tmp_path, *both, *how)
    assert code == 0
    there, here = (document["overseers"][name]["overall"] for name in ("there", "here"))
    assert there["confusion"] == here["confusion"]
    assert document["entries"]["here"]["out_of_process"] is False


def test_an_endpoint_that_fails_ends_the_command_without_a_report(capsys, tmp_path):
    with endpoint([BROKEN]) as served:
        how = ["--set", "cache=off", "--set", "retries=0"]
        name = f"chat:m@{served.url}"
        code, document, shown = evaluated(capsys, tmp_path, "--overseer", name, *how)
    assert (code, document) == (2, None)
    assert "status 503" in shown


def test_words_of_a_model_do_no_harm_to_the_tables(capsys, tmp_path):
    evil = says('{"decision": "[/] [bold red] \\u001b[2J"}')
    with endpoint([evil]) as served:
        name = f"chat:[m]@{served.url}"
        code, document, shown = evaluated(
            capsys, tmp_path, "--overseer", name, "--set", "cache=off"
        )
    assert code == 0
    assert document["overseers"][name]["overall"]["unparsed"] == 20
    assert "\x1b[2J" not in shown
    assert "unknown decision '[/] [bold red]" in shown


def test_no_unreadable_answer_runs_anything(checkpoint):
    judge = local_overseer(str(checkpoint), asking(["form=compact"]))
    done = run({"tiny": judge}, plan("demo", ("war_room",), protocol="closed"))
    lost = [each for each in done.closed if isinstance(each.answer, Unparsed)]
    assert lost
    assert {each.grade.binary for each in lost} == {0.0}
