"""What a path says: how much hangs on it, and who trusts what is there."""

import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Found, Word
from sentinel.live.reading.moments import stamped
from sentinel.live.reading.names import names

_PROGRAMS: Final = names(
    "/bin /sbin /usr/bin /usr/sbin /usr/local/bin /usr/local/sbin /opt/homebrew/bin /snap/bin "
    "/opt/homebrew/sbin /usr/games /run/current-system/sw/bin $PATH ${PATH}"
)
_TOP: Final = names(
    "bin boot dev etc home lib lib32 lib64 media mnt opt proc root run sbin srv sys usr var "
    "Users Library System Applications Volumes private data"
)
_SECOND: Final = names("usr var etc System Library")
_TEMPORARY: Final = names(
    "node_modules build dist target .cache __pycache__ .pytest_cache .mypy_cache .ruff_cache "
    "coverage htmlcov .next .nuxt .tox .venv venv .terraform .gradle .parcel-cache .turbo tmp temp "
    "cache out .eggs .ipynb_checkpoints bin-debug DerivedData .nyc_output .hypothesis"
)
_PREVIEW: Final = re.compile(r"(?:(?:review|preview)-)?(?:pr|mr)-?\d+")
"""Folders of a preview that is made for one change."""
_MADE_ENDS: Final = (".pyc", ".tmp", ".swp", ".o", "~", ".class", ".retry", "tfplan", ".egg-info")
_DATA: Final = ("postgresql", "postgres", "mysql", "mariadb", "mongodb", "mongo", "redis", "etcd",
                "docker", "containerd", "kubelet", "elasticsearch", "rabbitmq", "kafka", "libvirt",
                "clickhouse", "cassandra", "prometheus", "grafana", "influxdb")  # fmt: skip
_QUIET: Final = names(
    "/dev/null /dev/stdout /dev/stderr /dev/tty /dev/stdin /dev/fd/1 /dev/fd/2 /dev/fd/63 nul "
    "/dev/zero /dev/full"
)
_DISKS: Final = ("sd", "hd", "vd", "xvd", "nvme", "disk", "rdisk", "mapper", "md", "mmcblk", "dm-",
                 "loop", "vg", "zd", "zvol", "mem", "kmem", "port", "block")  # fmt: skip
