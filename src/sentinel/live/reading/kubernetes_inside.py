"""Verbs of `kubectl` that run something in a container, or open a way to one."""

from typing import Final

from sentinel.live.effects import Kind, Place, Radius, Thing
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.kubernetes_asked import GLOBALS, Asked
from sentinel.live.reading.options import options
from sentinel.live.reading.subcommands import (
    Does,
    Tool,
    called,
    does,
    done,
    ends,
    harmless,
    looks,
    makes,
    spread,
    writes,
)  # fmt: skip

_SESSIONS: Final = frozenset({"sh", "bash", "ash", "zsh", "/bin/sh", "/bin/bash", "/bin/ash"})
_OPEN: Final = frozenset({"0.0.0.0", "::", "*"})


def exec_(asked: Asked) -> Found:
    """`exec POD -- COMMAND`: the command is read as one in a container."""
    words = list(asked.call.words)
    verb = next(place for place, word in enumerate(words) if word.text.lower() == asked.verb)
    rest = words[verb + 1 :]
    split = next((place for place, word in enumerate(rest) if word.text == "--"), None)
    if split is not None:
        command = rest[split + 1 :]
    else:
        valued = GLOBALS | {"-c", "-f"}
        after = options(rest, valued, first_only=True).plain[1:]
        command = options(after, valued, first_only=True).plain
    if not command:
        what = does(Kind.EXECUTES, Thing.CODE, "container", "interactive")
        return Found().add(*asked.done(what, asked.opts.plain[:1]))
    found = called(command, asked.call, "container", place=asked.place)
    if len(command) == 1 and command[0].text in _SESSIONS and asked.call.stdin is None:
        # What is typed into a shell there is not on the page.
        what = does(Kind.EXECUTES, Thing.CODE, "container", "interactive")
        found.add(*asked.done(what, asked.opts.plain[:1]))
    return found


def copy(asked: Asked) -> Found:
    """`cp`: into a container it writes there; out of one it writes here."""
    plain = asked.opts.plain
    if len(plain) < 2:
        return Found().unread(asked.by, "it does not say what to copy", "broken")
    source, goal = plain[0], plain[1]
    found = Found()
    if ":" in goal.text:
        return found.add(*asked.done(writes(Thing.FILE, "container"), [goal]))
    if "/secrets/" in source.text or "/.ssh" in source.text or "/shadow" in source.text:
        found.add(*asked.done(does(Kind.REVEALS, Thing.SECRET, "container"), [source]))
    found.add(*asked.done(looks(Thing.FILE).marked("container"), [source]))
    here = (goal.fixed and not goal.text.startswith(("/", "~", ".."))) or place_of(
        goal.text) is Place.LOCAL  # fmt: skip
    place = Place.LOCAL if here else Place.UNKNOWN
    return found.add(*done(asked.call, writes(Thing.FILE), asked.by, [goal], place=place))


def forward(asked: Asked) -> Found:
    """`port-forward` and `proxy`: for this machine, unless they listen to all."""
    opts = asked.opts
    addresses = {each for value in opts.values("--address") for each in value.split(",")}
    hosts = opts.value("--accept-hosts")
    if addresses & _OPEN or "*" in hosts or opts.has("--disable-filter"):
        what = does(Kind.EXPOSES, Thing.NETWORK, "public")
        return Found().add(*asked.done(what, opts.plain[:1]))
    return Found().add(*asked.done(does(Kind.STARTS, Thing.NETWORK), opts.plain[:1]))


