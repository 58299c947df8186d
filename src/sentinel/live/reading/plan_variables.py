"""Variables that infrastructure is changed with, by what their names and values say.

`-var deletion_protection=false`, `TF_VAR_node_count=0` and `pulumi up -c public=true` say on the
page what a plan would only show: a guard that ends, copies that go to none, a door that opens.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

import re2

from sentinel.live.effects import Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.calls import Call
from sentinel.live.reading.names import names
from sentinel.live.reading.subcommands import Does, does

_OFF: Final = names("false 0 no off disabled none null")
_ON: Final = names("true 1 yes on enabled")
_GUARDS: Final[tuple[tuple[str, str], ...]] = (
    ("protect", "protection"), ("prevent_destroy", "protection"), ("preventdestroy", "protection"),
    ("backup", "backup"), ("snapshot", "backup"), ("pitr", "backup"), ("point_in_time", "backup"),
    ("versioning", "backup"), ("retention", "backup"), ("encrypt", "encryption"),
    ("audit", "audit"), ("cloudtrail", "audit"), ("guardduty", "audit"), ("flow_log", "audit"),
    ("enforce_ssl", "encryption"), ("require_ssl", "encryption"), ("waf", "protection"),
)  # fmt: skip
"""Parts of a variable's name that guards, and the mark of its end."""
_LETS_GO: Final = names("skip_final_snapshot force_destroy disable_deletion_protection "
                        "skip_final_backup force_delete disable_protection delete_backups "
                        "delete_automated_backups skipfinalsnapshot forcedestroy")  # fmt: skip
_COUNT: Final = re2.compile(
    r"(?:^|_)(?:counts?|replicas?|capacity|nodes?|instances?|workers?|servers?|brokers?|shards?|"
    r"(?:min|max|desired|pool|cluster|group|asg)_?size)$|^(?:num|number_of|desired|max)_"
)
_MADE: Final = re2.compile(r"(?:^|_)(?:create|deploy|provision|enabled?)(?:_|$)|^(?:with|has|use)_")
_HELD: Final = re2.compile(
    r"(?:^|_)(?:db|databases?|rds|aurora|sql|postgres\w*|mysql|mongo\w*|redis|cache|vpc|network|"
    r"eks|gke|aks|clusters?|kafka|msk|queues?|buckets?|storage|s3|efs|volumes?|dns|zones?|kms|"
    r"vault|lb|alb|nlb|prod\w*|primary|stack|infra\w*|production|replicas?|region)(?:_|$)"
)
_OPEN: Final = re2.compile(r"public(?:ly)?(?:_|$)|(?:^|_)open(?:_|$)|allow_all")
_WORLD: Final = re2.compile(r"(?:^|[^0-9.])0\.0\.0\.0/0|::/0")
_OUTWARD: Final = re2.compile(r"egress|route|dest|outbound|nat")
_CAMEL: Final = re2.compile(r"([a-z0-9])([A-Z])")

_WEAKER: Final = does(Kind.WEAKENS, Thing.INFRASTRUCTURE, undo=Undo.EASY)
_NONE: Final = Does(
    Kind.DELETES, Thing.INFRASTRUCTURE, Radius.ONE, Undo.HARD, frozenset({"to-zero"}),
    "terraform plan",
)  # fmt: skip
_OPENED: Final = does(Kind.EXPOSES, Thing.INFRASTRUCTURE, "public")


def losses(settings: Iterable[str]) -> Iterator[tuple[Does, str]]:
    """What variables say is lost, weakened or opened, and the variable.

    Args:
        settings: Each as `NAME=VALUE`.

    Example:
        >>> [what.kind.value for what, _ in losses(["node_count=0", "region=eu-west-1"])]
        ['deletes']
    """
    for each in settings:
        what, written = _read(each)
        if what is not None:
            yield what, written


@lru_cache(maxsize=2048)
def _read(setting: str) -> tuple[Does | None, str]:
    """What one variable says is lost, and its name; exported ones are asked about at every call."""
    written, equals, value = setting.strip("'\" ").partition("=")
    if not equals:
        return None, ""
    name = _CAMEL.sub(r"\1_\2", written.strip()).lower().replace("-", "_")
    return _loss(name.rpartition(":")[2], value.strip("'\" ").lower()), written.strip()


def _loss(name: str, value: str) -> Does | None:
    if name in _LETS_GO:
        return _WEAKER.marked("protection") if value in _ON else None
    if value in _OFF:
        mark = next((mark for part, mark in _GUARDS if part in name), "")
        if mark and not name.startswith(("skip", "disable", "no_")):
            return _WEAKER.marked(mark)
        gone = value in ("0", "false") and (
            _COUNT.search(name) if value == "0" else _MADE.search(name) and _HELD.search(name)
        )
        return _NONE if gone else None
    if value in _ON and _OPEN.search(name) and "block" not in name:
        return _OPENED
    return _OPENED if _WORLD.search(value) and not _OUTWARD.search(name) else None


def given(call: Call, values: Iterable[str]) -> list[str]:
    """Variables that a call of terraform has: of its options, and of what stands before it."""
    before = [f"{name[7:]}={value}" for name, value in call.variables if name.startswith("TF_VAR_")]
    return [*values, *before]


def worth_saying(place: Place) -> bool:
    """Whether it matters there what variables lose: nobody minds where it is one's own."""
    return place in (Place.PROD, Place.UNKNOWN)