_PERSISTENT: Final = (
    "/.ssh/authorized_keys", "/etc/sudoers", "/etc/passwd", "/etc/shadow", "/etc/group",
    "/etc/gshadow", "/etc/cron", "/etc/anacrontab", "/var/spool/cron", "/etc/profile",
    "/etc/rc.local", "/etc/rc.d", "/etc/init.d", "/etc/systemd/", "/lib/systemd/", "/etc/pam.d",
    "/etc/ld.so", "/.bashrc", "/.bash_profile", "/.bash_login", "/.bash_logout", "/.profile",
    "/.zshrc", "/.zshenv", "/.zprofile", "/.zlogin", "/.config/fish/config.fish", "/etc/bash",
    "/etc/zsh", "/.config/autostart", "/.config/systemd", "/launchagents/", "/launchdaemons/",
    "/.git/hooks/", "/etc/environment", "/etc/ssh/", "/.ssh/config", "/.ssh/rc", "/.gitconfig",
    "/etc/update-motd.d", "/etc/udev", "/etc/modprobe.d", "/etc/apt/", "/etc/yum",
    "/.pam_environment",
    "/.forward", "/.vimrc", "/.npmrc", "/.pip/pip.conf", "/etc/krb5.conf", "/sysrq-trigger",
    "/etc/dnsmasq", "/proc/sys/kernel/core_pattern",
)  # fmt: skip
_SECRETS: Final = (
    "/etc/shadow", "/etc/gshadow", "/etc/sudoers", "/.aws/credentials", "/.aws/config", "id_rsa",
    "id_ed25519", "id_ecdsa", "id_dsa", "/.kube/config", "kubeconfig", "/.netrc", "/.pgpass",
    "/.my.cnf", "/.docker/config.json", "/.git-credentials", "/.npmrc", "/.pypirc", "/.vault-token",
    "/.gnupg", "/etc/ssl/private", "/etc/kubernetes/admin.conf", "/etc/kubernetes/pki",
    "credentials.json", "service-account", "serviceaccount/token", "secrets.y", "secret.y",
    "secrets.json", ".pem", ".key", ".pfx", ".p12", ".jks", ".keystore", "/.config/gcloud",
    "/.azure/", "/.bash_history", "/.zsh_history", "/.mysql_history", ".tfstate",
    ".tfvars", "/run/secrets", "/etc/krb5.keytab", "master.key", "credentials.xml", "wp-config.php",
    "/.config/gh/hosts", "/.terraform.d/credentials", ".htpasswd", "/etc/ssh/ssh_host",
    "/login data", "cookies.sqlite", "wallet.dat", "htdigest", "token.json", "/.password-store",
    "kdbx", "secrets.toml", "/private/", "/dev/mem", "/dev/kmem", "/proc/kcore",
)  # fmt: skip
_SSH_RUNS: Final = ("command", "exec", "include", "library", "provider", "agent", "no", "forward")
"""Words of settings of ssh that run something, or that make it believe or give more."""
_CERTIFICATES: Final = names(
    "chain.pem fullchain.pem cert.pem ca.pem cacert.pem ca-cert.pem server-cert.pem bundle.pem "
    "ca-bundle.pem client-cert.pem root.pem rootca.pem intermediate.pem tls.crt ca-certificates.crt"
)
"""What is shown to everybody who connects."""
_SHARED_NAMES: Final = (".env.example", ".env.sample", ".env.template", ".env.dist", ".pub")
_LOGS: Final = ("/var/log", "/.bash_history", "/.zsh_history", "/var/run/utmp")
_TRAILS: Final = names(
    "/var/log/auth.log /var/log/secure /var/log/wtmp /var/log/btmp /var/log/lastlog "
    "/var/log/faillog /var/log/audit/audit.log /var/log/messages /var/log/syslog /var/run/utmp "
    "/var/log/sudo.log /var/log/kern.log ~/.bash_history ~/.zsh_history /root/.bash_history"
)
"""Logs that show who did what; nothing but their daemons writes them."""
_BACKUPS: Final = ("backup", "snapshot", "/dumps", ".dump", ".bak")


@dataclass(frozen=True, slots=True)
class Aim:
    """What a path stands for."""

    name: str
    thing: Thing
    radius: Radius
    undo: Undo
    """Of its deletion."""
    marks: frozenset[str]
    place: Place


def basename(name: str) -> str:
    """Base name of a program, in lower case, without `.exe`."""
    return name.rstrip("/").rpartition("/")[2].lower().removesuffix(".exe")


def init_script(name: str) -> str:
    """The service that a script of init is for; empty where a program is no such script.

    Example:
        >>> init_script("/etc/init.d/nginx"), init_script("./init.d/nginx")
        ('nginx', '')
    """
    folder, _, service = name.rpartition("/")
    return service if folder in _INIT_SCRIPTS else ""


_INIT_SCRIPTS: Final = frozenset(
    {"/etc/init.d", "/etc/rc.d", "/etc/rc.d/init.d", "/usr/local/etc/rc.d", "/sbin/init.d"}
)


def system_program(name: str) -> bool:
    """Whether a path is where the system keeps its programs, or an environment of a project."""
    folder = name.rpartition("/")[0]
    return folder in _PROGRAMS or (
        folder.endswith(("venv/bin", "node_modules/.bin", "vendor/bin"))
        and not folder.startswith(("/tmp", "/var/tmp", "/dev/shm"))
    )


def ours(folder: str) -> bool:
    """Whether a folder of `PATH` is one that people keep programs in."""
    if folder in ("$PATH", "${PATH}", "") or folder.startswith(("~/", "$HOME/", "${HOME}/")):
        return bool(folder)
    return folder.startswith(("/usr/", "/opt/", "/nix/", "/home/", "/root/")) or "venv" in folder


