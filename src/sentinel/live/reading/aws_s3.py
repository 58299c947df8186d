"""`aws s3`: the commands that copy, move and remove objects as if they were files.

| mark | meaning |
|---|---|
| `public` | anybody may read or write it afterwards |
| `system`, `home` | the file written belongs to the system, or configures an account |
"""

from typing import Final

from sentinel.live.effects import Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Found, Word
from sentinel.live.reading.cloud_files import looks_secret, write_file
from sentinel.live.reading.cloud_orders import Case, Order
from sentinel.live.reading.cloud_words import words_in

S3_VALUED: Final = words_in(
    "--include --exclude --acl --grants --sse --sse-c --sse-c-key --sse-kms-key-id "
    "--sse-c-copy-source --sse-c-copy-source-key --storage-class --website-redirect "
    "--content-type --cache-control --content-disposition --content-encoding "
    "--content-language --expires --source-region --page-size --metadata --metadata-directive "
    "--expected-size --request-payer --expires-in --index-document --error-document "
    "--checksum-mode --checksum-algorithm --copy-props --bucket-name-prefix "
    "--bucket-region"
)
"""Options of `aws s3` that take a value."""

_FLAGS: Final = (
    "--recursive", "--dryrun", "--delete", "--force", "--quiet", "--only-show-errors",
    "--no-progress", "--no-guess-mime-type", "--follow-symlinks", "--no-follow-symlinks",
    "--human-readable", "--summarize", "--size-only", "--exact-timestamps",
)  # fmt: skip

_OPEN: Final = frozenset({"public-read", "public-read-write", "authenticated-read"})
_TEST: Final = "add --dryrun first to see what it would do"


def read_s3(order: Order, operation: str) -> Found:
    """Read a command of `aws s3`.

    Args:
        order: Options and targets of the command.
        operation: `cp`, `rm`...
    """
    case = _CASES.get(operation)
    if case is None:
        return order.strange()
    _spell(order)
    order.targets = order.options.plain
    if order.has("--dryrun") and not order.options.unsure:
        return order.dry()
    return case(order)


def _spell(order: Order) -> None:
    """Write out options that are cut short, as the client does."""
    given = order.options.given
    for name in [each for each in given if each not in _FLAGS and len(each) > 4]:
        meant = [each for each in _FLAGS if each.startswith(name)]
        if len(meant) == 1:
            given.setdefault(meant[0], []).extend(given[name])


def _remote(word: Word) -> bool:
    return word.text.lower().startswith("s3://")


def _list(order: Order) -> Found:
    return order.looks(Thing.OBJECT if order.targets else Thing.BUCKET)


def _remove(order: Order) -> Found:
    if not order.has("--recursive"):
        return order.does(Kind.DELETES, Thing.OBJECT)
    chosen = order.has("--include", "--exclude")
    deep = any("/" in word.text[5:].rstrip("/") for word in order.targets)
    radius = Radius.SET if chosen or deep else Radius.NAMESPACE
    return order.does(
        Kind.DELETES, Thing.OBJECT, "recursive", radius=radius, undo=Undo.NEVER, safer=_TEST
    )


def _remove_bucket(order: Order) -> Found:
    if not order.has("--force"):
        return order.does(Kind.DELETES, Thing.BUCKET, "empty", undo=Undo.EASY)
    return order.does(
        Kind.DELETES, Thing.BUCKET, "force", "recursive",
        undo=Undo.NEVER, safer="aws s3 rb without --force removes empty buckets only",
    )  # fmt: skip


def _make_bucket(order: Order) -> Found:
    return order.does(Kind.CREATES, Thing.BUCKET)


def _presign(order: Order) -> Found:
    return order.does(Kind.EXPOSES, Thing.OBJECT, "temporary")


def _website(order: Order) -> Found:
    return order.does(Kind.EXPOSES, Thing.BUCKET, "public")


def _copy(order: Order) -> Found:
    return _transfer(order, many=order.has("--recursive"))


def _move(order: Order) -> Found:
    many = order.has("--recursive")
    source = order.targets[:1]
    found = _transfer(order, many=many)
    if source and source[0].fixed:
        thing = Thing.OBJECT if _remote(source[0]) else Thing.FILE
        radius = Radius.SET if many else Radius.ONE
        order.does(Kind.DELETES, thing, name=source[0].text, radius=radius, undo=Undo.EASY)
    return found


def _sync(order: Order) -> Found:
    found = _transfer(order, many=True)
    if order.has("--delete") and len(order.targets) > 1:
        there = order.targets[1]
        thing = Thing.OBJECT if _remote(there) or not there.fixed else Thing.FILE
        radius = Radius.SET if there.fixed else Radius.UNKNOWN
        order.does(Kind.DELETES, thing, "recursive", name=there.text, radius=radius, safer=_TEST)
    return found


def _transfer(order: Order, *, many: bool) -> Found:
    """What a copy from one place to another does at both ends."""
    if len(order.targets) < 2 or not all(word.fixed for word in order.targets[:2]):
        return order.does(Kind.WRITES, Thing.OBJECT, "dynamic", radius=Radius.UNKNOWN)
    source, there = order.targets[:2]
    radius = Radius.SET if many else Radius.ONE
    if not _remote(there):
        order.does(Kind.READS, Thing.OBJECT, name=source.text, radius=radius)
        return write_file(order, there.text, many=many)
    marks = {"recursive"} if many else set[str]()
    kept = any(part in there.text.lower() for part in ("backup", "archive", "dump", "snapshot"))
    order.does(
        Kind.WRITES, Thing.OBJECT, *marks, *(("backup",) if kept else ()),
        name=there.text, radius=radius,
    )  # fmt: skip
    public = order.value("--acl").lower() in _OPEN or "allusers" in order.value("--grants").lower()
    if public:
        order.does(Kind.EXPOSES, Thing.OBJECT, "public", name=there.text, radius=radius)
    inside = not _remote(source)
    if inside and (looks_secret(source.text) or _dumps(order, source, kept=kept)):
        marks |= {"public"} if public else set()
        order.does(Kind.EXFILTRATES, Thing.DATA, *marks, name=there.text, radius=radius)
    elif public and inside and source.text == "-":
        order.does(Kind.EXFILTRATES, Thing.DATA, "public", name=there.text, radius=radius)
    return order.found


_DUMPERS: Final = words_in(
    "pg_dump pg_dumpall mysqldump mariadb-dump mongodump tar env printenv zip cat gzip zstd xz "
    "base64 openssl psql mysql sqlite3 redis-cli"
)
_DUMPS: Final = (".sql", ".dump", "dump.", "_dump", "-dump", ".bak", ".rdb", "users.csv")


def _dumps(order: Order, source: Word, *, kept: bool) -> bool:
    """Whether a copy of data is sent to a bucket that does not look made for it."""
    if kept:
        return False
    if source.text == "-":
        return order.call.piped in _DUMPERS or order.call.piped == ""
    return any(part in source.text.lower() for part in _DUMPS)


_CASES: Final[dict[str, Case]] = {
    "ls": _list,
    "rm": _remove,
    "rb": _remove_bucket,
    "mb": _make_bucket,
    "cp": _copy,
    "mv": _move,
    "sync": _sync,
    "presign": _presign,
    "website": _website,
}
