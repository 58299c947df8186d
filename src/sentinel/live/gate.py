"""The gate: an action in, a judgement out, offline.

An action is read into effects, what surrounds it is looked at, the policies are asked, and the
shield; the strictest decides. A model may be asked beside the policies: what it says counts
between the floor and the strictest decision, and what callers and shield raise stays raised.
"""

from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Final

import msgspec

from sentinel.errors import OptionError, SentinelError
from sentinel.live.asking import Earlier, reading_of, texts_of
from sentinel.live.backends import Backend, Said
from sentinel.live.context import situation_of
from sentinel.live.effects import Effect, Opaque, Reading
from sentinel.live.facts import Asked, place_in
from sentinel.live.justifying import clean, justification, lines_of, shown, trace
from sentinel.live.policy import Finding, gravest
from sentinel.live.policy_files import Packs
from sentinel.live.policy_rules import Read
from sentinel.live.raising import graver, raises, stricter
from sentinel.live.reading.dispatch import read as dispatch
from sentinel.live.request import FiredRule, Judgement, Request, Ruling, Severity, Situation
from sentinel.live.severity import certainty, confidence, risk
from sentinel.live.shield import Shielded, inspect
from sentinel.live.written import digest, written_of

GATE_VERSION: Final = "1"
"""Rises with every change of the gate that can change a decision; packs have versions of theirs."""

POLICY: Final = "policy"
"""The backend that is always there."""

FAILURES: Final = (
    ArithmeticError, AttributeError, ImportError, LookupError, MemoryError, OSError, RuntimeError,
    SentinelError, TypeError, ValueError,
)  # fmt: skip
"""What may go wrong while an action is judged, in our own code or below; it decides nothing."""

_NOTHING_READ: Final = Opaque("", "nothing in it was read")
_MODEL_SEVERITY: Final[Mapping[Ruling, Severity]] = {
    "approve": "low", "flag": "medium", "escalate": "high", "block": "high",
}  # fmt: skip


class _Case(msgspec.Struct, frozen=True, gc=False):
    """An action, as far as it is known when it is decided."""

    request: Request
    reading: Reading
    effects: tuple[Effect | Opaque, ...]
    situation: Situation
    shielded: Shielded


class _Decided(msgspec.Struct, frozen=True, gc=False):
    decision: Ruling
    severity: Severity
    fired: tuple[FiredRule, ...]
    safer: str
    backend: str
    risk: float | None = None
    said: str = ""


