"""Clients of object stores of every make: `rclone`, `s3cmd`, `mc` and `azcopy`.

| mark | meaning |
|---|---|
| `public` | anybody may read it afterwards |
| `recursive` | with all that is below it |
"""

from collections.abc import Callable, Collection
from typing import Final

from sentinel.live.effects import Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.cloud_files import looks_secret, write_file
from sentinel.live.reading.cloud_options import eager_options
from sentinel.live.reading.cloud_orders import Case, Fact, Order, plain_call
from sentinel.live.reading.cloud_words import words_in

_FLAGS: Final = words_in(
    "-n --dry-run -v -vv --verbose -P --progress -i --interactive -c --checksum -u --update -q "
    "--quiet --ignore-existing --rmdirs --delete-excluded --fast-list --size-only --no-traverse "
    "--create-empty-src-dirs --immutable --human-readable -R --recursive -r --force -f "
    "--acl-public --acl-private --delete-removed --skip-existing --preserve --delete-after "
    "--remove --overwrite --watch --dangerous --versions --incomplete --json --insecure "
    "--delete-before "
    "--delete-during --no-check-dest --metadata -a --summarize --recursive=true --bypass "
    "--no-progress --follow-symlinks --use-json-log --leave-root --all --quiet=true -H --debug"
)
"""Options of these clients that take no value."""

_TEST: Final = "add --dry-run first to see what it would do"
_ROOTS: Final = (
    "/",
    "/home",
    "/etc",
    "/var",
    "/root",
    "/data",
    "/srv",
    "/opt",
    "~",
    "/mnt",
    "C:\\",
)


def _order(call: Call, verb: str, skip: int = 1) -> Order:
    options = eager_options(call.words, _FLAGS)
    order = Order(call, f"{call.program} {verb}", options, options.plain[skip:], call.place)
    force = {"force"} if options.has("--force", "-f") else set[str]()
    order.marks = call.marks | force | ({"dynamic"} if options.unsure else set())
    return order


def _dry(call: Call, order: Order) -> bool:
    """Whether nothing is done; a dry-run that another option takes for its value is none."""
    if not order.has("--dry-run", "-n", "--fake", "--dryrun") or order.options.unsure:
        return False
    texts = call.texts
    for place, text in enumerate(texts):
        before = texts[place - 1] if place else ""
        waits = before.startswith("-") and "=" not in before and before not in _FLAGS
        if text.partition("=")[0] in ("--dry-run", "-n", "--dryrun") and not waits:
            return True
    return False


def _reader(looks: Collection[str], cases: dict[str, Case]) -> Reader:
    def read(call: Call) -> Found:
        words = eager_options(call.words, _FLAGS).plain
        first = words[0].text.lower() if words else ""
        if words and not words[0].fixed:
            return Found().unread(plain_call(call), "the command is made at run time", "dynamic")
        second = " ".join(word.text.lower() for word in words[:2])
        verb = second if second in cases or second in looks else first
        order = _order(call, verb, len(verb.split()))
        if not words or order.has("--help", "-h", "--version") or first in ("help", "version"):
            return order.does(Kind.READS, Thing.UNKNOWN, radius=Radius.NONE)
        if verb in looks:
            return order.looks(Thing.OBJECT)
        case = cases.get(verb)
        if case is None:
            return order.strange()
        return order.dry() if _dry(call, order) else case(order)

    return read


def _outside(path: str) -> bool:
    """Whether a path is in a store and not on this machine."""
    head = path.partition("/")[0]
    return ":" in head or "://" in path


def _alias(path: str) -> bool:
    """Whether a path of `mc` begins with a store's alias."""
    return "/" in path and not path.startswith(("/", ".", "~"))


def _whole(path: str) -> bool:
    """Whether a path names a whole bucket or store."""
    _, schema, rest = path.partition("://")
    inner = rest if schema else path.partition(":")[2] or path
    return "/" not in inner.strip("/") or (not schema and ":" not in path and path.count("/") < 2)


