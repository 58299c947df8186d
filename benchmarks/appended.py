"""Processes that append to one audit log at the same time: none is lost, and no chain forks.

A function for `verify.py`, and what each process runs.

Usage: python benchmarks/appended.py URL NAME ENTRIES
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from threading import Thread
from typing import Final

import msgspec

from sentinel.live.audit import Audit
from sentinel.live.ledger import TENANT, links
from sentinel.live.store import Store
from sentinel.live.verifying import verify

PROCESSES: Final = 4
THREADS: Final = 4
"""Threads of each that append and wait."""


def appended(url: str, entries: int) -> Mapping[str, int]:
    """Append from several processes.

    Args:
        url: Of an empty database.
        entries: How many in all.

    Returns:
        `lost`: entries that were answered and are not there. `twice`: those that are there again.
        `faults`: what `verify` found. `entries`: how many are there.
    """
    share = entries // PROCESSES
    running = [
        subprocess.Popen(
            [sys.executable, __file__, url, str(each), str(share)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for each in range(PROCESSES)
    ]
    if any(each.wait() for each in running):
        raise RuntimeError("a process that appends failed")
    store = Store.open(url)
    with store.reading() as connection:
        found = [msgspec.json.decode(each.body) for each in links(connection, TENANT)]
    names = [(each["process"], each["number"]) for each in found]
    expected = {(str(name), number) for name in range(PROCESSES) for number in range(share)}
    faults = sum(len(each.faults) for each in verify(store))
    store.close()
    return {
        "lost": len(expected - set(names)), "twice": len(names) - len(set(names)),
        "faults": faults, "entries": len(names),
    }  # fmt: skip


def append(url: str, name: str, entries: int) -> None:
    """Append from several threads, each waiting for its entry before the next."""
    audit = Audit(Store.open(url))

    def run(first: int) -> None:
        for number in range(first, entries, THREADS):
            audit.append("noted", {"process": name, "number": number})

    threads = [Thread(target=run, args=(each,)) for each in range(THREADS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    audit.close()


if __name__ == "__main__":
    append(sys.argv[1], sys.argv[2], int(sys.argv[3]))
