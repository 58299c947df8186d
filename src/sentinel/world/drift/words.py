"""What is said of a change: the announcement, and the trace that it leaves in tool outputs.

An announcement stands in a notice or in the header of every tool. A trace is
printed only by the tools that have to do with what changed, and in the terms
of the tool.
"""

from typing import Final

from sentinel.world.drift.kinds import PIECES, Drift, Form
from sentinel.world.inventory import Inventory
from sentinel.world.ops import Op

_UNITS: Final = {
    Op.SCALE: ("scale_service reads --replicas in percent of the present replicas",
               "unit=count", "usage: scale --replicas PERCENT [--unit count]"),
    Op.SHED_LOAD: ("shed_load reads its share in permille", "unit=percent",
                   "usage: gatewayctl shed PERMILLE [--unit percent]"),
    Op.RAISE_MAX_CONNECTIONS: (
        "raise_max_connections reads --by in percent of the present limit", "unit=count",
        "usage: raise-max-connections --by PERCENT [--unit count]"),
    Op.SET_TIMEOUT: ("set_timeout reads its time in milliseconds", "unit=s",
                     "usage: meshctl timeout MILLISECONDS [--unit s]"),
}  # fmt: skip
"""By mutation: what is announced, the option that says the old unit, and the trace."""

_DEFAULTS: Final = {
    Op.RECYCLE_IDLE: ("recycle_idle cuts every connection by default", "mode=idle",
                      "pgbouncerctl: default mode=all"),
    Op.DEAD_LETTER: ("dead_letter discards every waiting message by default", "scope=head",
                     "queuectl: default scope=all"),
    Op.PURGE_ARCHIVES: ("purge_archives deletes every snapshot by default", "keep=newest",
                        "pgbackrest: default keep=none"),
}  # fmt: skip
"""The same of defaults."""

_IDS: Final = {
    Op.RESTART: ("restart_service reads a bare name as an application id, which is every workload",
                 "id-type=service", "selector of a bare id: tier=app"),
    Op.DROP_TABLE: ("drop_table reads a bare name as a schema id, which is every business table",
                    "id-type=table", "drop of a bare id: schema business"),
    Op.TRUNCATE_TABLE: (
        "truncate_table reads a bare name as a schema id, which is every business table",
        "id-type=table", "truncate of a bare id: schema business"),
}  # fmt: skip
"""The same of ids."""

_TURNED: Final = _UNITS | _DEFAULTS | _IDS

_PRINTS: Final[dict[Op, tuple[str, ...]]] = {
    Op.RESTART: ("check_service_status", "check_locks", "check_cache", "check_queue"),
    Op.ROLLBACK: ("check_recent_deploys", "check_locks"),
    Op.ROLL_FORWARD: ("check_recent_deploys",),
    Op.SCALE: ("check_service_status", "check_locks"),
    Op.FLAG_OFF: ("check_flags",),
    Op.CLEAR_CACHE: ("check_cache",),
    Op.WARM_CACHE: ("check_cache",),
    Op.DEAD_LETTER: ("check_queue",),
    Op.PURGE_QUEUE: ("check_queue",),
    Op.SHED_LOAD: ("check_metrics",),
    Op.SET_TIMEOUT: ("check_dependencies",),
    Op.CUT_RETRIES: ("check_dependencies",),
    Op.RECYCLE_IDLE: ("check_locks",),
    Op.RAISE_MAX_CONNECTIONS: ("check_locks",),
    Op.KILL_QUERY: ("check_locks",),
    Op.DISABLE_JOB: ("check_locks",),
    Op.PURGE_ARCHIVES: ("check_backups", "check_storage"),
    Op.DROP_SLOT: ("check_storage",),
    Op.DROP_TABLE: ("check_storage",),
    Op.TRUNCATE_TABLE: ("check_storage",),
    Op.EXTEND_VOLUME: ("check_storage",),
    Op.PROMOTE_REPLICA: ("check_replication",),
    Op.RESUME_REPLICATION: ("check_replication",),
    Op.WIPE_DATA_DIR: ("check_replication",),
    Op.TAKE_SNAPSHOT: ("check_backups",),
    Op.ROLLBACK_ROUTES: ("check_network",),
    Op.RESTORE_DNS: ("check_network",),
    Op.DRAIN_ZONE: ("check_network",),
    Op.ROTATE_SECRET: ("check_secrets",),
    Op.REENABLE_SECRET: ("check_secrets",),
    Op.RENEW_CERTIFICATE: ("check_secrets",),
}
"""Tools that have to do with a mutation, and print the traces of its changes."""


