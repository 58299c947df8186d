"""How much of a briefing a gist holds."""

from enum import StrEnum


class Shows(StrEnum):
    """What a gist holds."""

    WHOLE = "whole"
    """Evidence, and what its figures come to."""
    EVIDENCE = "evidence"
    """Evidence without sums."""
    PROPOSAL = "proposal"
    """The proposed call and nothing else: what is learned from it is no reading of evidence."""
