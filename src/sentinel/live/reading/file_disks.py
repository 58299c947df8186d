"""Programs that change disks and volumes: what is gone with them is gone.

Marks: `system`, `force`, `truncate`, `dry-run`.
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.file_paths import aim, path_of, secret, written
from sentinel.live.reading.looked_at import folder_of, reads, reveals
from sentinel.live.reading.names import names
from sentinel.live.reading.options import options

_LOOKS: Final = names(
    "list get status show print history iostat diff version holds help filesystem info scrub"
)


def _ruin(call: Call, name: str, thing: Thing = Thing.DEVICE, radius: Radius = Radius.ACCOUNT,
          *marks: str) -> Effect:  # fmt: skip
    by = f"{call.program} {' '.join(call.texts)}"[:80]
    return Effect(Kind.DELETES, thing, name, radius, Undo.NEVER, by, frozenset(["system", *marks]))


def _dd(call: Call) -> Found:
    given = dict(each.partition("=")[::2] for each in call.texts)
    result = Found()
    source, target = given.get("if", ""), given.get("of", "")
    whole = source.startswith(("/dev/sd", "/dev/nvme", "/dev/mem")) and not _header(given)
    if secret(path_of(source)) or whole:
        result.add(reveals(call, source))
    if target:
        word = next(each for each in call.words if each.text.startswith("of="))
        what = Word(target, word.fixed)
        if aim(what).thing is Thing.DEVICE:
            return result.add(_ruin(call, target))
        result.take([written(what, append=False, folder=folder_of(call), by="dd of=")])
    return result if result.effects else result.add(reads(call, source))


_UNITS: Final = {"": 1, "k": 1024, "K": 1024, "M": 1024**2, "kB": 1000}


def _header(given: dict[str, str]) -> bool:
    """Whether no more is read than where a disk says how it is parted."""
    size, count = given.get("bs", "512"), given.get("count", "")
    digits = size.rstrip("kKMB")
    unit = _UNITS.get(size[len(digits) :], 0)
    known = digits.isdigit() and count.isdigit() and len(digits + count) < 12
    return known and 0 < int(digits) * unit * int(count) <= 2 * 1024**2


def _format(call: Call) -> Found:
    found = options(call.words, names("-t -L -U -b -i -m -N -O -E -n -F -s") - {"-n", "-F"})
    if found.has("-n", "-V", "--help", "-N") and call.program != "mkfs.vfat":
        return Found().add(reads(call))
    targets = [each for each in found.texts if not each.isdigit()] or ["?"]
    result = Found()
    for each in targets:
        if _image(each):
            result.take([written(Word(each), append=False, by=call.program)])
        else:
            result.add(_ruin(call, each))
    return result


def _image(name: str) -> bool:
    """Whether a name is that of a file that holds a disk's image, here or in /tmp."""
    inside = not name.startswith(("/", "~", "$")) or name.startswith("/tmp/")
    return inside and name.lower().endswith((".img", ".iso", ".raw", ".ext4", ".fs", ".image"))


def _wipefs(call: Call) -> Found:
    found = options(call.words, names("-o -t --offset --types -O --output"))
    if not found.has("-a", "--all", "-o", "--offset") or found.has("-n", "--no-act"):
        return Found().add(reads(call))
    return Found().add(*(_ruin(call, each) for each in found.texts))


def _shred(call: Call) -> Found:
    found = options(call.words, names("-n -s --iterations --size --random-source"))
    result = Found()
    for each in found.plain:
        what = aim(each, folder_of(call))
        result.add(
            Effect(Kind.DELETES, what.thing, each.text, what.radius, Undo.NEVER, "shred",
                   what.marks, what.place)
        )  # fmt: skip
    return result


def _truncate(call: Call) -> Found:
    found = options(call.words, names("-s --size -r --reference"))
    result = Found()
    for each in found.plain:
        what = aim(each, folder_of(call))
        size = found.value("-s", "--size")
        grows = size.startswith(("+", ">")) or (_image(each.text) and size.strip("0") != "")
        result.add(
            Effect(Kind.WRITES if grows else Kind.DELETES, what.thing, each.text, what.radius,
                   Undo.EASY if grows or "temporary" in what.marks else Undo.NEVER,
                   f"truncate {each.text}"[:80], what.marks | {"truncate"}, what.place)
        )  # fmt: skip
    return result


