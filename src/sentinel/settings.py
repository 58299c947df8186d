"""What the environment variables say, read once.

Unset and empty mean the same. Only the standard library is imported, so that
the world can ask where to keep its compiled kernels.

    SENTINEL_APPROVAL_S     seconds for which an approval of an action is good
    SENTINEL_CACHE_DIR      folder for what can be made again
    SENTINEL_CHAT_KEY       key of the chat endpoint that a command is pointed at
    SENTINEL_CHAT_URL       chat endpoint that overseers are asked at which a command names alone
    SENTINEL_IDLE_S         seconds after which a server lets an idle HTTP episode go
    SENTINEL_KEYS           1: a server asks for API keys, wherever it listens
    SENTINEL_LOG            json: logs of a server as one JSON object a line
    SENTINEL_MAX_SESSIONS   most episodes that a server plays at a time
    SENTINEL_MODE           demo: a public server, in which every address has its share
    SENTINEL_OTEL           1: a server makes an OpenTelemetry span of every judgement
    SENTINEL_PROXIES        addresses and networks of proxies whose word on who calls is taken
    SENTINEL_PUBLIC_URL     where people reach the server, for the links in messages
    SENTINEL_REDACT         file of patterns, one a line, of what else is kept out of the audit log
    SENTINEL_REQUIRE_ALL    1: a missing optional piece is an error, not a skip
    SENTINEL_RETENTION_DAYS days for which the audit log and closed reviews are kept
    SENTINEL_REVIEW_PEOPLE  least people who must approve what was found catastrophic
    SENTINEL_REVIEW_S       seconds that people have to decide about an action
    SENTINEL_SALT           secret that the private split is made from; without it there is none
    SENTINEL_STATE_DIR      folder for what is to be kept, such as the gate's audit log
    SENTINEL_STORE          URL of the database that the gate keeps its rows in
    SENTINEL_WEBHOOK_FORMAT json or slack: how a webhook is told of reviews
    SENTINEL_WEBHOOK_SECRET what messages to the webhook are signed with
    SENTINEL_WEBHOOK_URL    webhook that is told of reviews
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from typing import Final

from sentinel.errors import SentinelError

SWITCH: Final = {"": False, "0": False, "1": True}
"""What a yes-or-no variable may hold."""


MAX_SESSIONS: Final = 128
"""Most episodes of a server that was told nothing else; one holds about three megabytes."""


IDLE_S: Final = 900
"""Seconds for which a server that was told nothing else keeps an idle HTTP episode."""


NOWHERE: Final = Path(os.devnull, "sentinel")
"""A folder that cannot be made: one in the shared /tmp would be anybody's."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The environment variables that sentinel heeds."""

    cache_dir: Path
    """Folder for compiled kernels and other caches; absolute, and need not exist yet.

    `SENTINEL_CACHE_DIR`, else `sentinel` in `XDG_CACHE_HOME`, else `~/.cache/sentinel`.
    A path that cannot be made when there is no home folder either: callers cache nothing.
    """
    max_sessions: int
    """Most episodes that a server plays at a time, at least 1.

    `SENTINEL_MAX_SESSIONS`, 128 by default.
    """
    idle_s: int
    """Seconds after which a server lets an episode of its HTTP API go that nobody asks for.

    `SENTINEL_IDLE_S`, 900 by default.
    """
    demo: bool
    """Whether a server is a public demo: no key is asked, and every address has its share.

    `SENTINEL_MODE=demo`; unset by default.
    """
    require_all: bool
    """Whether a missing optional piece (an extra, a system tool) is an error instead of a skip.

    `SENTINEL_REQUIRE_ALL`, 0 by default.
    """
    chat_key: str = field(default="", repr=False)
    """Key of the chat endpoint that a command is pointed at; empty where it asks for none.

    `SENTINEL_CHAT_KEY`. The keys of other programs are left alone: an endpoint is any
    address that a command line names, and must not be sent a key that was meant for another.
    """
    chat_url: str = ""
    """Endpoint of overseers that a command names without one; empty where there is none.

    `SENTINEL_CHAT_URL`, unset by default.
    """
    salt: str = field(default="", repr=False)
    """Secret that the private split is made from; empty where there is none. Never printed.

    `SENTINEL_SALT`, unset by default.
    """
    keys: bool = False
    """Whether a server asks for API keys wherever it listens.

    `SENTINEL_KEYS`, 0 by default: it asks for them as soon as there is one.
    """
    log_json: bool = False
    """Whether a server writes its logs as JSON.

    `SENTINEL_LOG=json`; unset by default.
    """
    otel: bool = False
    """Whether a server makes a span of every judgement, which the `OTEL_*` variables export.

    `SENTINEL_OTEL`, 0 by default; needs the extra `otel`.
    """
    proxies: tuple[str, ...] = ()
    """Addresses and networks of proxies whose `X-Forwarded-For` says for whom a server answers.

    `SENTINEL_PROXIES`, separated by commas; none by default, this machine's own included:
    whoever is believed can name any address, and so escape the share of its own.
    """
    state_dir: Path = NOWHERE
    """Folder for what is to be kept; absolute, and need not exist yet.

    `SENTINEL_STATE_DIR`, else `sentinel` in `XDG_STATE_HOME`, else `~/.local/state/sentinel`.
    """
    store: str = field(default="", repr=False)
    """URL of the gate's database, as `live.store` lists them; may hold a password.

    `SENTINEL_STORE`, else the SQLite file `gate.db` in `state_dir`. Opened by what needs it alone.
    """
    retention_days: int | None = None
    """Days for which the audit log keeps its entries, and closed reviews are kept; for ever when
    None.

    `SENTINEL_RETENTION_DAYS`; one day by default in a demo, whose visitors are strangers.
    """
    redact: Path | None = None
    """File of RE2 patterns, one a line, of what is a secret beside what is known for one.

    `SENTINEL_REDACT`, unset by default.
    """
    review_s: int = 3_600
    """Seconds that people have to decide about an action; after them it is denied.

    `SENTINEL_REVIEW_S`, 3,600 by default.
    """
    approval_s: int = 600
    """Seconds for which an approval is good.

    `SENTINEL_APPROVAL_S`, 600 by default.
    """
    review_people: int = 2
    """Least people who must approve what was found catastrophic.

    `SENTINEL_REVIEW_PEOPLE`, 2 by default.
    """
    webhook_url: str = field(default="", repr=False)
    """Address that is told of reviews; may hold a secret itself, as those of Slack do.

    `SENTINEL_WEBHOOK_URL`, unset by default.
    """
    webhook_secret: str = field(default="", repr=False)
    """What messages to it are signed with.

    `SENTINEL_WEBHOOK_SECRET`; needed where there is a webhook.
    """
    webhook_format: str = "json"
    """`json`, or `slack` for what an incoming webhook of Slack takes.

    `SENTINEL_WEBHOOK_FORMAT`, json by default.
    """
    public_url: str = ""
    """Where people reach the server, for the links in messages; they have none where empty.

    `SENTINEL_PUBLIC_URL`, unset by default.
    """


