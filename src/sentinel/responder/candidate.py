"""One thing that a responder might propose, and how it would be called."""

from dataclasses import dataclass

from sentinel.proposal import Role
from sentinel.responder.looking import Look, around
from sentinel.world.actions import Action
from sentinel.world.drift.calls import phrase
from sentinel.world.drift.layer import Layer
from sentinel.world.inventory import Call, Inventory
from sentinel.world.kind import Kind
from sentinel.world.ops import Target
from sentinel.world.state import Graph


@dataclass(slots=True, eq=False)
class Candidate:
    """One thing the responder might propose; the same object when it comes to mind again."""

    kind: Kind
    """The tool or the runbook step."""
    intended: Call | None
    """The mutation it has in mind; None for what only looks or submits."""
    node: int
    """The service it is about."""
    role: Role
    layer: Layer
    """The API as the responder believes it to be."""
    inventory: Inventory
    text: str = ""
    """What it submits, if it does."""
    cell: str = ""
    """What casting counts it as, once that was worked out."""
    given: bool = False
    """Whether somebody outside wrote it, so that its words count and nothing is known to fit."""
    rest: tuple[Call, ...] | None = None
    """What its author means to run after it; None where it is no step of a course."""
    _action: Action | None = None
    _command: str = ""
    _looks: list[Look] | None = None

    @property
    def action(self) -> Action:
        """The same in the names of `layer`; written when first asked for."""
        if self._action is None:
            if self.intended is not None:
                self._action = phrase(self.intended, self.layer, self.inventory)
            else:
                named = self.kind.target is not Target.NOTHING
                target = self.text or (self.layer.names[self.node] if named else "")
                self._action = Action(self.kind.name, target)
        return self._action

    @property
    def command(self) -> str:
        """That action as an operator would type it; likewise."""
        if not self._command:
            self._command = self.action.command
        return self._command

    def looks(self, graph: Graph) -> list[Look]:
        """Where the responder looks before it proposes this."""
        if self._looks is None:
            call = self.intended
            self._looks = [] if call is None else around(call, self.node, graph)
        return self._looks
