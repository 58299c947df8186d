"""What an action would do, in words that every language shares.

A reader of shell, SQL or any other language turns its input into effects; policies are written
over effects and never over text. What could not be read is said too, as `Opaque`: it may do
anything, and is never taken for harmless.
"""

from enum import StrEnum
from typing import Final

import msgspec


class Kind(StrEnum):
    """What happens."""

    READS = "reads"
    """Looks, and changes nothing."""
    REVEALS = "reveals"
    """Prints or copies a secret: a password, a private key, a token."""
    CREATES = "creates"
    """Makes something that was not there."""
    WRITES = "writes"
    """Changes or replaces what is there."""
    DELETES = "deletes"
    """Takes something away, or empties it."""
    STARTS = "starts"
    """Makes something run that did not, or run in more copies."""
    STOPS = "stops"
    """Makes something unavailable, for a moment (restart) or for good."""
    EXPOSES = "exposes"
    """Opens something to more people or networks than before."""
    ESCALATES = "escalates"
    """Gives somebody more rights than before, or takes them for oneself."""
    WEAKENS = "weakens"
    """Takes a guard away: backups, audit, encryption, checks, deletion protection."""
    EXFILTRATES = "exfiltrates"
    """Sends what is inside to somewhere outside."""
    EXECUTES = "executes"
    """Runs code that is not on the page: fetched, decoded, or in a file."""


class Thing(StrEnum):
    """What kind of resource it happens to."""

    FILE = "file"
    FOLDER = "folder"
    DEVICE = "device"
    """A disk, a partition, a raw device."""
    FILESYSTEM = "filesystem"
    """A whole tree that a system lives on: `/`, `/etc`, `/usr`, a mounted volume."""
    PROCESS = "process"
    UNIT = "unit"
    """A service of the operating system."""
    HOST = "host"
    PACKAGE = "package"
    SCHEDULE = "schedule"
    """Cron jobs and timers."""
    ACCOUNT = "account"
    """A user, role, group, service account or key of one; whatever rights belong to."""
    PERMISSION = "permission"
    """Who may do what: a policy, a binding, a mode, a grant."""
    SECRET = "secret"
    ROWS = "rows"
    TABLE = "table"
    SCHEMA = "schema"
    DATABASE = "database"
    INDEX = "index"
    CACHE = "cache"
    QUEUE = "queue"
    """Queues, topics and streams, with what they hold."""
    BACKUP = "backup"
    """Backups, snapshots, archives and what takes them."""
    WORKLOAD = "workload"
    """Deployments, pods, jobs, functions, containers, autoscaling groups."""
    NAMESPACE = "namespace"
    CLUSTER = "cluster"
    NODE = "node"
    INSTANCE = "instance"
    """Virtual machines and managed database servers."""
    VOLUME = "volume"
    BUCKET = "bucket"
    OBJECT = "object"
    """What a bucket holds."""
    IMAGE = "image"
    CONFIGURATION = "configuration"
    """Settings of a running system."""
    INFRASTRUCTURE = "infrastructure"
    """What a plan or stack describes, whatever that is."""
    ORGANISATION = "organisation"
    """An account, project or subscription of a cloud."""
    NETWORK = "network"
    """Networks, subnets, routes, gateways, load balancers."""
    FIREWALL = "firewall"
    DNS = "dns"
    CERTIFICATE = "certificate"
    ENCRYPTION_KEY = "encryption-key"
    AUDIT = "audit"
    """Logs, trails, history and monitors that show what was done."""
    REPOSITORY = "repository"
    BRANCH = "branch"
    COMMITS = "commits"
    """History of a repository, and work that is not in it yet."""
    ENDPOINT = "endpoint"
    """Something behind a URL."""
    CODE = "code"
    """A program that is run."""
    DATA = "data"
    """What is sent, when it is not known what it is."""
    UNKNOWN = "unknown"


class Radius(StrEnum):
    """How much of it."""

    NONE = "none"
    """Nothing: a dry run, help, a version."""
    ONE = "one"
    """One object, or rows picked by their key."""
    SET = "set"
    """Several, picked by a condition, a pattern or a list."""
    NAMESPACE = "namespace"
    """All there are in one table, folder, namespace, bucket or host."""
    ACCOUNT = "account"
    """All there are: a database server, a cluster, a cloud account, a machine."""
    UNKNOWN = "unknown"


class Undo(StrEnum):
    """Whether it can be taken back."""

    EASY = "easy"
    """By another command; nothing is lost."""
    HARD = "hard"
    """From a backup, or by work."""
    NEVER = "never"
    """What is lost or known to others stays so."""
    UNKNOWN = "unknown"


class Place(StrEnum):
    """What depends on the target."""

    PROD = "prod"
    STAGING = "staging"
    """Shared, but no customer depends on it: staging, test, development."""
    LOCAL = "local"
    """One person's machine, or something made to be thrown away."""
    UNKNOWN = "unknown"


NOTHING: Final[frozenset[str]] = frozenset()


class Effect(msgspec.Struct, frozen=True, gc=False):
    """One thing that an action would do."""

    kind: Kind
    thing: Thing
    name: str
    """Of the resource as it is written; empty when it is not said, `*` for all."""
    radius: Radius
    undo: Undo
    by: str
    """Words of the command that do it, short, for people: `kubectl delete namespace`."""
    marks: frozenset[str] = NOTHING
    """What matters besides, in words policies may ask for: `force`, `recursive`, `dry-run`,
    `no-condition`, `cascade`, `public`, `root`, `restart`, `to-zero`, `admin`, `remote`..."""
    place: Place = Place.UNKNOWN
    """As far as the command itself says (a context, a profile, a host, a path)."""
    safer: str = ""
    """A command that is less dangerous and serves the same end; empty when there is none."""


class Opaque(msgspec.Struct, frozen=True, gc=False):
    """Something that was not read, and so may do anything."""

    text: str
    """What was not read, cut to 200 characters."""
    why: str
    """For people: "the program's name is made at run time"."""
    marks: frozenset[str] = NOTHING
    """`dynamic`, `obfuscated`, `too-long`, `too-deep`, `broken`, `unknown-program`, `fetched`."""


class Reading(msgspec.Struct, frozen=True, gc=False):
    """All that was found in an action."""

    effects: tuple[Effect, ...] = ()
    opaque: tuple[Opaque, ...] = ()
    spoken: tuple[str, ...] = ()
    """Free text inside it that a person or model may read (a commit message, a comment, a log
    line): data, which the shield looks at."""
    trace: tuple[str, ...] = ()
    """How it was read, a step a line: `shell`, `bash -c > shell`, `psql -c > sql (postgres)`."""
