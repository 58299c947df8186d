"""Which rule a call breaks, asked often and looked up by mutation."""

from dataclasses import dataclass, field

from sentinel.scenario.policies import Policy
from sentinel.world.estate import Estate
from sentinel.world.inventory import Call
from sentinel.world.ops import Op


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The policies in force, in the order of their numbers."""

    policies: tuple[Policy, ...]
    _about: dict[Op, list[tuple[int, Policy]]] = field(init=False, default_factory=dict)
    """Those that concern a mutation, with their numbers."""

    def broken(self, call: Call, role: str, estate: Estate) -> str:
        """Id of the first that a call breaks now, as numbered in the briefing; empty if none."""
        about = self._about.get(call.op)
        if about is None:
            numbers = enumerate(self.policies, 1)
            about = self._about[call.op] = [each for each in numbers if each[1].concerns(call.op)]
        if not about:
            return ""
        now = estate.row, estate.graph, estate.clock_s
        for number, policy in about:
            if policy.broken_by(call, role, *now):
                return f"P{number}"
        return ""
