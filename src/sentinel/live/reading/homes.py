"""Which module reads which program or language; a reader is loaded when it is first asked for.

A hundred modules read programs, and an action is about one or two of them. Where each name is
read is told by the modules themselves, once: what they said is kept (`live.kept`) for the next
process, and is made anew with every change of their sources.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any, Final, Generic, TypeVar

import msgspec

from sentinel.live.kept import keep, recall
from sentinel.live.reading.calls import Found, Inner, Reader

MODULES: Final = (
    "machine_tools", "clocks_and_cards", "process_views", "network_views", "network_loads",
    "cluster_storage", "cluster_control", "virtual_machines", "image_registries",
    "monitoring_tools", "named_runs", "more_database_clients", "jvm_builds", "app_consoles",
    "more_packages",
    "more_builds", "compilers", "project_checkers", "text_views",
    "host_tools", "package_tools", "backup_programs",
    "everyday_programs", "shell", "accounts", "wrappers", "files", "keys", "looking", "units",
    "daemons", "processes", "sockets", "networks", "builds", "scripts", "packages",
    "language_packages", "project_packages", "schedules", "firewalls", "firewall_tools",
    "remote_shells",
    "remote_copies", "transfers", "http_requests", "windows", "powershell", "sql",
    "database_clients", "database_upkeep", "migrations", "mail_programs", "key_value", "mongo",
    "queues", "stores", "kubernetes", "helm", "containers", "manifests", "terraform", "ansible",
    "git", "git_extensions", "version_control", "github", "aws", "aws_wrappers", "gcloud",
    "gsutil", "azure", "hosting", "object_stores", "smaller_clouds", "iam_policies", "prose",
    "function_calls", "incident_tools", "backup_tools", "broker_upkeep", "database_fleets",
    "message_tools", "salt", "configuration_tools", "observing_tools", "delivery_tools",
    "hosted_stores", "systemd_programs", "remote_access", "editors",
    "disk_wipers", "load_tools",
)  # fmt: skip
"""Readers, in `sentinel.live.reading`; a later one's programs go before an earlier one's."""

LanguageReader = Callable[[Inner], Found]

_KEPT: Final = "readers"
_Reader = TypeVar("_Reader", bound=Callable[..., Found])


class Homes(msgspec.Struct, frozen=True):
    """The module of each name."""

    programs: dict[str, str]
    languages: dict[str, str]


class Readers(Mapping[str, _Reader], Generic[_Reader]):
    """Readers by name, each loaded when it is first asked for.

    Args:
        table: What its modules call their readers: `PROGRAMS` or `LANGUAGES`.
        homes: The module of each name.
    """

    def __init__(self, table: str, homes: Mapping[str, str]) -> None:
        self._table, self._homes = table, homes
        self._loaded: dict[str, _Reader] = {}

    def __getitem__(self, name: str) -> _Reader:
        found = self._loaded.get(name)
        if found is None:
            found = self._loaded[name] = _told(self._homes[name], self._table)[name]
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._homes

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)

    def load(self) -> None:
        """Load all of them, so that nobody waits for one later."""
        for name in self._homes:
            self[name]


@cache
def readers() -> tuple[Readers[Reader], Readers[LanguageReader]]:
    """Readers of programs, and of languages, by name."""
    homes = recall(_KEPT, b"", Homes)
    if homes is None or not {*homes.programs.values(), *homes.languages.values()} <= {*MODULES}:
        homes = Homes(_asked("PROGRAMS"), _asked("LANGUAGES"))
        keep(_KEPT, b"", homes)
    return Readers("PROGRAMS", homes.programs), Readers("LANGUAGES", homes.languages)


def _asked(table: str) -> dict[str, str]:
    """The module of each name, as the modules say."""
    return {name: module for module in MODULES for name in _told(module, table)}


def _told(module: str, table: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = getattr(import_module(f"{__package__}.{module}"), table, {})
    return found