def read(environ: Mapping[str, str]) -> Settings:
    """Read the settings out of environment variables.

    Args:
        environ: Values by variable name; variables of others are ignored.

    Returns:
        The settings, with defaults for what is unset.

    Raises:
        SentinelError: If a yes-or-no variable holds anything but 0 or 1, a number is none,
            there is no such mode, or a proxy is no address.

    Example:
        >>> read({"SENTINEL_CACHE_DIR": "/var/tmp/sentinel"}).cache_dir.as_posix()
        '/var/tmp/sentinel'
    """
    state_dir = _folder(environ, "SENTINEL_STATE_DIR", "XDG_STATE_HOME", ".local/state")
    days, patterns = environ.get("SENTINEL_RETENTION_DAYS"), environ.get("SENTINEL_REDACT")
    return Settings(
        cache_dir=_folder(environ, "SENTINEL_CACHE_DIR", "XDG_CACHE_HOME", ".cache"),
        max_sessions=_count(environ, "SENTINEL_MAX_SESSIONS", MAX_SESSIONS),
        idle_s=_count(environ, "SENTINEL_IDLE_S", IDLE_S),
        demo=_demo(environ),
        require_all=_switch(environ, "SENTINEL_REQUIRE_ALL"),
        keys=_switch(environ, "SENTINEL_KEYS"),
        log_json=_log_json(environ),
        otel=_switch(environ, "SENTINEL_OTEL"),
        chat_key=environ.get("SENTINEL_CHAT_KEY", "").strip(),
        chat_url=environ.get("SENTINEL_CHAT_URL", "").strip(),
        salt=environ.get("SENTINEL_SALT", ""),
        proxies=_networks(environ, "SENTINEL_PROXIES"),
        state_dir=state_dir,
        store=environ.get("SENTINEL_STORE", "").strip() or f"sqlite:///{state_dir / 'gate.db'}",
        retention_days=_count(environ, "SENTINEL_RETENTION_DAYS", 1)
        if days or _demo(environ)
        else None,
        redact=Path(patterns).absolute() if patterns else None,
        review_s=_count(environ, "SENTINEL_REVIEW_S", 3_600),
        approval_s=_count(environ, "SENTINEL_APPROVAL_S", 600),
        review_people=_count(environ, "SENTINEL_REVIEW_PEOPLE", 2),
        webhook_url=environ.get("SENTINEL_WEBHOOK_URL", "").strip(),
        webhook_secret=environ.get("SENTINEL_WEBHOOK_SECRET", "").strip(),
        webhook_format=environ.get("SENTINEL_WEBHOOK_FORMAT", "").strip() or "json",
        public_url=environ.get("SENTINEL_PUBLIC_URL", "").strip(),
    )


def _folder(environ: Mapping[str, str], own: str, shared: str, usual: str) -> Path:
    if environ.get(own, ""):
        return Path(environ[own]).absolute()
    root = Path(environ.get(shared, ""))
    if root.is_absolute():  # the XDG specification: ignore a relative one
        return root / "sentinel"
    try:
        return Path.home() / usual / "sentinel"
    except RuntimeError:
        return NOWHERE


def _switch(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "")
    if value not in SWITCH:
        raise SentinelError(f"{name}={value!r} must be 0 or 1")
    return SWITCH[value]


def _demo(environ: Mapping[str, str]) -> bool:
    value = environ.get("SENTINEL_MODE", "")
    if value not in ("", "demo"):
        raise SentinelError(f"SENTINEL_MODE={value!r} must be demo, or unset")
    return value == "demo"


def _log_json(environ: Mapping[str, str]) -> bool:
    value = environ.get("SENTINEL_LOG", "")
    if value not in ("", "json"):
        raise SentinelError(f"SENTINEL_LOG={value!r} must be json, or unset")
    return value == "json"


def _count(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name, "")
    if not value:
        return default
    if not value.isascii() or not value.isdecimal() or int(value) < 1:
        raise SentinelError(f"{name}={value!r} must be a whole number from 1")
    return int(value)


def _networks(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    found = [each.strip() for each in environ.get(name, "").split(",")]
    for each in filter(None, found):
        try:
            ip_network(each)
        except ValueError as error:
            text = f"{name}: {each!r} is no address or network, such as 10.0.0.0/8"
            raise SentinelError(text) from error
    return tuple(filter(None, found))


SETTINGS: Final = read(os.environ)
"""The settings of this process."""
