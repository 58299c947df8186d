"""`gsutil` and `bq`: buckets and warehouses of Google Cloud."""

from collections.abc import Callable
from typing import Final

from sentinel.live.effects import Kind, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Inner, Reader
from sentinel.live.reading.cloud_options import script_of
from sentinel.live.reading.cloud_orders import Case, Order, plain_call, worse_place
from sentinel.live.reading.cloud_words import words_in
from sentinel.live.reading.gcloud_cases import transfer
from sentinel.live.reading.options import options

_HEAD: Final = frozenset({"-o", "-h", "-u", "-i"})
_LOOKS: Final = frozenset({"ls", "cat", "du", "stat", "hash", "help", "version", "test"})


def read_gsutil(call: Call) -> Found:
    """Read a call of `gsutil`."""
    head = options(call.words, _HEAD, bundled=False, first_only=True)
    verb = head.verb()
    if not head.plain:
        return Order(call, "gsutil", head).does(Kind.READS, Thing.UNKNOWN, radius=Radius.NONE)
    if not head.plain[0].fixed:
        return Found().unread(plain_call(call), "the command is made at run time", "dynamic")
    valued = {"-a", "-x", "-h", "-c", "-s", "-p", "-l", "-b"} if verb in _VALUED else {"-h"}
    rest = options(head.plain[1:], valued)
    order = Order(call, f"gsutil {verb}", rest, rest.plain, call.place, marks=call.marks)
    if verb in _LOOKS:
        return order.looks(Thing.OBJECT)
    case = _GSUTIL.get(verb)
    return case(order) if case is not None else order.strange()


_VALUED: Final = frozenset({"cp", "mv", "mb", "signurl", "acl", "rewrite"})


def _remove(order: Order) -> Found:
    deep = all("/" in word.text[5:].rstrip("/") for word in order.targets)
    if order.has("-r", "-R") or any("**" in word.text for word in order.targets):
        thing, radius = (
            (Thing.OBJECT, Radius.SET) if deep else (Thing.BUCKET, Radius.NAMESPACE)
        )  # fmt: skip
        return order.does(
            Kind.DELETES, thing, "recursive",
            radius=radius, undo=Undo.NEVER, safer="list it first: gsutil ls -r",
        )  # fmt: skip
    many = Radius.SET if order.has("-a", "-I") else None
    return order.does(Kind.DELETES, Thing.OBJECT, radius=many)


def _bucket(order: Order) -> Found:
    kind = Kind.DELETES if order.by.endswith("rb") else Kind.CREATES
    return order.does(kind, Thing.BUCKET, undo=Undo.EASY)


def _sync(order: Order) -> Found:
    return order.dry() if order.has("-n") else transfer(order)


def _rights(order: Order) -> Found:
    """`iam` and `acl`: a sub-command, then who gets what."""
    verb = order.options.verb()
    order.targets = order.options.plain[1:]
    if verb == "get":
        return order.looks(Thing.PERMISSION)
    if order.says("allusers", "allauthenticatedusers", "public-read"):
        return order.does(Kind.EXPOSES, Thing.BUCKET, "public")
    if order.has("-d"):
        return order.does(Kind.DELETES, Thing.PERMISSION)
    return order.does(Kind.ESCALATES, Thing.PERMISSION)


def _setting(order: Order) -> Found:
    """`versioning`, `lifecycle`, `retention`, `logging`...: a sub-command and its targets."""
    verb, said = order.options.verb(), order.options.verb(1)
    order.targets = order.options.plain[2:]
    about = order.by.partition(" ")[2]
    if verb in ("get", "list"):
        return order.looks(Thing.CONFIGURATION)
    if about in ("versioning", "logging") and (said == "off" or verb == "off"):
        thing = Thing.AUDIT if about == "logging" else Thing.BUCKET
        return order.does(Kind.WEAKENS, thing, "backup" if thing is Thing.BUCKET else "audit")
    if about == "lifecycle":
        return order.does(Kind.DELETES, Thing.OBJECT, "persistent", radius=Radius.NAMESPACE)
    if about == "retention" and verb == "clear":
        return order.does(Kind.WEAKENS, Thing.BUCKET, "protection")
    if about == "pap" and said != "enforced":
        return order.does(Kind.EXPOSES, Thing.BUCKET, "public", "protection")
    return order.does(Kind.WRITES, Thing.CONFIGURATION)


def _sign(order: Order) -> Found:
    return order.does(Kind.EXPOSES, Thing.OBJECT, "temporary")


