"""Programs that wipe disks, or copy one over another: scrub, nwipe, ddrescue."""

from typing import Final

from sentinel.live.effects import Thing
from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.file_paths import aim, written
from sentinel.live.reading.looked_at import folder_of, reads
from sentinel.live.reading.names import names
from sentinel.live.reading.options import options
from sentinel.live.reading.system_verbs import deeds, effect, plain

_GONE: Final = "deletes device account never system"


def read_ddrescue(call: Call) -> Found:
    """Read `ddrescue IN OUT MAP`."""
    given = options(call.words, names("-b -c -d -i -o -s -r -n -l")).plain
    if len(given) < 2:
        return Found().add(reads(call))
    if aim(given[1]).thing is Thing.DEVICE:
        return Found().add(*(effect(call, each, given[1]) for each in deeds(_GONE)))
    return written(given[1], append=False, folder=folder_of(call), by="ddrescue")


PROGRAMS: Final[dict[str, Reader]] = {
    **plain({"scrub, nwipe, sdelete, diskscrub": _GONE}, "-p -s -b -D -X"),
    "ddrescue": read_ddrescue,
}
