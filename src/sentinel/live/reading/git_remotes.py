"""Sub-commands of `git` that speak to other copies, and its settings."""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.calls import Found, Inner, Word
from sentinel.live.reading.git_addresses import is_hostile, is_strange, over_the_web
from sentinel.live.reading.git_history import MOVED, Asked, is_default
from sentinel.live.reading.git_programs import answered, runs_program, setting
from sentinel.live.reading.git_settings import is_guard, weaker
from sentinel.live.reading.subcommands import Does, does, ends, harmless, makes, writes


def push(asked: Asked) -> Found:
    """`push`: plain, forced, or deleting; forced ones rewrite what others have."""
    opts, found = asked.opts, Found()
    if opts.has("-n", "--dry-run") and not opts.has("--no-dry-run"):
        return found.add(harmless(asked.by, Thing.BRANCH))
    for name in ("--receive-pack", "--exec"):
        for word in opts.given.get(name, ()):
            found.take([answered(asked.call, word, f"{asked.by} {name}")])
    marks, refs = _push_marks(asked), opts.plain[1:]
    found.take([_to_strangers(asked)])
    if opts.has("--mirror", "--prune") or (opts.has("--all", "--tags") and "force" in marks):
        what = Does(
            Kind.DELETES,
            Thing.BRANCH,
            Radius.ACCOUNT,
            Undo.HARD,
            frozenset({*marks, "many", "history", "remote"}),
        )
        return found.take([asked.found(what, opts.plain[:1], f"{asked.by} --mirror")])
    if not refs and opts.has("-d", "--delete") and opts.has("--tags", "--all", "--branches"):
        every = replace(ends(Thing.BRANCH, "remote", "many"), radius=Radius.ACCOUNT)
        return found.take([asked.found(every, opts.plain[:1], f"{asked.by} --delete")])
    if opts.has("--all", "--branches"):
        return found.take(
            [asked.found(_pushed("main", marks), opts.plain[:1], f"{asked.by} --all")]
        )
    if not refs:
        return found.take([asked.found(_pushed("", marks))])
    gone = [ref for ref in refs if opts.has("-d", "--delete") or ref.text.startswith(":")]
    if len(gone) > 1:
        marks = {*marks, "many"}
    return found.take(_push_one(asked, ref, marks) for ref in refs)


def lfs(asked: Asked) -> Found:
    """`lfs push`: all large files, to an address of nobody's remote."""
    if asked.opts.verb() != "push" or asked.opts.has("--dry-run"):
        return Found()
    far = [word for word in asked.opts.plain[1:2] if is_hostile(word.text) or is_strange(word.text)]
    return asked.found(_GIVEN_AWAY, far) if far else Found()


def _to_strangers(asked: Asked) -> Found:
    """A push to an address that nobody's remote has, or of everything to a host of no forge."""
    opts = asked.opts
    address = (opts.given.get("--repo") or opts.plain or [Word("")])[0]
    whole = opts.has("--all", "--branches", "--mirror") or any(
        "*" in ref.text for ref in opts.plain[1:]
    )
    strange = is_strange(address.text)
    if is_hostile(address.text) or (whole and strange):
        return asked.found(_GIVEN_AWAY, [address])
    if strange and over_the_web(address.text):
        return asked.found(writes(Thing.REPOSITORY, "remote", "elsewhere"), [address])
    return Found()


_GIVEN_AWAY: Final = does(Kind.EXFILTRATES, Thing.REPOSITORY, "remote", undo=Undo.NEVER)


def _push_marks(asked: Asked) -> set[str]:
    opts = asked.opts
    marks = {"no-verify"} if opts.has("--no-verify") else set[str]()
    lease = any(name.startswith("--force-with-lease") for name in opts.given)
    if lease or opts.has("-f", "--force"):
        marks |= {"force", "history"}
    if lease and not opts.has("-f", "--force"):
        marks.add("lease")
    if opts.unsure:
        marks.add("dynamic")
    if "many" in asked.call.marks and any(not ref.fixed for ref in opts.plain[1:]):
        marks |= {"force", "history"}
    return marks


