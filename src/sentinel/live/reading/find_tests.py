"""Tests of `find`: whether what it finds is some of what is there, or nearly all."""

from collections.abc import Sequence
from typing import Final

from sentinel.live.reading.names import names

_NAMED: Final = names("-name -iname -path -ipath -wholename -regex -iregex -lname")
_ALL: Final = names("* *.* .* ** .+ ?* */* ./*")
_TIMES: Final = {"-mtime": 1, "-atime": 1, "-ctime": 1, "-mmin": 1440, "-amin": 1440,
                 "-cmin": 1440}  # fmt: skip
"""Tests of age, each with how many of its units are a day."""
_OLD_DAYS: Final = 3
"""Days after which something counts as old."""
_OTHER: Final = names("-empty -user -newer -nouser -nogroup -xtype -perm -inum -samefile -group")
_NO_SIZES: Final = names("+0 -1 +0c +1c +0k")


def narrowed(tests: Sequence[str]) -> bool:
    """Whether the tests in front of an action leave out most of what is there.

    Args:
        tests: Words of the expression, up to the action.

    Example:
        >>> narrowed(["-name", "*.gz"]), narrowed(["-type", "f"]), narrowed(["-mtime", "+0"])
        (True, False, False)
    """
    if any(each in tests for each in ("-o", "-or", "!", "-not")):
        return not _NAMED.isdisjoint(tests) or not _TIMES.keys().isdisjoint(tests)
    pairs = zip(tests, [*tests[1:], ""], strict=False)
    return any(_narrows(test, value) for test, value in pairs)


def _narrows(test: str, value: str) -> bool:
    if test in _TIMES:
        return _old(value, _TIMES[test])
    if test == "-size":
        return bool(value) and value not in _NO_SIZES and "$" not in value
    return test in _OTHER or (test in _NAMED and value not in _ALL)


def _old(value: str, day: int) -> bool:
    number = value.removeprefix("+")
    if number == value:
        return False
    return not number.isdigit() or int(number[:9]) >= _OLD_DAYS * day
