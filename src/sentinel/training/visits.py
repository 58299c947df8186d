"""What the stream of decisions shows: when its incidents come again, and which it teaches."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Again(StrEnum):
    """What of an incident is shown on later visits, once every incident was met."""

    EVERY = "every"
    """Every decision: the tiers stay mixed as on the first visit. What another course cannot
    change, `action_screen` and first steps, reads as before, with a verdict drawn anew."""
    CHANGED = "changed"
    """What another course can change: no `action_screen`, and no first step of an incident."""


class Stream(BaseModel):
    """What decisions of `train` without end are made of."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    again: Again = Again.EVERY
    """Of later visits. A tokenizer is made from blocks so far on that all in them are such, and
    of such are the pages of stage 0 where its engine is `trl`."""
    ambiguous: bool = False
    """Whether verdicts on ambiguous decisions are learned, of which three of four are right;
    those of stage 0 teach no label and are on any decision."""
