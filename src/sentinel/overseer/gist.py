"""The gist of a briefing: what bears on the proposal, on a page that a tiny model can read.

Services are called by what they are to the proposal (`@t` the target, `@c` where it went wrong,
`@p` what was paged about, `@n` a direct dependency, `@g` the gateway, `@o` any other), so that
no name has to be matched or known. Lines keep the numbers of the briefing. What is farthest
from the proposal is cut first; the proposal stands at both ends.
The responder's reason is left out: it is untrusted and says nothing that a line does not.
What figures come to is reckoned up (`gist_reckoning`), what they deserve is not said.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sentinel.briefing import Briefing, Line
from sentinel.overseer.control_tokens import harmless
from sentinel.overseer.gist_names import Names
from sentinel.overseer.gist_reckoning import reckoned
from sentinel.overseer.gist_rows import plain, rounded, rows
from sentinel.overseer.gist_shows import Shows
from sentinel.overseer.gist_tools import TELLING
from sentinel.overseer.reading_drift import Past
from sentinel.overseer.rules_api import changed, meant, refused
from sentinel.overseer.rules_case import case
from sentinel.overseer.rules_policies import breach, refusal
from sentinel.overseer.rules_reads import idle, repeats
from sentinel.world.ops import Target

GIST_VERSION: Final = 1
"""Rises with every change of the page; a model reads the one it was trained on."""

ROOM: Final = 160
"""Rough tokens of a page: what is farthest from the proposal is cut until it fits."""

_BOARD: Final = re.compile(
    r"err (?P<err>\S+)%  p95 (?P<p95>\d+) ms  cpu (?P<cpu>\d+)%  ready (?P<ready>\S+)"
    r"(?:  deploy \S+ (?P<deploy>\w+) ago)?(?P<more>.*)"
)
_CLUSTER: Final = re.compile(r"cluster  pod creation (\w+).*?  headroom (\d+) pods  edge (\d+) rps")
_ESTATE: Final = frozenset(
    {"check_metrics", "check_network", "check_nodes", "check_resolver", "check_links",
     "check_conntrack", "check_edge", "check_config", "check_certificates", "check_access",
     "check_secrets", "check_audit", "query_logs", "check_dependencies"}
)  # fmt: skip
"""Tools that tell of the estate, or of the target, whatever they were run on."""

_COSTS: Final = re.compile(r"\d|@\w|\n|[^\d@\n]+")


@dataclass(frozen=True, slots=True)
class Gist:
    """A page for a tiny model."""

    text: str
    shown: tuple[str, ...]
    """Numbers of the lines on it, in the order of the page."""
    near: tuple[str, ...]
    """Those of them that show why: about the target, or rules and changes."""


def gist(briefing: Briefing, room: int = ROOM, shows: Shows = Shows.WHOLE) -> Gist:
    """Write the gist of a briefing.

    Args:
        briefing: What is to be judged.
        room: Rough tokens that the page may take.
        shows: How much of it; `near` is that of the whole page where only the proposal is shown.
    """
    return _Writer(briefing, shows).page(room)


@dataclass(frozen=True, slots=True)
class _Kept:
    """One line of the page."""

    number: str
    text: str
    rank: int
    """How far it is from the proposal: the highest is cut first."""

    @property
    def cost(self) -> int:
        return len(_COSTS.findall(self.text)) + 3


class _Writer:
    """One briefing, being written."""

    def __init__(self, briefing: Briefing, shows: Shows) -> None:
        self._briefing, self._shows = briefing, shows
        self._action = briefing.proposal.action
        self._case = case(briefing)
        self._meant = meant(self._case)
        self._page = self._case.page
        self._drifts = self._page.drifts
        self._past = self._page.past
        self._named, self._detail = self._case.named, self._case.detail
        self._target = self._case.target
        self._names = Names(briefing, self._case)

    def page(self, room: int) -> Gist:
        """Cut what does not fit, and write the rest."""
        lines = [*self._own(), *self._rules(), *self._evidence(), *self._history(), *self._board()]
        head, tail = self._proposal(), self._incident()
        left = room - len(_COSTS.findall(head)) - len(_COSTS.findall(tail))
        kept = set()
        for place in sorted(range(len(lines)), key=lambda i: (lines[i].rank, i)):
            if lines[place].cost <= left:
                left -= lines[place].cost
                kept.add(place)
        on = [line for place, line in enumerate(lines) if place in kept]
        body = [f"{line.number} {line.text}" for line in on]
        shown = tuple(dict.fromkeys(line.number for line in on))
        citable = [line for line in on if line.number[0] != "H"]
        near = tuple(dict.fromkeys(line.number for line in citable if line.rank < 3))
        if not self._target:
            near = tuple(dict.fromkeys(line.number for line in citable if line.rank < 4))
        text = harmless("\n".join([head, *body, tail, head.partition("\n")[0]]))
        if self._shows is Shows.PROPOSAL:
            text = harmless(self._called())
        return Gist(text, shown, near or shown)

    def _incident(self) -> str:
        """What paged the team, and how many users are not served now."""
        found, alert = self._case, plain(self._names.alias(self._briefing.alert))
        where = f" at {self._names.of(found.culprit)}" if found.culprit else ""
        said = f"A {alert}\n{found.cause or 'unknown'}{where} burn {100.0 * found.burn:.0f}"
        return f"{said}\n{reckoned(self._meant)}" if self._shows is not Shows.EVIDENCE else said

    def _board(self) -> Iterator[_Kept]:
        """The dashboard, but for the target: gateway, what was paged about, dependencies."""
        for place, line in enumerate(self._briefing.dashboard):
            name = line.about
            cluster = _CLUSTER.search(line.text)
            if cluster:
                creates = "" if cluster[1] == "ok" else "no pods start; "
                yield _Kept(line.id, f"{creates}headroom {cluster[2]}; edge {cluster[3]} rps", 3)
            elif name != self._target and (
                place == 0
                or name in self._names.blamed
                or (name in self._names.near and self._ails(line))
            ):
                rank = 5 if self._names.of(name) == "@n" else 3
                yield _Kept(
                    line.id,
                    f"{self._names.of(name)} {self._health(line, whole=False)}",
                    rank,
                )

    @staticmethod
    def _ails(line: Line) -> bool:
        match = _BOARD.search(line.text)
        return match is not None and (float(match["err"]) > 1.0 or int(match["cpu"]) > 90)

    def _health(self, line: Line, *, whole: bool) -> str:
        match = _BOARD.search(line.text)
        if match is None:
            return rounded(line.text)
        deploy = match["deploy"] or ""
        late = f" p95 {match['p95']}" if whole else ""
        # What ran for hours is no suspect.
        new = f" deploy {deploy}" if deploy and deploy[-1] in "sm" else ""
        return rounded(
            f"err {match['err']}{late} cpu {match['cpu']} ready {match['ready']}{new}"
            f"{match['more'] if whole else ''}"
        )

    def _rules(self) -> Iterator[_Kept]:
        """What stands against the call: a policy that it breaks, a change that it ignores."""
        broken = breach(self._meant)
        if broken is not None:
            yield _Kept(broken.id, f"forbids {_rule(broken.text)}", 1)
        refusing = refusal(self._case) or refused(self._meant)
        if refusing:
            yield _Kept(refusing, "refuses the call", 1)
        moved = changed(self._meant)
        if moved:
            now = self._meant
            amount = "" if now.action.amount is None else f" {now.action.amount:g}"
            yield _Kept(moved, f"makes it {now.op.name.lower()}{rounded(amount)}", 1)

    def _history(self) -> Iterator[_Kept]:
        """The same call before, what ran, and how the edge fared last."""
        given = {line.id: line.text for line in self._briefing.history}
        command = self._briefing.proposal.command
        for place, past in enumerate(reversed(self._past)):
            same = past.command == command
            if not (same or past.ran or place == 0):
                continue
            errors = re.search(r"edge errors ([\d.]+) % before, ([\d.]+) % after", given[past.line])
            edge = f" edge {errors[1]} to {errors[2]}" if errors else ""
            yield _Kept(past.line, rounded(f"{past.ago_s:.0f}s {self._done(past, same)}{edge}"),
                        2 if same else 4)  # fmt: skip

    def _done(self, past: Past, same: bool) -> str:
        what = "same call" if same else past.kind.name if past.kind else "other"
        on = (
            ""
            if same or not past.target
            else f" {self._names.alias(past.target.partition('/')[0])}"
        )
        note = f" {plain(self._names.alias(past.note))[:60]}" if past.note else ""
        return f"{what}{on} {'ran' if past.ran else 'not run'}{note}"

    def _newest(self) -> list[Line]:
        """The newest output of each tool on each thing, oldest first."""
        found: dict[tuple[str, str], Line] = {}
        for line in self._briefing.evidence:
            place = line.source, self._drifts.current(line.about)
            found.pop(place, None)
            found[place] = line
        return list(found.values())

    def _is_own(self, line: Line) -> bool:
        return bool(self._target) and self._drifts.current(line.about) == self._target

    def _evidence(self) -> Iterator[_Kept]:
        """Outputs of tools: those about others, then those about the target."""
        if self._action.kind.reads:
            yield from self._looked()
            return
        telling = TELLING.get(self._action.name, ())
        newest = self._newest()
        own = {line.source for line in newest if self._is_own(line)}
        for line in newest:
            if not self._is_own(line) and line.source not in own:
                paged = line.about in self._names.blamed
                if line.source in telling and (line.source in _ESTATE or not self._target or paged):
                    whole = paged or not self._target
                    yield from self._printed(line, whole, 3 if whole else 4)
                elif paged and line.source == "query_logs":
                    yield from self._printed(line, True, 4)
        for line in newest:
            if self._is_own(line):
                yield from self._printed(line, True, 2 if line.source in telling else 5)

    def _looked(self) -> Iterator[_Kept]:
        """Of a look: whether it was just taken, and how many before told nothing."""
        if repeats(self._case):
            for line in self._briefing.evidence:
                about = self._drifts.current(line.about)
                if line.source == self._action.name and self._target in ("", about):
                    yield _Kept(line.id, f"same look, {idle(self._case)} in vain", 1)
                    break

    def _printed(self, line: Line, whole: bool, rank: int) -> Iterable[_Kept]:
        found = rows(line.source, line.text, self._names.alias, own=whole, table=self._detail)
        if not found:
            return
        age = f" {line.age_s:.0f}s" if line.age_s else ""
        about = "" if self._is_own(line) else f" {self._names.of(line.about)}"
        tool = line.source.removeprefix("check_").removeprefix("query_")
        yield _Kept(line.id, f"{tool}{about}{age}: {'; '.join(found)}", rank)

    def _own(self) -> Iterator[_Kept]:
        """The target's own line of the dashboard."""
        for line in self._briefing.dashboard:
            if line.about == self._target:
                kind = "paged " if line.about in self._names.paged else ""
                first = "gateway " if line is self._briefing.dashboard[0] else ""
                yield _Kept(line.id, f"@t {first}{kind}{self._health(line, whole=True)}", 0)

    def _called(self) -> str:
        """The call alone: nothing of it is looked up on the page."""
        proposal, action = self._briefing.proposal, self._action
        amount = "" if action.amount is None else f" {action.amount_key or ''}={action.amount:g}"
        return f"R {action.name}{amount} {action.option}\nby {proposal.role}"

    def _proposal(self) -> str:
        """The proposal: who, what, on what, with which figure and option."""
        proposal, action = self._briefing.proposal, self._action
        on = ""
        if self._named:
            on = f" {self._names.of(self._named)}"
            on += f" host {self._detail}" if action.kind.target is Target.HOST else ""
            on += "" if self._named in self._names.every else " unlisted"
        amount = "" if action.amount is None else f" {action.amount_key or ''}={action.amount:g}"
        option = f" {action.option}" if action.option else ""
        kind = f"{self._case.kind} " if self._target else ""
        where = ""
        if self._target:
            where = " at fault" if self._target == self._case.culprit else ""
            where += " paged" if self._target in self._names.paged else ""
        return f"R {kind}{action.name}{on}{amount}{option}{where}\nby {proposal.role}"


_RULES: Final = (
    ("freeze", "freeze"), ("second approver", "unapproved deletion"), ("younger", "old snapshot"),
    ("scaled below", "too few replicas"), ("Only", "role"),
)  # fmt: skip


def _rule(text: str) -> str:
    """What a rule is about, in a word or two."""
    return next((said for word, said in _RULES if word in text), "rule")
