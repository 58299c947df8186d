"""A gate killed at random moments while it is asked: what it answered is in its audit log.

A function for `verify.py`. All kills are of servers with the same database, one after the other.
"""

import json
import sys
import tempfile
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from signal import SIGKILL
from threading import Thread
from time import sleep
from typing import Final

import msgspec
from servers import free_port, start

from sentinel.live.ledger import TENANT, links
from sentinel.live.store import Store
from sentinel.live.verifying import verify

CLIENTS: Final = 8
LONGEST_S: Final = 1.0
"""Most seconds for which a server is asked before it is killed."""

_SCRIPT: Final = Path(__file__).parent / "audited.py"


def killed(times: int) -> Mapping[str, int]:
    """Kill a gate again and again.

    Args:
        times: How often.

    Returns:
        `answered`: requests that were, in all. `lost`: those whose entry is not in the log, or
        says something else. `faults`: what `verify` found after any of the kills.
    """
    rng, answered, faults = Random(0), dict[str, str](), 0
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/gate.db"
        for _ in range(times):
            answered |= _asked(url, rng.uniform(0.0, LONGEST_S))
            store = Store.open(url)
            faults += sum(len(each.faults) for each in verify(store))
            store.close()
        with store.reading() as connection:
            bodies = [msgspec.json.decode(each.body) for each in links(connection, TENANT)]
        store.close()
    kept = {each["id"]: each["judgement"]["decision"] for each in bodies}
    lost = sum(kept.get(name) != decision for name, decision in answered.items())
    return {"answered": len(answered), "lost": lost, "faults": faults}


def _asked(url: str, seconds: float) -> dict[str, str]:
    """Ask a server until it is killed; gives what it answered, whole answers alone."""
    port = free_port()
    server = start([sys.executable, str(_SCRIPT), str(port), url], port)
    found: dict[str, str] = {}
    clients = [Thread(target=_ask, args=(port, found)) for _ in range(CLIENTS)]
    for each in clients:
        each.start()
    sleep(seconds)
    server.send_signal(SIGKILL)
    server.wait()
    for each in clients:
        each.join()
    return found


def _ask(port: int, found: dict[str, str]) -> None:
    connection, number = HTTPConnection("127.0.0.1", port, timeout=30), 0
    try:
        while True:
            number += 1
            body = json.dumps({"action_description": f"echo {number}"})
            connection.request("POST", "/live/oversee", body)
            said = json.loads(connection.getresponse().read())
            found[said["id"]] = said["decision"]
    except (OSError, HTTPException, ValueError):
        connection.close()
