"""The smaller programs of systemd and its kin: what runs beside units, and what prepares disks."""

from typing import Final

from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.options import options
from sentinel.live.reading.shells import called
from sentinel.live.reading.system_verbs import (
    Tool,
    bag,
    deeds,
    effect,
    looks,
    plain,
    reader,
    tool,
)  # fmt: skip

_LOOK: Final = "reads host"
_SET: Final = "writes configuration easy persistent"


def _beside(valued: str, logs: str) -> Reader:
    """A reader of a program that runs the words behind its options, or is fed what it notes."""
    takes = bag(valued)

    def read(call: Call) -> Found:
        given = options(call.words, takes, first_only=True)
        if given.has("--help", "--version", "--list", "-h") and not given.plain:
            return Found().add(looks(call))
        if given.plain:
            return called(call, given.plain)
        return Found().add(*(effect(call, each) for each in deeds(logs)))

    return read


def _repart(call: Call) -> Found:
    """Read `systemd-repart`, which tries unless it is told not to."""
    given = options(call.words, bag("--definitions --size --seed --json --root --image --key-file"))
    if given.value("--dry-run").lower() not in ("no", "false", "0") or given.has("--help"):
        return Found().add(looks(call))
    disk = given.plain[-1] if given.plain else ""
    wiped = deeds("deletes device account never system")
    return Found().add(*(effect(call, each, disk) for each in wiped))


def _cryptenroll(call: Call) -> Found:
    """Read `systemd-cryptenroll`: who may open a disk, and what is wiped from its slots."""
    given = options(call.words, bag("--unlock-key-file --tpm2-pcrs --fido2-with-client-pin"))
    disk = given.plain[-1] if given.plain else ""
    if "--wipe-slot" in given.given:
        alone = given.value("--wipe-slot") in ("all", "password")
        line = "deletes encryption-key account never" if alone else "deletes encryption-key never"
    elif any(name.startswith(("--tpm2-device", "--password", "--recovery", "--fido2-device",
                              "--pkcs11-token")) for name in given.given) \
            and "list" not in " ".join(call.texts):  # fmt: skip
        line = "escalates encryption-key persistent"
    else:
        line = "reads device"
    return Found().add(*(effect(call, each, disk) for each in deeds(line)))


_TOOLS: Final[dict[str, Tool]] = {
    "systemd-notify": tool({"": "writes process easy"}, "--pid --uid --status --fd --fdname",
                           bare="writes process easy", instead={"--booted": _LOOK}),
    "systemd-sysusers": tool({"": "creates account set persistent"}, "--root --image --replace",
                             bare="creates account set persistent", dry="--dry-run",
                             instead={"--cat-config, --tldr": _LOOK}),
    "systemd-hwdb": tool({"query": _LOOK, "update": "writes configuration easy"}),
    "systemd-creds": tool({"list, has-tpm2": "reads secret", "cat, decrypt": "reveals secret "
                           "secret",
                           "encrypt": "creates secret", "setup": "creates encryption-key"},
                          "--name -p --timestamp --not-after --with-key", bare="reads secret"),
    "systemd-machine-id-setup": tool({}, "--root --image", bare="writes configuration hard system",
                                     instead={"--print": _LOOK,
                                              "--commit": "writes configuration hard system"}),
    "systemd-mount": tool({"": "writes filesystem system"}, "-t -o -p --options --type --owner",
                          instead={"--list": "reads filesystem",
                                   "-u, --umount, --unmount": "stops filesystem system"}),
    "systemd-umount": tool({"": "stops filesystem system"}),
    "systemd-firstboot": tool({}, "--root --image", instead={
        "--root-password, --root-password-hashed, --root-password-file":
        "escalates account admin persistent", "--force": "writes configuration account hard system",
        "--hostname, --locale, --timezone, --keymap, --prompt": _SET}),
    "homectl": tool(
        {"list, inspect, show": "reads account", "remove": "deletes folder namespace never home",
         "create": "creates account", "update, passwd, resize": "writes account",
         "activate, unlock, with": "starts account", "deactivate, deactivate-all, lock, "
         "lock-all": "stops account"}, bare="reads account"),
    "portablectl": tool(
        {"list, inspect, is-attached": "reads unit", "attach, reattach": "writes unit persistent",
         "detach, remove": "deletes unit", "read-only, set-limit": _SET}, bare="reads unit"),
    "systemd-cryptsetup": tool({"attach": "starts device easy", "detach": "stops device system"}),
    "s6-svc": tool({"": "stops unit easy"}, "-w -T", names=1, instead={
        "-u, -o": "starts unit easy", "-h, -a": "writes configuration easy",
        "-r": "stops unit easy restart"}),
    "s6-rc": tool({"list, listall, help": "reads unit", "change, start": "writes unit easy",
                   "stop": "stops unit easy"}, "-u -d -l -t"),
    "rc-config": tool({"list, show": "reads unit", "add": "writes unit persistent",
                       "start": "starts unit", "stop": "stops unit", "restart": "stops unit "
                       "restart", "delete": "stops unit persistent"}),
    "rtcwake": tool({}, "-m -s -t -d -a", instead={
        "-m, --mode": "stops host account restart", "-s, -t": "stops host account restart"}),
}  # fmt: skip

PROGRAMS: Final[dict[str, Reader]] = {
    **{name: reader(what) for name, what in _TOOLS.items()},
    **plain({"s6-svstat, s6-svok, s6-rc-db, systemd-ask-password, rc-depend": _LOOK}),
    "systemd-cat": _beside(
        "-t --identifier -p --priority --stderr-priority --level-prefix --namespace",
        "creates audit easy",
    ),
    "systemd-inhibit": _beside("--what --who --why --mode", _LOOK),
    "systemd-socket-activate": _beside("-l --listen -E --setenv --fdname", _LOOK),
    "systemd-repart": _repart,
    "systemd-cryptenroll": _cryptenroll,
}
