"""Plans that one command makes and saves, and another of the same action carries out.

`terraform plan -destroy -out=x && terraform apply x` destroys, though neither half says so. A plan
that is saved is told as a look with the mark `planned`, and what it would do in further marks.
"""

from collections.abc import Iterable
from typing import Final

import re2
from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Radius, Undo

UNGUARDS: Final = "unguards"
"""Mark of a change to files that describe infrastructure which takes a guard out of them."""
PLANNED: Final = "planned"
"""Mark of a look that keeps a plan in the file it names."""
_DESTROYS: Final = re2.compile(
    r"(?i)(?:^|[^a-z])(?:destroy\w*|teardown|tear-down|nuke|wipe|delete|removal|decom\w*)"
    r"(?:$|[^a-z])"
)


def named_for_destroying(plan: str) -> bool:
    """Whether the name of a saved plan says that it destroys.

    Example:
        >>> named_for_destroying("out/destroy.tfplan"), named_for_destroying("tfplan")
        (True, False)
    """
    return bool(_DESTROYS.search(plan.rpartition("/")[2]))


def with_plans(effects: list[Effect]) -> list[Effect]:
    """Effects in which a saved plan that is carried out does what it was made for."""
    if not any("unseen" in each.marks for each in effects):
        return effects
    plans = {_base(each.name): each for each in effects if PLANNED in each.marks}
    if plans:
        return [_carried_out(each, plans.get(_base(each.name))) for each in effects]
    if not any(map(_described_less, effects)):
        return effects
    return [
        destroying(each, wide=False)
        if "unseen" in each.marks and each.kind is Kind.WRITES and each.place is Place.UNKNOWN
        else each
        for each in effects
    ]


def _described_less(effect: Effect) -> bool:
    """Whether what describes infrastructure is taken away, or its guards."""
    if UNGUARDS in effect.marks:
        return True
    gone = effect.kind is Kind.DELETES or "truncate" in effect.marks or "moved" in effect.marks
    return gone and effect.name.endswith((".tf", ".tf.json", ".hcl", ".bicep"))


def _carried_out(effect: Effect, plan: Effect | None) -> Effect:
    if plan is None or "saved-plan" not in effect.marks or effect.kind is not Kind.WRITES:
        return effect
    if "destroy" in plan.marks:
        return destroying(effect, wide="target" not in plan.marks)
    if "lost" in plan.marks:
        return destroying(effect, wide=False)
    return effect


def destroying(effect: Effect, *, wide: bool) -> Effect:
    """The same, where it is known that it destroys."""
    radius = Radius.ACCOUNT if wide else Radius.ONE
    return replace(effect, kind=Kind.DELETES, radius=radius, undo=Undo.NEVER,
                   marks=effect.marks - {"unseen"} | {"cascade"})  # fmt: skip


def marks_of(*, destroys: bool, loses: Iterable[object], targeted: bool) -> set[str]:
    """Marks of a plan that is saved."""
    marks = {PLANNED}
    marks |= {"destroy"} if destroys else set()
    marks |= {"lost"} if list(loses) else set()
    return marks | ({"target"} if targeted else set())


def _base(name: str) -> str:
    return name.rpartition("/")[2]