def _push_one(asked: Asked, ref: Word, marks: set[str]) -> Found:
    if not ref.fixed and "colons" in asked.call.marks:
        gone = replace(ends(Thing.BRANCH, "remote", "many", *marks), radius=Radius.UNKNOWN)
        return asked.found(gone, [ref], f"{asked.by} :")
    source, colon, goal = ref.text.partition(":")
    own = marks | ({"force", "history"} if ref.text.startswith("+") else set())
    name = Word(goal or source.removeprefix("+"), ref.fixed)
    own |= {"force", "history"} if name.text.startswith("refs/replace") else set()
    if asked.opts.has("-d", "--delete") or (colon and not source.removeprefix("+")):
        default = ("default-branch",) if is_default(name.text) else ()
        gone = ends(Thing.BRANCH, "remote", *own, *default)
        return asked.found(gone, [name], f"{asked.by} --delete")
    return asked.found(_pushed(name.text, own), [name])


def _pushed(branch: str, marks: set[str]) -> Does:
    every = branch in _EVERY_BRANCH
    default = {"default-branch"} if is_default(branch) or every else set[str]()
    forced = "force" in marks
    own = "lease" in marks and branch not in ("", "HEAD", "@") and not default
    thing = Thing.COMMITS if forced else Thing.BRANCH
    return Does(Kind.WRITES, thing, Radius.UNKNOWN if "dynamic" in marks else Radius.ONE,
                Undo.HARD if forced and not own else Undo.EASY,
                frozenset({*marks, *default, "remote"}),
                "git push --force-with-lease" if forced and "lease" not in marks else "",
                )  # fmt: skip


_EVERY_BRANCH: Final = ("refs/*", "refs/heads/*")


def pull(asked: Asked) -> Found:
    """`pull`: brings commits here; with force or from an address, with less care."""
    found = _fetched(asked)
    marks = ["local"] + (["force"] if asked.opts.has("-f", "--force") else [])
    if any(is_hostile(word.text) for word in asked.opts.plain[:1]):
        marks.append("untrusted-source")
    return found.take([asked.found(writes(Thing.COMMITS, *marks))])


def fetch(asked: Asked) -> Found:
    """`fetch` changes nothing that one works on, unless it is told to overwrite branches."""
    found = _fetched(asked)
    for word in asked.opts.plain[1:]:
        forced = word.text.startswith("+") or asked.opts.has("-f", "--force")
        goal = word.text.partition(":")[2]
        own = not goal.startswith(("refs/remotes/", "refs/pull/", "refs/notes/"))
        if forced and goal and own and (is_default(goal) or "*" in goal):
            found.take([asked.found(MOVED, [Word(goal, word.fixed)], f"{asked.by} --force")])
    return found.take([asked.looks])


def _fetched(asked: Asked) -> Found:
    found = Found()
    for word in asked.opts.given.get("--upload-pack", ()):
        found.take([answered(asked.call, word, f"{asked.by} --upload-pack")])
    return found


def clone(asked: Asked) -> Found:
    """`clone` makes a copy; some options run programs."""
    opts, found = asked.opts, _fetched(asked)
    for word in opts.given.get("-u", ()):
        found.take([answered(asked.call, word, f"{asked.by} -u")])
    for word in [*opts.given.get("-c", ()), *opts.given.get("--config", ())]:
        name, _, value = word.text.partition("=")
        if runs_program(name, value):
            found.take([setting(asked.call, name, Word(value, word.fixed), f"git -c {name}")])
    for word in opts.given.get("--template", ()):
        found.take([setting(asked.call, "init.templatedir", word, "git clone --template")])
    return found.take([asked.found(makes(Thing.REPOSITORY, "local"), opts.plain[:1])])


def remote(asked: Asked) -> Found:
    """`remote`: where pushes go."""
    opts, verb = asked.opts, asked.opts.verb()
    by = f"{asked.by} {verb}".strip()
    if verb in ("", "show", "get-url"):
        return asked.looks
    if verb in ("remove", "rm"):
        gone = ends(Thing.CONFIGURATION, "local", undo=Undo.EASY)
        return asked.found(gone, opts.plain[1:], by, place=_own(opts.verb(1)))
    if verb == "prune" and opts.has("-n", "--dry-run"):
        return Found().add(harmless(by, Thing.BRANCH))
    if verb in ("prune", "update"):
        return asked.found(makes(Thing.COMMITS, "local"), opts.plain[1:], by)
    if verb in ("add", "set-url", "rename", "set-branches", "set-head"):
        place = Place.UNKNOWN if verb == "set-url" else Place.LOCAL
        if verb in ("add", "set-url") and any(is_hostile(word.text) for word in opts.plain[1:]):
            what = writes(Thing.CONFIGURATION, "untrusted-source")
            return asked.found(what, opts.plain[1:2], by)
        return asked.found(writes(Thing.CONFIGURATION, "local"), opts.plain[1:2], by, place=place)
    return Found().unread(by, "the sub-command is not known", "unknown-program")


