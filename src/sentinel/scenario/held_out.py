"""What training never meets: families of incidents and kinds of change held out for `ood`.

The lists are data: a family or a kind that is named here occurs in no incident
of `train` or `validation`, and `ood` is made of them. Whoever adds a family
decides here whether it may be trained on.
"""

from typing import Final

from sentinel.world.drift.kinds import DriftKind

UNSEEN_FAMILIES: Final = ("N2", "D3", "P3", "S3")
"""An emptied name record, a replica to be rebuilt, a retry storm, an intruder: one a specialist."""

UNSEEN_DRIFTS: Final = (DriftKind.ID, DriftKind.POLARITY, DriftKind.QUOTA)
"""A name read as something wider, a flag turned round, a limit that was not there."""

UNSEEN_SHARE: Final = 2 / 3
"""Share of `ood` incidents of a family that training never has.

The others are of known families under combinations of circumstances that it never has.
"""
