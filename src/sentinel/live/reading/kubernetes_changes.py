"""Verbs of `kubectl` that change or delete objects."""

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Found, Inner, Word
from sentinel.live.reading.kubernetes_asked import Asked
from sentinel.live.reading.kubernetes_things import Target, deletion, sort_of, weakening
from sentinel.live.reading.subcommands import Does, does, ends, looks, writes

_SAFER: Final = "kubectl delete ... --dry-run=client"
_SAFER_APPLY: Final = "kubectl diff -f FILE"
_FETCHERS: Final = frozenset({"curl", "wget", "http", "https", "fetch", "aria2c"})


def delete(asked: Asked) -> Found:
    """`delete`: by name, selector, file, or all of a type."""
    opts, found, marks = asked.opts, Found(), _hard(asked)
    if opts.value("--raw"):
        return found.add(*asked.done(ends(Thing.UNKNOWN), [Word(opts.value("--raw"))]))
    for file in asked.files:
        what = Does(Kind.DELETES, Thing.WORKLOAD, Radius.SET, Undo.HARD, safer=_SAFER)
        found.add(*asked.done(what.marked("unseen", *marks), [file]))
        found.take([_from_stdin(asked, file)])
    for target in asked.targets():
        by = f"{asked.by} {target.written}"
        what = replace(deletion(target.sort), safer=_SAFER).marked(*marks)
        found.add(*asked.acts(what, target, by))
        if target.sort.guard:
            found.add(*asked.acts(weakening(target.sort).marked(*marks), target, by))
    if not found.effects:
        found.unread(asked.by, "it does not say what to delete", "broken")
    return found


def _hard(asked: Asked) -> set[str]:
    opts, marks = asked.opts, set[str]()
    if opts.has("--force", "--now") or opts.value("--grace-period") == "0":
        marks.add("force")
    if opts.value("--cascade").lower() in ("orphan", "false"):
        marks.add("orphan")
    return marks


def scale(asked: Asked) -> Found:
    """`scale`: to nothing stops it; to one takes its spare copies away."""
    word = next(iter(reversed(asked.opts.given.get("--replicas", []))), Word("", fixed=False))
    before = asked.opts.value("--current-replicas")
    if not word.fixed or not word.text.isdigit():
        what = writes(Thing.WORKLOAD, "dynamic")
        what = replace(what, radius=Radius.UNKNOWN)
    else:
        what = scaled(int(word.text), int(before) if before.isdigit() else None)
    targets = asked.targets() or [Target(sort_of(""), "", tuple(asked.files))]
    return Found().add(*(each for target in targets for each in asked.acts(what, target)))


def scaled(count: int, before: int | None = None) -> Does:
    """What it does to run a number of copies."""
    if not count:
        return does(Kind.STOPS, Thing.WORKLOAD, "to-zero")
    if before is not None and count != before:
        return writes(Thing.WORKLOAD, "scale-down" if count < before else "scale-up")
    return writes(Thing.WORKLOAD, "scale-down" if count == 1 else "scale-up")


def autoscale(asked: Asked) -> Found:
    """`autoscale` makes an autoscaler."""
    return Found().add(*_each(asked, does(Kind.CREATES, Thing.CONFIGURATION)))


def rollout(asked: Asked) -> Found:
    """`rollout`: its history looks, a restart stops each copy for a moment."""
    what = {
        "status": looks(Thing.WORKLOAD),
        "history": looks(Thing.WORKLOAD),
        "restart": does(Kind.STOPS, Thing.WORKLOAD, "restart"),
        "undo": writes(Thing.WORKLOAD, "rollback"),
        "pause": writes(Thing.WORKLOAD),
        "resume": writes(Thing.WORKLOAD),
        "latest": does(Kind.STARTS, Thing.WORKLOAD),
        "retry": does(Kind.STARTS, Thing.WORKLOAD),
        "cancel": does(Kind.STOPS, Thing.WORKLOAD),
    }.get(asked.opts.verb())
    by = f"{asked.by} {asked.opts.verb()}".strip()
    if what is None:
        return Found().unread(by, "the sub-command is not known", "unknown-program")
    return Found().add(*_each(asked, what, by, skip=1))


def apply(asked: Asked) -> Found:
    """`apply`: what is in a file is not seen; what stands on the page is read."""
    opts, found = asked.opts, Found()
    verb = opts.verb()
    if verb == "view-last-applied":
        return asked.looks()
    if verb in ("edit-last-applied", "set-last-applied"):
        return found.add(*_each(asked, writes(Thing.CONFIGURATION, "interactive"), skip=1))
    marks = {"force"} if opts.has("--force", "--force-conflicts") else set[str]()
    if opts.value("--validate") == "false":
        marks.add("no-verify")
    found.take([given(asked, writes(Thing.CONFIGURATION, *marks))])
    if opts.has("--prune"):
        wide = Radius.SET if any(each in opts.given for each in ("-l", "--selector")) else (
            Radius.ACCOUNT if asked.everywhere else Radius.NAMESPACE
        )  # fmt: skip
        what = Does(Kind.DELETES, Thing.WORKLOAD, wide, Undo.HARD, frozenset({"prune", "many"}))
        found.add(*asked.done(what, (), f"{asked.by} --prune"))
    return found