class Gate:
    """Judges actions; may be shared by threads.

    Args:
        packs: The policies in force; those that ship when None.
        on_failure: What is decided where nothing can be: `escalate`, `block` or `flag`.
        shadow: Whether judgements are only noted: they say what would be decided, and callers go
            on whatever that is.
        backends: What a request may ask for beside `policy`, by the name it asks with. A request
            can name no other: a gate asks no address that a caller has thought of.
        default: Name of the backend that is asked where a request names none.
        read: Reads a command.

    Raises:
        OptionError: If `on_failure` would approve, or there is no such default.
    """

    def __init__(
        self,
        packs: Packs | None = None,
        on_failure: Ruling = "escalate",
        *,
        shadow: bool = False,
        backends: Mapping[str, Backend] | None = None,
        default: str = POLICY,
        read: Read = dispatch,
    ) -> None:
        if on_failure not in ("escalate", "block", "flag"):
            raise OptionError(f"on_failure={on_failure!r} must be escalate, block or flag")
        self.packs = Packs() if packs is None else packs
        self.on_failure: Ruling = on_failure
        self.shadow = shadow
        self.backends = dict(backends or {})
        if default not in (POLICY, *self.backends):
            raise OptionError(f"no backend is named {default!r}; there is {POLICY}")
        self.default = default
        self._read, self._earlier = read, Earlier(read)

    def judge(self, request: Request) -> Judgement:
        """Judge an action. Whatever goes wrong is a judgement, too: `on_failure` says which."""
        started = perf_counter()
        written, request = written_of(request)
        try:
            case = self._case(request)
            decided = self._decide(case)
        except FAILURES as error:
            case = _Case(request, Reading(), (_NOTHING_READ,), Situation(), _unshielded())
            decided = self._failed(f"{type(error).__name__}: {error}", POLICY)
        return self._judgement(case, decided, written, started)

    def _case(self, request: Request) -> _Case:
        reading = reading_of(request, self._read)
        found: tuple[Effect | Opaque, ...] = (*reading.effects, *reading.opaque)
        effects = found or (_NOTHING_READ,)
        situation = situation_of(request, reading, self._earlier.of(request))
        return _Case(request, reading, effects, situation, inspect(*texts_of(request, reading)))

    def _decide(self, case: _Case) -> _Decided:
        finding = self.packs.policy.find(case.effects, case.situation, Asked.of(case.request))
        name = case.request.backend or self.default
        decided = _Decided(finding.decision, finding.severity, finding.fired, finding.safer, POLICY)
        if name != POLICY:
            decided = self._asked(name, case, finding)
        return _raised(decided, case)

    def _asked(self, name: str, case: _Case, finding: Finding) -> _Decided:
        """Ask another backend, and hold what it says to the floor."""
        if name not in self.backends:
            known = ", ".join((POLICY, *self.backends))
            return self._failed(f"no backend is named {name!r}; there are {known}", name, finding)
        try:
            said = self.backends[name].judge(case.request, case.effects, case.situation, finding)
        except FAILURES as error:
            return self._failed(f"{type(error).__name__}: {error}", name, finding)
        return _held(said, name, finding)

    def _failed(self, why: str, name: str, finding: Finding | None = None) -> _Decided:
        """What `on_failure` says; never less than the policies, where they were asked."""
        cause = " ".join(clean(why).split())[:300]
        rule = FiredRule(
            "gate.failure", self.on_failure, "high", f"It could not be judged: {cause}.", None
        )
        backend = f"{name} (failed: {cause})"
        if finding is None:
            return _Decided(self.on_failure, "high", (rule,), "", backend)
        return _Decided(
            stricter(self.on_failure, finding.decision),
            graver("high", finding.severity),
            (rule, *finding.fired),
            finding.safer,
            backend,
        )

    def _judgement(
        self, case: _Case, decided: _Decided, written: bytes, started: float
    ) -> Judgement:
        effects, situation = case.effects, case.situation
        severity: Severity = "low" if decided.decision == "approve" else decided.severity
        places = [place_in(each, situation) for each in effects]
        certain = certainty(decided.decision, effects, places)
        if decided.risk is not None:
            certain = (certain + decided.risk) / 2
        lines = lines_of(effects, places)
        more = len(effects) - len(lines)
        steps = trace(case.reading, lines, more, situation, decided.fired)
        steps.append(f"{decided.decision} ({severity}), by {decided.backend}")
        told = justification(decided.decision, decided.fired, effects, places, lines)
        return Judgement(
            decision=decided.decision,
            severity_assessed=severity,
            confidence=confidence(decided.decision, effects, places),
            risk_score=risk(severity, certain),
            justification=f"{told} {decided.said}".strip(),
            reasoning_trace=steps,
            rules_fired=list(decided.fired),
            effects=shown(case.reading.effects, places),
            opaque=[clean(f"{each.text}: {each.why}") for each in case.reading.opaque],
            environment=situation.place.value,
            shield_triggered=case.shielded.triggered,
            shield_signs=[clean(f"{e.family}: {e.excerpt}") for e in case.shielded.signs],
            safer_alternative=_safer(case, decided),
            action_hash=digest(written),
            latency_ms=round((perf_counter() - started) * 1_000, 3),
            backend_used=decided.backend,
            shadow=self.shadow,
            versions={"gate": GATE_VERSION, **self.packs.versions},
        )


def _raised(decided: _Decided, case: _Case) -> _Decided:
    """What the caller and the shield make of a decision: never a milder one."""
    more = raises(case.request, case.effects, case.situation, case.shielded, decided.decision)
    if not more:
        return decided
    decision = decided.decision
    for each in more:
        decision = stricter(decision, each.decision)
    return _Decided(
        decision,
        graver(decided.severity, gravest(more)),
        (*decided.fired, *more),
        decided.safer,
        decided.backend,
        decided.risk,
        decided.said,
    )


def _held(said: Said, name: str, finding: Finding) -> _Decided:
    """What a model says, above the floor."""
    decision = stricter(said.decision, finding.least)
    severity = _MODEL_SEVERITY[decision]
    if decision != "approve":
        severity = graver(severity, finding.severity)
    mine = FiredRule(f"backend.{name}", said.decision, severity, "The model says so.", None)
    reason = " ".join(clean(said.reason).split())[:500]
    return _Decided(
        decision,
        severity,
        (mine, *finding.fired),
        finding.safer,
        name,
        said.risk,
        f"{name} says: {reason}" if reason else "",
    )


def _safer(case: _Case, decided: _Decided) -> str:
    """The reader's own safer command, which is concrete; else that of the strictest rule."""
    if decided.decision == "approve":
        return ""
    places: Sequence[int] = [e.effect for e in decided.fired if e.effect is not None]
    for place in places:
        effect = case.effects[place] if place < len(case.effects) else None
        if isinstance(effect, Effect) and effect.safer:
            return clean(effect.safer)
    return clean(decided.safer)


def _unshielded() -> Shielded:
    return Shielded(triggered=False, force="", signs=())