def _fallocate(call: Call) -> Found:
    found = options(call.words, names("-l --length -o --offset"))
    if found.has("-p", "--punch-hole", "-c", "--collapse-range", "-z", "--zero-range"):
        return _truncate(replace(call, words=tuple(found.plain)))
    return Found().take(
        written(each, append=False, folder=folder_of(call), by="fallocate") for each in found.plain
    )


def _mount(call: Call) -> Found:
    found = options(call.words, names("-t -o -L -U --types --options --source --target"))
    if found.has("-r", "--read-only") and not found.has("--bind", "-B", "--move", "-M"):
        return Found().add(reads(call))
    if not found.plain and not found.has("-a", "--all"):
        return Found().add(reads(call))
    name = found.texts[-1] if found.plain else "*"
    said = ",".join(found.values("-o", "--options")).split(",")
    if "remount" not in said and "bind" not in said and ("ro" in said or _image(name)):
        return Found().add(reads(call, name))
    return Found().add(
        Effect(Kind.WRITES, Thing.FILESYSTEM, name, Radius.ONE, Undo.EASY, "mount",
               frozenset(["system"]))
    )  # fmt: skip


def _umount(call: Call) -> Found:
    found = options(call.words, names("-t -O"))
    whole = found.has("-a", "--all") or "/" in found.texts
    forced = ["force"] if found.has("-f", "-l", "--force", "--lazy") else []
    return Found().add(
        Effect(Kind.STOPS, Thing.FILESYSTEM, " ".join(found.texts) or "*",
               Radius.ACCOUNT if whole else Radius.ONE, Undo.EASY, call.program,
               frozenset(["system", *forced]))
    )  # fmt: skip


def _parted(call: Call) -> Found:
    texts = call.texts
    if (
        call.program == "sgdisk"
        and any(each in _SGDISK_LOOKS for each in texts)
        and not any(each.startswith(_SGDISK_CHANGES) for each in texts)
    ):
        return Found().add(reads(call))
    if "-l" in texts or "--list" in texts or "print" in texts or "-d" in texts or not texts:
        changing = any(each.startswith(("rm", "mk", "resize")) for each in texts)
        if not changing:
            return Found().add(reads(call))
    disks = [each for each in texts if each.startswith("/dev/")] or ["?"]
    return Found().add(*(_ruin(call, each) for each in disks))


def _lvm(call: Call) -> Found:
    found = options(call.words, names("-L -l -n -s --size --name --snapshot") - {"-s"})
    program, name = call.program, " ".join(found.texts)
    if found.has("-t", "--test"):
        return Found().add(reads(call))
    if program.endswith(("remove", "reduce")):
        return Found().add(_ruin(call, name, Thing.VOLUME, Radius.ONE if name else Radius.ACCOUNT))
    kind = Kind.CREATES if program.endswith("create") else Kind.WRITES
    return Found().add(
        Effect(kind, Thing.VOLUME, name, Radius.ONE, Undo.HARD, program, frozenset(["system"]))
    )


def _zfs(call: Call) -> Found:
    found = options(call.words, names("-o -t -O"))
    verb, named = found.verb(), " ".join(found.texts[1:])
    if not verb or verb in _LOOKS or (found.has("-n", "--dryrun")):
        return Found().add(reads(call))
    if verb in ("destroy", "rollback", "labelclear", "detach", "remove", "offline", "delete",
                "device", "subvolume") and "create" not in found.texts:  # fmt: skip
        thing = Thing.BACKUP if "@" in named else Thing.VOLUME
        marks = ["recursive"] if found.has("-r", "-R") else []
        radius = Radius.ACCOUNT if call.program == "zpool" else Radius.NAMESPACE
        return Found().add(_ruin(call, named, thing, radius, *marks))
    if verb in ("snapshot", "create", "clone", "bookmark", "subvolume", "import"):
        return Found().add(
            Effect(Kind.CREATES, Thing.BACKUP if verb == "snapshot" else Thing.VOLUME, named,
                   Radius.ONE, Undo.EASY, f"{call.program} {verb}")
        )  # fmt: skip
    return Found().add(
        Effect(Kind.WRITES, Thing.VOLUME, named, Radius.ONE, Undo.HARD, f"{call.program} {verb}",
               frozenset(["system"]))
    )  # fmt: skip


