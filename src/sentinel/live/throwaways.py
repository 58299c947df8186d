"""Names of what was made for one change, and goes with it: `review-pr-118`, `preview/mr-7`.

They are looked for in the names of targets only, and a name that speaks of production is none.
"""

from functools import lru_cache
from typing import Final

import re2

from sentinel.live.effects import Place
from sentinel.live.places import place_of

_LONGEST: Final = 120
_NAMED: Final = re2.compile(
    r"(?i)(?:^|[^a-z0-9])(?:(?:review|preview|previews|ephemeral|pullrequest)"
    r"(?:[-_/](?:app|apps|env))?[-_/](?:(?:pr|mr)[-_]?)?\d{1,6}|(?:pr|mr)[-_]\d{1,6}|"
    r"(?:test|tests|ci|e2e)[-_](?:ci|run|job|build|pr|worker)[-_]?\d{1,8})"
    r"(?:$|[^a-z0-9])"
)


@lru_cache(maxsize=2048)
def thrown_away(name: str) -> bool:
    """Whether a name is of something made for one change, by its number.

    Args:
        name: As it is written. A long one is none.

    Example:
        >>> thrown_away("envs/review-pr-118"), thrown_away("preview-api"), thrown_away("pr-prod-1")
        (True, False, False)
    """
    if len(name) > _LONGEST or not _NAMED.search(name):
        return False
    return place_of(name) is not Place.PROD
