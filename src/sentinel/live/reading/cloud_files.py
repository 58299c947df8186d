"""Files of this machine that a cloud's client sends or writes.

| mark | meaning |
|---|---|
| `system` | the file belongs to the operating system |
| `home` | the file configures a user's account |
| `temporary` | the file lies where throwaway files do |
"""

from typing import Final

from sentinel.live.effects import Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.calls import Found
from sentinel.live.reading.cloud_orders import Order

_SECRET: Final = (
    ".ssh/", "id_rsa", "id_ed25519", "id_ecdsa", ".pem", ".aws/", ".kube/", "kubeconfig", ".env",
    "credential", "secret", "passwd", "/shadow", "password", ".p12", ".pfx", ".jks", ".gnupg",
    ".netrc", ".pgpass", ".npmrc", ".docker/config", "private_key", "private-key", ".key",
    "tfstate", "token", "/root", "vault", "keystore", ".git-credentials", ".htpasswd",
)  # fmt: skip
"""Parts of paths that hold secrets."""

_SYSTEM: Final = (
    "/etc", "/usr", "/bin", "/sbin", "/lib", "/boot", "/dev", "/sys", "/proc", "/var/spool/cron",
    "/opt", "/var/lib",
)  # fmt: skip
_OWN: Final = ("~/.", "$HOME/.", "/root/.")
_BRIEF: Final = ("/tmp/", "/var/tmp/", "/dev/null", "/dev/stdout")


def looks_secret(path: str) -> bool:
    """Whether a path looks as if it held secrets.

    Example:
        >>> looks_secret("/home/ann/.ssh/id_rsa"), looks_secret("dist/app.js")
        (True, False)
    """
    lower = path[:300].lower()
    return any(part in lower for part in _SECRET)


def write_file(order: Order, path: str, *, many: bool = False) -> Found:
    """Add that a file, or a folder of files, is written on this machine.

    Args:
        order: The order that writes; the effect is added to it.
        path: As it is written; `-` is the terminal.
        many: Whether it is a folder.
    """
    if path in ("-", "") or path.startswith(("/dev/null", "/dev/stdout", "/dev/stderr")):
        return order.found
    marks, undo, place = set[str](), Undo.HARD, order.call.place
    if path.startswith(_BRIEF) and ".." not in path:
        marks, undo = {"temporary"}, Undo.EASY
        place = Place.LOCAL if place is Place.UNKNOWN else place
    elif path.startswith(_SYSTEM) or path == "/":
        marks = {"system"}
    elif path.startswith(_OWN) or (path.startswith("/home/") and "/." in path):
        marks = {"home"}
    elif ".." not in path and not path.startswith("/"):
        undo = Undo.EASY
    thing, radius = (Thing.FOLDER, Radius.SET) if many else (Thing.FILE, Radius.ONE)
    before = order.place, order.pinned
    order.place, order.pinned = place, place is not Place.UNKNOWN
    order.does(Kind.WRITES, thing, *marks, name=path, radius=radius, undo=undo)
    order.place, order.pinned = before
    return order.found