def _fsck(call: Call) -> Found:
    found = options(call.words, names("-t -b -C"))
    listed = call.program == "tune2fs" and set(found.given) == {"-l"}
    if found.has("-n", "-N") or listed:
        return Found().add(reads(call))
    return Found().add(
        Effect(Kind.WRITES, Thing.DEVICE, " ".join(found.texts), Radius.ONE, Undo.HARD,
               call.program, frozenset(["system"]))
    )  # fmt: skip


def _raid(call: Call) -> Found:
    texts = call.texts
    if any(each in texts for each in ("--detail", "-D", "--examine", "-E", "--query", "-Q")):
        return Found().add(reads(call))
    return Found().add(_ruin(call, " ".join(each for each in texts if each.startswith("/dev/"))))


def _disk_settings(call: Call) -> Found:
    erases = ("--security-erase", "--trim", "erase", "close", "luksErase", "luksFormat", "format",
              "sanitize", "luksRemoveKey", "luksKillSlot", "eraseDisk", "eraseVolume",
              "partitionDisk", "deleteVolume", "deleteContainer", "secureErase",
              "zeroDisk")  # fmt: skip
    texts = call.texts
    if any(each.startswith(erases) for each in texts) or call.program in ("blkdiscard",):
        return Found().add(_ruin(call, texts[-1] if texts else ""))
    looks = (
        "status",
        "list",
        "info",
        "smart-log",
        "id-ctrl",
        "luksDump",
        "isLuks",
        "-I",
        "-i",
        "-t",
        "-T",
    )
    if not texts or any(each.startswith(looks) for each in texts):
        return Found().add(reads(call))
    return Found().add(
        Effect(Kind.WRITES, Thing.DEVICE, texts[-1], Radius.ONE, Undo.HARD, call.program,
               frozenset(["system"]))
    )  # fmt: skip


_SGDISK_LOOKS: Final = names("-p --print -v --verify -i --info -L --list-types -O --print-mbr -V "
                             "-D --display-alignment -F -f -E")  # fmt: skip
_SGDISK_CHANGES: Final = (
    "-o", "--clear", "-d", "--delete", "-n", "--new", "-Z", "--zap", "-z", "-g", "--mbrtogpt", "-t",
    "--typecode", "-c", "--change-name", "-G", "--randomize", "-l", "--load", "-R", "--replicate",
    "-m", "--gpttombr", "-N", "--largest-new", "-r", "--transpose", "-s", "--sort", "-u", "-U",
    "-A", "--attributes", "-e", "--move-second-header", "-h", "--hybrid", "-S", "-j", "-k", "-T",
)  # fmt: skip

_MKFS: Final = names(
    "mkfs mkfs.ext2 mkfs.ext3 mkfs.ext4 mkfs.xfs mkfs.btrfs mkfs.vfat mkfs.fat mkfs.ntfs "
    "mkfs.f2fs mke2fs mkswap mkdosfs newfs mkfs.exfat mkfs.minix mkfs.reiserfs "
    "mkfs.jfs mkfs.msdos mkntfs"
)
_LVM: Final = names(
    "lvremove vgremove pvremove lvreduce vgreduce lvcreate vgcreate pvcreate lvextend "
    "lvresize vgextend lvconvert lvchange vgchange pvmove lvrename"
)

PROGRAMS: Final[dict[str, Reader]] = {
    "dd": _dd,
    "dcfldd": _dd,
    **dict.fromkeys(_MKFS, _format),
    "wipefs": _wipefs,
    "shred": _shred,
    "srm": _shred,
    "wipe": _shred,
    "truncate": _truncate,
    "fallocate": _fallocate,
    "mount": _mount,
    "umount": _umount,
    **dict.fromkeys(("fdisk", "parted", "sfdisk", "gdisk", "sgdisk", "cfdisk"), _parted),
    **dict.fromkeys(_LVM, _lvm),
    **dict.fromkeys(("lvs", "vgs", "pvs", "lvdisplay", "vgdisplay", "pvdisplay"),
                    lambda call: Found().add(reads(call))),
    "zfs": _zfs,
    "zpool": _zfs,
    "fsck": _fsck,
    "e2fsck": _fsck,
    "xfs_repair": _fsck,
    "resize2fs": _fsck,
    "tune2fs": _fsck,
    "mdadm": _raid,
    **dict.fromkeys(("hdparm", "nvme", "blkdiscard", "diskutil"), _disk_settings),
}  # fmt: skip
