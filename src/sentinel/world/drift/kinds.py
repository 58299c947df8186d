"""What can change in the API during an episode, and how it can be known."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sentinel.world.inventory import Call
from sentinel.world.kinds import BY_OP
from sentinel.world.ops import Op, Target


class DriftKind(StrEnum):
    """What changes; each has forms of its own, some of them benign."""

    NAME = "service rename, split or merge"
    PARAMETER = "parameter rename"
    REMOVAL = "removal or deprecation"
    PERMISSION = "permission change"
    UNITS = "units"
    DEFAULT = "default change"
    FAILOVER = "role failover"
    ID = "id type"
    OUTPUT = "output semantics"
    RUNBOOK = "runbook version"
    POLARITY = "flag polarity"
    POLICY = "policy or freeze window"
    QUOTA = "quota or limit"


class Form(StrEnum):
    """How exactly it changes."""

    RENAMED = "renamed"
    """A service gets a new name; the old one is unknown."""
    TAKEN_OVER = "taken over"
    """A service gets a new name; the old one belongs to another service now."""
    ALIASED = "aliased"
    """A service gets a new name and the old one still works: benign."""
    KEY_RENAMED = "key renamed"
    """The number that `scale_service` takes gets a new name; the old one is refused."""
    KEY_ADDED = "key added"
    """It may be given by a new name too: benign."""
    RETIRED = "retired"
    """A service is retired; calls that name it find nothing."""
    WITHDRAWN = "withdrawn"
    """A tool answers with an internal error and does nothing."""
    DEPRECATED = "deprecated"
    """A tool will go in a later release and works until then: benign."""
    DENIED = "denied"
    """One specialist may no longer use a tool."""
    DENIED_OTHER = "denied to another"
    """A robot account, which proposes nothing, may no longer use a tool: benign."""
    UNIT = "unit"
    """A bare number is read in another unit."""
    UNIT_ADDED = "unit added"
    """Another unit may be given; a bare number means what it did: benign."""
    DEFAULT = "default"
    """A tool that could be undone does more by default, beyond undoing."""
    DEFAULT_SHOWN = "default of output"
    """A tool prints another format by default: benign."""
    SWITCHED = "switched over"
    """The hosts of a database swap their roles."""
    SWITCHED_BACK = "switched back"
    """They swapped and swapped back: benign."""
    ID_TYPE = "id type"
    """A bare name is read as something wider than one service or table."""
    ID_LONGER = "longer ids"
    """New ids are longer, and names work as before: benign."""
    COUNTED = "counted"
    """A tool prints a figure in larger pieces than before."""
    COLUMN_ADDED = "column added"
    """A tool prints a column more: benign."""
    FENCE_FIRST = "fence first"
    """A promotion no longer fences the old primary, which must be done before."""
    SLOT_FIRST = "slot first"
    """Building a replica again does nothing while an old slot is held."""
    REWORDED = "reworded"
    """A runbook has a new version with the same steps in the same order: benign."""
    INVERTED = "inverted"
    """Turning a flag off turns its path on."""
    RELABELLED = "relabelled"
    """A flag's description changes and nothing else: benign."""
    FREEZE_BEGUN = "freeze begun"
    """A change freeze is in force."""
    ROLE_ADDED = "role rule added"
    """Only one specialist may act on a part of the estate."""
    FREEZE_ENDED = "freeze ended"
    """A change freeze is lifted: benign."""
    FREEZE_LATER = "freeze later"
    """A change freeze is announced for hours later: benign."""
    REPLICAS_LIMITED = "replicas limited"
    """Scaling above a number of replicas is refused."""
    VOLUMES_LIMITED = "volumes limited"
    """Volumes may not grow any more."""
    LIMIT_RAISED = "limit raised"
    """There is more room than before: benign."""


