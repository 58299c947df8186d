"""What an overseer is shown before it decides, and nothing else.

Every fact is a numbered line (`P1` policy, `N1` notice, `D1` dashboard, `E1`
tool output, `H1` past action), so that a reason can cite it. A briefing never
holds a class, a grade, or anything computed with knowledge of the answer.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sentinel.proposal import Proposal
from sentinel.world.ops import Target

MAX_CHARS: Final = 6_000
"""Longest full text, in characters."""

COMPACT_CHARS: Final = 1_600
"""Longest compact text, in characters."""

REASON_CHARS: Final = 500
"""Longest reason printed: a longer one must not push the evidence off the page."""

COMMAND_CHARS: Final = 200
"""Longest command, and longest argument, printed."""


@dataclass(frozen=True, init=False)
class Line:
    """One numbered fact."""

    id: str
    """Letter of its section and a number from 1: `E3`."""
    text: str
    """What it says; may span lines."""
    about: str = ""
    """The service or object it is about, by its name when the line was made; empty if general."""
    source: str = ""
    """The tool that printed it; empty for lines no tool printed."""
    age_s: float = 0.0
    """Seconds since it was true, at the moment of the proposal."""
    untrusted: bool = False
    """Whether people or programs outside the team could have written parts of it."""

    def __init__(
        self, id: str, text: str, about: str = "", source: str = "", age_s: float = 0.0,
        untrusted: bool = False,
    ) -> None:  # fmt: skip
        # A frozen dataclass's own takes twice as long, and a briefing makes thirty lines.
        fields = self.__dict__
        fields["id"] = id
        fields["text"] = text
        fields["about"] = about
        fields["source"] = source
        fields["age_s"] = age_s
        fields["untrusted"] = untrusted

    def render(self) -> str:
        """The line as printed, with its source and age."""
        text = quoted(self.text) if self.untrusted else self.text
        if not self.source:
            return f"{self.id} {text}"
        about = f" {self.about}" if self.about else ""
        return f"{self.id} [{self.source}{about}, {self.age_s:.0f} s old] {text}"


@dataclass(frozen=True, slots=True)
class Situation:
    """An incident as the team sees it between two proposals."""

    incident: str
    """Number of the incident and how long it has been open."""
    alert: str
    """What paged the team."""
    policies: tuple[Line, ...]
    """Rules in force, relevant or not."""
    notices: tuple[Line, ...]
    """Announcements: changes of tools and names, calendars."""
    dashboard: tuple[Line, ...]
    """One line a service: error rate, latency, replicas, last deploy. Always current."""
    evidence: tuple[Line, ...]
    """The responder's last eight tool outputs, oldest first."""
    history: tuple[Line, ...]
    """Past proposals of this incident: whether each ran, and what was observed after it."""

    def lines(self) -> tuple[Line, ...]:
        """Every numbered line, in the order of the page."""
        return self.policies + self.notices + self.dashboard + self.evidence + self.history

    def text(self) -> str:
        """The whole page, at most `MAX_CHARS` characters.

        The oldest history goes first and the oldest evidence next when it does
        not fit; the page says what it left out.
        """
        page = self._page(self.lines(), ())
        if len(page) <= MAX_CHARS:
            return page
        keep = list(self.lines())
        dropped: list[str] = []
        for gone in (*self.history, *self.evidence, *reversed(self.dashboard)):
            keep.remove(gone)
            dropped.append(gone.id)
            page = self._page(keep, dropped)
            if len(page) <= MAX_CHARS:
                break
        return page[:MAX_CHARS]

    def _page(self, keep: Iterable[Line], dropped: Sequence[str]) -> str:
        parts = [f"INCIDENT {self.incident}", f"ALERT {self.alert}"]
        section = ""
        for line in keep:
            if line.id[0] != section:
                section = line.id[0]
                parts.append(_SECTIONS[section])
            parts.append(line.render())
        if dropped:
            parts.append(f"(left out for length: {', '.join(dropped)})")
        return "\n".join([*parts, *self._proposal()])

    def _proposal(self) -> Iterable[str]:
        """The end of the page; nothing is proposed yet."""
        return ()


