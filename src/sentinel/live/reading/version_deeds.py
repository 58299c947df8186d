"""What systems of version control do to a copy, and to what is shared."""

from typing import Final

from sentinel.live.effects import Kind, Radius, Thing, Undo
from sentinel.live.reading.subcommands import (
    Does,
    ends,
    looks,
    makes,
    writes,
)

LOOKS: Final = looks(Thing.REPOSITORY)
OWN: Final = writes(Thing.COMMITS, "local")
COPY: Final = makes(Thing.REPOSITORY, "local")
PUSHED: Final = writes(Thing.BRANCH, "remote")
LOST: Final = Does(
    Kind.DELETES, Thing.COMMITS, Radius.NAMESPACE, Undo.NEVER, frozenset({"uncommitted", "local"})
)
STRIPPED: Final = Does(
    Kind.DELETES, Thing.COMMITS, Radius.SET, Undo.NEVER, frozenset({"history", "local"})
)
FOR_GOOD: Final = Does(
    Kind.DELETES, Thing.COMMITS, Radius.NAMESPACE, Undo.NEVER, frozenset({"history", "remote"})
)
SHELVED: Final = ends(Thing.COMMITS, "local", undo=Undo.HARD)
