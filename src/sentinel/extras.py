"""Libraries that only an extra of the package brings."""

from collections.abc import Iterator
from contextlib import contextmanager

from sentinel.errors import ExtraError


@contextmanager
def brought_by(extra: str) -> Iterator[None]:
    """Import what an extra brings, and say how to install it where it is missing.

    Args:
        extra: Name of the extra, as in `pyproject.toml`.

    Raises:
        ExtraError: If a library cannot be imported.

    Example:
        >>> with brought_by("train"):
        ...     import no_such_library
        Traceback (most recent call last):
        ...
        sentinel.errors.ExtraError: no-such-library is missing: ...openenv-sentinel[train]...
    """
    try:
        yield
    except ImportError as missing:
        library = (missing.name or "a library").partition(".")[0].replace("_", "-")
        raise ExtraError(
            f"{library} is missing: python -m pip install 'openenv-sentinel[{extra}]'"
        ) from missing
