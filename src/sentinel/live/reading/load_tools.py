"""Programs that load a machine to measure it: fio, stress-ng, sysbench on its own parts."""

from typing import Final

from sentinel.live.effects import Thing
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.file_paths import aim, written
from sentinel.live.reading.looked_at import folder_of, reads
from sentinel.live.reading.options import options
from sentinel.live.reading.system_verbs import bag, deeds, effect, shown

_GONE: Final = deeds("deletes device account never system")
_LOADS: Final = deeds("writes process easy")
_SHORT: Final = {"s": 600, "": 600, "m": 10}
"""Most of each unit that a trial lasts."""


def read_fio(call: Call) -> Found:
    """Read `fio`: what it writes to is overwritten; a file of jobs is unread."""
    given = options(call.words, bag("--output"))
    if given.has("--help", "--version", "--parse-only", "--showcmd", "--cmdhelp", "--enghelp"):
        return Found().add(reads(call))
    names = [*given.given.get("--filename", ()), *given.given.get("--directory", ())]
    modes = given.values("--rw", "--readwrite") or ["read"]
    if given.plain or not names:
        return Found().unread(shown(call), "jobs of fio that are not on the page")
    if all(mode.partition(":")[0] in ("read", "randread") for mode in modes):
        return Found().add(reads(call, names[0].text))
    found = Found()
    for each in names:
        if aim(each).thing is Thing.DEVICE:
            found.add(*(effect(call, deed, each) for deed in _GONE))
        else:
            found.take([written(each, append=False, folder=folder_of(call), by="fio")])
    return found


def read_stress(call: Call) -> Found:
    """Read `stress` and `stress-ng`: a short trial of processors harms nobody for long."""
    given = options(call.words, bag("-c --cpu -t --timeout -m --vm --vm-bytes -i --io -d --hdd -l "
                                    "--cpu-load --matrix -n --cpu-method"))  # fmt: skip
    if given.has("--help", "--version", "-V", "-h"):
        return Found().add(reads(call))
    time = given.value("-t", "--timeout")
    digits = time.rstrip("smhd")
    most = _SHORT.get(time[len(digits) :], 0)
    short = digits.isdigit() and int(digits[:6]) <= most
    heavy = given.has("-m", "--vm", "-d", "--hdd", "--all", "--sequential", "--fork")
    if not short or heavy:
        return Found().unread(shown(call), "it loads a machine, and nobody knows for how long")
    return Found().add(*(effect(call, each, Word("this machine")) for each in _LOADS))


_ON_DATA: Final = deeds("writes rows set hard")
_ITSELF: Final = bag("cpu memory threads mutex")


def read_sysbench(call: Call) -> Found:
    """Read `sysbench`: on a database it writes rows, on the machine itself it counts."""
    given = options(call.words)
    if given.has("--help", "--version") or given.verb(1) == "help":
        return Found().add(reads(call))
    done = _LOADS if given.verb() in _ITSELF else _ON_DATA
    return Found().add(*(effect(call, each, given.verb()) for each in done))


PROGRAMS: Final[dict[str, Reader]] = {
    "fio": read_fio,
    "sysbench": read_sysbench,
    "stress": read_stress,
    "stress-ng": read_stress,
}
