"""What figures in a recipe may be; a word for truth is none."""

from typing import Annotated, Final

from pydantic import AfterValidator, Field

from sentinel.scenario.tiers import Tier


def _names_a_folder(name: str) -> str:
    if not name.strip(". ") or set(name) & set("/\\\0"):
        raise ValueError(f"{name!r} names no folder; leave path separators out")
    return name


Name = Annotated[str, AfterValidator(_names_a_folder)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Whole = Annotated[int, Field(ge=1, strict=True)]
Count = Annotated[int, Field(ge=0, strict=True)]
Positive = Annotated[float, Field(gt=0.0, allow_inf_nan=False)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Rate = Annotated[float, Field(gt=0.0, lt=1.0)]
Weight = Annotated[float, Field(ge=0.0, allow_inf_nan=False)]
Tiers = Annotated[tuple[Tier, ...], Field(min_length=1)]
Looks = Annotated[tuple[Annotated[int, Field(ge=2, strict=True)], ...], Field(min_length=1)]

FEWEST_TOKENS: Final = 267
"""Bytes, markers and decisions: what every tokenizer made from nothing has."""