def _own(name: str) -> Place:
    """Where a remote is that only this copy knows; `origin` is where all others push, too."""
    return Place.UNKNOWN if name in ("origin", "upstream") else Place.LOCAL


def config(asked: Asked) -> Found:
    """`config`: looks, or sets; some settings run programs later."""
    opts = asked.opts
    reading = {"--get", "--get-all", "--list", "-l", "--get-regexp", "--get-urlmatch",
               "--get-color", "--name-only"}  # fmt: skip
    plain = opts.plain
    verb = opts.verb()
    if reading & opts.given.keys() or verb in ("get", "list"):
        return asked.looks
    if opts.has("--unset", "--unset-all", "--remove-section") or verb in (
        "unset",
        "remove-section",
    ):
        names = [word for word in plain if is_guard(word.text.lower())]
        if names:
            return asked.found(does(Kind.WEAKENS, Thing.CONFIGURATION, "no-verify"), names)
        gone = ends(Thing.CONFIGURATION, "local", undo=Undo.EASY)
        return asked.found(gone, plain, place=Place.LOCAL)
    if verb in ("set", "edit"):
        plain = plain[1:]
    if len(plain) < 2:
        return (
            asked.looks
            if plain and verb != "edit"
            else asked.found(writes(Thing.CONFIGURATION, "local", "interactive"))
        )
    name, value = plain[0].text, plain[1].text
    scope = ("system",) if opts.has("--system") else ()
    by = f"{asked.by} {name}"
    if not plain[0].fixed:
        what = does(Kind.EXECUTES, Thing.CODE, "hook", "dynamic", undo=Undo.UNKNOWN)
        return asked.found(what, plain[:1], by)
    if runs_program(name, value):
        return setting(asked.call, name, plain[1], by, "persistent", *scope)
    weak = weaker(name, value)
    if weak is not None:
        return asked.found(weak, plain[:1])
    if name.lower().endswith(_ADDRESSES) and name.lower().startswith(_ADDRESSED):
        return asked.found(writes(Thing.CONFIGURATION, "local", *scope), plain[:1])
    return asked.found(writes(Thing.CONFIGURATION, "local", *scope), plain[:1],
                       place=Place.UNKNOWN if scope else Place.LOCAL)  # fmt: skip


_ADDRESSED: Final = ("remote.", "submodule.", "lfs.")
_ADDRESSES: Final = (".url", ".pushurl", ".lfsurl", ".lfspushurl")
"""Settings that say where others' commits come from, and where one's own go."""


def submodule(asked: Asked) -> Found:
    """`submodule`: other repositories inside this one; `foreach` runs a program in each."""
    opts, verb = asked.opts, asked.opts.verb()
    by = f"{asked.by} {verb}".strip()
    if verb in ("", "status", "summary"):
        return asked.looks
    if verb == "foreach":
        words = [word for word in opts.plain[1:] if word.text != "--recursive"]
        raw = [word.text for word in asked.call.words]
        text = " ".join(raw[raw.index("foreach") + 1 :]).removeprefix("--recursive ")
        fixed = all(word.fixed for word in words)
        return Found(inner=[Inner("shell", text, fixed, marks=asked.call.marks | {"many"})])
    if verb == "deinit":
        return asked.found(ends(Thing.FOLDER, "local", undo=Undo.EASY), opts.plain[1:], by)
    if verb in ("add", "set-url") and any(is_hostile(word.text) for word in opts.plain[1:]):
        what = writes(Thing.REPOSITORY, "untrusted-source")
        return asked.found(what, opts.plain[1:2], by)
    if verb in ("add", "init", "update", "sync", "set-url", "set-branch", "absorbgitdirs"):
        return asked.found(writes(Thing.REPOSITORY, "local"), opts.plain[1:2], by)
    return Found().unread(by, "the sub-command is not known", "unknown-program")
