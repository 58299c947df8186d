"""Everything that can have a row in the table, by name.

What a name stands for is loaded when it is asked for: `ceiling` brings
scikit-learn, and models bring torch, which the others do without.
"""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Final, cast
from urllib.parse import urlsplit

from sentinel.errors import OptionError, OverseerError
from sentinel.evaluation.arranging import arranged, is_arranged, members
from sentinel.evaluation.judges import Arrangement, Judge, RowReader
from sentinel.evaluation.oracle import Oracle
from sentinel.evaluation.presets import BUILT_IN, TINY, resolve
from sentinel.overseer import named
from sentinel.overseer.asking import SETTINGS_OF, Asking, unused
from sentinel.settings import SETTINGS
from sentinel.verdict import Investigator, Overseer

HOMES: Final = {
    **named.HOMES,
    "gate": "sentinel.live.incident_overseer:IncidentGate",
    "ngrams": "sentinel.evaluation.ngrams:Ngrams",
    "ngrams-proposal": "sentinel.evaluation.ngrams:on_proposals",
    "ceiling": "sentinel.evaluation.ceiling:Ceiling",
    "oracle": "sentinel.evaluation.oracle:Oracle",
}
"""Module and class of each name, in the order of the table."""

OUTSIDE: Final = {
    "chat": "sentinel.overseer.model:chat_overseer",
    "local": "sentinel.overseer.local:local_overseer",
    "tiny": "sentinel.overseer.tiny:tiny_overseer",
    "http": "sentinel.overseer.remote:remote_overseer",
    "file": "sentinel.overseer.brought:brought_overseer",
}
"""Module and maker of each kind that is named with where it is: `chat:MODEL@BASE_URL`,
`local:PATH_OR_HUB_ID`, `tiny:FOLDER` (what `local:tiny` stands for, of another folder),
`http:URL`, `FILE.py:CLASS`."""


ARRANGED: Final = "control"
"""The kind of protocols of control, `evaluation.arranging`."""


def build(name: str, asking: Asking | None = None) -> Judge:
    """Make what a name stands for.

    Args:
        name: A built-in name, a preset, what `OUTSIDE` lists, or a protocol of control around
            any of them; perhaps after `LABEL=`.
        asking: How what runs outside or on a model is asked.

    Raises:
        OverseerError: If nothing has that name, or it cannot be had here.
        ExtraError: If it needs a library that is not installed.

    Example:
        >>> build("naif")
        Traceback (most recent call last):
        sentinel.errors.OverseerError: no overseer is named 'naif'; there are naive, random, ...
    """
    found = resolve(name, SETTINGS.chat_url)
    if found.missing:
        raise OverseerError(
            f"{name!r} needs an endpoint: {found.missing}, or the variable SENTINEL_CHAT_URL"
        )
    kind, where = _outside(found.spec)
    if kind == ARRANGED:
        return arranged(where, asking or Asking(), build)
    if not kind:
        return cast("Judge", named.made(found.spec, HOMES))
    if found.spec == TINY:
        kind, where = "tiny", ""
    module, _, maker = OUTSIDE[kind].partition(":")
    make = cast("Callable[[str, Asking], Judge]", getattr(import_module(module), maker))
    return make(where, asking or Asking())


def _outside(spec: str) -> tuple[str, str]:
    """The kind of what a name stands for, and where that is; empty kind for a built-in one."""
    if is_arranged(spec):
        return ARRANGED, spec
    kind, colon, where = spec.partition(":")
    if colon and ".py:" in spec and kind not in ("chat", "local", "http", "https"):
        return "file", spec
    if kind in ("http", "https") and where.startswith("//"):
        return "http", spec
    return (kind, where) if colon and kind in OUTSIDE else ("", spec)


def kind_of(name: str) -> str:
    """Where the overseer of a name runs: `built-in`, `control` or one of `OUTSIDE`."""
    return _outside(resolve(name, SETTINGS.chat_url).spec)[0] or "built-in"


def absent(names: Iterable[str]) -> dict[str, str]:
    """The presets among some names for which no endpoint is known, and what names one."""
    found = {name: resolve(name, SETTINGS.chat_url) for name in names}
    return {name: each.missing for name, each in found.items() if each.missing}


def build_all(names: Iterable[str] = (), asking: Asking | None = None) -> dict[str, Judge]:
    """Make every one of `names`, each once and in their order; `BUILT_IN` when there are none.

    Returns:
        What was made, by the label of its row: the name, unless it is written `LABEL=NAME`.

    Raises:
        OverseerError: If nothing has one of the names. Nothing is made then.
        OptionError: If two have the same label, a key would be sent to several hosts, or a
            setting changes nothing of any of them.
    """
    wanted = list(dict.fromkeys(names)) or list(BUILT_IN)
    for name in wanted:
        if kind_of(name) == "built-in" and resolve(name, SETTINGS.chat_url).spec not in HOMES:
            build(name)
    labels = [resolve(name).label for name in wanted]
    for label in labels:
        if labels.count(label) > 1:
            raise OptionError(f"two overseers are called {label!r}; write OTHER=NAME")
    _check_key(wanted, asking)
    _check_settings(wanted, asking)
    return {label: build(name, asking) for label, name in zip(labels, wanted, strict=True)}


def _check_key(names: Iterable[str], asking: Asking | None) -> None:
    """Refuse to send one key to several hosts."""
    if asking is None or not asking.key:
        return
    every = [each for name in names for each in members(resolve(name).spec or name)]
    specs = [resolve(name, SETTINGS.chat_url).spec for name in every]
    urls = [each.rpartition("@")[2] for each in specs if each.startswith("chat:")]
    hosts = sorted({urlsplit(url).netloc for url in urls})
    if len(hosts) > 1:
        raise OptionError(
            f"SENTINEL_CHAT_KEY would be sent to {', '.join(hosts)}; evaluate them one by one"
        )


def _heeding(name: str) -> str:
    """The kind of a name as settings are heeded: `local:tiny` is asked in one way alone."""
    found = resolve(name, SETTINGS.chat_url)
    return "tiny" if found.spec == TINY else kind_of(name)


def _check_settings(names: Iterable[str], asking: Asking | None) -> None:
    """Refuse a setting that nothing heeds: who gave it thinks that something does."""
    every = [each for name in names for each in members(resolve(name).spec or name)]
    kinds = dict.fromkeys(map(_heeding, every))
    idle = unused(asking or Asking(), kinds)
    if idle:
        raise OptionError(
            f"--set {idle[0]} changes nothing of overseers of the kind {', '.join(kinds)}; "
            f"those of the kind {', '.join(k for k, s in SETTINGS_OF.items() if idle[0] in s)} "
            "heed it"
        )


def overseer(name: str, asking: Asking | None = None) -> Overseer | Investigator:
    """Make an overseer that sees briefings alone, as an episode takes it.

    Raises:
        OverseerError: If nothing has that name, or it sees more than an overseer may.
        OptionError: If a setting changes nothing of it.
    """
    _check_settings([name], asking)
    judge = build(name, asking)
    if isinstance(judge, Arrangement):
        raise OverseerError(f"{name!r} is a protocol of control, which only evaluate takes")
    if isinstance(judge, Oracle | RowReader):
        raise OverseerError(f"{name!r} sees more than a briefing, so it cannot play an episode")
    return judge
