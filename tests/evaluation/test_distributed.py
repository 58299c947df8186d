"""Ray workers give the results of one process, also when one of them is killed."""

import json
import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

import pytest

# Read when ray is imported; the cluster below takes work from whoever has the token alone.
os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(16)}

from ray import cloudpickle
from servers import free_port

from sentinel import cli
from sentinel.chat import Usage
from sentinel.errors import LinkError, OptionError, OverseerError
from sentinel.evaluation.asked import spent
from sentinel.evaluation.distributed import Cluster, chunked, joined, run_on_ray
from sentinel.evaluation.overseers import build_all
from sentinel.evaluation.plan import plan
from sentinel.evaluation.runner import run
from sentinel.evaluation.stored import load
from sentinel.evaluation.tasks import Kept, tasks
from sentinel.overseer.asking import asking
from sentinel.overseer.baselines import Naive, Random
from sentinel.scenario.salt import Salt
from sentinel.verdict import Decision, Verdict

PLAN = plan("validation", ("action_screen",), limit=12)
NAMES = ("rules", "random")

pytestmark = pytest.mark.xdist_group("ray")

cloudpickle.register_pickle_by_value(sys.modules[__name__])


@pytest.fixture(scope="module")
def address():
    """A cluster of two processors, run by a process of its own and joined once."""
    port = free_port()
    words = ["start", "--head", f"--port={port}", "--num-cpus=2", "--include-dashboard=false"]
    code = "from ray.scripts.scripts import main; main()"
    command = [sys.executable, "-c", code, *words, "--disable-usage-stats", "--block"]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as head:
        for text in head.stdout:
            if "Ray runtime started" in text:
                break
        else:
            pytest.fail("no cluster came up")
        with joined(Cluster(2, f"127.0.0.1:{port}")) as workers:
            assert workers == 2
            yield f"127.0.0.1:{port}"
        head.send_signal(signal.SIGTERM)
        head.stdout.read()


def records(done):
    return done.fixed, done.closed, done.finished


def test_workers_give_the_records_of_one_process(address):
    told, lost, kept = [], [], Kept()
    done = run_on_ray(
        lambda: build_all(NAMES), NAMES, PLAN, Cluster(2, address),
        lambda *each: told.append(each), kept, lost.append,
    )  # fmt: skip
    assert records(done) == records(run(build_all(NAMES), PLAN))
    assert told[-1] == (36, 36)
    assert told == sorted(told)
    assert lost == []
    assert set(done.seconds) == {"rules", "random", "world"}


class Billed:
    """Counts what it is asked, as models do."""

    def __init__(self):
        self.usage = Usage()

    def decide(self, briefings):
        self.usage += Usage(1, len(briefings), 10 * len(briefings))
        return [Verdict(Decision.APPROVE, "") for _ in briefings]


def test_what_workers_asked_is_added_up(address):
    done = run_on_ray(
        lambda: {"billed": Billed(), "naive": Naive()}, ("billed", "naive"), PLAN,
        Cluster(2, address), lambda *_: None, Kept(), lambda _: None,
    )  # fmt: skip
    answers = len([each for each in (*done.fixed, *done.closed) if each.overseer == "billed"])
    assert set(done.used) == {"billed"}
    assert (done.used["billed"].completions, done.used["billed"].prompt_tokens) == (
        answers, 10 * answers,
    )  # fmt: skip
    took = spent({"billed": Billed()}, asking(["input_price=2"]), done.used)["billed"]
    assert took["dollars"] == pytest.approx(20e-6 * answers)


class Deadly:
    """Kills its process the first time that anyone's does not exist yet."""

    def __init__(self, marker):
        self._marker = Path(marker)

    def decide(self, briefings):
        if not self._marker.exists():
            self._marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return Random().decide(briefings)


def test_the_episodes_of_a_lost_worker_are_played_again(address, tmp_path):
    marker, lost = tmp_path / "killed", []
    done = run_on_ray(
        lambda: {"random": Deadly(marker)}, ("random",), PLAN, Cluster(2, address),
        lambda *_: None, Kept(), lost.append,
    )  # fmt: skip
    assert marker.exists()
    assert len(lost) == 1
    assert lost[0].startswith("a worker was lost, and its episodes are played again: ")
    assert records(done) == records(run({"random": Random()}, PLAN))


