"""Sub-commands of `git` that change this copy and its history."""

from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from sentinel.live.effects import Kind, Place, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.file_paths import secret
from sentinel.live.reading.options import Options
from sentinel.live.reading.outward import holds_database
from sentinel.live.reading.subcommands import (
    Does,
    does,
    done,
    ends,
    harmless,
    looks,
    makes,
    writes,
)

ALL: Final = Radius.ACCOUNT
HARD: Final = Undo.HARD
_LOOKS: Final = looks(Thing.REPOSITORY)
_DEFAULT: Final = frozenset({"main", "master", "production", "prod", "trunk", "develop", "release"})
LOST: Final = Does(
    Kind.DELETES,
    Thing.COMMITS,
    Radius.NAMESPACE,
    Undo.NEVER,
    frozenset({"uncommitted", "local"}),
    "git stash --include-untracked",
)

MOVED: Final = ends(Thing.COMMITS, "local", "force", "moved", safer="git branch OLD BRANCH")
"""A branch that others build on stands elsewhere, and its own commits have no name."""


class Asked(msgspec.Struct, frozen=True, gc=False):
    """A call, taken apart."""

    call: Call
    opts: Options
    verb: str
    by: str

    def found(
        self, what: Does, names: Sequence[Word] = (), by: str = "", place: Place = Place.UNKNOWN
    ) -> Found:
        """One effect a name."""
        return Found().add(*done(self.call, what, by or self.by, names, place=place))

    @property
    def looks(self) -> Found:
        """Only looks."""
        return self.found(_LOOKS)


def is_default(branch: str) -> bool:
    """Whether others build on a branch of this name."""
    name = branch.removeprefix("refs/heads/").removeprefix("+").lower()
    return name in _DEFAULT or name.startswith(("release/", "release-", "releases/"))


def _moved(branch: str, to: Sequence[Word]) -> bool:
    """Whether a branch that others build on is put anywhere but where its own remote has it."""
    own = {f"origin/{branch}", f"upstream/{branch}", "FETCH_HEAD", "@{u}", "@{upstream}"}
    return is_default(branch) and bool(to) and to[0].text not in own


def reset(asked: Asked) -> Found:
    """`reset`: with `--hard` what is in no commit is lost."""
    opts = asked.opts
    if opts.has("--hard", "--merge", "--keep"):
        marks = ("dynamic",) if opts.unsure else ()
        what = LOST if opts.has("--hard") else replace(LOST, undo=Undo.HARD)
        return asked.found(what.marked(*marks), [], f"{asked.by} --hard")
    return asked.found(writes(Thing.COMMITS, "local"))


def clean(asked: Asked) -> Found:
    """`clean`: deletes what git does not know; without force it does nothing."""
    opts = asked.opts
    if opts.has("-n", "--dry-run"):
        return Found().add(harmless(asked.by, Thing.FILE))
    if not opts.has("-f", "--force", "-i", "--interactive") and not opts.unsure:
        return Found().add(harmless(asked.by, Thing.FILE))
    marks = {"force", "local", "uncommitted"}
    if opts.has("-d"):
        marks.add("recursive")
    if opts.has("-x", "-X"):
        marks.add("many")
    ignored = opts.has("-X")
    thing = Thing.FOLDER if opts.has("-d") and not ignored else Thing.FILE
    wide = Radius.SET if opts.plain or ignored else Radius.NAMESPACE
    undo = Undo.HARD if ignored else Undo.NEVER
    what = Does(Kind.DELETES, thing, wide, undo, frozenset(marks), "git clean -n")
    made = opts.plain and all(place_of(word.text) is Place.LOCAL for word in opts.plain)
    return asked.found(what, opts.plain, place=Place.LOCAL if made else Place.UNKNOWN)


def checkout(asked: Asked) -> Found:
    """`checkout`: another branch, or files back as they were."""
    opts = asked.opts
    if opts.has("-f", "--force"):
        return asked.found(LOST.marked("force"), opts.plain[:1], f"{asked.by} --force")
    if {"-b", "-B", "--orphan"} & opts.given.keys():
        if _moved(opts.value("-B"), opts.plain[:1]):
            return asked.found(MOVED, opts.given["-B"], f"{asked.by} -B")
        return asked.found(makes(Thing.BRANCH, "local"))
    paths = opts.after or [word for word in opts.plain if word.text in (".", ":/", "*")]
    if paths or opts.has("-p", "--patch", "--theirs", "--ours"):
        return _restored(asked, paths)
    if len(opts.plain) > 1:
        return _restored(asked, opts.plain[1:])
    return asked.found(writes(Thing.BRANCH, "local"), opts.plain)


