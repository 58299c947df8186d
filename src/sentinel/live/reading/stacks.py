"""Tools that make and destroy whole stacks: pulumi, cdk, serverless, packer, vagrant."""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Kind, Place, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.options import options
from sentinel.live.reading.plan_variables import losses, worth_saying
from sentinel.live.reading.subcommands import (
    Does,
    Tool,
    does,
    done,
    ends,
    looks,
    makes,
    spread,
    writes,
)

_LOOKS: Final = looks(Thing.INFRASTRUCTURE)
_GONE: Final = Does(
    Kind.DELETES, Thing.INFRASTRUCTURE, Radius.ACCOUNT, Undo.NEVER, frozenset({"cascade"})
)
_MADE: Final = Does(
    Kind.WRITES, Thing.INFRASTRUCTURE, Radius.UNKNOWN, Undo.HARD, frozenset({"unseen"})
)
_STATE: Final = does(Kind.WRITES, Thing.INFRASTRUCTURE, "state", undo=Undo.HARD)
_YES: Final = {"-y": "auto-approve", "--yes": "auto-approve", "-f": "force", "--force": "force",
               "--auto-approve": "auto-approve", "--skip-preview": "no-verify",
               "--preserve-config": "keep"}  # fmt: skip
_PULUMI: Final = frozenset({
    "-s", "--stack", "-C", "--cwd", "-c", "--config", "-m", "--message", "-t", "--target", "-p",
    "--parallel", "--color", "--config-file", "-r", "--replace", "-v", "--verbose", "--logtostderr",
    "--policy-pack", "--profiling", "--tracing", "--type", "--secrets-provider", "--exclude",
}) - {"--logtostderr"}  # fmt: skip
_CDK: Final = frozenset({
    "--profile", "-a", "--app", "-c", "--context", "-o", "--output", "-r", "--role-arn",
    "--require-approval", "--parameters", "--plugin", "--region", "--toolkit-stack-name",
    "--outputs-file", "-t", "--tags", "--concurrency", "--language", "--method",
})  # fmt: skip
_SLS: Final = frozenset({
    "-s", "--stage", "-r", "--region", "--aws-profile", "-c", "--config", "-p", "--package", "-f",
    "--function", "--param", "-d", "--data", "--path", "-t", "--timestamp",
})  # fmt: skip

_PULUMI_TOOL: Final = Tool(spread({
    "preview | pre | whoami | about | version | stack ls | stack output | stack graph | "
    "stack history | stack | config | config get | logs | plugin ls | org get-default | "
    "console | state ls": _LOOKS,
    "up | update": _MADE,
    "refresh": does(Kind.WRITES, Thing.INFRASTRUCTURE, "state"),
    "destroy | down": _GONE,
    "stack rm": ends(Thing.INFRASTRUCTURE, "state", radius=Radius.NAMESPACE),
    "stack export": does(Kind.REVEALS, Thing.INFRASTRUCTURE),
    "state delete": ends(Thing.INFRASTRUCTURE, "state", safer="pulumi stack export > BACKUP"),
    "stack import": replace(_STATE, radius=Radius.ACCOUNT),
    "state rename | state move | state edit | state upgrade | state taint | state untaint | "
    "state repair | import": _STATE,
    "state unprotect": does(Kind.WEAKENS, Thing.INFRASTRUCTURE, "protection"),
    "state protect": writes(Thing.CONFIGURATION),
    "stack change-secrets-provider": writes(Thing.ENCRYPTION_KEY),
    "stack unselect | env ls | env get | env version | policy ls | template ls | schema check":
        _LOOKS,
    "env open": does(Kind.REVEALS, Thing.SECRET),
    "env rm": ends(Thing.CONFIGURATION),
    "env set | env edit | env init | config env add | config env rm":
        writes(Thing.CONFIGURATION),
    "deployment run": _MADE.marked("auto-approve"),
    "stack init | new": makes(Thing.INFRASTRUCTURE),
    "stack select": writes(Thing.CONFIGURATION, "context"),
    "stack rename | stack tag": writes(Thing.CONFIGURATION),
    "config set | config rm | config set-all | config cp | config refresh":
        writes(Thing.CONFIGURATION),
    "cancel": does(Kind.WEAKENS, Thing.INFRASTRUCTURE, "no-verify"),
    "login | logout": writes(Thing.CONFIGURATION, "context"),
    "watch": _MADE.marked("auto-approve"),
    "plugin install": does(Kind.EXECUTES, Thing.CODE, "fetched"),
}), _PULUMI, _YES, dry=("--preview-only",), placed=("-s", "--stack", "-C", "--cwd"),
    named=("-s", "--stack"))  # fmt: skip

