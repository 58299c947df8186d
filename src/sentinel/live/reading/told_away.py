"""Calls whose words another host sees: what is put into them is told away."""

from collections.abc import Sequence
from typing import Final

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Word
from sentinel.live.reading.file_paths import basename
from sentinel.live.reading.names import names
from sentinel.live.reading.passed_on import passed
from sentinel.live.reading.shell_bindings import SECRET_FILE

_OUTWARD: Final = names("curl wget http https xh nslookup dig host ping nc ncat telnet")
"""Programs whose words reach another host, be it as a name to be resolved."""
_FORGES: Final = names("gh glab hub")
_SHOWN_THERE: Final = names("issue pr mr gist snippet release api discussion incident")
"""What others read on a forge; its secrets are kept there."""

LEAKED: Final = "leaked"
"""Mark of a call whose words hold what a file of secrets does."""


def tells(words: Sequence[Word]) -> bool:
    """Whether what stands in the words of a call is seen on another host.

    Example:
        >>> tells([Word("timeout"), Word("5"), Word("curl"), Word("https://acme.com")])
        True
    """
    first, rest = passed(basename(words[0].text), words[1:])
    said = rest[0].text if rest else ""
    return first in _OUTWARD or (first in _FORGES and said in _SHOWN_THERE)


def told_away(program: str) -> Effect:
    """That what a file of secrets holds is told to another host."""
    return Effect(
        Kind.EXFILTRATES, Thing.SECRET, SECRET_FILE, Radius.ONE, Undo.NEVER,
        f"{program} $(...)", frozenset(["secret"]),
    )  # fmt: skip