def _restored(asked: Asked, paths: list[Word]) -> Found:
    whole = any(word.text in (".", ":/", "*", "./") for word in paths)
    one = len(paths) == 1 and _is_file(paths[0])
    what = replace(
        LOST, thing=Thing.FILE, radius=Radius.NAMESPACE if whole else Radius.ONE,
        safer="git stash",
    )  # fmt: skip
    return asked.found(what, paths, place=Place.LOCAL if one else Place.UNKNOWN)


def _is_file(word: Word) -> bool:
    """Whether a path names one file of this copy."""
    name = word.text.rpartition("/")[2]
    plain = not any(each in word.text for each in "*?[$:")
    return word.fixed and plain and "." in name.strip(".") and not word.text.startswith(("/", ".."))


def switch(asked: Asked) -> Found:
    """`switch`: with force or `--discard-changes` work is lost."""
    opts = asked.opts
    if opts.has("-f", "--force", "--discard-changes"):
        return asked.found(LOST.marked("force"), opts.plain[:1])
    if _moved(opts.value("-C", "--force-create"), opts.plain[:1]):
        named = [*opts.given.get("-C", ()), *opts.given.get("--force-create", ())]
        return asked.found(MOVED, named, f"{asked.by} -C")
    if {"-c", "--create", "--orphan"} & opts.given.keys():
        return asked.found(makes(Thing.BRANCH, "local"))
    return asked.found(writes(Thing.BRANCH, "local"), opts.plain)


def restore(asked: Asked) -> Found:
    """`restore`: files back as they were; only in the index with `--staged`."""
    opts = asked.opts
    if opts.has("-S", "--staged") and not opts.has("-W", "--worktree"):
        return asked.found(writes(Thing.COMMITS, "local"))
    return _restored(asked, opts.plain)


def branch(asked: Asked) -> Found:
    """`branch`: lists, makes, renames or deletes."""
    opts = asked.opts
    if opts.has("-D") or (opts.has("-d", "--delete") and opts.has("-f", "--force")):
        return asked.found(gone(Thing.BRANCH, opts.plain, "force", "local"), opts.plain)
    if opts.has("-d", "--delete"):
        # It refuses what is not merged, whatever names it is given.
        what = replace(gone(Thing.BRANCH, opts.plain, "local", "temporary"), undo=Undo.EASY)
        return asked.found(what, opts.plain)
    if opts.has("-f", "--force", "-M", "-C") and _moved(opts.verb(), opts.plain[1:2]):
        return asked.found(MOVED, opts.plain[:1], f"{asked.by} --force")
    if opts.has("-m", "--move", "-M", "-f", "--force", "-C", "-c", "--copy", "-u",
                "--set-upstream-to", "--unset-upstream", "--edit-description"):  # fmt: skip
        return asked.found(writes(Thing.BRANCH, "local"), opts.plain)
    listing = {"-l", "--list", "-a", "--all", "-r", "--remotes", "-v", "-vv", "--show-current",
               "--contains", "--merged", "--no-merged", "--points-at"}  # fmt: skip
    if not opts.plain or listing & opts.given.keys():
        return asked.looks
    return asked.found(makes(Thing.BRANCH, "local"), opts.plain[:1])


def gone(thing: Thing, names: list[Word], *marks: str) -> Does:
    """What it does to delete branches or tags of some names."""
    default = any(is_default(word.text) for word in names)
    return ends(thing, *marks, *(("default-branch",) if default else ()))


def tag(asked: Asked) -> Found:
    """`tag`: lists, makes or deletes."""
    opts = asked.opts
    if opts.has("-d", "--delete"):
        return asked.found(ends(Thing.COMMITS, "local", undo=Undo.EASY), opts.plain)
    listing = {"-l", "--list", "-n", "--contains", "--merged", "--points-at", "-v", "--verify"}
    if not opts.plain or listing & opts.given.keys():
        return asked.looks
    if opts.has("-f", "--force"):
        return asked.found(writes(Thing.COMMITS, "force", "local"), opts.plain[:1])
    return asked.found(makes(Thing.COMMITS, "local"), opts.plain[:1])


def stash(asked: Asked) -> Found:
    """`stash`: `drop` and `clear` lose what was put away."""
    verb = asked.opts.verb()
    by = f"{asked.by} {verb}".strip()
    if verb in ("list", "show"):
        return asked.looks
    if verb == "clear":
        return asked.found(replace(LOST, safer="git stash list"), [], by)
    if verb == "drop":
        what = replace(LOST, radius=Radius.ONE, undo=Undo.HARD, safer="git stash show -p")
        return asked.found(what, asked.opts.plain[1:2], by)
    if verb in ("", "push", "save", "pop", "apply", "branch", "create", "store"):
        return asked.found(writes(Thing.COMMITS, "local"), [], by)
    return Found().unread(by, "the sub-command is not known", "unknown-program")