TOOLS: Final[dict[str, Reader]] = {
    "pulumi": _PULUMI_TOOL.read,
    "cdk": Tool(spread({
        "list | ls | synth | synthesize | diff | doctor | docs | notices | metadata | "
        "acknowledge | context": _LOOKS,
        "deploy": _MADE,
        "destroy": _GONE,
        "bootstrap": makes(Thing.INFRASTRUCTURE),
        "watch": _MADE.marked("auto-approve"),
        "rollback": does(Kind.WRITES, Thing.INFRASTRUCTURE, "rollback"),
        "import | migrate | refactor": does(Kind.WRITES, Thing.INFRASTRUCTURE, "state"),
        "gc": ends(Thing.OBJECT, "temporary"),
        "init": makes(Thing.FOLDER, "local"),
    }), _CDK, _YES, placed=("--profile", "-c", "--context")).read,
    "cdktf": Tool(spread({
        "list | synth | diff | plan | output | debug | provider list": _LOOKS,
        "deploy | apply": _MADE,
        "destroy": _GONE,
        "init | get | convert | provider add | provider upgrade": makes(Thing.FOLDER, "local"),
        "watch": _MADE.marked("auto-approve"),
    }), _CDK, _YES, placed=("--profile",)).read,
    **dict.fromkeys(("serverless", "sls"), Tool(spread({
        "info | print | logs | metrics | doctor | deploy list | help": _LOOKS,
        "deploy | deploy function": _MADE,
        "remove": _GONE,
        "rollback": does(Kind.WRITES, Thing.INFRASTRUCTURE, "rollback"),
        "invoke": does(Kind.STARTS, Thing.WORKLOAD),
        "invoke local | package | create": makes(Thing.FILE, "local"),
        "plugin install": does(Kind.EXECUTES, Thing.CODE, "fetched"),
    }), _SLS, {"--force": "force"}, placed=("-s", "--stage", "--aws-profile")).read),
    "sst": Tool(spread({
        "version | diff | state list | state export | secret list | diagnostic | cert": _LOOKS,
        "deploy": _MADE.marked("auto-approve"),
        "remove": _GONE,
        "dev": _MADE,
        "state edit | state repair | state remove": _STATE,
        "secret set | secret load | secret remove": writes(Thing.SECRET),
        "unlock": does(Kind.WEAKENS, Thing.INFRASTRUCTURE, "no-verify"),
        "init | add | install": makes(Thing.FOLDER, "local"),
    }), frozenset({"--stage", "--config", "--target"}), {}, placed=("--stage",)).read,
    "packer": Tool(spread({
        "validate | inspect | version | fmt": _LOOKS,
        "build": makes(Thing.IMAGE),
        "init | plugins install": does(Kind.EXECUTES, Thing.CODE, "fetched"),
    }), frozenset({"-var", "-var-file", "-only", "-except", "-on-error"}),
        {"-force": "force"}, placed=("-var-file", "-var"), single=True).read,
    "vagrant": Tool(spread({
        "status | global-status | box list | ssh-config | port | version | validate | "
        "plugin list | snapshot list": looks(Thing.INSTANCE),
        "up | resume | reload": does(Kind.STARTS, Thing.INSTANCE, "local"),
        "halt | suspend": does(Kind.STOPS, Thing.INSTANCE, "local"),
        "destroy": ends(Thing.INSTANCE, "local", "temporary", undo=Undo.EASY),
        "init | box add | package | provision | rsync": writes(Thing.FOLDER, "local"),
        "box remove | box prune": ends(Thing.IMAGE, "local", undo=Undo.EASY),
        "snapshot delete": ends(Thing.BACKUP, "local"),
        "snapshot save | snapshot push": makes(Thing.BACKUP, "local"),
        "snapshot restore | snapshot pop": does(Kind.WRITES, Thing.INSTANCE, "local"),
        "plugin install": does(Kind.EXECUTES, Thing.CODE, "fetched"),
    }), frozenset({"--provider", "--name"}), _YES).read,
}  # fmt: skip
"""Readers, by program. What `vagrant ssh` runs is unread."""