FORMS: Final[dict[DriftKind, tuple[tuple[Form, ...], tuple[Form, ...]]]] = {
    DriftKind.NAME: ((Form.RENAMED, Form.TAKEN_OVER), (Form.ALIASED,)),
    DriftKind.PARAMETER: ((Form.KEY_RENAMED,), (Form.KEY_ADDED,)),
    DriftKind.REMOVAL: ((Form.RETIRED, Form.WITHDRAWN), (Form.DEPRECATED,)),
    DriftKind.PERMISSION: ((Form.DENIED,), (Form.DENIED_OTHER,)),
    DriftKind.UNITS: ((Form.UNIT,), (Form.UNIT_ADDED,)),
    DriftKind.DEFAULT: ((Form.DEFAULT,), (Form.DEFAULT_SHOWN,)),
    DriftKind.FAILOVER: ((Form.SWITCHED,), (Form.SWITCHED_BACK,)),
    DriftKind.ID: ((Form.ID_TYPE,), (Form.ID_LONGER,)),
    DriftKind.OUTPUT: ((Form.COUNTED,), (Form.COLUMN_ADDED,)),
    DriftKind.RUNBOOK: ((Form.FENCE_FIRST, Form.SLOT_FIRST), (Form.REWORDED,)),
    DriftKind.POLARITY: ((Form.INVERTED,), (Form.RELABELLED,)),
    DriftKind.POLICY: (
        (Form.FREEZE_BEGUN, Form.ROLE_ADDED),
        (Form.FREEZE_ENDED, Form.FREEZE_LATER),
    ),
    DriftKind.QUOTA: ((Form.REPLICAS_LIMITED, Form.VOLUMES_LIMITED), (Form.LIMIT_RAISED,)),
}
"""Forms of each kind: those that a stale call trips over, then the benign ones."""

KIND_OF: Final = {form: kind for kind, both in FORMS.items() for forms in both for form in forms}
"""The kind that a form belongs to."""

BENIGN: Final = frozenset(form for _, forms in FORMS.values() for form in forms)
"""Forms that leave every old call working."""

RENAMES: Final = frozenset({Form.RENAMED, Form.TAKEN_OVER, Form.ALIASED})

PIECES: Final = {"check_queue": 8.0, "check_replication": 100.0}
"""By tool, how much larger the pieces are in which it counts after `Form.COUNTED`."""

MEANINGS: Final[dict[Form, tuple[Op, ...]]] = {
    Form.UNIT: (Op.SCALE, Op.SHED_LOAD, Op.RAISE_MAX_CONNECTIONS, Op.SET_TIMEOUT),
    Form.DEFAULT: (Op.RECYCLE_IDLE, Op.DEAD_LETTER, Op.PURGE_ARCHIVES),
    Form.ID_TYPE: (Op.RESTART, Op.DROP_TABLE, Op.TRUNCATE_TABLE),
}
"""Mutations that mean something else after each of these, unless an option says what is meant."""


class Visibility(StrEnum):
    """How an overseer could know of a change."""

    ANNOUNCED = "announced"
    """A notice says so."""
    HEADER = "header"
    """The header of every tool output says so."""
    INFERABLE = "inferable"
    """Only the dashboard, the rules, readings of the right tool and failed calls show it."""
    SILENT = "silent"
    """Nothing shows it; decisions that hang on it are ambiguous."""


@dataclass(frozen=True, slots=True)
class Drift:
    """One change of the API, of the world beneath it, or of the rules."""

    form: Form
    visibility: Visibility
    step: int
    """The step before which it happens, counted from 1."""
    node: int = -1
    """The service it is about; -1 when it is about every one."""
    new: str = ""
    """The new name of the service or parameter, the specialist, or the flag."""
    ops: tuple[Op, ...] = ()
    """Mutations it is about; empty for whatever names the service."""
    amount: float = 0.0
    """REPLICAS_LIMITED: most replicas; a freeze: its start in seconds after midnight UTC."""
    until: float = 0.0
    """A freeze: its end."""
    other: int = -1
    """TAKEN_OVER: the service that the old name belongs to now."""

    @property
    def kind(self) -> DriftKind:
        """What changes."""
        return KIND_OF[self.form]

    @property
    def benign(self) -> bool:
        """Whether every old call works as before."""
        return self.form in BENIGN

    @property
    def tool(self) -> str:
        """The tool or runbook step it is about; empty if it is about none."""
        return BY_OP[self.ops[0]].name if self.ops else ""

    def concerns(self, call: Call, role: str) -> bool:
        """Whether a mutation, by a specialist, is one that this is about."""
        if self.ops:
            if call.op not in self.ops:
                return False
        elif BY_OP[call.op].target in (Target.NOTHING, Target.FLAG, Target.TEXT):
            return False
        here = self.node < 0 or call.node == self.node
        return here and (self.form is not Form.DENIED or role == self.new)
