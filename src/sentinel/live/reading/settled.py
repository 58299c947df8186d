"""What marks around a call settle about an effect inside it: whose job, whose network it is.

Marks: `entered` (what runs in a container that is there already), `scheduled` (a line of a crontab
that says nothing that sounds like harm), `own-network` and `own-mounts` (what runs has a network,
or mounts, that nobody else sees).
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.calls import Call
from sentinel.live.reading.own_scripts import installed

_LEFT: Final = ("/tmp/", "/var/tmp/", "/dev/shm/")
"""Where anybody leaves programs, and nobody keeps a job of a host."""
_RUN_LATER: Final = frozenset({"local-file", "file", "module"})
_OWN_SPACES: Final = {
    Thing.NETWORK: "own-network", Thing.FIREWALL: "own-network", Thing.FILESYSTEM: "own-mounts",
}  # fmt: skip


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


def inside(effect: Effect, marks: frozenset[str]) -> bool:
    """Whether what an effect calls its own machine is a container that others may depend on."""
    served = effect.thing in _SERVED and "temporary" not in effect.marks
    return "entered" in marks and effect.place is Place.LOCAL and served


_SERVED: Final = frozenset({
    Thing.DATABASE, Thing.SCHEMA, Thing.TABLE, Thing.ROWS, Thing.INDEX, Thing.QUEUE, Thing.CACHE,
    Thing.BUCKET, Thing.OBJECT,
})  # fmt: skip


def job_of_the_host(call: Call) -> Effect | None:
    """That a job runs a program of `/usr/local` which no reader knows; None for another call."""
    if "scheduled" not in call.marks or not call.variables or call.variables[-1][0] != "0":
        return None
    return Effect(Kind.EXECUTES, Thing.CODE, call.program, Radius.UNKNOWN, Undo.EASY, call.program,
                  frozenset({"local-file"}))  # fmt: skip