def _vagrant(call: Call) -> Found:
    """Machines that `vagrant` made on this one."""
    found = _VAGRANT(call)
    found.effects = [
        replace(each, place=Place.LOCAL) if each.place is Place.UNKNOWN else each
        for each in found.effects
    ]
    return found


_VAGRANT: Final = TOOLS["vagrant"]
TOOLS["vagrant"] = _vagrant


def _asked_for(call: Call) -> Call:
    """A call whose variables, or whose input, answer what it would ask."""
    said = dict(call.variables)
    silent = said.get("PULUMI_SKIP_CONFIRMATIONS", "").lower() in ("1", "true")
    stack = said.get("PULUMI_STACK", "")
    fed = call.stdin is not None and call.stdin.text.strip().lower().startswith("y")
    words = [Word("--yes")] if silent or fed or call.piped == "yes" else []
    place = call.place if call.place is not Place.UNKNOWN else place_of(stack)
    return replace(call, words=(*call.words, *words), place=place)


def _pulumi(call: Call) -> Found:
    """`pulumi`: what it shows of secrets, and what settings of one call lose."""
    call = _asked_for(call)
    opts = options(call.words, _PULUMI)
    verb = opts.verb()
    if verb in ("stack", "config") and len(opts.plain) > 1 and (
        f"{verb} {opts.verb(1)}" not in _PULUMI_TOOL.verbs
    ):  # fmt: skip
        return Found().unread(
            f"pulumi {verb} {opts.verb(1)}", "the sub-command is not known", "unknown-program"
        )
    found = _PULUMI_TOOL.judge(call, opts, opts.plain)
    place = next((each.place for each in found.effects), call.place)
    if opts.has("--show-secrets"):
        found.add(*done(call, does(Kind.REVEALS, Thing.SECRET), f"pulumi {verb}", place=place))
    if verb in ("up", "update") and worth_saying(place):
        for what, name in losses(opts.values("-c", "--config")):
            found.add(*done(call, what, f"pulumi {verb} -c {name}", [Word(name)], place=place))
        for word in opts.given.get("--replace", opts.given.get("--target-replace", [])):
            gone = ends(Thing.INFRASTRUCTURE, "replace")
            found.add(*done(call, gone, f"pulumi {verb} --replace", [word], place=place))
    return found


def _cdk(call: Call) -> Found:
    """`cdk` and `cdktf`: whether anybody is asked."""
    opts = options(call.words, _CDK)
    never = opts.value("--require-approval").lower() == "never"
    call = replace(call, words=(*call.words, Word("--auto-approve"))) if never else call
    return _CDK_TOOLS[call.program](_asked_for(call))


_CDK_TOOLS: Final = {name: TOOLS[name] for name in ("cdk", "cdktf")}
TOOLS.update({"pulumi": _pulumi, "cdk": _cdk, "cdktf": _cdk})
