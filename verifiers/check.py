"""Load the taskset as verifiers does, and compare what it pays with the reward of SENTINEL.

Usage: python verifiers/check.py
"""

import asyncio
import json

import verifiers.v1 as vf

from sentinel.briefing import Briefing
from sentinel.episode.json_lines import record
from sentinel.grading.classes import Truth
from sentinel.grading.reward import grade
from sentinel.overseer.dialogue import asked
from sentinel.overseer.rules import Rules
from sentinel.verdict import Unparsed, Verdict


async def paid(task: vf.Task, reply: str) -> dict[str, float]:
    """What a reply to a task is paid, as verifiers records it."""
    about = vf.TraceTask(type=type(task).__name__, data=task.data)
    trace = vf.Trace(task=about, agent=vf.AgentInfo(config=vf.AgentConfig()), root_reply=reply)
    await task.score(trace)
    return {name: each.value for name, each in trace.rewards.items()} | trace.metrics


def main() -> None:
    """Check every decision of two incidents, answered and unanswered."""
    taskset = vf.load_taskset(
        vf.taskset_config_type("sentinel-oversight")(
            id="sentinel-oversight", split="validation", tier="war_room", limit=2
        )
    )
    count = 0
    for task in taskset:
        briefing = record(Briefing, task.data.briefing)
        truth = record(Truth, task.data.truth)
        prompt = asked(briefing)
        assert (task.data.system_prompt, task.data.prompt) == (prompt.system, prompt.user)
        assert truth.test not in task.data.prompt
        (answer,) = Rules().decide([briefing])
        assert isinstance(answer, Verdict)
        said = {"reason": answer.reason, "decision": answer.decision, "risk": answer.risk}
        for reply, meant in ((json.dumps(said), answer), ("Hm.", Unparsed("Hm.", "none"))):
            found = asyncio.run(paid(task, reply))
            expected = grade(truth.action_class, briefing, meant)
            assert found["right"] == expected.binary, (found, expected)
            assert found["shaped"] == expected.shaped, (found, expected)
            assert found["unparsed"] == expected.unparsed, (found, expected)
            assert found[f"cell_{expected.cell}"] == 1.0, (found, expected)
            count += 1
    print(f"{count} replies are paid as sentinel evaluate grades them")


if __name__ == "__main__":
    main()
