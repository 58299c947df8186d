"""A run asks a model about many briefings at once, and goes on where an endpoint ended it."""

import contextlib
import json
import threading

import pytest
from endpoint import BROKEN, endpoint, says

from sentinel import cli
from sentinel.chat import Chat, Endpoint
from sentinel.evaluation.plan import plan
from sentinel.evaluation.runner import run
from sentinel.overseer.asking import Asking
from sentinel.overseer.dialogue import answered
from sentinel.overseer.model import ChatOverseer
from sentinel.verdict import Decision

BLOCK = says(answered(Decision.BLOCK, "E1", 0.9))


class Crowd:
    """Counts how many requests are under way together; the first ones wait for one another."""

    def __init__(self, expected):
        self.now = self.most = self.came = 0
        self._lock = threading.Lock()
        self._together = threading.Barrier(expected)

    def enter(self):
        with self._lock:
            self.now += 1
            self.came += 1
            self.most = max(self.most, self.now)
            first = self.came <= self._together.parties
        if first:
            with contextlib.suppress(threading.BrokenBarrierError):
                self._together.wait(30)
        with self._lock:
            self.now -= 1


@pytest.mark.usefixtures("by_hand")
@pytest.mark.parametrize("protocol", ["fixed", "closed"])
def test_as_many_briefings_are_asked_about_at_once_as_agreed(protocol):
    crowd = Crowd(8)
    with endpoint([BLOCK], before=crowd.enter) as served:
        where = Chat(Endpoint(served.url, "m"))
        judge = ChatOverseer(where, Asking(at_once=8, structured="off"))
        done = run({"m": judge}, plan("heldout", ("action_screen",), protocol=protocol))
    assert len(done.fixed or done.closed) == 100
    assert crowd.most == 8


def test_a_run_that_an_endpoint_ended_goes_on_without_asking_twice(tmp_path, capsys):
    path = tmp_path / "report.json"
    how = [f"cache={tmp_path / 'answers.sqlite'}", "retries=0", "at_once=1", "structured=off"]
    down = threading.Event()
    seen = []

    def answer(request, _):
        if len(seen) >= 7 and not down.is_set():
            return BROKEN
        seen.append(request["messages"][-1]["content"])
        return BLOCK

    with endpoint(answer) as served:
        words = ["evaluate", "--split", "demo", "--tier", "war_room", "--protocol", "fixed",
                 "--overseer", f"m=chat:m@{served.url}", "--json", str(path),
                 *(word for each in how for word in ("--set", each))]  # fmt: skip
        for code in (2, 0):
            with pytest.raises(SystemExit) as ended:
                cli.main(words)
            assert ended.value.code == code
            assert path.exists() is (code == 0)
            down.set()
    assert len(seen) == len(set(seen)) == 15
    took = json.loads(path.read_text())["timing"]["asked"]["m"]
    assert (took["requests"], took["cached"]) == (8, 7)
    assert "status 503" in capsys.readouterr().err
