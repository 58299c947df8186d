"""Verbs of `kubectl` that look, and the few of them that show secrets."""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Found
from sentinel.live.reading.kubernetes_asked import Asked
from sentinel.live.reading.subcommands import does, ends, looks, writes

_SECRET: Final = does(Kind.REVEALS, Thing.SECRET)
_TABLES: Final = frozenset({"", "wide", "name"})


def get(asked: Asked) -> Found:
    """`get`: shows a secret where its type is one and the output holds its data."""
    opts, found = asked.opts, Found()
    raw = opts.value("--raw")
    if "secrets" in raw.lower():
        every = raw.rstrip("/").endswith("/v1/secrets")
        return found.add(*asked.done(replace(_SECRET, radius=Radius.ACCOUNT) if every else _SECRET))
    plain = opts.plain
    types = {
        part.partition("/")[0].partition(".")[0]
        for word in plain if plain[0] is word or "/" in word.text
        for part in word.text.lower().split(",")
    }  # fmt: skip
    if types & {"secret", "secrets"}:
        if not _shows_data(asked):
            return asked.looks("secret")
        every = asked.everywhere and not plain[1:]
        what = replace(_SECRET, radius=Radius.ACCOUNT) if every else _SECRET
        return found.add(*asked.done(what, plain[1:]))
    if plain and not plain[0].fixed and _shows_data(asked):
        return asked.looks("secret", "dynamic")
    return asked.looks()


def _shows_data(asked: Asked) -> bool:
    opts = asked.opts
    output = opts.value("-o", "--output").lower()
    if "--template" in opts.given:
        return True
    if output in _TABLES:
        return False
    form, _, what = output.partition("=")
    if form in ("jsonpath", "custom-columns", "jsonpath-as-json", "go-template") and what:
        bare = what.replace(".metadata", "")
        return "data" in bare or "*" in bare.replace("[*]", "") or ".." in bare or "$" in bare
    return True


def describe(asked: Asked) -> Found:
    """`describe` shows sizes of secrets; of those of service accounts, the token."""
    return asked.looks("secret") if asked.first_thing() is Thing.SECRET else asked.looks()


def extract(asked: Asked) -> Found:
    """Print or write out what secrets hold."""
    if asked.verb == "extract" and asked.first_thing() is not Thing.SECRET:
        return asked.looks()
    return Found().add(*asked.done(_SECRET, asked.opts.plain))


def whoami(asked: Asked) -> Found:
    """`oc whoami -t` prints a token."""
    if asked.opts.has("-t", "--show-token"):
        return Found().add(*asked.done(_SECRET))
    return asked.looks()


def config(asked: Asked) -> Found:
    """`config`: the file that says which clusters there are."""
    opts, found = asked.opts, Found()
    verb = opts.verb()
    by = f"{asked.by} {verb}"
    if verb == "view":
        if opts.has("--raw"):
            return found.add(*asked.done(_SECRET, (), by))
        return asked.looks()
    if verb in ("", "get-contexts", "current-context", "get-clusters", "get-users"):
        return asked.looks()
    if verb in ("use-context", "use", "set-context", "rename-context", "set", "set-cluster"):
        what = writes(Thing.CONFIGURATION, "context")
    elif verb in ("delete-context", "delete-cluster", "delete-user", "unset"):
        what = ends(Thing.CONFIGURATION, "context")
    elif verb == "set-credentials":
        what = writes(Thing.ACCOUNT, "context")
    else:
        return found.unread(by, "the sub-command is not known", "unknown-program")
    return found.add(*asked.done(what, opts.plain[1:], by))


def auth(asked: Asked) -> Found:
    """`auth can-i` and `whoami` look; `reconcile` gives rights from a file."""
    verb = asked.opts.verb()
    if verb in ("", "can-i", "whoami"):
        return asked.looks()
    by = f"{asked.by} {verb}"
    if verb == "reconcile":
        return Found().add(*asked.done(does(Kind.ESCALATES, Thing.PERMISSION), asked.files, by))
    return Found().unread(by, "the sub-command is not known", "unknown-program")


def cluster_info(asked: Asked) -> Found:
    """`cluster-info`, whose `dump` may write logs to a folder."""
    return asked.looks()


def diff(asked: Asked) -> Found:
    """`diff` against the server changes nothing."""
    return Found().add(*asked.done(looks(Thing.CONFIGURATION), asked.files))


def kustomize(asked: Asked) -> Found:
    """`kustomize` renders; some options let it run programs."""
    if asked.opts.has("--enable-exec", "--enable-alpha-plugins"):
        code = does(Kind.EXECUTES, Thing.CODE, undo=Undo.UNKNOWN)
        return Found().add(*asked.done(code, asked.opts.plain))
    return asked.looks()
