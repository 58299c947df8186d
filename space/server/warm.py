"""Compile what a server needs while its image is built, so that it starts at once.

numba takes compiled code for stale once its source has another time of change, and an
image keeps times in whole seconds: so the times are rounded before anything is compiled.
"""

import os
from importlib import import_module
from pathlib import Path

import sentinel


def round_times(folder: Path) -> None:
    """Cut the time of change of every source to a whole second."""
    for path in folder.rglob("*.py"):
        whole_s = int(path.stat().st_mtime)
        os.utime(path, (whole_s, whole_s))


def main() -> None:
    """Round the times, then play a little of everything."""
    round_times(Path(sentinel.__file__).parent)
    # Only now: numba notes the times when the kernel is imported.
    import_module("sentinel.app").warm()


if __name__ == "__main__":
    main()
