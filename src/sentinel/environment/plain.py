"""Numbers of other libraries as those of Python, where nothing is lost by it.

A seed drawn by numpy is a whole number to everybody but `isinstance` and JSON.
"""

from numbers import Real
from operator import index
from typing import SupportsIndex


def whole(value: object) -> int | None:
    """The whole number that a value is; None if it is none, and truth values are none.

    Example:
        >>> import numpy as np
        >>> whole(np.int64(42)), whole(42.0), whole(True), whole(np.True_), whole("42")
        (42, None, None, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, SupportsIndex):
        return None
    try:
        return index(value)
    except TypeError:  # arrays, and numpy's truth values, say that they could
        return None


def number(value: object) -> int | float | None:
    """The number that a value is, to the last digit; None if there is no such number.

    Example:
        >>> import numpy as np
        >>> number(np.float32(0.5)), number(np.int8(3)), number(np.True_), number("3")
        (0.5, 3, None, None)
    """
    if isinstance(value, bool):
        return None
    found = whole(value)
    if found is not None or not isinstance(value, Real):
        return found
    try:
        same = float(value)
    except OverflowError:
        return None
    return same if same == value or same != same else None