def _remove_all(order: Order) -> Found:
    whole = any(_whole(word.text) for word in order.targets) or not order.targets
    radius = Radius.NAMESPACE if whole else Radius.SET
    return order.does(
        Kind.DELETES, Thing.BUCKET if whole else Thing.OBJECT, "recursive",
        radius=radius, undo=Undo.NEVER, safer=_TEST,
    )  # fmt: skip


def _remove(order: Order) -> Found:
    if order.has("--recursive", "-r", "-R"):
        return _remove_all(order)
    return order.does(Kind.DELETES, Thing.OBJECT)


def _filtered(order: Order) -> Found:
    chosen = any(
        name in order.options.given
        for name in ("--include", "--exclude", "--min-age", "--max-age", "--filter")
    )
    if not chosen:
        return _remove_all(order)
    return order.does(Kind.DELETES, Thing.OBJECT, "recursive", radius=Radius.SET, safer=_TEST)


def _transfer(*, mirror: bool = False, moves: bool = False, alias: bool = False) -> Case:
    outside: Callable[[str], bool] = _alias if alias else _outside

    def read(order: Order) -> Found:
        if len(order.targets) < 2 or not all(word.fixed for word in order.targets):
            return order.does(Kind.WRITES, Thing.OBJECT, "dynamic", radius=Radius.UNKNOWN)
        sources = [word.text for word in order.targets[:-1]]
        there = order.targets[-1].text
        if not outside(there):
            order.does(Kind.READS, Thing.OBJECT, name=sources[0], radius=Radius.SET)
            write_file(order, there, many=True)
        else:
            order.does(Kind.WRITES, Thing.OBJECT, name=there, radius=Radius.SET)
            inside = [each for each in sources if not outside(each)]
            taken = any(looks_secret(each) or each.rstrip("/*") in _BARE for each in inside)
            if taken or (inside and there.startswith(":")):
                order.does(Kind.EXFILTRATES, Thing.DATA, name=there, radius=Radius.SET)
            if order.has("--acl-public", "-P") and order.call.program == "s3cmd":
                order.does(Kind.EXPOSES, Thing.OBJECT, "public", name=there)
        if mirror or order.has("--remove", "--delete-removed", "--delete-destination"):
            thing = Thing.OBJECT if outside(there) else Thing.FILE
            order.does(Kind.DELETES, thing, "recursive", name=there, radius=Radius.SET, safer=_TEST)
        if moves:
            thing = Thing.OBJECT if outside(sources[0]) else Thing.FILE
            order.does(Kind.DELETES, thing, name=sources[0], radius=Radius.SET, undo=Undo.EASY)
        return order.found

    return read


_BARE: Final = frozenset(each.rstrip("/") for each in _ROOTS)


def _bucket(order: Order) -> Found:
    full = order.has("--force", "--recursive", "-r", "--dangerous")
    marks = ("recursive",) if full else ()
    undo = Undo.NEVER if full else Undo.EASY
    return order.does(Kind.DELETES, Thing.BUCKET, *marks, undo=undo)


def _open(order: Order) -> Found:
    """Rights on a bucket, for everybody or for nobody."""
    if order.has("--acl-public") or order.says("public", "download", "upload", "anon"):
        return order.does(Kind.EXPOSES, Thing.BUCKET, "public")
    return order.does(Kind.WRITES, Thing.PERMISSION)


def _find(order: Order) -> Found:
    if "--exec" in order.options.given:
        return order.found.unread(order.by, "runs a command for every object", "dynamic")
    return order.looks(Thing.OBJECT)


_LINK: Final = Fact(Kind.EXPOSES, Thing.OBJECT, ("public",))
_KEPT: Final = Fact(Kind.WRITES, Thing.CONFIGURATION, (), Radius.ONE)
_MADE: Final = Fact(Kind.CREATES, Thing.BUCKET)
_SHOWN: Final = Fact(Kind.REVEALS, Thing.SECRET, ("secret",))

