"""Programs and scripts that lie in the folder one works in, by what their names say of them.

What is in them was not read. A script that is named for building, checking or showing something
is everyday work, mark `project`; any other stays unknown code. One that came over the network in
the same action is foreign code, whatever its name.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Opaque, Thing, Undo
from sentinel.live.reading.calls import Word
from sentinel.live.reading.names import names
from sentinel.live.reading.package_origins import UNTRUSTED, from_file, not_here

_EVERYDAY: Final = names(
    "analyse analyze analysis assemble autogen bench benchmark benchmarks build bundle calc "
    "calculate chart charts check checks classify codegen collect compare compile configure count "
    "coverage crunch demo dev diff docs doctor draw eslint eval evaluate example examples "
    "explore extract fib fmt format gen generate gradlew graph hello inspect lint list manage "
    "measure mvnw parse plot predict preview print profile quickstart render report reports "
    "sample serve show simulate simulation solve sort spec stats status summarize summarise "
    "summary test tests train transform typecheck validate verify version view visualize watch "
    "webpack wordcount"
)
_RISKY: Final = names(
    "admin all apply attack backdoor backup bootstrap brute bypass cleanup crack cron decrypt "
    "delete deploy destroy disable drop dump encrypt erase evil exec exfil exploit exploits fix "
    "flush force format-disk get hack halt import init inject install kill launch live migrate "
    "migration migrations miner nuke patch payload permissions post prd prod production provision "
    "prune publish purge push pwn release remote remove reset restart restore reverse rm rollback "
    "root root-kit rotate run scale seed send setup shell shutdown ssh start stop su sudo sync "
    "teardown terminate token truncate uninstall update upgrade upload wipe xmrig"
)
_CUT: Final = re.compile(r"[a-z]+")
_FETCHERS: Final = ("curl", "wget", "aria2c", "fetch", "scp", "sftp", "rsync", "http ", "ftp",
                    "git clone", "svn", "gsutil", "aws", "gh ")  # fmt: skip
_RUN: Final = frozenset(["local-file", "file"])
_MARKED: Final = frozenset(["project"])


def everyday(path: str, arguments: Sequence[Word]) -> bool:
    """Whether a script's name says that it builds, checks or shows something of a project.

    Args:
        path: Of the script, as it is written.
        arguments: That it is called with.

    Example:
        >>> everyday("./gradlew", [Word("build")]), everyday("./gradlew", [Word("deployProd")])
        (True, False)
    """
    if path.startswith(("/", "~", "..", "$", "-")) or "://" in path or "$" in path:
        return False
    parts = _CUT.findall(_split(path))
    said = [part for each in arguments for part in _CUT.findall(_split(each.text))]
    if not all(each.fixed for each in arguments) or any("://" in x.text for x in arguments):
        return False
    base = _CUT.findall(_split(path.rpartition("/")[2]))
    return not _EVERYDAY.isdisjoint(base) and _RISKY.isdisjoint([*parts, *said])


def risky(name: str) -> bool:
    """Whether a name of code says that it changes something that is run or kept.

    Example:
        >>> risky("scripts.cleanup"), risky("shop.models")
        (True, False)
    """
    return not _RISKY.isdisjoint(_CUT.findall(_split(name)))


_HARMFUL: Final = _RISKY - names(
    "all apply backup cron dump get import init install load post publish release remote rotate "
    "run scale send setup shell start su sudo sync update upgrade upload bootstrap permissions"
) | names("clean clear expire expunge rm unlink gc vacuum")
"""Words of a job that runs by itself, which a person should look at."""
_INSTALLED: Final = ("/opt/", "/srv/", "/usr/", "/var/www/", "/var/lib/", "/home/", "~/",
                     "/etc/cron.", "$HOME/", "/app/", "/data/")  # fmt: skip


def installed(path: str) -> bool:
    """Whether a program lies where a host keeps its own, or below where a job goes first.

    Example:
        >>> installed("/opt/etl/run"), installed("/dev/shm/.a"), installed("/home/x/.cache/y")
        (True, False, False)
    """
    hidden = "/." in path.removeprefix("./") or ".." in path or path.startswith(".")
    if hidden and not (path.startswith("./") and "/." not in path[2:]):
        return False
    return path.startswith(_INSTALLED) or not path.startswith(("/", "~", "$", "-"))


_SWEPT: Final = re.compile(
    r"(?:clean(?:up)?|clear|purge|prune|expire|gc|rotate)[-_ :]?(?:old[-_])?"
    r"(?:tmp|temp|caches?|sessions|previews?|thumbnails|locks)\b"
)
"""What is swept again and again, and made again."""


def scheduled(script: str) -> bool:
    """Whether a line of a crontab says nothing that sounds like harm."""
    low = _SWEPT.sub(" ", _split(script))
    return "://" not in low and _HARMFUL.isdisjoint(_CUT.findall(low))


def _split(text: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", text).lower()


_DESTROYS: Final = names("destroy nuke wipe teardown obliterate destroy-all purge-all")


def run(effect: Effect, path: str, arguments: Sequence[Word]) -> Effect:
    """The effect of running a script, marked where it is everyday work, or is told to destroy."""
    if any(each.text.lower() in _DESTROYS for each in arguments):
        return replace(effect, marks=effect.marks | {"alarming"})
    if not everyday(path, arguments) or "dynamic" in effect.marks:
        return effect
    return replace(effect, undo=Undo.EASY, marks=effect.marks | _MARKED)


def with_origins(effects: Iterable[Effect]) -> list[Effect]:
    """Mark scripts that the same action fetched, or changed, before it ran them."""
    found = list(effects)
    for each in found:
        if _runs(each) or from_file(each):
            break
    else:
        return found
    made = [each for each in found if each.kind in (Kind.CREATES, Kind.WRITES)]
    fetched = [each for each in made if each.by.startswith(_FETCHERS)]
    bases = {_base(each.name) for each in fetched}
    changed = {_base(each.name) for each in made if each.thing is not Thing.PERMISSION}
    return [
        _from(each, bases, changed) if _runs(each)
        else replace(each, marks=each.marks | {UNTRUSTED}, place=not_here(each.place))
        if _base(each.name) in bases and from_file(each) and not each.by.startswith(_FETCHERS)
        else each
        for each in found
    ]  # fmt: skip


def _runs(effect: Effect) -> bool:
    return effect.kind is Kind.EXECUTES and not _RUN.isdisjoint(effect.marks)


def _from(effect: Effect, fetched: set[str], changed: set[str]) -> Effect:
    base = _base(effect.name)
    if base in fetched:
        return replace(effect, undo=Undo.UNKNOWN, marks=effect.marks | {"fetched"})
    if fetched:
        return replace(effect, undo=Undo.UNKNOWN, marks=effect.marks | {"dynamic"})
    if base in changed:
        return replace(effect, undo=Undo.UNKNOWN)
    return effect


def _base(name: str) -> str:
    return name.rstrip("/").rpartition("/")[2]


def without_own(opaque: Iterable[Opaque], effects: Iterable[Effect]) -> list[Opaque]:
    """Leave out programs that are not known but were told already as code that lies here."""
    found = list(opaque)
    if not found:
        return found
    own = {_base(each.name).lower() for each in effects if _runs(each)}
    return [
        each
        for each in found
        if "unknown-program" not in each.marks or each.text.partition(" ")[0] not in own
    ]
