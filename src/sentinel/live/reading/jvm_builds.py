"""Maven and Gradle: goals and tasks, most of which build, and some of which reach a database.

What a project makes of its own tasks is not known; names that speak of more than building are
code that nobody has read.
"""

import re
from typing import Final

from sentinel.live.effects import Effect, Place
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.deeds import LOOKS, Deed, deed
from sentinel.live.reading.migrations import FLYWAY, LIQUIBASE
from sentinel.live.reading.names import names
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.package_origins import with_addresses

_WORK: Final = deed("starts process one easy", "project")
_PUBLISH: Final = deed("exposes package one never", "public", "release")
_UNSEEN: Final = deed("executes code unknown unknown", "project")
_STRANGER: Final = deed("executes code unknown unknown", "untrusted-source")
_STRANGE: Final = ("http://", "https://", "/tmp/", "/var/tmp/", "/dev/shm/")
_LOOKS: Final = deed("reads package one easy")
_SHOWS: Final = deed("reveals secret set never")

_VALUED: Final = names(
    "-f --file -P --activate-profiles -pl --projects -s --settings -gs -T --threads -rf "
    "--resume-from -b --build-file -p --project-dir -g --gradle-user-home -I --init-script "
    "-c --settings-file -x --exclude-task --tests --include-build --console --max-workers "
    "--configuration --dependency --task -l --log-file --warning-mode --property -j --test"
)
_UPLOADS: Final = re.compile(
    r"(?:deploy|release:perform|release|publish|publishplugins|uploadarchives|publishall\w*|"
    r"publish\w*to(?!mavenlocal)\w*|nexus-staging:\w+|jreleaser\w*|central-publishing:publish|"
    r"deploy:deploy(?:-file)?|gradle-?release|artifactorypublish|closeandreleasesonatyp\w*|"
    r"dockerpush\w*|jib|docker:push|jib:build|bootbuildimage-push)"
)
"""Goals and tasks that give something to others."""
_RISKY: Final = names(
    "drop dropall wipe purge destroy delete deploy release publish reset seed prod production "
    "teardown rollback push upload apply undo truncate undeploy migrate exec ssh provision"
)
_CUT: Final = re.compile(r"[a-z]+")
_LOCAL_TASKS: Final = ("publishtomavenlocal", "spotlessapply", "formatapply", "licenseformat")
_LOOKING: Final = names(
    "dependencies dependencyinsight tasks projects properties buildenvironment components help "
    "model outgoingvariants resolvableconfigurations dependencyupdates"
)
_RUNS: Final = names("run exec:java exec:exec spring-boot:run bootrun jetty:run quarkus:dev "
                     "quarkusdev micronaut:run appengine:run")  # fmt: skip
_DATABASE: Final = ("flyway", "liquibase")
_LIQUIBASE_TASKS: Final = names("dropall rollbackcount rollbacktodate changelogsync")
"""Tasks of Liquibase's plugin of Gradle whose names are nobody else's."""


def jvm_build(call: Call) -> Found:
    """Read a call of Maven or Gradle."""
    given = options(call.words, _VALUED, bundled=False)
    if any(each in ("--help", "--version", "-version", "-v", "-h", "-?") for each in call.texts):
        return Found().add(LOOKS.effect("", f"{call.program} --help"))
    place = _place(call, given)
    dry = given.has("--dry-run", "-m") or "-DdryRun=true" in call.texts
    found = Found()
    for word in given.plain:
        if not word.fixed:
            found.unread(word.text, "a goal named at run time", "dynamic")
        elif dry:
            found.add(LOOKS.effect(word.text, f"{call.program} --dry-run"))
        else:
            found.add(_done(call, word.text, place))
    if not given.plain:
        found.add(_WORK.effect("", call.program, place))
    named = given.values("-I", "--init-script", "-s", "--settings", "-f", "--file", "-p",
                         "--project-dir", "-b", "--build-file", "--include-build")  # fmt: skip
    if any(each.startswith(_STRANGE) for each in named) or any(
        each.startswith(("-Dexec.executable", "-Dexec.args")) for each in call.texts
    ):
        found.add(_STRANGER.effect(" ".join(named), f"{call.program} {given.verb()}", place))
    if "-DshowPasswords=true" in call.texts:
        found.add(_SHOWS.effect("settings.xml", f"{call.program} {given.verb()}", place))
    return found


def _done(call: Call, goal: str, place: Place) -> Effect:
    """What a goal of Maven, or a task of Gradle, does."""
    by, last = f"{call.program} {goal}"[:80], goal.rpartition(":")[2].lower()
    row = _of_database(goal.lower(), last)
    if row is not None:
        return row.effect("", by, place)
    whole = goal.lower().removeprefix(":")
    if _UPLOADS.fullmatch(whole if ":" in whole else last) or _UPLOADS.fullmatch(last):
        return _PUBLISH.effect(goal, by, place)
    if last in _LOOKING:
        return _LOOKS.effect(goal, by, place)
    if last in _LOCAL_TASKS or whole in _RUNS or last in _RUNS or "=" in goal:
        return _WORK.effect("", by, place)
    said = _CUT.findall(re.sub(r"(?<=[a-z])(?=[A-Z])", "-", goal).lower())
    return (_WORK if _RISKY.isdisjoint(said) else _UNSEEN).effect("", by, place)


def _of_database(goal: str, last: str) -> Deed | None:
    for program, table in zip(_DATABASE, (FLYWAY, LIQUIBASE), strict=True):
        if goal.startswith(program) or f":{program}" in goal or last.startswith(program):
            verb = last.removeprefix(program)
            return table.get(verb) or table.get("update" if verb == "" else verb, _UNSEEN)
    return LIQUIBASE[last] if last in _LIQUIBASE_TASKS else None


def _place(call: Call, given: Options) -> Place:
    """Where a build acts, by its profile and the settings that are given to it."""
    if call.place is not Place.UNKNOWN:
        return call.place
    said = [text for text in call.texts if text.startswith(("-D", "-P", "--args"))]
    said += given.values("-P", "--activate-profiles") + [value for _, value in call.variables]
    return place_of(" ".join(said)) if said else Place.UNKNOWN


PROGRAMS: Final[dict[str, Reader]] = with_addresses(
    dict.fromkeys(("mvn", "mvnw", "mvnd", "gradle", "gradlew", "gw"), jvm_build)
)
"""Readers of this module, by program."""
