"""Boosted trees that were fitted elsewhere, judged with numpy alone.

A forest is kept as one file of plain arrays: reading it runs no code, and
needs no library of learning. Its inputs are named figures; one that is missing
follows, at every cut, the branch that was learnt for what is missing.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from sentinel.errors import OverseerError

FORMAT: Final = 1
"""Rises when a reader of the file has to change."""

Matrix = NDArray[np.float32]
"""One row a decision, one column a figure; NaN where it is not known."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees whose leaves add up to log-odds; arrays of shape `(trees, nodes)` unless said."""

    names: tuple[str, ...]
    """Figures, in the order of the columns."""
    start: float
    """Log-odds before the first tree."""
    column: NDArray[np.int32]
    """Column that a node cuts."""
    cut: NDArray[np.float32]
    """At most this goes left."""
    missing_left: NDArray[np.bool_]
    """Whether what is not known goes left."""
    left: NDArray[np.int32]
    """Node that follows; a leaf's own number."""
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    """Log-odds that a leaf adds; 0 for other nodes."""
    depth: int
    """Cuts on the longest way to a leaf."""

    def rows(self, given: Sequence[Mapping[str, float]]) -> Matrix:
        """Lay out the figures of some decisions.

        Returns:
            Shape `(decisions, figures)`; figures that the forest does not know are left out.
        """
        return laid_out(self.names, given)

    def risk(self, rows: Matrix) -> NDArray[np.float64]:
        """Probability that what was learnt holds.

        Args:
            rows: Shape `(decisions, figures)`.

        Returns:
            Shape `(decisions,)`, in [0, 1].
        """
        trees = np.arange(len(self.cut))[None]
        places = np.arange(len(rows))[:, None]
        node = np.zeros((len(rows), len(self.cut)), np.int32)
        for _ in range(self.depth):
            seen = rows[places, self.column[trees, node]]
            missing = np.isnan(seen)
            goes_left = np.where(
                missing, self.missing_left[trees, node], seen <= self.cut[trees, node]
            )
            node = np.where(goes_left, self.left[trees, node], self.right[trees, node])
        odds = self.start + self.value[trees, node].astype(np.float64).sum(axis=1)
        found: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-odds))
        return found

    def dumped(self) -> bytes:
        """The forest as a file; the same bytes for the same forest."""
        about = json.dumps({"format": FORMAT, "names": self.names, "depth": self.depth})
        file = BytesIO()
        np.savez_compressed(
            file, about=np.frombuffer(about.encode(), np.uint8), start=np.float64(self.start),
            column=self.column.astype(np.uint16), cut=self.cut, missing_left=self.missing_left,
            left=self.left.astype(np.uint16), right=self.right.astype(np.uint16),
            value=self.value,
        )  # fmt: skip
        return file.getvalue()


def laid_out(names: Sequence[str], given: Sequence[Mapping[str, float]]) -> Matrix:
    """Lay figures out in columns, those of `names` in their order, and leave the others out."""
    place = {name: column for column, name in enumerate(names)}
    found = np.full((len(given), len(names)), np.nan, np.float32)
    for row, figures in zip(found, given, strict=True):
        for name, value in figures.items():
            if name in place:
                row[place[name]] = value
    return found


def loaded(content: bytes) -> Forest:
    """Read a forest from a file's content.

    Raises:
        OverseerError: If it is no forest of this format.
    """
    try:
        with np.load(BytesIO(content), allow_pickle=False) as found:
            about = json.loads(found["about"].tobytes())
            if about["format"] != FORMAT:
                raise OverseerError(f"a forest of format {about['format']!r}; expected {FORMAT}")
            return Forest(
                tuple(about["names"]), float(found["start"]), found["column"].astype(np.int32),
                found["cut"], found["missing_left"], found["left"].astype(np.int32),
                found["right"].astype(np.int32), found["value"], int(about["depth"]),
            )  # fmt: skip
    except (BadZipFile, EOFError, KeyError, OSError, ValueError, zlib.error) as error:
        raise OverseerError(f"this file is no forest: {error}") from error
