"""Options of a command line, told from its other arguments.

Which options take a value differs by program, and guessing wrong hides the verb:
`kubectl --context delete get pods` reads pods. A reader says which options take one.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

import msgspec

from sentinel.live.reading.calls import Word

EMPTY: Final[frozenset[str]] = frozenset()

_OFF: Final = ("false", "no", "0")


class Options(msgspec.Struct, gc=False):
    """A command line, taken apart."""

    given: dict[str, list[Word]] = {}
    """Values by option as it is written (`-n`, `--namespace`), in order; an option without a
    value has the empty word."""
    plain: list[Word] = []
    """What is no option and no option's value, in order; what follows `--` is here as well."""
    after: list[Word] = []
    """What follows `--`, again."""
    unsure: bool = False
    """Whether an argument is made at run time where an option or a verb might stand."""

    def has(self, *names: str) -> bool:
        """Whether one of some options is given, and not as `--option=false`."""
        given = self.given
        if not given:
            return False
        for name in names:
            for word in given.get(name, ()):
                if word.text.lower() not in _OFF:
                    return True
        return False

    def value(self, *names: str) -> str:
        """The last value of the first of some options that is given; else the empty text."""
        for name in names:
            if name in self.given:
                return self.given[name][-1].text
        return ""

    def values(self, *names: str) -> list[str]:
        """Every value of some options."""
        return [word.text for name in names for word in self.given.get(name, ())]

    @property
    def asks_version(self) -> bool:
        """Whether nothing but the version is asked for; `delete x --version 3` deletes x."""
        said = self.given.get("--version", ())
        return bool(said) and not self.plain and all(not word.text for word in said)

    @property
    def texts(self) -> list[str]:
        """What is no option, as text."""
        return [word.text for word in self.plain]

    def verb(self, place: int = 0) -> str:
        """The plain argument at a place, in lower case; empty where there is none."""
        return self.plain[place].text.lower() if place < len(self.plain) else ""


def options(
    words: Sequence[Word],
    valued: Collection[str] = EMPTY,
    *,
    bundled: bool = True,
    single: bool = False,
    first_only: bool = False,
) -> Options:
    """Take a command line apart.

    Args:
        words: Arguments, without the program.
        valued: Options that take a value from the next word (`-n`, `--namespace`); any option
            may have one after `=`.
        bundled: Whether `-rf` is `-r -f`, and `-n3` is `-n 3` where `-n` takes a value.
        single: Whether long options are written with one dash (`-auto-approve`), as Go's flag
            package and terraform do; nothing is bundled then.
        first_only: Whether options end at the first argument that is none, as those of
            `sudo`, `env` and `xargs` do.

    Example:
        >>> words = [Word(each) for each in "--context delete get pods -n x".split()]
        >>> found = options(words, {"--context", "-n"})
        >>> found.texts, found.value("-n")
        (['get', 'pods'], 'x')
    """
    found, source = Options(), iter(words)
    for word in source:
        text = word.text
        if text == "--":
            found.after = list(source)
            found.plain += found.after
        elif not text.startswith("-") or text == "-" or _number(text):
            found.plain.append(word)
            found.unsure |= not word.fixed and not word.quoted
            if first_only:
                found.plain += source
        else:
            _option(found, word, source, valued, bundled=bundled and not single, single=single)
    return found


def _option(
    found: Options,
    word: Word,
    source: Iterator[Word],
    valued: Collection[str],
    *,
    bundled: bool,
    single: bool,
) -> None:
    name, equals, value = word.text.partition("=")
    if equals and (single or name.startswith("--") or (value and name in valued)):
        found.given.setdefault(name, []).append(Word(value, word.fixed, word.quoted))
    elif name in valued:
        following = next(source, Word(""))
        found.given.setdefault(word.text, []).append(following)
    elif bundled and not name.startswith("--") and len(word.text) > 2:
        _bundle(found, word, source, valued)
    else:
        found.given.setdefault(word.text, []).append(Word(""))


def _bundle(found: Options, word: Word, source: Iterator[Word], valued: Collection[str]) -> None:
    letters = word.text[1:]
    for place, letter in enumerate(letters):
        name = f"-{letter}"
        if name not in valued:
            found.given.setdefault(name, []).append(Word(""))
            continue
        rest = letters[place + 1 :].removeprefix("=")
        given = Word(rest, word.fixed, word.quoted) if rest else next(source, Word(""))
        found.given.setdefault(name, []).append(given)
        return


def _number(text: str) -> bool:
    return text[1:].replace(".", "", 1).isdigit()
