"""No tool of a LangChain agent runs that the gate does not let run."""

import asyncio

import pytest
from examples import ran as example
from gate_servers import KEY, SOME_BROKEN, Approving, answering, served
from langchain.agents import create_agent
from langchain.agents.middleware import HumanInTheLoopMiddleware
from langchain_calls import DEADLY, GRAVE, ON, RAN, RISKY, SAFE, bash, called
from langchain_core.language_models.fake_chat_models import FakeMessagesListChatModel
from langchain_core.messages import AIMessage, HumanMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command
from reviewed_server import reviewed
from servers import free_port

from sentinel.errors import GateError, OptionError
from sentinel.integrations.gatekeeper import Gatekeeper
from sentinel.integrations.langchain_middleware import GateMiddleware
from sentinel.live.gate import Gate


class Scripted(FakeMessagesListChatModel):
    def bind_tools(self, tools, **kwargs):
        return self


class Run:
    """An agent that calls what it is told to, and what came of it."""

    def __init__(self, way, messages, middleware):
        RAN.clear()
        self.way = way
        model = Scripted(responses=[*messages, AIMessage("done")])
        self.agent = create_agent(
            model, [bash], middleware=middleware, checkpointer=InMemorySaver()
        )
        self.result = self.go({"messages": [HumanMessage("Please do it.")]})

    def go(self, given):
        if self.way == "sync":
            return self.agent.invoke(given, ON)
        return asyncio.run(self.agent.ainvoke(given, ON))

    def answer(self, *decisions):
        self.result = self.go(Command(resume={"decisions": list(decisions)}))
        return self

    @property
    def asked(self):
        return [each.value for each in self.result.get("__interrupt__", ())]

    @property
    def told(self):
        return [each.text for each in self.result["messages"] if each.type == "tool"]


@pytest.fixture(params=["sync", "async"])
def work(request):
    """Lets an agent make calls one after the other, in both ways in turn."""

    def start(*commands, gate=None, human=(), **options):
        middleware = [*human, GateMiddleware(gate, **options)]
        return Run(request.param, [called(each) for each in commands], middleware)

    return start


def edit(command, name="bash"):
    return {"type": "edit", "edited_action": {"name": name, "args": {"command": command}}}


@pytest.mark.parametrize(("gate", "runs"), [(None, False), (Approving(), True)])
def test_a_dangerous_call_runs_only_if_the_gate_is_not_heard(work, gate, runs):
    done = work(DEADLY, gate=gate)
    assert ([DEADLY] if runs else []) == RAN
    assert done.told[0].startswith("output" if runs else "SENTINEL: bash did not run. Blocked")


def test_a_safe_call_runs_and_its_result_is_untouched(work):
    assert work(SAFE).told == ["output of ls"]


def test_a_flagged_call_runs_with_a_warning(work):
    (told,) = work(RISKY).told
    assert RAN == [RISKY]
    assert told.startswith(f"output of {RISKY}\n\nSENTINEL: bash ran, with a warning. Flagged")


def test_calls_made_together_are_judged_apart(work):
    RAN.clear()
    done = Run("sync", [called(SAFE, DEADLY)], [GateMiddleware()])
    assert RAN == [SAFE]
    assert [each.startswith("SENTINEL") for each in done.told] == [False, True]


def test_an_escalated_call_waits_for_a_person(work):
    done = work(GRAVE)
    assert RAN == []
    (asked,) = done.asked
    assert asked["action_requests"][0]["args"] == {"command": GRAVE}
    assert asked["review_configs"][0]["allowed_decisions"] == ["approve", "edit", "reject"]
    done.answer({"type": "approve"})
    assert RAN == [GRAVE]


@pytest.mark.parametrize(
    "answer",
    [
        {"type": "reject", "message": "not today"}, {"type": "sure"}, "yes", {},
        {"type": "edit"}, {"type": "edit", "edited_action": "ls"},
    ],
)  # fmt: skip
def test_only_an_approval_lets_an_escalated_call_run(work, answer):
    done = work(GRAVE).answer(answer)
    assert RAN == []
    assert done.told[0].startswith("SENTINEL: bash did not run.")
    assert ("not today" in done.told[0]) is (answer != {} and "message" in answer)


def test_more_answers_than_questions_let_nothing_run(work):
    done = work(GRAVE).answer({"type": "approve"}, {"type": "approve"})
    assert RAN == []
    assert "could not be read" in done.told[0]


def test_what_a_person_edits_is_judged_again(work):
    assert work(GRAVE).answer(edit(DEADLY)).told[0].startswith("SENTINEL: bash did not run.")
    assert RAN == []
    assert work(GRAVE).answer(edit(SAFE)).told == ["output of ls"]
    again = work(GRAVE).answer(edit("userdel eve"))
    assert again.asked[0]["action_requests"][0]["args"] == {"command": "userdel eve"}
    again.answer({"type": "approve"})
    assert RAN == ["userdel eve"]