_GSUTIL: Final[dict[str, Case]] = {
    "rm": _remove, "rb": _bucket, "mb": _bucket, "cp": transfer, "mv": transfer, "rsync": _sync,
    "iam": _rights, "acl": _rights, "defacl": _rights, "signurl": _sign,
    **dict.fromkeys(
        ("versioning", "lifecycle", "retention", "logging", "pap", "cors", "web", "label", "ubla",
         "defstorageclass", "kms", "requesterpays", "autoclass", "setmeta", "notification"),
        _setting,
    ),
}  # fmt: skip

_BQ_VALUED: Final = words_in(
    "--project_id --dataset_id --location --format --max_rows -n --destination_table --job_id "
    "--source_format --description --schema --expiration --default_table_expiration "
    "--time_partitioning_type --time_partitioning_field --clustering_fields --parameter "
    "--maximum_bytes_billed --label --apilog --bigqueryrc --credential_file --field_delimiter "
    "--skip_leading_rows --destination_format --compression --max_results --filter --view "
    "--write_disposition --service_account"
)
_BQ_LOOKS: Final = frozenset({"ls", "show", "head", "help", "version", "info", "wait", "get-iam-p"
                              "olicy", "partition"})  # fmt: skip


def read_bq(call: Call) -> Found:
    """Read a call of `bq`."""
    given = options(call.words, _BQ_VALUED, bundled=False)
    verb = given.verb()
    order = Order(call, f"bq {verb}".rstrip(), given, given.plain[1:], marks=call.marks)
    order.place = worse_place(call.place, place_of(order.value("--project_id")))
    if given.plain and not given.plain[0].fixed:
        return Found().unread(plain_call(call), "the command is made at run time", "dynamic")
    if not verb or verb in _BQ_LOOKS or order.has("--help", "--version"):
        return order.looks(Thing.TABLE)
    case = _BQ.get(verb)
    return case(order) if case is not None else order.strange()


def _query(order: Order) -> Found:
    if order.has("--dry_run"):
        return order.dry()
    text, fixed = script_of(order.targets)
    if order.has("--replace", "--append_table") or "--destination_table" in order.options.given:
        name = order.value("--destination_table")
        marks = ("truncate",) if order.has("--replace") else ()
        order.does(Kind.WRITES, Thing.TABLE, *marks, name=name)
    if text:
        order.found.inner.append(
            Inner("sql", text, fixed, "bigquery", order.place, order.marks | {"remote"})
        )
        return order.found
    if order.call.stdin is not None:
        text, fixed = order.call.stdin.text, order.call.stdin.fixed
        order.found.inner.append(Inner("sql", text, fixed, "bigquery", order.place, order.marks))
        return order.found
    return order.found.unread(order.by, "the statement is not on the page", "dynamic")


def _drop(order: Order) -> Found:
    marks = {name for name, flag in (("force", "-f"), ("recursive", "-r")) if order.has(flag)}
    marks |= {"force"} if order.has("--force", "-rf", "-fr") else set()
    marks |= {"recursive"} if order.has("--recursive", "-rf", "-fr") else set()
    tables = [word for word in order.targets if "." in word.text]
    if order.has("-t", "--table") or (tables and not order.has("-d", "--dataset")):
        return order.does(Kind.DELETES, Thing.TABLE, *marks)
    return order.does(Kind.DELETES, Thing.DATABASE, *marks, undo=Undo.NEVER)


def _load(order: Order) -> Found:
    order.targets = order.targets[:1]
    marks = ("truncate",) if order.has("--replace") else ()
    return order.does(Kind.WRITES, Thing.TABLE, *marks)


def _simple(kind: Kind, thing: Thing) -> Callable[[Order], Found]:
    def read(order: Order) -> Found:
        return order.does(kind, thing)

    return read


_BQ: Final[dict[str, Case]] = {
    "query": _query, "rm": _drop, "load": _load, "insert": _simple(Kind.WRITES, Thing.ROWS),
    "mk": _simple(Kind.CREATES, Thing.TABLE), "update": _simple(Kind.WRITES, Thing.TABLE),
    "cp": _simple(Kind.WRITES, Thing.TABLE), "extract": _simple(Kind.CREATES, Thing.OBJECT),
    "cancel": _simple(Kind.STOPS, Thing.WORKLOAD), "undelete": _simple(Kind.WRITES, Thing.TABLE),
    "truncate": _simple(Kind.DELETES, Thing.ROWS),
    "add-iam-policy-binding": _simple(Kind.ESCALATES, Thing.PERMISSION),
    "set-iam-policy": _simple(Kind.ESCALATES, Thing.PERMISSION),
    "remove-iam-policy-binding": _simple(Kind.DELETES, Thing.PERMISSION),
}  # fmt: skip

PROGRAMS: Final[dict[str, Reader]] = {"gsutil": read_gsutil, "bq": read_bq}
"""By the name of the program."""
