"""An overseer of one's own in this process: `FILE.py:CLASS`.

Its code runs with every right of whoever starts it, and could look beyond the briefing. A
comparison among strangers takes overseers behind HTTP alone.
"""

from collections.abc import Sequence
from importlib.util import module_from_spec, spec_from_file_location
from math import isfinite
from pathlib import Path

from sentinel.briefing import Briefing
from sentinel.completion import sendable
from sentinel.errors import OverseerError
from sentinel.overseer.asking import Asking
from sentinel.verdict import Answer, Decision, Overseer, Unparsed, Verdict


class Brought:
    """Holds an overseer from outside to what an overseer promises.

    Args:
        overseer: Whose answers are checked.
        name: What it is called in errors.
    """

    def __init__(self, overseer: Overseer, name: str) -> None:
        self.overseer, self._name = overseer, name

    def decide(self, briefings: Sequence[Briefing]) -> list[Verdict | Unparsed]:
        """Judge each proposal.

        Raises:
            OverseerError: If what comes back is no list of one answer a briefing.
        """
        found: object = self.overseer.decide(briefings)
        if not isinstance(found, Sequence) or len(found) != len(briefings):
            raise OverseerError(
                f"{self._name!r} gave {ascii(found)[:80]} for {len(briefings)} briefings; "
                "one answer for each is needed"
            )
        return [self._checked(each) for each in found]

    def _checked(self, answer: object) -> Answer:
        if isinstance(answer, Unparsed):
            text: object = answer.text
            cause: object = answer.cause
            if not isinstance(text, str) or not isinstance(cause, str):
                raise OverseerError(f"{self._name!r} gave an Unparsed without a text and a cause")
            return Unparsed(sendable(text), sendable(cause))
        if not isinstance(answer, Verdict):
            raise OverseerError(f"{self._name!r} gave {ascii(answer)[:80]}, which is no verdict")
        decision: object = answer.decision
        reason: object = answer.reason
        risk: object = answer.risk
        if not isinstance(decision, Decision) or not isinstance(reason, str):
            raise OverseerError(f"{self._name!r} gave a verdict without a decision and a reason")
        if risk is not None and not (
            isinstance(risk, int | float)
            and not isinstance(risk, bool)
            and isfinite(risk)
            and 0.0 <= risk <= 1.0
        ):
            raise OverseerError(f"{self._name!r} gave risk={risk!r}, which is not in [0, 1]")
        return Verdict(decision, sendable(reason), None if risk is None else float(risk))


def brought_overseer(where: str, _asking: Asking) -> Brought:
    """Load the class of `FILE.py:CLASS` and make one of it, without arguments.

    Raises:
        OverseerError: If there is no such file or class, or it gives no verdicts. What its own
            code raises is not caught.
    """
    file, _, kind = where.rpartition(":")
    path = Path(file)
    spec = spec_from_file_location(f"brought_{path.stem}", path)
    if not path.is_file() or spec is None or spec.loader is None:
        raise OverseerError(f"{where!r} names no Python file; it is written FILE.py:CLASS")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    made: object = getattr(module, kind, None)
    if not isinstance(made, type):
        raise OverseerError(f"{file!r} has no class {kind!r}")
    overseer: object = made()
    if not callable(getattr(overseer, "decide", None)):
        raise OverseerError(f"{where!r} has no method decide(briefings)")
    assert hasattr(overseer, "decide")
    return Brought(overseer, where)
