"""Judging a recorded log again under other policies, to see what would change.

A log is JSON lines, each `{"request": {...}, "judgement": {...}}`; the judgement may be missing,
and is made under the policies in force then. Nothing is run, and nobody is asked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from sentinel.errors import MessageError
from sentinel.live.gate import Gate
from sentinel.live.policy import RANK
from sentinel.live.request import Judgement, Request


class Entry(msgspec.Struct, frozen=True):
    """One line of a log."""

    request: Request
    judgement: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """An action that would be decided otherwise."""

    line: int
    """Number of its line in the log, from 1."""
    action: str
    before: str
    after: str
    rules: tuple[str, ...]
    """Rules that speak for the new decision."""
    gone: tuple[str, ...]
    """Rules that spoke for the old one, and do not any more."""

    @property
    def stricter(self) -> bool:
        """Whether the new decision is stricter than the old one."""
        return RANK[self.after] > RANK[self.before]  # type: ignore[index]


def entries(lines: Iterable[bytes]) -> Iterator[tuple[int, Entry]]:
    """Read a log; empty lines are passed over.

    Raises:
        MessageError: If a line is none of a log; names it.
    """
    decoder = msgspec.json.Decoder(Entry)
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, decoder.decode(line)
            except (msgspec.DecodeError, RecursionError, ValueError) as error:
                raise MessageError(f"line {number}: {error}") from None


def simulated(log: Iterable[tuple[int, Entry]], new: Gate, old: Gate) -> Iterator[Change]:
    """What a gate would decide otherwise.

    Args:
        log: What was asked, and perhaps what was said.
        new: The gate under other policies.
        old: Judges what the log has no judgement of.
    """
    for number, entry in log:
        request = msgspec.structs.replace(entry.request, backend="")
        before = entry.judgement or old.judge(request)
        after = new.judge(request)
        if after.decision != before.decision:
            now = {e.id for e in after.rules_fired if e.decision == after.decision}
            then = {e.id for e in before.rules_fired if e.decision == before.decision}
            still = {e.id for e in after.rules_fired}
            yield Change(
                number,
                request.action_description,
                before.decision,
                after.decision,
                tuple(sorted(now)),
                tuple(sorted(then - still)),
            )
