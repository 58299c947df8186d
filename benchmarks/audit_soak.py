"""A server with keys, an audit log and reviews that is asked for minutes: memory and errors.

Sixteen connections ask, one request after the other each: three of four about commands of the open
half of the corpus, the fourth about one that nobody has asked about before, so that whatever is
remembered of what was asked would show. Memory is what the server's own metrics tell.

Usage: python benchmarks/audit_soak.py [SECONDS]
"""

import asyncio
import re
import sys
import tempfile
from dataclasses import dataclass, field
from itertools import count
from statistics import linear_regression
from time import monotonic
from typing import Final
from urllib.request import Request as HttpRequest
from urllib.request import urlopen

import msgspec
from gate_speed import corpus
from rich.console import Console
from servers import sentinel_guarded, serving
from sqlalchemy import func, select

from sentinel.live.audit import JUDGED
from sentinel.live.keys import Keys
from sentinel.live.ledger import ENTRIES
from sentinel.live.request import Request
from sentinel.live.store import Store

SECONDS: Final = 600
CONNECTIONS: Final = 16
SLOPE_MB: Final = 1.0
"""Most megabytes by which a server may grow over 10,000 requests."""
LOOKS: Final = 120
"""How often its memory is looked at."""
WARMING: Final = 0.25
"""Share of the looks that do not count: caches fill, and the allocator takes its heap."""


@dataclass
class Soaked:
    """What was asked, and what came of it."""

    seconds: float
    answered: int = 0
    errors: list[str] = field(default_factory=list)
    """What was no answer, and what was one without an entry in the log."""
    kept: int = 0
    """Judgements that the log has."""
    grown: list[tuple[int, float]] = field(default_factory=list)
    """Requests that were answered, and megabytes that the server held then."""

    @property
    def slope_mb(self) -> float:
        """Megabytes by which it grew over 10,000 requests, by least squares."""
        looks = self.grown[int(len(self.grown) * WARMING) :]
        if len(looks) < 3:
            return 0.0
        return linear_regression(*zip(*looks, strict=True)).slope * 10_000


def main() -> None:
    """Soak, and print what came of it."""
    found = soaked(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
    held = found.slope_mb < SLOPE_MB and not found.errors and found.kept == found.answered
    Console(width=100).print(
        f"{found.answered:,} requests in {found.seconds:.0f} s, {len(found.errors)} errors, "
        f"{found.kept:,} in the log; {found.grown[0][1]:.1f} MB at the start, "
        f"{found.grown[-1][1]:.1f} at the end, {found.slope_mb:.3f} MB per 10,000 requests",
        found.errors[:3],
    )
    raise SystemExit(not held)


def soaked(seconds: float) -> Soaked:
    """Ask a server for some time."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/gate.db"
        store = Store.open(url)
        secret, _ = Keys(store).create("agent", ["oversee", "read"])
        found = Soaked(seconds)
        with serving(lambda port: sentinel_guarded(port, url)) as port:
            asyncio.run(_all(found, port, secret))
        with store.reading() as connection:
            judged = select(func.count()).where(ENTRIES.c.kind == JUDGED)
            found.kept = connection.execute(judged).scalar_one()
        store.close()
    return found


async def _all(found: Soaked, port: int, secret: str) -> None:
    until, numbers = monotonic() + found.seconds, count()
    known = [msgspec.json.encode(each) for each in corpus("open")]

    def body(number: int) -> bytes:
        if number % 4:
            return known[number % len(known)]
        new = Request(action_description=f"kubectl get pods -n team-{number}", run_id=f"{number}")
        return msgspec.json.encode(new)

    async def ask() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = (f"POST /live/oversee HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                f"Authorization: Bearer {secret}\r\nContent-Length: ")  # fmt: skip
        while monotonic() < until:
            text = body(next(numbers))
            writer.write(f"{head}{len(text)}\r\n\r\n".encode() + text)
            said = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = said.partition(b"content-length:")[2].partition(b"\r\n")[0]
            answer = await reader.readexactly(int(length))
            found.answered += 1
            if not said.startswith(b"http/1.1 200") or b'"id":""' in answer:
                found.errors.append(answer.decode()[:200])
        writer.close()
        await writer.wait_closed()

    async def look() -> None:
        for _ in range(LOOKS):
            held = await asyncio.to_thread(_resident_mb, port, secret)
            found.grown.append((found.answered, held))
            await asyncio.sleep(max(0.0, min(found.seconds / LOOKS, until - monotonic())))

    await asyncio.gather(look(), *(ask() for _ in range(CONNECTIONS)))


def _resident_mb(port: int, secret: str) -> float:
    asked = HttpRequest(f"http://127.0.0.1:{port}/metrics")
    asked.add_header("Authorization", f"Bearer {secret}")
    with urlopen(asked, timeout=60) as answer:
        text = answer.read().decode()
    (held,) = re.findall(r"^process_resident_memory_bytes (\S+)", text, re.MULTILINE)
    return float(held) / 2**20


if __name__ == "__main__":
    main()
