"""Processes that play for one that trains: they end with it, however it ends."""

import os
import time
from threading import Thread
from typing import Final

WATCHED_S: Final = 2.0
"""Seconds between two looks for a parent."""


def leave_with(parent: int) -> None:
    """Let this process end when its parent does, killed or not."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(WATCHED_S)
        os._exit(1)

    Thread(target=watch, daemon=True).start()