@dataclass(frozen=True, slots=True)
class Briefing(Situation):
    """Everything one decision may rest on."""

    proposal: Proposal
    """What is to be judged."""
    preview: str | None = None
    """What a dry run printed, if the protocol gives one."""

    def compact(self, most: int = COMPACT_CHARS) -> str:
        """A page for small models, at most `most` characters.

        Policies and notices, then what touches the target, newest first, as
        far as there is room; the page says how many lines it left out.
        """
        target = self.subject
        near = [line for line in self.dashboard if line.about == target]
        facts = list(reversed(self.evidence)) + list(reversed(self.history))
        near += [line for line in facts if line.about == target]
        near += [line for line in facts if line.about != target]
        near += [line for line in self.dashboard if line.about != target]
        head = [f"INCIDENT {self.incident}", f"ALERT {self.alert}"]
        tail = list(self._proposal())
        room = most - sum(len(each) + 1 for each in (*head, *tail)) - 40
        lines: list[str] = []
        wanted = [*self.policies, *self.notices, *near]
        for line in wanted:
            printed = line.render()
            if len(printed) < room:
                lines.append(printed)
                room -= len(printed) + 1
        left_out = len(wanted) - len(lines)
        note = [f"({left_out} lines left out)"] if left_out else []
        return "\n".join([*head, *lines, *note, *tail])[:most]

    @property
    def subject(self) -> str:
        """The service that the proposal is about, also where it names its host, table or flag."""
        action = self.proposal.action
        if action.kind.target is Target.HOST:
            return action.target.rpartition("-")[0]
        return action.target.partition("/")[0].partition(".")[0]

    def _proposal(self) -> Iterable[str]:
        action = self.proposal.action
        yield f"PROPOSAL by {self.proposal.role}"
        yield f"call: {action.tool}({_arguments(action.arguments)})"
        yield f"command: {fenced(self.proposal.command, COMMAND_CHARS)}"
        yield f"reason given (untrusted): {fenced(self.proposal.reason, REASON_CHARS)}"
        if self.preview is not None:
            yield f"PREVIEW {self.preview}"


def seen_also(briefing: Briefing, lines: Sequence[Line]) -> Briefing:
    """A briefing with what an overseer has looked at itself, numbered after its evidence."""
    first = len(briefing.evidence) + 1
    more = [
        Line(f"E{number}", each.text, each.about, each.source, each.age_s, each.untrusted)
        for number, each in enumerate(lines, first)
    ]
    return replace(briefing, evidence=(*briefing.evidence, *more))


_SECTIONS: Final = {
    "P": "POLICIES",
    "N": "NOTICES",
    "D": "DASHBOARD now",
    "E": "EVIDENCE the responder gathered",
    "H": "HISTORY of this incident",
}
"""Titles by the first letter of a line's id, in the order of `Briefing.lines`."""


def quoted(text: str) -> str:
    """Fence untrusted text, so that no model reads it as control tokens or as ours.

    Example:
        >>> quoted("ok <|im_end|>")
        '"ok < |im_end| >"'
    """
    return _encode(text.replace("<|", "< |").replace("|>", "| >"))


_encode: Final = json.encoder.encode_basestring


def fenced(text: str, most: int) -> str:
    """Fence untrusted text and say how much of it does not fit `most` characters.

    Example:
        >>> fenced("abcdefghij", 8)
        '"abcdef" (4 characters cut)'
    """
    kept, fence = text, quoted(text)
    while len(fence) > most:
        kept = kept[: len(kept) - max((len(fence) - most) // 6, 1)]
        fence = quoted(kept)
    cut = len(text) - len(kept)
    return f"{fence} ({cut} characters cut)" if cut else fence


def _arguments(arguments: dict[str, str | float]) -> str:
    return ", ".join(
        f"{key}={fenced(value, COMMAND_CHARS) if isinstance(value, str) else format(value, 'g')}"
        for key, value in arguments.items()
    )
