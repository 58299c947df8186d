"""Readers made of tables in which a verb cannot hide behind an option that is not known.

A table names all that a program does; which of its options take a value it may not know in full.
So where only something is looked at, no later word, and no value of an option, may be a verb that
changes something: such a call is unread.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from sentinel.live.effects import Kind
from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.shells import called
from sentinel.live.reading.system_verbs import Tool, looks, read, shown, tool

_VERSIONS: Final = ("-V", "-v", "-version", "version")


def table(
    verbs: Mapping[str, str],
    valued: str = "",
    *,
    runs: Mapping[str, int] | None = None,
    after: bool = False,
    instead: Mapping[str, str] | None = None,
    extra: Mapping[str, str] | None = None,
    marks: Mapping[str, str] | None = None,
    dry: str = "--dry-run",
    bare: str = "",
    hosts: str = "",
    single: bool = False,
    names: int | None = None,
) -> Reader:
    """Make a reader of a table.

    Args:
        verbs: As `system_verbs.tool` takes them, and all that follows but `runs`.
        valued: Options that take a value.
        runs: Verbs that run the words after them, and how many words stand in between:
            `{"exec": 1}` of `lxc exec NAME -- COMMAND`.
        after: Whether what follows `--` is a command that is run.
        instead: Options that say what is done, whatever the verb.
        extra: Options that do something besides.
        marks: Options that mark what is done.
        dry: Options with which nothing is done.
        bare: What is done without a verb.
        hosts: Options that name another host.
        single: Whether long options have one dash.
        names: How many of the words behind the verb name what it is done to.
    """
    made = tool(verbs, valued, instead=instead, extra=extra, marks=marks, dry=dry, bare=bare,
                hosts=hosts, single=single, names=names)  # fmt: skip
    inner = dict(runs or {})

    def read_call(call: Call) -> Found:
        if len(call.words) == 1 and call.texts[0] in _VERSIONS and call.texts[0] not in verbs:
            return Found().add(looks(call, "--version"))
        if inner:
            first = options(call.words, made.valued, first_only=True, single=single)
            if first.verb() in inner:
                return _inside(call, first, made, inner[first.verb()])
        given = options(call.words, made.valued, single=single)
        found = read(made, call, given)
        if _only_looks(found) and _hides(made, call, given):
            return Found().unread(shown(call), f"an option of {call.program} may hide a verb")
        if after and given.after:
            found.calls += called(call, list(given.after)).calls
        return found

    return read_call


def _inside(call: Call, first: Options, made: Tool, skip: int) -> Found:
    rest = options(first.plain[1:], made.valued, first_only=True)
    words = rest.plain[skip:]
    words = words[1:] if words and words[0].text == "--" else words
    if words:
        return called(call, words, "container")
    what = f"{call.program} {first.verb()}"
    return Found().unread(shown(call), f"{what}: what is typed there is not known")


def _only_looks(found: Found) -> bool:
    return bool(found.effects) and all(
        each.kind is Kind.READS for each in found.effects
    ) and not found.opaque  # fmt: skip


def _hides(made: Tool, call: Call, given: Options) -> bool:
    """Whether a word that was not taken for a verb is one that changes something."""
    if any(word.text == "--help" for word in call.words):
        return False
    changing = {verb for verb, done in made.verbs.items() if any(
        each.kind is not Kind.READS for each in done)}  # fmt: skip
    changing.discard("")
    guessed = any(not each.text for values in given.given.values() for each in values)
    later = [each.text.lower() for each in given.plain] if guessed else []
    if any(verb in changing for verb in _phrases(later, 1)):
        return True
    values = [
        word.text.lower()
        for name, words in given.given.items()
        if not any(each.text.startswith(f"{name}=") for each in call.words)
        for word in words
    ]
    kept = {*made.instead, *made.extra}
    return any(value in changing or value.partition("=")[0] in kept for value in values)


def _phrases(texts: list[str], start: int) -> Iterator[str]:
    for place in range(start, len(texts)):
        for count in (1, 2, 3):
            yield " ".join(texts[place : place + count])


def views(line: str, valued: str = "", **more: str) -> dict[str, Reader]:
    """Make readers of programs that look at something, whatever their words.

    Args:
        line: The programs, parted by blanks.
        valued: Options that take a value.
        more: Options that change something, and what: keys are options without dashes, with
            `_` for `-`; a key of one letter is a short option.
    """
    instead = {_dashed(key): done for key, done in more.items()}
    one = table({"": "reads unknown"}, valued, instead=instead, bare="reads unknown")
    return dict.fromkeys(line.split(), one)


def _dashed(key: str) -> str:
    return f"-{key}" if len(key) == 1 else "--" + key.replace("_", "-")


def runner(valued: str = "", skip: int = 0) -> Reader:
    """Make a reader of a program that runs the words after its options.

    Args:
        valued: Options that take a value.
        skip: Plain words in front of the command.
    """
    takes = frozenset(valued.split())

    def read_call(call: Call) -> Found:
        found = options(call.words, takes, first_only=True)
        words = list(found.plain[skip:])
        return called(call, words) if words else Found().add(looks(call))

    return read_call
