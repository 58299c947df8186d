"""Tools of disks, file systems and hardware, by what their manuals say their words do."""

from typing import Final

from sentinel.live.reading.calls import Reader
from sentinel.live.reading.tool_tables import table, views

_LOOK: Final = "reads device"
_WIPED: Final = "deletes device account never system"
_SET: Final = "writes device hard system"
_OFF: Final = "stops host account"

_SMARTCTL: Final = table(
    {"": _LOOK},
    "-d --device -l --log -n --nocheck -q --quietmode -r --report -s --smart -t --test -o "
    "--offlineauto -S --saveauto -v --vendorattribute -F --firmwarebug -P --presets -T "
    "--tolerance -b --badsum -f --format -g --get",
    instead={"-s, --smart, -o, --offlineauto, -S, --saveauto, --set": "writes device easy system"},
    bare=_LOOK,
)
_IPMITOOL: Final = table(
    {
        "sel, sel list, sel elist, sel info, sel get, sel time get, sdr, sdr list, sdr elist, "
        "sdr get, sdr type, sdr info, sensor, sensor list, sensor get, fru, fru print, fru list, "
        "chassis status, chassis selftest, chassis restart_cause, chassis poh, chassis power "
        "status, power status, mc info, mc selftest, mc guid, bmc info, lan print, lan stats get, "
        "user list, user summary, channel info, channel getaccess, sol info, session info, pef "
        "info, dcmi power reading, dcmi sensors, dcmi discover, delloem powermonitor, "
        "chassis bootparam get, mc getenables, mc watchdog get": _LOOK,
        "chassis power off, chassis power soft, chassis power cycle, chassis power reset, chassis "
        "power diag, power off, power soft, power cycle, power reset, power diag": _OFF,
        "chassis power on, power on": "starts host",
        "chassis identify": "writes device",
        "sel clear, sel delete": "deletes audit namespace never audit",
        "mc reset, bmc reset": "stops device restart system",
        "user set, user enable, user priv, channel setaccess": "escalates account admin",
        "user disable": "stops account",
        "lan set, sol set, chassis bootdev, chassis bootparam set, chassis policy, raw, mc "
        "setenables, mc watchdog off": _SET,
        "exec, shell, sol activate": "executes code unknown unknown",
    },
    "-I -H -U -P -L -p -f -A -C -t -b -m -e -k -y -K -o -O -R -N -l -d -S",
    hosts="-H",
)
_BTRFS: Final = table(
    {
        "subvolume list, subvolume show, subvolume get-default, subvolume find-new, sub list, sub "
        "show, filesystem usage, filesystem show, filesystem df, filesystem du, filesystem label, "
        "fi usage, fi show, fi df, fi du, device stats, device usage, device ready, dev stats, "
        "scrub status, balance status, property get, property list, qgroup show, inspect-internal "
        "dump-tree, inspect-internal dump-super, inspect-internal rootid, quota rescan -s, "
        "replace status, check, version, device scan, filesystem commit-stats": "reads volume",
        "subvolume snapshot, sub snapshot, sub snap": "creates backup",
        "subvolume create, sub create": "creates volume",
        "subvolume delete, sub delete, sub del": "deletes volume namespace never",
        "device delete, device remove, dev del": "deletes volume account never",
        "filesystem sync, fi sync": "writes volume",
        "scrub start, scrub resume, scrub cancel, balance start, balance cancel, balance pause, "
        "balance resume, filesystem defragment, filesystem resize, fi resize, device add, "
        "quota enable, quota disable, qgroup limit, qgroup create, qgroup destroy, property set, "
        "subvolume set-default, replace start, replace cancel, receive, rescue, "
        "filesystem mkswapfile": "writes volume hard system",
        "send": "reads volume",
        "restore": "reads volume",
    },
    "-G -c -d -m -s -n",
    extra={"--repair, --init-csum-tree, --init-extent-tree": _WIPED},
)
_RAIDS: Final = table(
    {
        "show, show all, /call show, /c0 show, /c0 show all, /c0/vall show, /c0/eall/sall show, "
        "ctrl all show, ctrl all show config, ctrl all show status, controller all show, "
        "getconfig, "
        "getstatus, getversion, list, info, /cx show, /c0/bbu show, /c0/cv show": _LOOK,
    },
    instead={
        "-AdpAllInfo, -LDInfo, -PDList, -AdpBbuCmd, -ShowSummary, -CfgDsply, -PdInfo, -LdPdInfo, "
        "-AdpEventLog": _LOOK,
        "-CfgLdDel, -CfgClr, -CfgEachDskRaid0, -LDInit, -PDClear, -CfgForeign": _WIPED,
        "-PDOffline, -PDMarkMissing, -AdpFacDefSet": _SET,
    },
    single=True,
)
_LOSETUP: Final = table(
    {"": "creates device system"},
    "-o --offset --sizelimit -j --associated -O --output -b --sector-size",
    instead={
        "-a, --all, -l, --list, -f, --find, -j, --associated, -J, --json": _LOOK,
        "-d, --detach, -D, --detach-all": "stops device system",
        "-c, --set-capacity": _SET,
    },
    bare=_LOOK,
)
_DMSETUP: Final = table(
    {
        "ls, info, table, status, deps, targets, version, splitname, measure, report": _LOOK,
        "remove, remove_all, wipe_table": _WIPED,
        "create, load, reload, message, rename, setgeometry, clear, resume, mknodes, "
        "udevcomplete": _SET,
        "suspend": "stops device system",
    },
    "-c -o -O -S --target --columns --options --uuid -u --table",
)
_BLOCKDEV: Final = table(
    {"": _LOOK},
    "--setra --setfra --setbsz",
    instead={
        "--setro, --setrw, --setra, --setfra, --setbsz": _SET,
        "--flushbufs, --rereadpt": "writes device easy",
    },
    bare=_LOOK,
)
_MULTIPATH: Final = table(
    {"": _LOOK},
    "-p -b -v",
    instead={
        "-F, -f": "stops device account system",
        "-r, -w, -W, -a, -U": _SET,
        "-ll, -l, -c, -C, -d, -t, -T, -h": _LOOK,
    },
    bare="writes device hard system",
    single=True,
)
_ISCSIADM: Final = table(
    {"": _LOOK},
    "-m --mode -T --targetname -p --portal -t --type -P --print -r --sid -I --interface -n --name "
    "-v --value -o --op -H --host -d --debug",
    instead={
        "-u, --logout": "stops device system",
        "-l, --login, --rescan, -R, --loginall": "writes device easy system",
        "--logoutall": "stops device account system",
        "-o, --op": "writes configuration system",
    },
    bare=_LOOK,
)
_QUOTAS: Final = table({"": "writes configuration system"}, "-u -g -f",
                       instead={"-p, --print-state": "reads configuration"},
                       bare="writes configuration system")  # fmt: skip