def rebase(asked: Asked) -> Found:
    """`rebase`: `--exec` runs a program after each commit."""
    found = asked.found(writes(Thing.COMMITS, "local"))
    for word in (*asked.opts.given.get("-x", ()), *asked.opts.given.get("--exec", ())):
        found.inner.append(Inner("shell", word.text, word.fixed, marks=asked.call.marks))
    return found


def add(asked: Asked) -> Found:
    """`add`: what is added is pushed sooner or later, and a secret with it."""
    found = asked.found(writes(Thing.COMMITS, "local"), asked.opts.plain[:8])
    return found.take([_kept_secrets(asked)])


def _kept_secrets(asked: Asked) -> Found:
    """Secrets among the files that a commit is to hold."""
    found = Found()
    dry = asked.opts.has("--dry-run") or (asked.verb != "commit" and asked.opts.has("-n"))
    if asked.verb == "merge" or dry:
        return found
    forced = asked.verb != "commit" and asked.opts.has("-f", "--force")
    leaves = forced or "pushed" in asked.call.marks
    marks = ("remote", *(("force",) if forced else ())) if leaves else ("local",)
    what = does(Kind.REVEALS, Thing.SECRET, *marks, undo=Undo.NEVER)
    if "filled" in asked.call.marks:
        found.add(*done(asked.call, what, asked.by, [Word("$(...)", fixed=False)]))
    for word in asked.opts.plain:
        if secret(word.text):
            found.add(*done(asked.call, what, asked.by, [word]))
        elif "pushed" in asked.call.marks and holds_database(word.text):
            data = does(Kind.REVEALS, Thing.DATABASE, "remote", undo=Undo.NEVER)
            found.add(*done(asked.call, data, asked.by, [word]))
    return found


def commit(asked: Asked) -> Found:
    """`commit` and `merge`: the message is text for people."""
    opts = asked.opts
    marks = ["local"]
    if opts.has("--no-verify") or (asked.verb == "commit" and opts.has("-n")):
        marks.append("no-verify")
    if opts.has("--dry-run"):
        return Found().add(harmless(asked.by, Thing.COMMITS))
    found = asked.found(writes(Thing.COMMITS, *marks))
    found.spoken += opts.values("-m", "--message")
    return found.take([_kept_secrets(asked)])


def remove(asked: Asked) -> Found:
    """`rm`: files that are in a commit; `--cached` leaves them."""
    opts = asked.opts
    if opts.has("-n", "--dry-run"):
        return Found().add(harmless(asked.by, Thing.FILE))
    guards = [word for word in opts.plain if word.text.endswith(_CHECKS)]
    if guards:
        return asked.found(does(Kind.WEAKENS, Thing.REPOSITORY, "no-verify"), guards)
    if opts.has("--cached"):
        return asked.found(writes(Thing.COMMITS, "local"), opts.plain)
    marks = [mark for name, mark in (("-r", "recursive"), ("-f", "force")) if opts.has(name)]
    undo = Undo.HARD if opts.has("-f", "--force") else Undo.EASY
    thing = Thing.FOLDER if "recursive" in marks else Thing.FILE
    whole = any(word.text in (".", "*", ":/", "./", "/") or not word.fixed for word in opts.plain)
    place = Place.UNKNOWN if whole or undo is Undo.HARD else Place.LOCAL
    return asked.found(ends(thing, "local", *marks, undo=undo), opts.plain, place=place)


_CHECKS: Final = ("CODEOWNERS", ".pre-commit-config.yaml", ".gitleaks.toml", "dependabot.yml",
                  "/security.yml", "/codeql.yml", "/codeql-analysis.yml")  # fmt: skip
"""Files by which a repository has changes looked at."""


def rewrite(asked: Asked) -> Found:
    """`filter-branch` and `filter-repo`: every commit anew; filters are programs."""
    opts = asked.opts
    if opts.has("--analyze", "--dry-run"):
        return Found().add(harmless(asked.by, Thing.COMMITS))
    what = Does(Kind.WRITES, Thing.COMMITS, ALL, HARD, frozenset({"history", "force"}),
                "git clone --mirror REPOSITORY BACKUP")  # fmt: skip
    found = asked.found(what)
    for name, words in opts.given.items():
        if name.endswith("-filter") and not name.startswith("--subdirectory"):
            found.inner += [Inner("shell", word.text, word.fixed, marks=asked.call.marks)
                            for word in words]  # fmt: skip
    return found