def replace_(asked: Asked) -> Found:
    """`replace`: with force, deletes first."""
    found = given(asked, writes(Thing.CONFIGURATION))
    if asked.opts.has("--force"):
        what = Does(Kind.DELETES, Thing.WORKLOAD, Radius.SET, Undo.HARD, frozenset({"force"}))
        found.add(*asked.done(what, asked.files, f"{asked.by} --force"))
    return found


def given(asked: Asked, what: Does) -> Found:
    """What is made or changed from files, addresses and standard input."""
    found = Found()
    for file in asked.files:
        if "://" in file.text or file.text.startswith(("github.com/", "git@")):
            code = Does(Kind.EXECUTES, Thing.CODE, Radius.UNKNOWN, Undo.HARD, safer=_SAFER_APPLY)
            found.add(*asked.done(code.marked("fetched"), [file]))
        elif file.text == "-" and asked.call.stdin is not None:
            found.take([_from_stdin(asked, file)])
        elif file.text == "-" and asked.call.piped in _FETCHERS:
            code = Does(Kind.EXECUTES, Thing.CODE, Radius.UNKNOWN, Undo.HARD)
            found.add(*asked.done(code.marked("fetched"), [file]))
        else:
            wide = replace(what, radius=Radius.SET, safer=_SAFER_APPLY)
            found.add(*asked.done(wide.marked("unseen"), [file]))
    if not asked.files:
        found.unread(asked.by, "it does not say which file", "broken")
    return found


def _from_stdin(asked: Asked, file: Word) -> Found:
    text = asked.call.stdin
    if file.text != "-" or text is None or asked.verb == "delete":
        return Found()
    inner = Inner("manifest", text.text, text.fixed, place=asked.place, marks=asked.call.marks)
    return Found(inner=[inner])


def patch(asked: Asked) -> Found:
    """`patch`: its text is read as part of an object of that type."""
    found = Found()
    for target in asked.targets() or [Target(sort_of(""), "", tuple(asked.files))]:
        found.add(*asked.acts(writes(target.sort.thing), target))
        texts = asked.opts.values("-p", "--patch")
        if target.sort.thing is Thing.PERMISSION and any('"*"' in each for each in texts):
            found.add(*asked.acts(does(Kind.ESCALATES, Thing.PERMISSION, "admin"), target))
    for word in (*asked.opts.given.get("-p", ()), *asked.opts.given.get("--patch", ())):
        found.inner.append(
            Inner("manifest-patch", word.text, word.fixed, place=asked.place,
                  marks=asked.call.marks)
        )  # fmt: skip
    return found


def edit(asked: Asked) -> Found:
    """`edit`: the change is typed in an editor."""
    found = Found()
    for target in asked.targets():
        found.add(*asked.acts(writes(target.sort.thing, "interactive"), target))
    return found


def label(asked: Asked) -> Found:
    """`label` and `annotate`: some labels of namespaces are guards."""
    opts, found = asked.opts, Found()
    if opts.has("--list"):
        return asked.looks()
    values = [word for word in opts.plain if "=" in word.text or word.text.endswith("-")]
    named = [word for word in opts.plain if word not in values]
    kept = replace(asked, opts=replace(opts, plain=named))
    weaker = next((word.text for word in values if _guards(word.text)), "")
    for target in kept.targets():
        found.add(*kept.acts(writes(target.sort.thing), target))
        if weaker:
            what = does(Kind.WEAKENS, Thing.CONFIGURATION, "protection", "no-verify")
            found.add(*kept.acts(what, target, f"{asked.by} {weaker}"))
    return found


def _guards(text: str) -> bool:
    name, _, value = text.partition("=")
    if name.startswith("pod-security.kubernetes.io/"):
        return name.endswith("-") or value == "privileged"
    return "ignore" in name or "istio-injection" in name or "disable" in f"{name}{value}".lower()


def taint(asked: Asked) -> Found:
    """`taint`: one that says `NoExecute` drives pods out."""
    plain = [word for word in asked.opts.plain if ":" not in word.text and "=" not in word.text]
    evicts = any(":NoExecute" in word.text and not word.text.endswith("-")
                 for word in asked.opts.plain)  # fmt: skip
    what = does(Kind.STOPS, Thing.NODE, "drain") if evicts else writes(Thing.NODE)
    kept = replace(asked, opts=replace(asked.opts, plain=plain))
    return Found().add(*(each for target in kept.targets() for each in kept.acts(what, target)))


def node(asked: Asked) -> Found:
    """`cordon`, `uncordon` and `drain`."""
    opts, marks = asked.opts, {"drain"}
    names = tuple(Word(word.text.removeprefix("node/"), word.fixed) for word in opts.plain)
    target = Target(sort_of("node"), "node", names)
    if asked.verb != "drain":
        return Found().add(*asked.acts(writes(Thing.NODE), target))
    if opts.has("--force") or opts.value("--grace-period") == "0":
        marks.add("force")
    if opts.has("--disable-eviction"):
        marks.add("no-verify")
    found = Found().add(*asked.acts(does(Kind.STOPS, Thing.NODE, *marks), target))
    if opts.has("--delete-emptydir-data", "--delete-local-data"):
        lost = ends(Thing.VOLUME, "emptydir", undo=Undo.NEVER)
        found.add(*asked.acts(lost, target, f"{asked.by} --delete-emptydir-data"))
    return found


def _each(asked: Asked, what: Does, by: str = "", skip: int = 0) -> Iterable[Effect]:
    targets = asked.targets(skip) or [Target(sort_of("deploy"), "", tuple(asked.files))]
    return [effect for target in targets for effect in asked.acts(what, target, by)]
