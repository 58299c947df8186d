"""Shells that are called: `bash -c`, `sh FILE`, `curl ... | sh`; and calls inside a call.

Marks: `local-file` (what is run is in a file), `fetched`, `decoded`, `dynamic`.
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.file_paths import basename, init_script, system_program
from sentinel.live.reading.names import names
from sentinel.live.reading.options import options
from sentinel.live.reading.own_scripts import run

FETCHERS: Final = names("curl wget fetch aria2c http https nc ncat netcat socat lynx scp ftp")


def looks(call: Call, by: str = "") -> Found:
    """A call that only looks."""
    return Found().add(
        Effect(Kind.READS, Thing.UNKNOWN, "", Radius.NONE, Undo.EASY, by or call.program)
    )


def called(
    call: Call, words: list[Word], *marks: str, many: bool = False, fed: bool = True
) -> Found:
    """The call that a wrapper's remaining words are."""
    found = Found()
    variables = list(call.variables)
    while words and "=" in words[0].text and words[0].text.partition("=")[0].isidentifier():
        name, _, value = words[0].text.partition("=")
        variables.append((name, value))
        words = words[1:]
    if not words:
        return looks(call)
    first = words[0]
    shown = " ".join(each.text for each in words)
    if not first.fixed:
        return found.unread(shown, "the program's name is made at run time", "dynamic")
    name = first.text
    if not name.isascii() or not name.isprintable() or " " in name:
        return found.unread(shown, "the program's name hides what it is", "obfuscated")
    if service := init_script(name):
        name, words = "service", [Word("service"), Word(service), *words[1:]]
    elif name.startswith("/usr/local/"):
        variables.append(("0", name))
    if "/" in name and not system_program(name):
        effect = Effect(
            Kind.EXECUTES, Thing.CODE, name, Radius.UNKNOWN, Undo.UNKNOWN, name,
            frozenset(["local-file", *marks]) | call.marks,
        )  # fmt: skip
        found.add(run(effect, name, words[1:]))
    both = call.marks | frozenset(marks) | (frozenset(["many"]) if many else frozenset())
    found.calls.append(
        Call(
            basename(name), tuple(words[1:]), call.stdin if fed else None,
            call.piped if fed else "", both, call.place, tuple(variables),
        )
    )  # fmt: skip
    return found


def _su(call: Call) -> Found:
    found = options(call.words, names("-c --command -s --shell -g -G -u --user"))
    users = [*found.values("-u", "--user"), *(each for each in found.texts if each != "-"), "root"]
    marks = call.marks | ({"root"} if users[0] == "root" else set())
    commands = found.given.get("-c", found.given.get("--command", []))
    if commands:
        return Found(inner=[text_of(each, call, marks) for each in commands])
    if call.program == "runuser" and found.has("-u", "--user"):
        return called(call, found.plain, *marks - call.marks)
    if call.stdin is not None or call.piped:
        return shell(replace(call, program="sh", words=(), marks=marks))
    return Found().add(
        Effect(
            Kind.ESCALATES, Thing.ACCOUNT, users[0], Radius.ONE, Undo.EASY, call.program, marks,
        )
    )  # fmt: skip


def text_of(word: Word, call: Call, marks: frozenset[str] | None = None) -> Inner:
    """A word that a shell reads."""
    return Inner("shell", word.text, word.fixed, place=call.place, marks=marks or call.marks)


def shell(call: Call) -> Found:
    """`sh`, `bash`: what it runs is in `-c`, in a file, or fed to it."""
    words = list(call.words)
    place, command, checks = 0, False, False
    while place < len(words) and words[place].text[:1] in ("-", "+") and words[place].text != "-":
        text = words[place].text
        place += 1
        if text == "--":
            break
        if text in ("--version", "--help"):
            return looks(call)
        if text in ("--rcfile", "--init-file"):
            place += 1
        elif not text.startswith("--"):
            command = command or "c" in text[1:]
            checks = checks or ("n" in text and set(text) <= set("-neuxvf"))
            place += text[1:].count("o") + text[1:].count("O")
    rest = words[place:]
    if (rest and not rest[0].text.strip() and command) or checks:
        return looks(call)
    if command:
        return _commanded(call, rest)
    if rest and rest[0].text not in ("-", "/dev/stdin", "-s"):
        name = rest[0].text
        mark = ["dynamic"] if not rest[0].fixed else []
        effect = Effect(
            Kind.EXECUTES, Thing.CODE, name, Radius.UNKNOWN, Undo.UNKNOWN,
            f"{call.program} {name}"[:80], frozenset([*mark, "local-file"]),
        )  # fmt: skip
        return Found().add(run(effect, name, rest[1:]))
    return fed_code(call, "shell")


def _commanded(call: Call, rest: list[Word]) -> Found:
    if not rest:
        return Found().unread(call.program, "what it runs is not said", "dynamic")
    given = [each for each in rest[2:] if each.text]
    text = rest[0].text
    if given and "$" in text and all(each.fixed for each in given):
        quoted = " ".join("'" + each.text.replace("'", "'\\''") + "'" for each in given)
        text = f"set -- {quoted}\n{text}"
    elif given and not all(each.fixed for each in given) and "$" in text:
        text = f"set -- $_UNKNOWN\n{text}"
    return Found(inner=[Inner("shell", text, rest[0].fixed, place=call.place, marks=call.marks)])


def fed_code(call: Call, language: str) -> Found:
    """What an interpreter does that runs its standard input."""
    found = Found()
    if call.stdin is not None:
        decoded = call.stdin.marks & {"decoded"}
        found.inner.append(
            Inner(language, call.stdin.text, call.stdin.fixed, place=call.place,
                  marks=call.marks | decoded)
        )  # fmt: skip
        if decoded:
            found.add(
                Effect(
                    Kind.EXECUTES, Thing.CODE, "", Radius.UNKNOWN, Undo.UNKNOWN,
                    f"{call.piped} | {call.program}", frozenset(["decoded"]),
                )
            )  # fmt: skip
        return found
    if call.piped:
        fetched = ["fetched"] if call.piped in FETCHERS else []
        return found.add(
            Effect(
                Kind.EXECUTES, Thing.CODE, "", Radius.UNKNOWN, Undo.UNKNOWN,
                f"{call.piped} | {call.program}", frozenset([*fetched, "dynamic"]),
            )
        )  # fmt: skip
    return found.add(
        Effect(Kind.STARTS, Thing.PROCESS, call.program, Radius.ONE, Undo.EASY, call.program)
    )


_ANY_SHELL: Final = ("sh", "bash", "dash", "zsh", "ksh", "ash", "rbash", "mksh", "fish", "csh",
                     "tcsh", "bash5")  # fmt: skip

PROGRAMS: Final[dict[str, Reader]] = {
    **dict.fromkeys(_ANY_SHELL, shell),
    "su": _su,
    "runuser": _su,
}
