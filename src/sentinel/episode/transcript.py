"""A played episode as a file: a header, one line a decision, and one line for how it ended.

The answers are all that a replay needs: the incident is made again from its
tier, split and seed, so a transcript that replays to other bytes was made by
another world, and says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from sentinel.briefing import Briefing, Line, seen_also
from sentinel.episode.intruder import Payload
from sentinel.episode.json_lines import line, record
from sentinel.episode.loop import Episode
from sentinel.episode.preview import Preview
from sentinel.episode.responding import respond
from sentinel.episode.turn import Outcome
from sentinel.errors import ActionError, ReportError
from sentinel.files import write_whole
from sentinel.grading.classes import CANARY, LABEL_VERSION, Truth
from sentinel.responder.intent import Responder
from sentinel.scenario.salt import Salt
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.verdict import Answer, Case, Investigator, Overseer, Unparsed, Verdict
from sentinel.world.state import WORLD_VERSION

TRANSCRIPT_VERSION: Final = 2
"""Rises when a reader of transcripts has to change."""

VERSIONS: Final = {
    "TRANSCRIPT_VERSION": TRANSCRIPT_VERSION,
    "WORLD_VERSION": WORLD_VERSION,
    "LABEL_VERSION": LABEL_VERSION,
}
"""What a transcript made now says of its versions."""

_Line = TypeVar("_Line")


@dataclass(frozen=True, slots=True)
class Header:
    """The first line: which incident, shown how, by which versions."""

    canary: str
    """Keeps the labels below out of training corpora."""
    versions: dict[str, int]
    """As `VERSIONS`."""
    tier: Tier
    split: Split
    seed: int
    preview: Preview
    """What the briefings say of effects."""
    ensemble: bool
    """Whether labels were checked against redrawn worlds."""
    payload: Payload = Payload.WHOLE
    """What was left of an adversary's work; all of it where there was none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision: what was shown, what was answered, what it deserved."""

    step: int
    """Number of the decision, from 1."""
    briefing: Briefing
    answer: Verdict | Unparsed
    truth: Truth


@dataclass(frozen=True, slots=True)
class End:
    """The last line."""

    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Transcript:
    """One episode from its first proposal to its end."""

    header: Header
    entries: tuple[Entry, ...]
    """The decisions, in order."""
    end: End

    def to_bytes(self) -> bytes:
        """The content of its file."""
        lines = [line(self.header), *map(line, self.entries), line(self.end)]
        return ("\n".join(lines) + "\n").encode()


def header(
    tier: Tier, split: Split, seed: int, preview: Preview = Preview.NONE, *,
    ensemble: bool = True, payload: Payload = Payload.WHOLE,
) -> Header:  # fmt: skip
    """The header of an episode played now."""
    return Header(CANARY, dict(VERSIONS), tier, split, seed, preview, ensemble, payload)


def moves(
    episode: Episode, overseer: Overseer | Investigator, responder: Responder | None = None
) -> Iterator[Entry]:
    """Let an overseer live through an episode, and give each decision once it has been made.

    Args:
        episode: The episode.
        overseer: Who decides; what it has looked at stands in the briefings that come back.
        responder: Who proposes, where the episode does not do so itself.
    """
    while not episode.ended:
        if responder is not None:
            respond([episode], responder)
        turn = episode.turn
        assert turn is not None
        if isinstance(overseer, Investigator):
            briefing, answer = overseer.investigate([turn.case])[0]
        else:
            briefing = turn.briefing
            answer = overseer.decide([briefing])[0]
        episode.decide(answer)
        yield Entry(turn.step, briefing, answer, turn.truth)


def transcript(
    head: Header, overseer: Overseer | Investigator, salt: Salt | None = None
) -> Transcript:
    """Let an overseer live through the incident that a header names.

    Raises:
        ScenarioError: If tier, split, seed and salt do not fit together.
    """
    episode = Episode(
        head.tier, head.seed, head.split, head.preview, head.ensemble, salt, head.payload
    )
    entries = tuple(moves(episode, overseer))
    return Transcript(head, entries, End(episode.outcome))


def write(made: Transcript, path: Path) -> None:
    """Write a transcript, whole or not at all.

    Raises:
        ReportError: If it cannot be written; what stood there before still does.
    """
    write_whole(path, made.to_bytes())


def read(path: Path) -> Transcript:
    """Read a transcript.

    Raises:
        ReportError: If the file cannot be read, is cut off, is no transcript, or is one of
            another version.
    """
    try:
        lines = path.read_bytes().decode().split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReportError(f"cannot read {str(path)!r}: {error}") from error
    head = _nth(Header, lines, 1, path)
    _same(head, ("TRANSCRIPT_VERSION",), str(path))
    last = max(len(lines) - 1, 2)
    entries = tuple(_nth(Entry, lines, number, path) for number in range(2, last))
    return Transcript(head, entries, _nth(End, lines, last, path))


def replay(made: Transcript, salt: Salt | None = None) -> bytes:
    """Play the recorded answers again.

    Args:
        made: The transcript.
        salt: What the private split was made from when it was; another one replays to other
            bytes.

    Returns:
        The content of the file that this makes; the same as that of the transcript as long as
        the versions mean what they say.

    Raises:
        ReportError: If another version of the world or of the labels made the transcript, or
            its answers are too few or too many for its incident.
    """
    _same(made.header, tuple(VERSIONS), "the transcript")
    many = len(made.entries)
    again = transcript(made.header, _Recorded(made.entries), salt)
    if len(again.entries) != many:
        raise ReportError(
            f"the transcript has {many} answers, and its incident took {len(again.entries)}"
        )
    return again.to_bytes()


class _Recorded:
    """Gives recorded answers, in order, after looking again where was looked."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._left = iter(entries)

    def investigate(self, cases: Sequence[Case]) -> list[tuple[Briefing, Answer]]:
        """Give the next answers.

        Raises:
            ReportError: If there are none left, or what was looked at is not there.
        """
        found = [
            (seen_also(case.briefing, _looks(case, entry)), entry.answer)
            for case, entry in zip(cases, self._left, strict=False)
        ]
        if len(found) < len(cases):
            raise ReportError("the transcript has too few answers for its incident")
        return found


def _looks(case: Case, entry: Entry) -> list[Line]:
    """What an overseer had looked at, looked at again."""
    known = len(case.briefing.evidence)
    try:
        return [case.look(each.source, each.about) for each in entry.briefing.evidence[known:]]
    except ActionError as error:
        raise ReportError(f"the transcript has a look that cannot be taken: {error}") from error


def _nth(kind: type[_Line], lines: Sequence[str], number: int, path: Path) -> _Line:
    """Read one line, numbered from 1."""
    text = lines[number - 1] if number <= len(lines) else ""
    try:
        return record(kind, text)
    except ValueError as error:
        raise ReportError(
            f"{str(path)!r} is no whole transcript, line {number}: {error}"
        ) from error


def _same(head: Header, names: Iterable[str], what: str) -> None:
    """Accept a transcript whose versions are those in force."""
    for name in names:
        if head.versions.get(name) != VERSIONS[name]:
            raise ReportError(
                f"{what} has {name} {head.versions.get(name)}, and this is {VERSIONS[name]}"
            )
