"""What training never meets: families of incidents and kinds of change held out for `ood`.

The lists are data: a family or a kind that is named here occurs in no incident
of `train` or `validation`, and `ood` is made of them. Whoever adds a family
decides here whether it may be trained on.
"""

from typing import Final

from sentinel.world.drift import DriftKind

UNSEEN_FAMILIES: Final = ("N2", "D3", "P3")
"""Names that stop resolving, a replica to be rebuilt, a retry storm: three specialists' own."""

UNSEEN_DRIFTS: Final = (DriftKind.REMOVAL, DriftKind.ERRORS)
"""Changes after which a call finds nothing, or a tool fails."""

UNSEEN_SHARE: Final = 2 / 3
"""Share of `ood` incidents of a family that training never has.

The others are of known families under combinations of circumstances that it never has.
"""
