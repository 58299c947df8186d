"""Names that hold the time at which they are made: `backup-$(date +%F).sql`.

What `date` prints is not known before it runs, but its shape is. A moment that no clock shows
stands for it, in the year 9999, so that a name that holds it is told from one that is written out.
"""

import re
from collections.abc import Sequence
from typing import Final

_LETTERS: Final = {
    "Y": "9999", "y": "99", "C": "99", "G": "9999", "g": "99", "m": "12", "d": "31", "e": "31",
    "H": "23", "I": "11", "k": "23", "l": "11", "M": "59", "S": "59", "N": "999999999",
    "j": "365", "U": "52", "W": "52", "V": "52", "u": "5", "w": "5", "p": "PM", "P": "pm",
    "F": "9999-12-31", "T": "23:59:59", "R": "23:59", "D": "12/31/99", "s": "253402300799",
    "a": "Fri", "A": "Friday", "b": "Dec", "B": "December", "h": "Dec", "Z": "UTC", "z": "+0000",
    "c": "Fri Dec 31 23:59:59 9999", "x": "12/31/9999", "X": "23:59:59", "n": "\n", "t": "\t",
    "%": "%",
}  # fmt: skip
_FIELD: Final = re.compile(r"%[-_0^#]?(:*[A-Za-z%])")
_STAMP: Final = re.compile(r"9999[-_.]?12|253402300799")
_AN_ISO: Final = {"-I": "%F", "--iso-8601": "%F", "-Iseconds": "%FT%T%z", "-R": "%c",
                  "--iso-8601=seconds": "%FT%T%z", "-Iminutes": "%FT%R%z"}  # fmt: skip
_VALUED: Final = ("-d", "--date", "-r", "--reference", "-v", "-f", "--file")
_ASIDE: Final = re.compile(
    r"[^/](?:\.(?:bak|orig|old|save|saved|backup|prev|rpmsave|before|\d{6,14})"
    r"(?:[-.]?\d{1,14})?|~)$"
)


_DROPPED: Final = re.compile(r"/(?:cron\.\w+|[\w-]+\.d|systemd/(?:system|user)|hooks|s?bin)/[^/]*$")
"""Folders of which all is read, or run, whatever it is called."""


def date_printed(texts: Sequence[str]) -> str | None:
    r"""What `date` prints, with that moment for the time; None where its shape is not known.

    Args:
        texts: Its arguments.

    Example:
        >>> date_printed(["+%Y%m%d"]), date_printed(["-s", "12:00"])
        ('99991231\n', None)
    """
    shape, rest = "%c", list(texts)
    while rest:
        text = rest.pop(0)
        if text in _VALUED:
            rest = rest[1:]
        elif text.startswith("+"):
            shape = text[1:]
        elif text in _AN_ISO:
            shape = _AN_ISO[text]
        elif text not in ("-u", "--utc", "-j") and not text.startswith("--date="):
            return None
    said = _FIELD.findall(shape)
    if not all(each in _LETTERS for each in said):
        return None
    return _FIELD.sub(lambda match: _LETTERS[match.group(1)], shape) + "\n"


def stamped(path: str) -> bool:
    """Whether a name holds the time at which it is made, and so is one that was not there.

    Example:
        >>> stamped("/srv/a-9999-12-31.sql"), stamped("/srv/a-2024-12-31.sql")
        (True, False)
    """
    return "9" in path and bool(_STAMP.search(path.rpartition("/")[2]))


def set_aside(path: str) -> bool:
    """Whether a name says that it is a copy kept beside something, which nothing reads in.

    Example:
        >>> set_aside("/etc/fstab.bak"), set_aside("/etc/fstab"), set_aside("/etc/.bak")
        (True, False, False)
    """
    return bool(_ASIDE.search(path)) or (stamped(path) and not _DROPPED.search(path))
