"""`terraform`, `tofu` and `terragrunt`, and the JSON of a plan.

Marks of this module beside the agreed ones:

| mark | meaning |
|---|---|
| `target` | only some addresses are meant |
| `state` | what is known about resources changes, not they themselves |
| `unseen` | what would change is in files that are not on the page |
| `saved-plan` | a plan that was made and shown before |
| `replace` | made anew, the old one destroyed |
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.plan_variables import given, losses, worth_saying
from sentinel.live.reading.saved_plans import marks_of, named_for_destroying
from sentinel.live.reading.stacks import TOOLS
from sentinel.live.reading.subcommands import (
    Does,
    Tool,
    asks_help,
    does,
    done,
    ends,
    harmless,
    looks,
    makes,
    place_from,
    spread,
    writes,
)
from sentinel.live.reading.terraform_plans import read_plan, sort_of
from sentinel.live.throwaways import thrown_away

_ALL: Final = looks(Thing.INFRASTRUCTURE)
_SAFER: Final = "terraform plan -out=PLAN"
_DESTROY: Final = Does(
    Kind.DELETES,
    Thing.INFRASTRUCTURE,
    Radius.ACCOUNT,
    Undo.NEVER,
    frozenset({"cascade"}),
    "terraform plan -destroy",
)
_APPLY: Final = Does(
    Kind.WRITES, Thing.INFRASTRUCTURE, Radius.UNKNOWN, Undo.HARD, frozenset({"unseen"}), _SAFER
)
_STATE: Final = does(Kind.WRITES, Thing.INFRASTRUCTURE, "state", undo=Undo.HARD)
_VALUED: Final = frozenset({
    "-var", "-var-file", "-target", "-replace", "-out", "-backend-config", "-lock-timeout",
    "-parallelism", "-state", "-state-out", "-backup", "-plugin-dir", "-from-module", "-generate",
    "-generate-config-out", "-provider", "-platform", "-config", "-type", "-exclude", "-filter",
    "--terragrunt-working-dir", "--working-dir", "--terragrunt-config", "--terragrunt-include-dir",
    "--terragrunt-exclude-dir", "--terragrunt-source", "--queue-include-dir", "-backup-out",
})  # fmt: skip
_TOOL: Final = Tool(spread({
    "plan | validate | show | graph | providers | version | output | get | console | state list | "
    "state show | workspace list | workspace show | metadata | modules | run-all plan | "
    "run-all validate | run-all output | hclfmt | graph-dependencies | output-module-groups | "
    "validate-inputs | render-json | dag graph | find | list | terragrunt-info | info": _ALL,
    "fmt": writes(Thing.FILE, "local"),
    "init | providers lock | providers mirror": writes(Thing.FOLDER, "local"),
    "test": does(Kind.STARTS, Thing.INFRASTRUCTURE),
    "apply": _APPLY,
    "refresh": _STATE,
    "destroy": _DESTROY,
    "import": replace(_STATE, takes=1),
    "taint": _STATE.marked("replace"),
    "untaint": _STATE,
    "state rm": replace(ends(Thing.INFRASTRUCTURE, "state"), safer="terraform state list"),
    "state mv": replace(_STATE, takes=2),
    "state replace-provider": _STATE,
    "state push": replace(_STATE, radius=Radius.ACCOUNT).marked("force"),
    "state pull": does(Kind.REVEALS, Thing.INFRASTRUCTURE),
    "workspace new": makes(Thing.CONFIGURATION),
    "workspace select": writes(Thing.CONFIGURATION, "context"),
    "workspace delete": ends(Thing.INFRASTRUCTURE, "state"),
    "force-unlock": does(Kind.WEAKENS, Thing.INFRASTRUCTURE, "no-verify"),
    "login": does(Kind.WRITES, Thing.SECRET),
    "logout": ends(Thing.SECRET, undo=Undo.EASY),
    "run-all apply | apply-all | run-all import": replace(_APPLY, radius=Radius.ACCOUNT),
    "run-all destroy | destroy-all": _DESTROY.marked("many"),
    "run-all init | run-all refresh": writes(Thing.FOLDER, "local"),
}), _VALUED, {"-force": "force", "-auto-approve": "auto-approve", "--auto-approve": "auto-approve",
              "--terragrunt-non-interactive": "auto-approve", "-force-copy": "force",
              "--non-interactive": "auto-approve"},
    dry=("-dry-run", "--dry-run"), wide={"-force": Radius.NAMESPACE}, single=True)  # fmt: skip


def read_terraform(call: Call) -> Found:
    """Read a call of `terraform`, `tofu` or `terragrunt`."""
    words = [_single(word) for word in (*call.words, *_from_variables(call))]
    opts = options(words, _VALUED, single=True)
    if not call.words or asks_help(opts) or opts.has("-help", "-version"):
        return Found().add(harmless(f"{call.program} -help", Thing.INFRASTRUCTURE, ""))
    if opts.verb() in ("run", "stack") and len(opts.plain) > 1:
        every = [Word("run-all")] if opts.has("-all") or opts.verb() == "stack" else []
        opts = replace(opts, plain=[*every, *opts.plain[1:]])
    verb = opts.verb(1) if opts.verb() == "run-all" else opts.verb().removesuffix("-all")
    call = replace(call, place=_place(call, opts))
    if verb in ("plan", "apply", "destroy", "refresh"):
        return _planned(call, opts, verb)
    if verb in ("fmt", "hclfmt") and opts.has("-check"):
        return Found().add(harmless(f"{call.program} fmt -check", Thing.FILE))
    found = _TOOL.judge(call, opts, opts.plain)
    return found.take([_besides(call, opts, verb)])


def _from_variables(call: Call) -> list[Word]:
    """Options that variables hold: `TF_CLI_ARGS` for every verb, `TF_CLI_ARGS_apply` for one."""
    verbs = {word.text for word in call.words}
    said = [value for name, value in call.variables if name == "TF_CLI_ARGS"
            or (name.startswith("TF_CLI_ARGS_") and name[12:] in verbs)]  # fmt: skip
    held = [Word(each.strip("'\"")) for value in said for each in value.split()]
    silent = any(name.endswith("_NON_INTERACTIVE") and value.lower() in ("1", "true")
                 for name, value in call.variables)  # fmt: skip
    yes = call.piped == "yes" or (
        call.stdin is not None and call.stdin.text.strip().lower().startswith("yes")
    )
    return [*held, Word("-auto-approve")] if yes or silent else held


def _single(word: Word) -> Word:
    """Long options may be written with two dashes as well as one."""
    if word.text.startswith("--") and len(word.text) > 2 and "terragrunt" not in word.text:
        return Word(word.text[1:], word.fixed, word.quoted)
    return word


def _place(call: Call, opts: Options) -> Place:
    texts = opts.values("-chdir", "-var-file", "-var", "-backend-config", "-working-dir",
                        "--terragrunt-working-dir", "-state")  # fmt: skip
    variables = [value for name, value in call.variables
                 if name.startswith(("TF_", "AWS_PROFILE", "TG_"))]  # fmt: skip
    plain = [word.text for word in opts.plain[1:4] if word.fixed]
    place = place_from([*texts, *plain, *variables], call.place)
    own = thrown_away(opts.value("-chdir", "-var-file", "--terragrunt-working-dir", "-working-dir"))
    return Place.LOCAL if own and place is not Place.PROD else place


def _planned(call: Call, opts: Options, verb: str) -> Found:
    """`plan`, `apply` and `destroy`: how much is meant, and whether somebody is asked."""
    by = f"{call.program} {' '.join(word.text for word in opts.plain[:2])}"
    by = by if opts.verb() == "run-all" else f"{call.program} {opts.verb()}"
    targets = [*opts.given.get("-target", []), *opts.given.get("-replace", [])]
    lost = list(losses(given(call, opts.values("-var")))) if worth_saying(call.place) else []
    if verb == "plan":
        kept = opts.given.get("-out", [])
        marks = marks_of(
            destroys=opts.has("-destroy"), loses=[*lost, *opts.values("-replace")],
            targeted=bool(targets),
        ) if kept else set[str]()  # fmt: skip
        return Found().add(*done(call, _ALL, by, kept, place=call.place, marks=marks))
    marks = {"auto-approve"} if opts.has("-auto-approve") or opts.has(
        "--terragrunt-non-interactive", "-non-interactive") else set[str]()  # fmt: skip
    every = opts.verb() == "run-all" or opts.verb().endswith("-all")
    plan = opts.plain[1:2] if verb == "apply" and not every and not targets else []
    if verb == "destroy" or opts.has("-destroy") or any(
        named_for_destroying(each.text) for each in plan
    ):  # fmt: skip
        what = _DESTROY
    elif verb == "refresh" or opts.has("-refresh-only"):
        what = replace(_STATE, radius=Radius.SET)
    else:
        what = _APPLY
    if every:
        marks.add("many")
        what = replace(what, radius=Radius.ACCOUNT)
    if targets:
        what = replace(what, radius=Radius.SET if len(targets) > 1 else Radius.ONE).marked("target")
    if opts.unsure and not targets:
        marks.add("dynamic")
    if plan:
        marks.add("saved-plan")
    found = Found().add(*done(call, what, by, targets or plan, place=call.place, marks=marks))
    if "-replace" in opts.given:
        gone = Does(
            Kind.DELETES, Thing.INFRASTRUCTURE, undo=Undo.HARD, marks=frozenset({"replace"})
        )
        found.add(*done(call, gone, f"{by} -replace", opts.given["-replace"], place=call.place))
    for what, name in lost if verb == "apply" else ():
        found.add(*done(call, what, f"{by} -var {name}", [Word(name)], place=call.place))
    return found


def _besides(call: Call, opts: Options, verb: str) -> Found:
    """What options of the other sub-commands do besides."""
    found, by = Found(), f"{call.program} {verb}"
    if verb == "output" and (opts.has("-raw", "-json") or len(opts.plain) > 1):
        names = opts.plain[1:2]
        secret = any(each in names[0].text.lower() for each in _SECRETS) if names else True
        if secret:
            found.add(*done(call, does(Kind.REVEALS, Thing.SECRET), by, names, place=call.place))
    if verb == "taint":
        kinds = [(word, sort_of(word.text)[1]) for word in opts.plain[1:]]
        lasting = [word for word, undo in kinds if undo is Undo.NEVER or not word.fixed]
        gone = ends(Thing.INFRASTRUCTURE, "replace", safer="terraform untaint")
        found.add(*(done(call, gone, by, lasting, place=call.place) if lasting else ()))
    if verb == "state" and opts.verb(1) == "push" and opts.has("-force"):
        gone = Does(Kind.DELETES, Thing.INFRASTRUCTURE, Radius.ACCOUNT, Undo.HARD,
                    frozenset({"state", "force"}), "terraform state pull > BACKUP")  # fmt: skip
        found.add(*done(call, gone, f"{by} push -force", opts.plain[2:3], place=call.place))
    if verb == "init":
        if opts.has("-migrate-state", "-reconfigure", "-force-copy"):
            radius = Radius.ACCOUNT if opts.has("-force-copy") else Radius.SET
            found.add(*done(call, replace(_STATE, radius=radius), by, place=call.place))
        if (
            opts.has("-plugin-dir")
            or "false" in opts.values("-verify-plugins", "-get-plugins")
            or (any(name == "TF_CLI_CONFIG_FILE" for name, _ in call.variables))
        ):
            weak = does(Kind.WEAKENS, Thing.CODE, "no-verify")
            found.add(*done(call, weak, f"{by} -plugin-dir", place=call.place))
        for word in opts.given.get("-from-module", ()):
            code = does(Kind.EXECUTES, Thing.CODE, "fetched")
            found.add(*done(call, code, by, [word], place=call.place))
    return found


_SECRETS: Final = ("secret", "password", "passwd", "token", "key", "credential", "private", "cert",
                   "kubeconfig", "connection", "dsn")  # fmt: skip


def _look(call: Call) -> Found:
    return Found().add(
        Effect(Kind.READS, Thing.INFRASTRUCTURE, "", Radius.SET, Undo.EASY, call.program)
    )


def _local(call: Call) -> Found:
    """`tflocal` is terraform against a cloud that is played on this machine."""
    found = read_terraform(replace(call, program="terraform"))
    found.effects = [replace(each, place=Place.LOCAL) for each in found.effects]
    return found


PROGRAMS: Final[dict[str, Reader]] = {
    **TOOLS,
    "terraform": read_terraform,
    "tflocal": _local,
    "tofu": read_terraform,
    "opentofu": read_terraform,
    **dict.fromkeys(("terragrunt", "tf", "tg"), read_terraform),
    **dict.fromkeys(
        ("tflint", "tfsec", "checkov", "infracost", "terraform-docs", "terrascan"), _look
    ),
}
"""Readers, by program."""

LANGUAGES: Final = {"terraform-plan": read_plan}
"""Readers, by language."""