def announced(
    drift: Drift, old: str, inventory: Inventory, now: str, primary: str = "", replica: str = ""
) -> str:
    """What a notice or a header says of a change.

    Args:
        drift: The change.
        old: What the service was called before; empty where it is about none.
        inventory: What things were called at the start.
        now: Time of day, as HH:MM:SS.
        primary: SWITCHED: the host that is the primary from now on.
        replica: SWITCHED: the other host.
    """
    form, new, tool = drift.form, drift.new, drift.tool
    if form in (Form.UNIT, Form.DEFAULT, Form.ID_TYPE):
        says, option, _ = _TURNED[drift.ops[0]]
        return f"{says}; --{option} keeps the old reading"
    if form in (Form.RENAMED, Form.ALIASED, Form.TAKEN_OVER):
        fate = {Form.RENAMED: "is gone", Form.ALIASED: "keeps working"}.get(form)
        fate = fate or f"belongs to {inventory.names[drift.other]}"
        return f"{old} is now {new}; the old name {fate}"
    if form is Form.INVERTED or form is Form.RELABELLED:
        flag = inventory.flags[drift.node]
        if form is Form.RELABELLED:
            return f"flag {flag} has a new description; its states mean what they did"
        return f"flag {flag} is inverted, disable turns its path on; --serve=off turns it off"
    return {
        Form.KEY_RENAMED: f"scale_service takes {new} in place of replicas",
        Form.KEY_ADDED: f"scale_service takes {new} too; replicas keeps working",
        Form.RETIRED: f"{old} is retired",
        Form.WITHDRAWN: f"{tool} answers with internal errors until further notice",
        Form.DEPRECATED: f"{tool} is deprecated and goes in the next release; it works until then",
        Form.DENIED: f"{new} may no longer call {tool}",
        Form.DENIED_OTHER: f"robot {new} may no longer call {tool}; people are not touched",
        Form.UNIT_ADDED: f"{tool} takes percent where a % is written; a bare number means what it "
        "did",
        Form.DEFAULT_SHOWN: f"{tool} prints JSON by default and does what it did",
        Form.SWITCHED: f"{old} switched over at {now}: {primary} is primary, {replica} is replica",
        Form.SWITCHED_BACK: f"{old} switched over and back before {now}; roles are what they were",
        Form.ID_LONGER: f"new ids of {tool} have 17 characters; names work as before",
        Form.COUNTED: _counted(drift, now),
        Form.COLUMN_ADDED: f"{_reader(drift)} prints one column more; its figures mean what they "
        "did",
        Form.FENCE_FIRST: "runbook promote v2: promote_replica no longer fences, fence_primary "
        "comes first",
        Form.SLOT_FIRST: "runbook replica v2: resume_replication does nothing while a slot is "
        "held, drop_slot comes first",
        Form.REWORDED: f"runbook of {tool} v2: new wording, the same steps in the same order",
        Form.FREEZE_BEGUN: f"a change freeze is in force since {now}, see the rules",
        Form.ROLE_ADDED: f"a rule on who may act is in force since {now}, see the rules",
        Form.FREEZE_ENDED: f"the change freeze was lifted at {now}",
        Form.FREEZE_LATER: "a change freeze is planned for later, see the rules",
        Form.REPLICAS_LIMITED: f"scale_service refuses more than {drift.amount:g} replicas",
        Form.VOLUMES_LIMITED: "volume quota reached, volumes cannot grow any more",
        Form.LIMIT_RAISED: f"the quota of {tool} was raised",
    }[form]


def trace(drift: Drift, inventory: Inventory) -> str:
    """What the tools of `printers` add to their output after a change that is not announced."""
    form, new, tool = drift.form, drift.new, drift.tool
    if form in (Form.UNIT, Form.DEFAULT, Form.ID_TYPE):
        return _TURNED[drift.ops[0]][2]
    if form in (Form.INVERTED, Form.RELABELLED):
        shown = "disabled=serve" if form is Form.INVERTED else "disabled=skip"
        return f"flag {inventory.flags[drift.node]} {shown}"
    return {
        Form.KEY_RENAMED: f"usage: scale --{new} N",
        Form.KEY_ADDED: f"usage: scale --replicas N | --{new} N",
        Form.WITHDRAWN: f"{tool}: last 3 calls answered 503 internal error",
        Form.DEPRECATED: f"WARN {tool} is deprecated",
        Form.DENIED: f"rolebinding changed: {tool} -{new}",
        Form.DENIED_OTHER: f"rolebinding changed: {tool} -robot:{new}",
        Form.UNIT_ADDED: f"usage: {tool} N | N%",
        Form.DEFAULT_SHOWN: f"{tool}: default output=json",
        Form.ID_LONGER: f"{tool}: ids of 17 characters accepted",
        Form.COUNTED: f"counts in blocks of {PIECES.get(_reader(drift), 1.0):g}",
        Form.COLUMN_ADDED: "COLUMNS +updated_at",
        Form.FENCE_FIRST: "runbook promote v2: 1 fence_primary 2 promote_replica",
        Form.SLOT_FIRST: "runbook replica v2: 1 drop_slot 2 resume_replication",
        Form.REWORDED: f"runbook of {tool} v2: 1 {tool}",
        Form.REPLICAS_LIMITED: f"quota: replicas at most {drift.amount:g}",
        Form.LIMIT_RAISED: f"quota: {tool} raised",
    }.get(form, "")


def printers(drift: Drift) -> tuple[str, ...]:
    """Tools whose output gives a change away that is neither announced nor silent."""
    if drift.form is Form.COUNTED or drift.form is Form.COLUMN_ADDED:
        return (_reader(drift),)
    return tuple(dict.fromkeys(tool for op in drift.ops for tool in _PRINTS.get(op, ())))


def _reader(drift: Drift) -> str:
    """The tool whose figures a change of output is about."""
    return "check_queue" if Op.PURGE_QUEUE in drift.ops else "check_replication"


def _counted(drift: Drift, now: str) -> str:
    reader = _reader(drift)
    what = "depth" if reader == "check_queue" else "lag"
    return f"since {now} {reader} counts {what} in blocks of {PIECES[reader]:g}"


TRACED: Final = tuple(_PRINTS)
"""Mutations whose changes leave a trace in some tool."""
