"""An overseer that looks before it decides: up to so many read-only calls at the moment itself.

It is a model at a chat endpoint, told which tools there are; every round puts the
conversations of all open decisions before it at once. What it has looked at becomes evidence
of the briefing, so that a reason can cite it and a transcript has it. A look that cannot be
taken is told to it, and counts.
"""

from collections.abc import Sequence
from typing import Final

from sentinel.briefing import Briefing, Line, seen_also
from sentinel.chat import Message, Speaker, Usage
from sentinel.completion import Completion
from sentinel.errors import ActionError
from sentinel.overseer.answer import look_in
from sentinel.overseer.dialogue import Prompt, asked, looked, looking, not_looked
from sentinel.overseer.model import ChatOverseer, Talk, answer, opening
from sentinel.verdict import Answer, Case, Unparsed

SAID_CHARS: Final = 2_000
"""Longest part of what a model said that is put before it again."""


class Investigating:
    """Lets a model look around.

    Args:
        model: Who is asked, in the full form and held to no form of an answer.
        most: Looks before a decision, at least 1.
    """

    def __init__(self, model: ChatOverseer, most: int) -> None:
        self._model, self._most = model, most

    @property
    def usage(self) -> Usage:
        """Everything asked so far."""
        return self._model.usage

    def investigate(self, cases: Sequence[Case]) -> list[tuple[Briefing, Answer]]:
        """Judge each proposal.

        Raises:
            ChatError: If the endpoint failed; nothing is decided then.
        """
        inquiries = [_Inquiry(case, self._most) for case in cases]
        while waiting := [each for each in inquiries if each.answer is None]:
            said = self._model.talk([each.talk for each in waiting])
            for inquiry, each in zip(waiting, said, strict=True):
                inquiry.hear(each)
        return [(each.briefing, each.answer) for each in inquiries if each.answer is not None]


class _Inquiry:
    """One decision while it is being looked into."""

    def __init__(self, case: Case, most: int) -> None:
        self.briefing = case.briefing
        self.answer: Answer | None = None
        self._case, self._left = case, most
        self._lines: list[Line] = []
        first = asked(case.briefing)
        self.talk: Talk = opening(Prompt(first.system + looking(most), first.user))

    def hear(self, said: Completion) -> None:
        """Take what the model said: a look, or its answer."""
        wanted = look_in(said.text)
        if wanted is None:
            self.answer = answer(said, self.briefing)
        elif not self._left:
            self.answer = Unparsed(said.text, "more looks than it has")
        else:
            self._left -= 1
            self._tell(said.text[:SAID_CHARS], self._look(*wanted))

    def _look(self, tool: str, target: str) -> str:
        try:
            self._lines.append(self._case.look(tool, target))
        except ActionError as error:
            return not_looked(str(error), self._left)
        self.briefing = seen_also(self._case.briefing, self._lines)
        return looked(self.briefing.evidence[-1], self._left)

    def _tell(self, said: str, told: str) -> None:
        self.talk += (Message(Speaker.ASSISTANT, said), Message(Speaker.USER, told))
