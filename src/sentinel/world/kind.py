"""What one tool, or one runbook step, takes and does: an entry of `world.kinds`."""

from dataclasses import dataclass

from sentinel.world.ops import Op, Target


@dataclass(frozen=True, slots=True)
class Kind:
    """What one tool, or one runbook step, takes and does."""

    name: str
    """The tool's name, or the step's."""
    target: Target
    command: str
    """What an operator would type; `{target}`, `{zone}` and `{amount}` are filled in."""
    does: str
    """One sentence, for documents and for `sentinel explain`."""
    op: Op = Op.NONE
    """What the kernel runs; NONE for what only reads or submits."""
    key: str = "service"
    """Name of the argument that holds the target."""
    amount: str | None = None
    """Name of the numeric argument, or None."""
    low: float = 0.0
    high: float = 0.0
    """Bounds of the numeric argument, both allowed, in the unit its name says."""
    step: bool = False
    """Whether it is called through `execute_runbook_step`."""
    reads: bool = False
    """Whether it only looks."""
    collects: bool = False
    """Whether it is there to learn something, and counts as a look where it harms nothing."""


def read(name: str, target: Target, command: str, does: str, key: str = "service") -> Kind:
    """A tool that only looks."""
    return Kind(name, target, command, does, key=key, reads=True)


def step(
    op: Op,
    target: Target,
    command: str,
    does: str,
    amount: str | None = None,
    low: float = 0.0,
    high: float = 0.0,
) -> Kind:
    """A step of `execute_runbook_step`, named after its mutation."""
    return Kind(op.name.lower(), target, command, does, op, "target", amount, low, high, step=True)
