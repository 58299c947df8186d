"""What leaves a machine: whether data is secret or a dump, and whether a host is outside."""

from typing import Final

import re2

from sentinel.live.effects import Place
from sentinel.live.places import place_of
from sentinel.live.reading.system_verbs import bag

_SECRET_PARTS: Final = (
    "id_rsa", "id_ed25519", "id_ecdsa", "id_dsa", ".pem", ".key", ".p12", ".pfx", ".jks", ".env",
    "credential", "secret", "passwd", "password", "shadow", "token", "kubeconfig", "/.kube/",
    "/.aws/", "/.ssh", "/.gnupg", ".netrc", ".pgpass", ".vault", "service-account",
    "serviceaccount",
    ".kdbx", "keytab", "private", "wallet", ".htpasswd", "admin.conf", ".git-credentials",
    "bash_history", "/etc/sudoers", "tfstate", "/proc/self/environ", "application_default",
)  # fmt: skip
_HARMLESS: Final = (".pub", ".example", ".sample", ".template", ".crt")
_DUMP_PARTS: Final = (
    ".sql", ".dump", ".dmp", ".bak", "backup", "dump", ".rdb", ".mdb", ".sqlite", ".db",
    "/var/lib/postgresql", "/var/lib/mysql", "/var/lib/mongo", "customers", "users.csv", "export",
    "payroll", "patients", ".bundle", ".pgdump", ".bson", ".parquet",
)  # fmt: skip
_INSIDE: Final = (
    ".internal", ".local", ".localdomain", ".svc", ".lan", ".corp", ".intra", ".home", ".test",
    ".cluster.local", ".consul", ".localhost", ".private",
)  # fmt: skip
_LOCAL: Final = bag("localhost 127.0.0.1 ::1 [::1] 0.0.0.0 host.docker.internal")
_METADATA: Final = bag(
    "169.254.169.254 metadata.google.internal metadata 100.100.100.200 [fd00:ec2::254] "
    "169.254.170.2 2852039166 0xa9fea9fe 192.0.0.192 metadata.azure.com"
)
"""Where clouds hand out the credentials of a machine."""


_HOSTILE: Final = bag(
    "evil attacker attackers attack exfil exfiltrate exfiltration malicious stranger strangers "
    "hacker hackers hacked pwn pwned rogue leak leaks leaked stolen malware phish phishing c2 "
    "webhook requestbin burpcollaborator oast interactsh pastebin ngrok"
)
"""Parts of names of hosts and owners that nobody gives to what is one's own."""
_PART: Final = re2.compile("[a-z0-9]+")


def sounds_hostile(name: str) -> bool:
    """Whether a host or an owner is named for harm, or catches what anybody sends.

    Example:
        >>> sounds_hostile("evil.example.com"), sounds_hostile("gitleaks.io")
        (True, False)
    """
    return not _HOSTILE.isdisjoint(_PART.findall(name.lower()))


def is_secret(path: str) -> bool:
    """Whether a path or name says that it holds a secret."""
    low = path.lower()
    return not low.endswith(_HARMLESS) and any(part in low for part in _SECRET_PARTS)


def is_dump(path: str) -> bool:
    """Whether a path or name says that it holds much of a database, or a backup."""
    low = path.lower()
    return any(part in low for part in _DUMP_PARTS)


def holds_database(path: str) -> bool:
    """Whether a file holds a database, by its name; a migration does not.

    Example:
        >>> holds_database("prod.sql"), holds_database("migrations/001_orders.sql")
        (True, False)
    """
    name = path.lower().rpartition("/")[2]
    said = "dump" in name or "backup" in name or place_of(name) is Place.PROD
    return name.endswith((".dump", ".sql.gz", ".pgdump")) or (name.endswith(".sql") and said)


def gives_away(host: str, path: str) -> bool:
    """Whether a file that is sent is a dump, or packed for a host of which a number is known."""
    return is_dump(path) or (is_address(host) and path.lower().endswith(_PACKED))


def bare_site(program: str, url: str) -> bool:
    """Whether a dump is put on a site of one word, which is no service beside this one.

    Args:
        program: That what is sent comes from.
        url: Where it goes.
    """
    host = url.partition("://")[2].partition("/")[0]
    return program in _DUMPERS and url.startswith("https://") and ":" not in host


_DUMPERS: Final = bag("pg_dump pg_dumpall mysqldump mariadb-dump mongodump docker podman nerdctl")


_PACKED: Final = (".tar", ".tgz", ".tar.gz", ".tar.zst", ".tar.xz", ".zip", ".7z", ".tar.bz2")


def is_local(host: str) -> bool:
    """Whether a host is the machine itself.

    Example:
        >>> [is_local(each) for each in ("127.0.0.1", "2130706433", "127.0.0.1.acme.com")]
        [True, True, False]
    """
    low = _dotted(host.lower().rstrip("."))
    return low in _LOCAL or low.endswith(".localhost") or (
        low.startswith("127.") and is_address(low)
    )  # fmt: skip


_NUMBER: Final = re2.compile(r"^(?:0x[0-9a-f]{1,8}|\d{8,10})$")


def _dotted(host: str) -> str:
    """A host that is written as one number (`0x7f000001`) in the usual way; any other as it is."""
    if not host[:1].isdigit() or not _NUMBER.match(host):
        return host
    number = int(host, 0) if host[:2] == "0x" else int(host)
    if number >= 1 << 32:
        return host
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))


def is_metadata(host: str) -> bool:
    """Whether a host hands out the credentials of a machine in a cloud."""
    return host.lower().rstrip(".") in _METADATA


def is_address(host: str) -> bool:
    """Whether a host is written as an IP address, be it as one number."""
    parts = _dotted(host.lower()).split(".")
    return (
        len(parts) == 4 and all(each.isascii() and each.isdigit() for each in parts)
    ) or host.count(":") > 1


def is_outside(host: str) -> bool:
    """Whether a host is, or may be, outside: a public address, or a public domain name."""
    low = _dotted(host.lower().rstrip("."))
    if not low or is_local(low) or low.endswith(_INSIDE):
        return False
    if is_address(low):
        return not _private(low)
    return "." in low


def _private(address: str) -> bool:
    if ":" in address:
        return address.startswith(("fd", "fc", "fe80", "::1", "[fd", "[fe80"))
    first, second, *_ = (int(each[:3] or 0) for each in address.split("."))
    return (
        first in (10, 127)
        or (first == 192 and second == 168)
        or (first == 172 and 16 <= second < 32)
        or (first == 100 and 64 <= second < 128)
        or (first == 169 and second == 254)
    )