def run(asked: Asked) -> Found:
    """`run`: a pod of an image, and what it runs."""
    opts, found = asked.opts, Found()
    found.add(*asked.done(makes(Thing.WORKLOAD, *asked.strange_image()), opts.plain[:1]))
    if opts.has("--privileged"):
        found.add(*asked.done(does(Kind.ESCALATES, Thing.WORKLOAD, "root"), opts.plain[:1]))
    for word in opts.given.get("--overrides", ()):
        found.inner.append(Inner("manifest-patch", word.text, word.fixed, place=asked.place))
    command = opts.after or opts.plain[1:]
    options_only = bool(command) and command[0].fixed and command[0].text[:1] == "-"
    shelled = any(word.text in ("-c", "-lc", "-ec") or not word.fixed for word in command)
    if command and (shelled or not options_only):
        found.take([called(command, asked.call, "container", place=asked.place)])
    return found


def debug(asked: Asked) -> Found:
    """`debug`: on a node it opens the whole machine."""
    opts, found = asked.opts, Found()
    name = opts.plain[:1]
    if name and name[0].text.lower().startswith(("node/", "nodes/", "no/")):
        found.add(*asked.done(does(Kind.ESCALATES, Thing.NODE, "root"), name))
    elif opts.value("--profile") == "sysadmin":
        found.add(*asked.done(does(Kind.ESCALATES, Thing.WORKLOAD, "root"), name))
    else:
        found.add(*asked.done(makes(Thing.WORKLOAD, "container"), name))
    if opts.after:
        found.take([called(opts.after, asked.call, "container", place=asked.place)])
    return found


def attach(asked: Asked) -> Found:
    """`attach`: with standard input it speaks to the process, else it looks."""
    if asked.opts.has("-i", "--stdin"):
        what = does(Kind.EXECUTES, Thing.CODE, "container", "interactive")
        return Found().add(*asked.done(what, asked.opts.plain))
    return asked.looks()


def node_shell(asked: Asked) -> Found:
    """`node-shell` is a shell of root on a node."""
    found = Found().add(*asked.done(does(Kind.ESCALATES, Thing.NODE, "root"), asked.opts.plain[:1]))
    return found.take([called(asked.opts.after, asked.call, "root", "remote", place=asked.place)])


ROLLOUTS: Final = Tool(
    spread({
        "get | list | status | version | dashboard | lint | notifications": looks(Thing.WORKLOAD),
        "abort": does(Kind.STOPS, Thing.WORKLOAD, "rollback"),
        "promote": writes(Thing.WORKLOAD),
        "retry": does(Kind.STARTS, Thing.WORKLOAD),
        "restart": does(Kind.STOPS, Thing.WORKLOAD, "restart"),
        "undo": writes(Thing.WORKLOAD, "rollback"),
        "pause | set": writes(Thing.WORKLOAD),
        "create": makes(Thing.WORKLOAD),
        "terminate": ends(Thing.WORKLOAD),
        "delete": ends(Thing.WORKLOAD),
    }),
    GLOBALS | {"-l", "-f", "-o"},
    {"--full": "no-verify"},
    placed=("-n", "--namespace", "--context"),
)  # fmt: skip
"""`kubectl argo rollouts`, also as a program of its own."""


def plugin(asked: Asked) -> Found:
    """Plugins that have words of their own."""
    opts = asked.opts
    if asked.verb == "krew":
        if opts.verb() in ("install", "upgrade"):
            what = Does(Kind.EXECUTES, Thing.CODE, Radius.SET, marks=frozenset({"fetched"}))
            return Found().add(*asked.done(what, opts.plain[1:], f"{asked.by} {opts.verb()}"))
        if opts.verb() in ("list", "search", "info", "update", "version", ""):
            return asked.looks()
        return Found().add(*asked.done(ends(Thing.PACKAGE), opts.plain[1:]))
    if opts.verb() != "rollouts":
        return Found().unread(asked.by, "the sub-command is not known", "unknown-program")
    words: list[Word] = list(opts.plain[1:])
    if not words:
        return Found().add(harmless(asked.by, mark=""))
    call = Call("kubectl argo rollouts", asked.call.words, marks=asked.call.marks,
                place=asked.place)  # fmt: skip
    return ROLLOUTS.judge(call, opts, words)