_RCLONE: Final[dict[str, Case]] = {
    "purge": _remove_all, "delete": _filtered, "deletefile": _remove, "rmdir": _bucket,
    "rmdirs": _bucket, "cleanup": Fact(Kind.DELETES, Thing.BACKUP, (), Radius.NAMESPACE),
    "sync": _transfer(mirror=True), "bisync": _transfer(mirror=True), "copy": _transfer(),
    "copyto": _transfer(), "move": _transfer(moves=True), "moveto": _transfer(moves=True),
    "mkdir": _MADE, "link": _LINK, "rcat": Fact(Kind.EXFILTRATES, Thing.DATA),
    "copyurl": Fact(Kind.WRITES, Thing.OBJECT), "config": _KEPT, "config create": _KEPT,
    "config delete": _KEPT, "config show": _SHOWN, "config dump": _SHOWN,
    "serve": Fact(Kind.EXPOSES, Thing.FOLDER), "mount": _KEPT, "touch": _KEPT,
    "dedupe": Fact(Kind.DELETES, Thing.OBJECT, (), Radius.SET), "obscure": _KEPT,
}  # fmt: skip
_S3CMD: Final[dict[str, Case]] = {
    "del": _remove, "rm": _remove, "rb": _bucket, "mb": _MADE, "put": _transfer(),
    "get": _transfer(), "sync": _transfer(), "cp": _transfer(), "mv": _transfer(moves=True),
    "setacl": _open, "setpolicy": Fact(Kind.ESCALATES, Thing.PERMISSION),
    "delpolicy": Fact(Kind.DELETES, Thing.PERMISSION), "modify": _KEPT, "signurl": _LINK,
    "expire": Fact(Kind.DELETES, Thing.OBJECT, ("persistent",), Radius.NAMESPACE),
    "setlifecycle": Fact(Kind.DELETES, Thing.OBJECT, ("persistent",), Radius.NAMESPACE),
}  # fmt: skip
_MC: Final[dict[str, Case]] = {
    "rm": _remove, "rb": _bucket, "mb": _MADE, "cp": _transfer(alias=True), "find": _find,
    "put": _transfer(alias=True), "get": _transfer(alias=True),
    "mv": _transfer(moves=True, alias=True), "mirror": _transfer(alias=True),
    "anonymous set": _open, "policy set": _open, "share download": _LINK, "share upload": _LINK,
    "alias set": _KEPT, "alias remove": _KEPT, "config host": _KEPT, "ilm add": _KEPT,
    "version suspend": Fact(Kind.WEAKENS, Thing.BUCKET, ("backup",)),
    "version enable": Fact(Kind.WRITES, Thing.CONFIGURATION),
    "admin user": Fact(Kind.ESCALATES, Thing.ACCOUNT),
    "admin policy": Fact(Kind.ESCALATES, Thing.PERMISSION),
    "admin service": Fact(Kind.STOPS, Thing.INSTANCE, ("restart",)),
    "undo": Fact(Kind.WRITES, Thing.OBJECT), "pipe": Fact(Kind.WRITES, Thing.OBJECT),
}  # fmt: skip
_AZCOPY: Final[dict[str, Case]] = {
    "remove": _remove, "rm": _remove, "copy": _transfer(), "cp": _transfer(),
    "sync": _transfer(), "make": _MADE, "login": _KEPT, "logout": _KEPT, "jobs clean": _KEPT,
    "jobs remove": _KEPT, "jobs resume": _transfer(), "set-properties": _KEPT,
}  # fmt: skip

PROGRAMS: Final[dict[str, Reader]] = {
    "rclone": _reader(
        words_in(
            "ls lsl lsd lsf lsjson cat size check about tree md5sum sha1sum hashsum listremotes "
            "cryptcheck ncdu checksum"
        ),
        _RCLONE,
    ),
    "s3cmd": _reader(words_in("ls la du info accesslog multipart getlifecycle"), _S3CMD),
    "mc": _reader(
        {"ls", "cat", "stat", "du", "diff", "head", "tree", "admin info", "anonymous get",
         "anonymous list", "alias list", "alias ls", "version info", "ping", "ready", "sql",
         "policy get", "ilm ls", "admin trace", "watch", "events list"},
        _MC,
    ),
    "azcopy": _reader({"list", "jobs list", "jobs show", "env", "doc", "benchmark"}, _AZCOPY),
}  # fmt: skip
"""By the name of the program."""
