"""What marks around a call settle about an effect inside it: whose job, whose network it is.

Marks: `entered` (what runs in a container that is there already), `scheduled` (a line of a crontab
that says nothing that sounds like harm), `own-network` and `own-mounts` (what runs has a network,
or mounts, that nobody else sees).
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Inner
from sentinel.live.reading.own_scripts import installed

_LEFT: Final = ("/tmp/", "/var/tmp/", "/dev/shm/")
"""Where anybody leaves programs, and nobody keeps a job of a host."""
_RUN_LATER: Final = frozenset({"local-file", "file", "module"})
_OWN_SPACES: Final = {
    Thing.NETWORK: "own-network", Thing.FIREWALL: "own-network", Thing.FILESYSTEM: "own-mounts",
}  # fmt: skip


_AWAY: Final = frozenset({"remote", "container", "entered"})
_SERVED: Final = frozenset({
    Thing.DATABASE, Thing.SCHEMA, Thing.TABLE, Thing.ROWS, Thing.INDEX, Thing.CACHE, Thing.QUEUE,
    Thing.ENDPOINT, Thing.BUCKET, Thing.OBJECT, Thing.CLUSTER, Thing.NAMESPACE,
})  # fmt: skip
"""What answers under an address."""
_ANSWERED: Final = frozenset({"sql", "mongo", "redis", "http", "json"})
"""Languages that a server is spoken to in."""


def whose(effect: Effect, marks: frozenset[str]) -> Place:
    """The place of what was said to be local: `localhost` of another host is that host."""
    away = not _AWAY.isdisjoint(marks) and effect.thing in _SERVED
    if not away or effect.kind is Kind.READS or "temporary" in effect.marks:
        return effect.place
    return Place.UNKNOWN


def told_place(inner: Inner, marks: frozenset[str], outer: Place) -> Place:
    """The place that a call says of a text which it hands on to a server."""
    away = outer is not Place.LOCAL and not _AWAY.isdisjoint(marks | inner.marks)
    if away and inner.place is Place.LOCAL and inner.language in _ANSWERED:
        return Place.UNKNOWN
    return inner.place


def settled(effect: Effect) -> Effect:
    """An effect as its marks say: a job that a host keeps, or one that was left in `/tmp`."""
    marks = effect.marks
    if effect.kind is Kind.EXECUTES and "later" in marks:
        if effect.name.startswith(_LEFT):
            return replace(effect, marks=marks | {"untrusted-source"})
        if "scheduled" in marks and _RUN_LATER & marks and installed(effect.name):
            return replace(effect, undo=Undo.EASY)
    elif _OWN_SPACES.get(effect.thing, "-") in marks:
        return replace(effect, place=Place.LOCAL)
    return effect


def job_of_the_host(call: Call) -> Effect | None:
    """That a job runs a program of `/usr/local` which no reader knows; None for another call."""
    if "scheduled" not in call.marks or not call.variables or call.variables[-1][0] != "0":
        return None
    return Effect(Kind.EXECUTES, Thing.CODE, call.program, Radius.UNKNOWN, Undo.EASY, call.program,
                  frozenset({"local-file"}))  # fmt: skip
