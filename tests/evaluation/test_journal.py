"""A killed evaluation goes on where it stopped, and what another command made is refused."""

import json

import pytest

from sentinel import cli
from sentinel.errors import ReportError
from sentinel.evaluation.journal import Journal, beside, key
from sentinel.evaluation.overseers import build_all
from sentinel.evaluation.plan import plan
from sentinel.evaluation.runner import merged, run
from sentinel.evaluation.tasks import Kept, tasks
from sentinel.overseer.baselines import AlwaysBlock, Naive, Random

PLAN = plan("heldout", ("war_room",), limit=3)
JUDGES = {"random": Random(), "always-block": AlwaysBlock()}
KEY = key(["evaluate", "--split", "heldout"], PLAN, JUDGES)

pytestmark = pytest.mark.usefixtures("by_hand")


class Stopping(Kept):
    """Stops a run when so much is done, as a kill would."""

    def __init__(self, journal, after):
        super().__init__(journal.found)
        self._journal, self._after = journal, after

    def add(self, done):
        if len(self.found) == self._after:
            raise KeyboardInterrupt
        self._journal.add(done)


def records(done):
    return done.fixed, done.closed, done.finished


@pytest.mark.parametrize("after", [0, 1, 5, 11])
def test_a_run_that_stopped_anywhere_gives_the_records_of_one_that_did_not(tmp_path, after):
    path = tmp_path / "journal"
    journal = Journal(path, KEY)
    with pytest.raises(KeyboardInterrupt):
        run(JUDGES, PLAN, kept=Stopping(journal, after))
    journal.close()
    told = []
    again = Journal(path, KEY)
    assert len(again.found) == after
    done = run(JUDGES, PLAN, lambda *each: told.append(each), kept=again)
    assert records(done) == records(run(JUDGES, PLAN))
    assert told == [(n, 9) for n in range(10 - len(told), 10)]


def test_what_is_done_is_not_asked_for_again(tmp_path):
    path = tmp_path / "journal"
    journal = Journal(path, KEY)
    run(JUDGES, PLAN, kept=journal)
    journal.close()

    class Unasked:
        def decide(self, briefings):
            raise AssertionError("asked")

    again = Journal(path, KEY)
    done = run({"random": Unasked(), "always-block": Unasked()}, PLAN, kept=again)
    assert records(done) == records(merged(PLAN, JUDGES, again))


BROUGHT = """
from sentinel import Decision, Verdict

class Mine:
    def decide(self, briefings):
        return [Verdict(Decision.{0}, "") for _ in briefings]
"""


@pytest.mark.parametrize("cut", [1, 100, 1_000])
def test_a_torn_last_line_is_dropped(tmp_path, cut):
    path = tmp_path / "journal"
    journal = Journal(path, KEY)
    run(JUDGES, PLAN, kept=journal)
    journal.close()
    path.write_bytes(path.read_bytes()[:-cut])
    again = Journal(path, KEY)
    assert len(again.found) == len(tasks(PLAN, JUDGES)) - 1
    done = run(JUDGES, PLAN, kept=again)
    again.close()
    assert records(done) == records(run(JUDGES, PLAN))
    assert len(Journal(path, KEY).found) == len(tasks(PLAN, JUDGES))


def test_a_torn_first_line_begins_anew(tmp_path):
    path = tmp_path / "journal"
    Journal(path, KEY).close()
    path.write_bytes(path.read_bytes()[:20])
    assert Journal(path, KEY).found == {}


def test_damage_before_the_last_line_is_refused(tmp_path):
    path = tmp_path / "journal"
    journal = Journal(path, KEY)
    run(JUDGES, PLAN, kept=journal)
    journal.close()
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:3], lines[3][:50] + b"\n", *lines[4:]]))
    with pytest.raises(ReportError, match=r"damaged in line 4.*--restart begins anew"):
        Journal(path, KEY)


@pytest.mark.parametrize(
    ("words", "judges", "what"),
    [
        (["evaluate", "--split", "ood"], JUDGES, "options"),
        (["evaluate", "--split", "heldout"], {"mine": Stopping}, "nothing"),
    ],
)
def test_a_journal_of_another_command_is_refused_or_begun_anew(tmp_path, words, judges, what):
    path = tmp_path / "journal"
    Journal(path, KEY).close()
    other = key(words, PLAN, judges)
    if what == "nothing":
        assert other == KEY
        return
    with pytest.raises(ReportError, match=f"of another run .it differs in {what}.*--restart"):
        Journal(path, other)
    assert Journal(path, other, restart=True).found == {}


def test_the_code_of_an_overseer_from_elsewhere_is_part_of_the_key():
    class Mine(Naive):
        def decide(self, briefings):
            return super().decide(briefings)

    found = key(["evaluate"], PLAN, {"mine": Mine(), "naive": Naive()})
    assert set(found.code) == {"sentinel", "mine"}


@pytest.mark.parametrize("name", ["{0}", "ensemble(vote, rules, {0})", "reviewed(1, {0})"])
def test_a_file_that_brings_an_overseer_and_was_edited_is_another_command(tmp_path, name):
    path = tmp_path / "mine.py"
    keys = []
    for decision in ("BLOCK", "BLOCK", "FLAG"):
        path.write_text(BROUGHT.format(decision))
        judges = build_all([f"mine={name.format(f'{path}:Mine')}"])
        keys.append(key(["evaluate"], PLAN, judges))
    assert keys[0] == keys[1]
    assert keys[1] != keys[2]
    assert set(keys[0].code) == {"sentinel", "mine"}


def test_two_processes_do_not_write_one_journal(tmp_path):
    path = tmp_path / "journal"
    first = Journal(path, KEY)
    run(JUDGES, PLAN, kept=first)
    content = path.read_bytes()
    for restart in (False, True):
        with pytest.raises(ReportError, match="another process is at work"):
            Journal(path, KEY, restart=restart)
    assert path.read_bytes() == content
    first.close()
    assert Journal(path, KEY).found == first.found


def test_options_that_change_nothing_of_what_is_done_are_not_part_of_the_key():
    words = ["evaluate", "--json=a.json", "--workers", "3", "--restart", "--split", "ood"]
    words += ["--salt", "a secret of no concern"]
    assert key(words, PLAN, JUDGES).options == ("evaluate", "--split", "ood")


def test_a_command_that_was_stopped_writes_the_report_when_it_is_given_again(tmp_path, monkeypatch):
    words = ["evaluate", "--split", "demo", "--tier", "action_screen", "--overseer", "random"]
    reports = []
    for name, stops in (("whole", False), ("part", True)):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        if stops:
            with monkeypatch.context() as patch:
                patch.setattr("sentinel.evaluation.runner.merged", interrupt)
                with pytest.raises(RuntimeError, match="stop"):
                    cli.main([*words, "--json", "out.json"])
            assert len(beside(tmp_path / name / "out.json").read_bytes().splitlines()) == 3
        with pytest.raises(SystemExit) as ended:
            cli.main([*words, "--json", "out.json"])
        assert ended.value.code == 0
        document = json.loads((tmp_path / name / "out.json").read_text())
        del document["timing"]
        reports.append(document)
        assert [each.name for each in (tmp_path / name).iterdir()] == ["out.json"]
    assert reports[0] == reports[1]


def interrupt(*_):
    raise RuntimeError("stop")


def test_a_journal_that_nobody_keeps_is_not_begun_anew(capsys):
    words = ["evaluate", "--split", "demo", "--overseer", "random", "--restart"]
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2
    assert "without --json there is none" in " ".join(capsys.readouterr().err.split())