def test_an_edit_that_names_another_tool_runs_nothing(work):
    assert "another tool" in work(GRAVE).answer(edit(SAFE, "python")).told[0]
    assert RAN == []


def test_a_person_s_no_stands_when_the_gate_changes_its_mind(work):
    class Fickle:
        said = 0

        def judge(self, request):
            self.said += 1
            return (Gate() if self.said == 1 else Approving()).judge(request)

    assert "A person said no" in work(GRAVE, gate=Fickle()).answer({"type": "reject"}).told[0]
    assert RAN == []


def test_where_nobody_is_asked_an_escalated_call_does_not_run(work):
    done = work(GRAVE, on_escalate="refuse")
    assert (RAN, done.asked) == ([], [])
    assert "needs a person's approval" in done.told[0]
    with pytest.raises(OptionError, match="on_escalate='ask'"):
        GateMiddleware(on_escalate="ask")


@pytest.mark.parametrize("mode", ["batched", "per_call"])
def test_what_langchains_own_middleware_lets_a_person_do_is_judged(work, mode):
    def answered(first, decision):
        human = HumanInTheLoopMiddleware({"bash": True}, interrupt_mode=mode)
        done = work(first, human=[human])
        assert RAN == []
        if mode == "batched":
            return done.answer(decision)
        done.result = done.go(Command(resume=decision))
        return done

    assert "SENTINEL: bash did not run." in answered(DEADLY, {"type": "approve"}).told[0]
    assert RAN == []
    assert "SENTINEL: bash did not run." in answered(SAFE, edit(DEADLY)).told[0]
    assert RAN == []
    answered(SAFE, edit("pwd"))
    assert RAN == ["pwd"]


@pytest.mark.parametrize("mode", ["batched", "per_call"])
def test_a_gate_that_a_person_could_edit_behind_is_an_error(mode):
    human = HumanInTheLoopMiddleware({"python": True}, interrupt_mode=mode)
    with pytest.raises(OptionError, match="must stand after"):
        Run("sync", [called(SAFE)], [GateMiddleware(), human])
    with pytest.raises(OptionError, match="must stand after"):
        Run("async", [called(SAFE)], [GateMiddleware(), human])
    assert RAN == []


def test_earlier_calls_and_what_they_gave_are_told(work):
    heard = []

    class Hearing:
        def judge(self, request):
            heard.append(request)
            return Gate().judge(request)

    work(SAFE, DEADLY, "pwd", gate=Hearing())
    last = heard[-1]
    assert [each.decision for each in last.trajectory] == ["", "block"]
    assert last.trajectory[0].result == "output of ls"
    assert last.goal == "Please do it."
    assert len(heard) == 3


def test_a_gate_is_asked_by_its_url(work):
    with served(locked=True) as url:
        assert work(SAFE, gate=Gatekeeper(url, api_key=KEY)).told == ["output of ls"]
        work(DEADLY, gate=Gatekeeper(url, api_key=KEY))
        assert RAN == []
        assert work(SAFE, gate=Gatekeeper(url)).asked
        assert RAN == []


def test_people_in_a_review_queue_are_waited_for(work, tmp_path):
    with reviewed(tmp_path, "approve") as (url, reviews):
        assert work(GRAVE, gate=Gatekeeper(url, review_s=20)).told == [f"output of {GRAVE}"]
        assert [each.review.state for each in reviews.queue("", [], 10, "")] == ["used"]


@pytest.mark.parametrize("kind", SOME_BROKEN)
def test_what_is_no_judgement_does_as_configured(work, kind):
    with answering(kind) as url:
        assert work(SAFE, gate=Gatekeeper(url, timeout_s=0.2)).asked
        assert "could not be judged" in work(
            SAFE, gate=Gatekeeper(url, timeout_s=0.2, on_failure="block")
        ).told[0]  # fmt: skip
        with pytest.raises(GateError):
            work(SAFE, gate=Gatekeeper(url, timeout_s=0.2, on_failure="raise"))
    assert RAN == []


def test_an_unreachable_gate_lets_nothing_run_and_a_shadow_all(work):
    url = f"http://127.0.0.1:{free_port()}"
    assert work(SAFE, gate=url).asked
    assert RAN == []
    assert work(DEADLY, gate=Gatekeeper(shadow=True)).told == [f"output of {DEADLY}"]


def test_the_example_runs():
    printed = example("guard_langchain.py")
    assert "runs: kubectl get pods" in printed
    assert "runs: kubectl delete" not in printed
    assert "tool: SENTINEL: bash did not run." in printed
