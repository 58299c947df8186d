"""What `redis-cli` does by its options, and scripts of Redis that only look."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from sentinel.live.reading.deeds import Deed, deed

OWN: Final[dict[str, Deed]] = {
    "--scan": deed("reads cache namespace easy"),
    "--bigkeys": deed("reads cache namespace easy"),
    "--memkeys": deed("reads cache namespace easy"),
    "--hotkeys": deed("reads cache namespace easy"),
    "--stat": deed("reads cache account easy"),
    "--latency": deed("reads cache account easy"),
    "--latency-history": deed("reads cache account easy"),
    "--latency-dist": deed("reads cache account easy"),
    "--intrinsic-latency": deed("reads cache account easy"),
    "--keystats": deed("reads cache namespace easy"),
    "--lru-test": deed("writes cache set hard"),
    "--functions-rdb": deed("creates backup account easy", "backup"),
    "--replica": deed("exfiltrates data account never"),
    "--slave": deed("exfiltrates data account never"),
    "--rdb": deed("creates backup account easy", "backup"),
    "--eval": deed("executes code unknown unknown", "file"),
    "--pipe": deed("writes cache set hard"),
}
CLUSTER: Final[dict[str, Deed]] = {
    "check": deed("reads cluster one easy"),
    "info": deed("reads cluster one easy"),
    "create": deed("creates cluster one easy"),
    "reshard": deed("writes cluster account hard"),
    "rebalance": deed("writes cluster account hard"),
    "del-node": deed("deletes node one hard"),
    "add-node": deed("writes cluster one easy"),
    "fix": deed("writes cluster account hard"),
    "call": deed("executes code account unknown", "many"),
}

_CALLED: Final = re.compile(r"redis\.p?call\s*\(\s*(?:'(\w+(?:\.\w+)?)'|\"(\w+(?:\.\w+)?)\")")
_CALLS: Final = re.compile(r"redis\.\w+\s*\(")
_BEYOND: Final = re.compile(
    r"\b(?:load|loadstring|dofile|require|setfenv|rawset|os|io|debug|while|repeat|goto)\b|\[\s*['\"]"
)


def reads_only(scripts: Sequence[str], looks: Collection[str]) -> bool:
    """Whether scripts of Lua call nothing but commands that look.

    Args:
        scripts: As they are written.
        looks: Names of commands that look, in small letters.

    Example:
        >>> reads_only(["return redis.call('GET', KEYS[1])"], {"get"})
        True
    """
    for script in scripts:
        called = [(one or other).lower() for one, other in _CALLED.findall(script)]
        if len(called) != len(_CALLS.findall(script)) or script.count("redis") != len(called):
            return False
        if not called or _BEYOND.search(script) or not all(each in looks for each in called):
            return False
    return bool(scripts)