def path_of(text: str, folder: str = "") -> str:
    """A path in one shape: `$HOME` is `~`, without `.` and double slashes."""
    if text == "~" or text.startswith(("~/", "/")):
        path = text
    elif text.startswith(("$HOME", "${HOME}", "$PWD", "${PWD}")):
        rest = text.partition("}")[2] if text.startswith("${") else text[text.find("$") + 1 :]
        rest = rest if text.startswith("${") else rest[4 if text.startswith("$HOME") else 3 :]
        path = ("~" if "HOME" in text[:6] else folder or ".") + rest
    elif folder and not text.startswith(("$", "~")):
        path = f"{path_of(folder)}/{text}"
    else:
        path = text
    return posixpath.normpath(path).replace("//", "/") if path else ""


@lru_cache(maxsize=4096)
def secret(text: str) -> bool:
    """Whether a path is one that secrets are kept in."""
    low = text.lower()
    if low.endswith(_SHARED_NAMES):
        return False
    base = low.rpartition("/")[2]
    if base in _CERTIFICATES:
        return False
    if base == ".env" or base.startswith(".env.") or base.endswith(".env"):
        return True
    shown = low if low.startswith("/") else f"/{low}"
    return shown.endswith(("/environ", "/mem")) or any(each in shown for each in _SECRETS)


def trusted(path: str) -> bool:
    """Whether the system, or a login, runs or believes what is in a file."""
    shown = (path if path.startswith("/") else f"/{path}").lower()
    return any(each in shown for each in _PERSISTENT)


def aim(word: Word, folder: str = "") -> Aim:
    """What a path stands for, as a target of something that deletes or writes."""
    return _aim(word.text, folder, fixed=word.fixed, quoted=word.quoted)


@lru_cache(maxsize=4096)
def _aim(text: str, folder: str, *, fixed: bool, quoted: bool) -> Aim:
    path = path_of(text, folder)
    place = place_of(path)
    known = fixed or (path.startswith("~") and "$" not in path)
    if not known:
        at_top = path.lstrip("$").startswith("{") or path.startswith("$")
        marks = {"dynamic"} | (
            {"system"} if path.startswith("/") and path.count("/") < 2 else set()
        )
        thing = Thing.FOLDER if at_top else Thing.FILE
        return Aim(text, thing, Radius.UNKNOWN, Undo.NEVER, frozenset(marks), place)
    parts = [each for each in path.split("/") if each]
    glob = not quoted and any(each in path for each in "*?[")
    marks = set[str]()
    if path.startswith("/dev/") and parts[1:] and parts[1].startswith(_DISKS):
        return Aim(text, Thing.DEVICE, Radius.ACCOUNT, Undo.NEVER, frozenset(["system"]), place)
    if whole := _whole(path, parts):
        return Aim(text, *whole, place)
    if _thrown_away(path, parts):
        place = Place.LOCAL if place is Place.UNKNOWN else place
        radius = Radius.SET if glob else Radius.ONE
        return Aim(text, Thing.FILE, radius, Undo.EASY, frozenset(["temporary"]), place)
    if path.startswith("/") and parts[0] in _TOP - {"home", "mnt", "media", "data", "srv", "Users"}:
        marks.add("system")
    if path.startswith("~") or parts[:1] in (["home"], ["Users"], ["root"]):
        marks.add("home")
    thing = _thing(path, parts)
    if thing is Thing.DATABASE and path.startswith("/var/lib/"):
        return Aim(text, thing, Radius.ACCOUNT, Undo.NEVER, frozenset(marks | {"system"}), place)
    if path in (".", "..", "*", "../*", "../..") or path.startswith("../.."):
        return Aim(text, Thing.FOLDER, Radius.NAMESPACE, Undo.HARD, frozenset(marks), place)
    radius = (Radius.NAMESPACE if path.endswith(".git") else Radius.SET) if glob else Radius.ONE
    return Aim(text, thing, radius, Undo.HARD, frozenset(marks), place)