_EXPORTFS: Final = table(
    {"": "exposes filesystem system"}, "-o",
    instead={"-v, -s": "reads filesystem", "-r": "writes configuration system",
             "-u": "stops filesystem account", "-f": "writes configuration system",
             "-a": "exposes filesystem system"},
    bare="reads filesystem",
)  # fmt: skip

PROGRAMS: Final[dict[str, Reader]] = {
    "smartctl": _SMARTCTL,
    "ipmitool": _IPMITOOL,
    "ipmi-sensors": table({"": _LOOK}, "-h -u -p", bare=_LOOK),
    "btrfs": _BTRFS,
    **dict.fromkeys(("megacli", "megacli64", "storcli", "storcli64", "perccli", "perccli64",
                     "ssacli", "hpssacli", "arcconf", "sas2ircu", "sas3ircu"), _RAIDS),
    "losetup": _LOSETUP,
    "dmsetup": _DMSETUP,
    "blockdev": _BLOCKDEV,
    "multipath": _MULTIPATH,
    "iscsiadm": _ISCSIADM,
    **dict.fromkeys(("setquota", "edquota", "quotaon", "quotaoff", "quotacheck", "xfs_quota"),
                    _QUOTAS),
    "exportfs": _EXPORTFS,
    **views("dumpe2fs xfs_info e2freefrag filefrag debugreiserfs sg_inq sg_logs sg_vpd sginfo "
            "lsscsi systool modinfo turbostat lsinitramfs ibstat ibstatus ibv_devinfo "
            "ibhosts iblinkinfo rdma-stat nvtop lstopo hwloc-ls lsgpio gpioinfo i2cdetect "
            "biosdecode vpddecode mcelog edac-util ras-mc-ctl numad showmount nfsstat mountstats "
            "nfsiostat quota repquota xfs_bmap mountpoint zramctl intel_gpu_top "
            "radeontop rocm-smi pmstat pminfo ntpq ntpstat ntpdc ntptime adjtimex pvscan "
            "vgscan lvscan vgck zdb arcstat arc_summary arcstat.py bcache-super-show "
            "swaplabel partx sadf xfs_estimate "
            "powertop cpufreq-info i7z uprecords",
            "-d -o -n -w -i -b -s -t -c -f -F -S"),
    "partprobe": table({"": "writes device easy"}, dry="-d --dry-run", bare="writes device easy"),
    "growpart": table({"": "writes device hard system"}, dry="-N --dry-run"),
    "xfs_growfs": table({"": "writes volume system"}, "-D -m -L -R", dry="-n"),
    "fstrim": table({"": "starts process easy"}, "-o -l -m", dry="-n --dry-run",
                    bare="starts process easy"),
    "badblocks": table({"": _LOOK}, "-b -c -e -d -i -o -p -t",
                       instead={"-w": _WIPED, "-n": _SET}),
    "debugfs": table({"": _LOOK}, "-R -b -s -f -d", instead={"-w": _SET, "-f": _SET}),
    "xfs_db": table({"": _LOOK}, "-c -l -p", instead={"-x": _SET}),
    "sdparm": table({"": _LOOK}, "-s --set -c --clear -C --command -g --get",
                    instead={"-s, --set, -c, --clear, -C, --command": _SET}),
    "sg_format": table({"": _WIPED}),
    "sg_sanitize": table({"": _WIPED}),
    "sg_unmap": table({"": _WIPED}),
    "pvresize": table({"": "writes volume system"}, dry="-t --test"),
    "pvck": table({"": _LOOK}, instead={"--repair": _SET}),
    "udevadm": table({"info, monitor, settle, test, test-builtin, verify": _LOOK,
                      "trigger, control": "writes configuration system"},
                     "-q --query -n --name -p --path -s --subsystem-match -t --timeout -a"),
    "i2cset": table({"": _SET}),
    "flashrom": table({"": _LOOK}, "-p -r -c --programmer",
                      instead={"-w, --write, -E, --erase": _WIPED}),
    "ledctl": table({"": "writes device easy"}),
    "resizepart": table({"": _SET}),
}  # fmt: skip
"""Readers of this module, by program."""
