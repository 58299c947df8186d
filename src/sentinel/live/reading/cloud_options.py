"""Options of clients that have too many to list: those that take no value are named instead.

An option that is not named takes the word behind it, so that a value is never taken for a verb;
a target that is lost so has no name, which is read as the worse.
"""

from collections.abc import Collection, Sequence

from sentinel.live.reading.calls import Word
from sentinel.live.reading.options import Options


def eager_options(
    words: Sequence[Word], flags: Collection[str], *, several: bool = False
) -> Options:
    """Take a command line apart.

    Args:
        words: Arguments, without the program.
        flags: Options that take no value.
        several: Whether an option takes every word up to the next option.

    Example:
        >>> words = [Word(each) for each in "--project delete vm list -q".split()]
        >>> eager_options(words, {"-q"}).texts
        ['vm', 'list']
    """
    found, waiting = Options(), ""
    for place, word in enumerate(words):
        text = word.text
        if text == "--":
            found.after = list(words[place + 1 :])
            break
        if text.startswith("-") and len(text) > 1 and not text[1:].isdigit():
            name, equals, value = text.partition("=")
            found.given.setdefault(name, [])
            if equals:
                found.given[name].append(Word(value, word.fixed, word.quoted))
            waiting = "" if equals or name in flags else name
            continue
        if waiting:
            found.given[waiting].append(word)
            waiting = waiting if several else ""
            continue
        found.unsure |= not word.fixed and not word.quoted
        found.plain.append(word)
    for name, given in found.given.items():
        if not given:
            found.given[name] = [Word("")]
    return found


def script_of(words: Sequence[Word]) -> tuple[str, bool]:
    """Words as one script, and whether all of it is known."""
    return " ".join(word.text for word in words), all(word.fixed for word in words)