def test_a_chunk_that_kills_every_worker_ends_the_run(address):
    class Always:
        def decide(self, briefings):
            os.kill(os.getpid(), signal.SIGKILL)

    one = plan("validation", ("action_screen",), protocol="fixed", limit=1)
    with pytest.raises(LinkError, match="3 workers were lost over one chunk"):
        run_on_ray(
            lambda: {"always": Always()}, ("always",), one, Cluster(2, address),
            lambda *_: None, Kept(), lambda _: None,
        )  # fmt: skip


def test_an_error_of_an_overseer_ends_the_run_and_what_was_done_is_kept(address):
    class Forgetful:
        def decide(self, briefings):
            return []

    kept = Kept()
    with pytest.raises(OverseerError, match="'forgetful' gave 0 answers"):
        run_on_ray(
            lambda: {"naive": Naive(), "forgetful": Forgetful()}, ("naive", "forgetful"),
            plan("validation", ("action_screen",), protocol="closed", limit=8),
            Cluster(1, address), lambda *_: None, kept, lambda _: None,
        )  # fmt: skip
    assert {task.overseer for task in kept.found} <= {"naive"}


def test_the_command_gives_the_same_report(address, tmp_path, monkeypatch):
    words = ["evaluate", "--split", "validation", "--tier", "action_screen", "--limit", "6"]
    words += ["--overseer", "rules", "--overseer", "at-fpr(0.05, rules)", "--json", "out.json"]
    reports = []
    for more in ([], ["--engine", "ray", "--ray-address", address]):
        monkeypatch.chdir(tmp_path)
        with pytest.raises(SystemExit) as ended:
            cli.main([*words, *more])
        assert ended.value.code == 0
        document = json.loads((tmp_path / "out.json").read_text())
        assert list(tmp_path.iterdir()) == [tmp_path / "out.json"]
        del document["timing"], document["command"]
        reports.append(document)
    assert reports[0] == reports[1]
    assert reports[0]["thresholds"]["at-fpr(0.05, rules)"]["of"]["rules"]["harmless"] > 0


def test_workers_keep_the_transcripts_of_one_process(address, tmp_path):
    words = ["transcripts", "--split", "validation", "--tier", "action_screen", "--limit", "3"]
    kept = []
    for name, engine in (("one", []), ("many", ["--engine", "ray", "--ray-address", address])):
        with pytest.raises(SystemExit) as ended:
            cli.main([*words, "--out", str(tmp_path / name), "--parquet", *engine])
        assert ended.value.code == 0
        kept.append([each.to_bytes() for each in load([tmp_path / name])])
    assert kept[0] == kept[1]
    assert len(kept[0]) == 3


@pytest.mark.parametrize("workers", [1, 2, 7])
def test_every_task_is_in_one_chunk(workers):
    whole = tasks(plan("heldout"), NAMES)
    found = chunked(whole, workers)
    assert sorted(map(str, whole)) == sorted(str(task) for chunk in found for task in chunk)
    assert max(len({task.episode for task in chunk}) for chunk in found) <= 32


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--engine", "spark"], "no engine is named 'spark'; there are local, ray"),
        (["--workers", "2"], "--workers and --ray-address are for --engine ray"),
        (
            [
                "--engine",
                "ray",
                "--responder",
                "model",
                "--model",
                "m",
                "--base-url",
                "http://x/v1",
            ],
            "--engine ray plays the scripted responder",
        ),
    ],
)
def test_what_does_not_fit_the_engine_is_named(words, why, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["evaluate", "--split", "demo", *words])
    assert ended.value.code == 2
    assert why in capsys.readouterr().err


def test_a_salt_stays_at_home(address):
    private = plan("private", ("action_screen",), salt=Salt("sixteen characters"), limit=1)
    with pytest.raises(OptionError, match="SENTINEL_SALT to the same value"):
        run_on_ray(
            lambda: {"naive": Naive()}, ("naive",), private, Cluster(1, address),
            lambda *_: None, Kept(), lambda _: None,
        )  # fmt: skip


def test_ray_that_is_missing_is_named_with_what_installs_it():
    code = (
        "import sys; sys.modules['ray'] = None\n"
        "from sentinel.cli import main\n"
        "main(['evaluate', '--split', 'demo', '--overseer', 'naive', '--engine', 'ray'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "ray is missing: python -m pip install 'openenv-sentinel[scale]'" in done.stderr