def _whole(path: str, parts: list[str]) -> tuple[Thing, Radius, Undo, frozenset[str]] | None:
    """A tree that a system or a person's work lives on."""
    bare = parts[:-1] if parts and parts[-1] in ("*", ".*", "**", "?*") else parts
    system = (Thing.FILESYSTEM, Radius.ACCOUNT, Undo.NEVER, frozenset(["system"]))
    if path.startswith("/"):
        if not bare or (len(bare) == 1 and (bare[0] in _TOP or any(x in bare[0] for x in "*?[{"))):
            home = bool(bare) and bare[0] in ("home", "Users", "root")
            return (*system[:3], names("system home")) if home else system
        if len(bare) == 2 and bare[0] in _SECOND and bare[1] in (
            "lib", "bin", "sbin", "local", "share", "log", "run", "spool", "kubernetes", "systemd",
            "ssh", "ssl", "pam.d", "lib64", "www", "backups", "mail", "opt",
        ):  # fmt: skip
            return system if bare[1] != "log" else (Thing.AUDIT, *system[1:])
        if len(bare) == 2 and bare[0] in ("home", "Users"):
            return Thing.FOLDER, Radius.NAMESPACE, Undo.NEVER, frozenset(["home"])
    if bare and bare[0].startswith("~") and len(bare) == 1:
        return Thing.FOLDER, Radius.NAMESPACE, Undo.NEVER, frozenset(["home"])
    return None


def _thrown_away(path: str, parts: list[str]) -> bool:
    if path.startswith(("/tmp/", "/var/tmp/", "/dev/shm/", "/private/tmp/", "$TMPDIR/")):
        return ".." not in parts
    if ".." in parts or path.startswith(("/etc", "/usr", "/var", "/boot", "/opt", "/srv", "/lib")):
        return path.startswith("/var/cache/")
    if any(_PREVIEW.fullmatch(each) for each in parts):
        return True
    return any(each in _TEMPORARY for each in parts) or (
        bool(parts) and parts[-1].endswith(_MADE_ENDS)
    )


def _thing(path: str, parts: list[str]) -> Thing:
    low = path.lower()
    data = low.startswith("/var/lib/") and any(low[9:].startswith(each) for each in _DATA)
    if data or low.endswith((".sqlite", ".sqlite3", ".mdf", ".ibd")):
        return Thing.DATABASE
    if any(each in low for each in _LOGS):
        return Thing.AUDIT
    if any(each in low for each in _BACKUPS):
        return Thing.BACKUP
    state = low.rstrip("*/")
    return Thing.INFRASTRUCTURE if state.endswith((".tfstate", ".tfstate.d")) else Thing.FILE


def _plain_hosts(path: str, text: str) -> bool:
    """Whether what is added to the settings of ssh names hosts, and no program."""
    low = text.lower()
    return path.endswith("/.ssh/config") and not any(each in low for each in _SSH_RUNS)


def written(
    word: Word, *, append: bool, folder: str = "", by: str = "", text_added: str = ""
) -> Found:
    """What writing to a path does: a redirection, `tee`, the target of `cp`."""
    found, text = Found(), word.text
    path = path_of(text, folder)
    by = by or (f">> {text}" if append else f"> {text}")
    if path.lower() in _QUIET or text in ("-", ""):
        return found
    if path.startswith(("/dev/tcp/", "/dev/udp/")):
        return found.add(
            Effect(
                Kind.EXFILTRATES, Thing.ENDPOINT, text, Radius.UNKNOWN, Undo.NEVER, by,
                names("remote raw-socket"),
            )
        )  # fmt: skip
    if trusted(path) and not (append and text_added and _plain_hosts(path, text_added)):
        marks = {"persistent", "append" if append else "truncate"}
        return found.add(
            Effect(
                Kind.ESCALATES, Thing.PERMISSION, text, Radius.ACCOUNT, Undo.HARD, by,
                frozenset(marks | ({"dynamic"} if not word.fixed else set())),
            )
        )  # fmt: skip
    what = aim(word, folder)
    thing = what.thing
    marks = set(what.marks)
    new = stamped(path) and what.radius is Radius.ONE
    if not append:
        marks.add("saved" if new else "truncate")
    kind = Kind.CREATES if new else Kind.WRITES
    if not append and (path in _TRAILS or (thing is Thing.AUDIT and what.radius is not Radius.ONE)):
        kind = Kind.DELETES
        marks.add("audit")
    if path.startswith(("/proc/sys", "/sys/")):
        thing = Thing.CONFIGURATION
    undo = Undo.EASY if append or "temporary" in marks else what.undo
    return found.add(Effect(kind, thing, text, what.radius, undo, by, frozenset(marks), what.place))
