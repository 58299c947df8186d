"""Random messages to a server, while somebody else plays an episode there and must not notice.

Functions for `verify.py` and the tests.
"""

import asyncio
import json
from collections import Counter
from threading import Thread
from typing import Final

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sessions import alone, played
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

MESSAGES_EACH: Final = 10
"""Messages of one example, all on one connection."""

BYSTANDER_SEED: Final = 2_000

WORDS: Final = st.sampled_from(
    ["reset", "step", "state", "close", "mcp", "type", "data", "role", "decision", "reason",
     "risk", "responder", "overseer", "approve", "block", "tool", "target", "arguments",
     "query_logs", "scale_service", "seed", "split", "heldout", "index", "mode", "alternating",
     "episode_id", "metadata", "session_id", "tools/list", "\ud800", "\x00", ""]
) | st.text(max_size=8)  # fmt: skip
VALUES: Final = st.recursive(
    WORDS | st.none() | st.booleans() | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=12,
)
ACTIONS: Final = st.fixed_dictionaries(
    {"role": st.sampled_from(["overseer", "responder"]) | VALUES},
    optional={"decision": st.sampled_from(["approve", "block", "flag"]) | VALUES,
              "tool": WORDS, "target": WORDS, "risk": VALUES, "reason": VALUES,
              "arguments": VALUES},
)  # fmt: skip
OPTIONS: Final = st.dictionaries(
    st.sampled_from(["seed", "split", "index", "mode", "task_id", "labels", "self", "x"]),
    st.sampled_from([1, 42, "train", "demo", "alternating", "war_room"]) | VALUES, max_size=4,
)  # fmt: skip
MESSAGES: Final = (
    st.builds(lambda data: json.dumps({"type": "step", "data": data}), ACTIONS | VALUES)
    | st.builds(lambda data: json.dumps({"type": "reset", "data": data}), OPTIONS | VALUES)
    | st.builds(json.dumps, st.dictionaries(WORDS, VALUES, max_size=5) | VALUES)
    | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace").decode())
    | st.sampled_from(["[" * 2_000, "1" * 5_000, '{"type":' * 500, "NaN", '{"type":"step"}'])
    | st.binary(max_size=30)
)


def bombarded(port: int, messages: int) -> Counter[str]:
    """Send random messages, ten a connection, and count what came of them.

    Returns:
        `answered` and `refused` messages; `ended`, connections that were closed without being
        asked to; `untyped`, answers that are no message of the protocol or tell of something
        that broke; `noticed`, 1 if an episode played meanwhile was not the one played alone.
    """
    counts: Counter[str] = Counter()
    expected = alone(BYSTANDER_SEED)
    heard: list[object] = []
    going = True

    def bystand() -> None:
        while going or not heard:
            heard.append(asyncio.run(played(f"http://127.0.0.1:{port}", BYSTANDER_SEED)))

    bystander = Thread(target=bystand)
    bystander.start()

    @settings(
        max_examples=max(1, messages // MESSAGES_EACH), phases=[Phase.generate], deadline=None,
        database=None, derandomize=True, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.lists(MESSAGES, min_size=MESSAGES_EACH, max_size=MESSAGES_EACH))
    def send(given_messages: list[str | bytes]) -> None:
        with connect(f"ws://127.0.0.1:{port}/ws") as socket:
            for message in given_messages:
                if not _sent(socket, message, counts):
                    break

    try:
        send()
    finally:
        going = False
        bystander.join()
    counts["noticed"] = int(any(each != expected for each in heard))
    return counts


def _sent(socket: ClientConnection, message: str | bytes, counts: Counter[str]) -> bool:
    """Send one message and count its answer; False if there is nobody to talk to any more."""
    counts["sent"] += 1
    try:
        socket.send(message)
        text = socket.recv(timeout=30)
    except ConnectionClosed:
        counts["ended"] += not _closes(message)
        return False
    answer = json.loads(text)
    kind, data = answer.get("type"), answer.get("data")
    if kind in ("observation", "state", "mcp") and isinstance(data, dict):
        counts["answered"] += 1
    elif kind == "error" and data["message"] != "something went wrong here":
        counts["refused"] += 1
    else:
        counts["untyped"] += 1
    return True


def _closes(message: str | bytes) -> bool:
    """Whether a message asks for the end of its session."""
    try:
        data = json.loads(message)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and data.get("type") == "close"
