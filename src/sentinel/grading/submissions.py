"""What a responder's submissions are worth: how severe, what caused it, and that it is over.

Each is held against what was measured. Of each kind the first that is let through counts,
so that trying every answer earns nothing.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from sentinel.scenario.severity import SEVERITIES, severity_of
from sentinel.world.faults.mechanisms import MECHANISMS


class Submitted(StrEnum):
    """What was submitted."""

    SEVERITY = "severity"
    """How bad it is."""
    ROOT_CAUSE = "root_cause"
    """Which component failed, and how."""
    RESOLUTION = "resolution"
    """That it is over."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One submission that was let through, with its grade."""

    kind: Submitted
    said: str
    """The responder's words. Untrusted."""
    score: float
    """How right it is, in [0, 1]."""
    found: str
    """What it was held against, in words; told once the episode has ended."""


WORTH: Final = {Submitted.SEVERITY: 0.1, Submitted.ROOT_CAUSE: 0.3, Submitted.RESOLUTION: 0.5}
"""Reward of a submission that is wholly right; as much is lost by one that is wholly wrong."""

PREMATURE: Final = -3.0
"""Reward of declaring an incident over while users are not served, or will not be: the least.

More than waiting to the end of any tier could cost.
"""

SUBMISSION_LOWEST: Final = PREMATURE
SUBMISSION_HIGHEST: Final = max(WORTH.values())

_PART: Final = 0.5
"""Share of a root cause that is its component, and of one that is its mechanism."""


SECOND: Final = 0.5
"""What naming only a second fault, which nobody was paged for, is worth of naming the first."""


def worth(submission: Submission) -> float:
    """The reward of a submission, in [-3, 0.5]."""
    if submission.kind is Submitted.RESOLUTION and submission.score == 0.0:
        return PREMATURE
    return WORTH[submission.kind] * (2.0 * submission.score - 1.0)


def severity(said: str, outage: float) -> Submission:
    """Grade a severity against the outage.

    Args:
        said: `sev1`, `SEV-2`, `3` and the like.
        outage: Share of users' requests that failed at the worst moment so far, in [0, 1].

    Example:
        >>> severity("SEV-1", 0.5).score, severity("sev2", 0.5).score, severity("bad", 0.5).score
        (1.0, 0.5, 0.0)
    """
    levels = list(SEVERITIES)
    right = severity_of(outage)
    given = re.fullmatch(r"(?:sev(?:erity)?)?[\s_-]*([1-9])", said.strip().lower())
    named = f"sev{given[1]}" if given else ""
    off = abs(levels.index(named) - levels.index(right)) if named in levels else len(levels)
    found = f"at the worst {outage:.0%} of users' requests failed: {right}"
    return Submission(Submitted.SEVERITY, said, max(1.0 - 0.5 * off, 0.0), found)


def root_cause(
    said: str,
    names: Mapping[int, Collection[str]],
    culprit: int,
    family: str,
    also: Iterable[str] = (),
    beside: int | None = None,
) -> Submission:
    """Grade a root cause against the fault: half for the component, half for the mechanism.

    Naming many components or mechanisms earns only the share of the one that is right.

    Args:
        said: The component and what went wrong in it, in any words.
        names: Every name that each component goes by, or went by.
        culprit: The component in which the fault is.
        family: Id of its family.
        also: Words of other families that are no mistake here.
        beside: Another component that is no mistake either; None without one.
    """
    text = said.lower()
    words = {word for each in MECHANISMS.values() for word in each}
    own = {name.lower() for name in names[culprit]}
    named = {
        node
        for node, each in names.items()
        if any(_names(text, name.lower()) and name.lower() not in words - own for name in each)
    }
    component = 1.0 / len(named - {beside}) if culprit in named else 0.0
    if family == _NO_FAULT and not named:
        component = 1.0
    for name in own | ({name.lower() for name in names[beside]} if beside is not None else set()):
        text = re.sub(_as_name(name), " ", text)
    mechanism = _mechanism(text, family, also)
    parts = [f"component {_said(component)}", f"mechanism {_said(mechanism)}"]
    score = _PART * component + _PART * mechanism
    return Submission(Submitted.ROOT_CAUSE, said, score, ", ".join(parts))


def of_two(principal: Submission, second: Submission) -> Submission:
    """The grade of a root cause where there are two faults: the better of two.

    Naming the fault that was paged for is wholly right, with the other beside it or without;
    naming the other alone is worth `SECOND` of it.

    Args:
        principal: The words graded against the fault that was paged for.
        second: The same against the other one.
    """
    score = SECOND * second.score
    if score <= principal.score:
        return principal
    return replace(second, score=score, found=f"of a second fault: {second.found}")


def resolution(said: str, *, served: bool, stays: bool, cause_left: bool) -> Submission:
    """Grade a resolution against the world and its future.

    Args:
        said: The responder's words; they do not count.
        served: Whether users are served when it is submitted.
        stays: Whether they still are at every moment of the horizon, nobody acting.
        cause_left: Whether some of the remediation is still to be done.
    """
    if not served:
        score, found = 0.0, "users were not served again"
    elif not stays:
        score, found = 0.0, "users were served, and would not have been for long"
    elif cause_left:
        score, found = 0.5, "users were served, and the cause was left"
    else:
        score, found = 1.0, "users were served, and the cause was gone"
    return Submission(Submitted.RESOLUTION, said, score, found)


_NO_FAULT: Final = "Q0"
"""The family in which nothing is wrong, so that no component need be named."""


def _mechanism(text: str, family: str, also: Iterable[str]) -> float:
    """Share of the mechanisms named that is the right one; 0 where that is not among them."""
    own = MECHANISMS[family]
    if not any(_begins(text, word) for word in own):
        return 0.0
    for word in sorted({*own, *also}, key=len, reverse=True):
        text = re.sub(rf"(?<![a-z]){re.escape(word)}\w*", " ", text)
    others = [
        other for other, words in MECHANISMS.items()
        if other != family and any(_begins(text, word) for word in words)
    ]  # fmt: skip
    return 1.0 / (1 + len(others))


def _begins(text: str, word: str) -> bool:
    """Whether some word of a text begins like this one."""
    return re.search(rf"(?<![a-z]){re.escape(word)}", text) is not None


def _as_name(name: str) -> str:
    """A component's name, or that of one of its hosts."""
    return rf"(?<![\w-]){re.escape(name)}(?:-[ab])?(?![\w-])"


def _names(text: str, name: str) -> bool:
    return bool(name) and re.search(_as_name(name), text) is not None


def _said(share: float) -> str:
    if share == 1.0:
        return "right"
    return "among others" if share else "wrong"
