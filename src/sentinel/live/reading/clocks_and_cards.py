"""Tools of clocks, graphics cards, firmware and what a host boots."""

from typing import Final

from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.tool_tables import table

_LOOK: Final = "reads device"
_SET: Final = "writes device hard system"

_EFIBOOT: Final = table(
    {"": _LOOK},
    "-b -o -n -d -p -L -l -t -u",
    instead={
        "-B, --delete-bootnum, -D, --remove-dups": "deletes configuration hard system",
        "-c, --create, -o, --bootorder, -n, --bootnext, -a, -A, -O, -N, -t": _SET,
    },
    bare=_LOOK,
)
_CHRONYC: Final = table(
    {
        "sources, sourcestats, tracking, activity, ntpdata, rtcdata, smoothing, serverstats, "
        "clients, authdata, selectdata, manual list, accheck, sourcename, dump": "reads host",
        "makestep, burst, online, offline, settime, add server, delete, reload sources, rekey, "
        "waitsync, maxupdateskew, allow, deny, local, reset sources, refresh": (
            "writes configuration system"
        ),
        "shutdown": "stops unit",
    },
    "-h -p -f",
)
_HWCLOCK: Final = table(
    {"": "reads host"},
    "--date -f --rtc --delay --epoch",
    instead={
        "--set, -w, --systohc, --adjust, -a, --systz, --setepoch, "
        "--param-set": "writes configuration system",
        "-s, --hctosys": "writes configuration system",
    },
    bare="reads host",
)
_NVIDIA: Final = table(
    {
        "": _LOOK,
        "topo, dmon, pmon, nvlink, clocks, vgpu, boost-slider, power-hint, conf-compute, "
        "stats, compute-policy, daemon -t": _LOOK,
        "drain": "stops device system",
        "mig": "writes configuration system",
    },
    "-i --id -d --display -l --loop -lms --loop-ms -f --filename -c -s -o --query-gpu "
    "--format --query-compute-apps --query-accounted-apps -pm -pl -ac -lgc -mig -e -am -caa -r",
    instead={
        "-r, --gpu-reset": "stops device restart system",
        "-pm, --persistence-mode, -pl, --power-limit, -ac, --applications-clocks, -rac, "
        "--reset-applications-clocks, -lgc, --lock-gpu-clocks, -rgc, --reset-gpu-clocks, -lmc, "
        "--lock-memory-clocks, -rmc, -mig, --multi-instance-gpu, -e, --ecc-config, -p, "
        "--reset-ecc-errors, -c, --compute-mode, -am, -caa, -acp, -dm, --driver-model, "
        "--gom, --auto-boost-default, -cc": "writes configuration system",
    },
    bare=_LOOK,
    single=True,
)
_CARD_MONITORS: Final = table(
    {"dmon, pmon": _LOOK},
    "-i --id -d --delay -c --count -s --select -o --options -f --filename",
)


def _cards(call: Call) -> Found:
    """Read `nvidia-smi`; to its monitors, `-c` is how often and no mode of a card."""
    monitors = call.texts[:1] in (["dmon"], ["pmon"])
    return _CARD_MONITORS(call) if monitors else _NVIDIA(call)


_FIRMWARE: Final = table(
    {
        "get-devices, get-updates, get-upgrades, get-history, get-remotes, get-details, security, "
        "get-topology, get-plugins, get-releases, verify, refresh, get-bios-settings": _LOOK,
        "update, upgrade, install, reinstall, downgrade, activate, set-bios-settings, unlock": _SET,
    },
)
_TUNED: Final = table(
    {
        "active, list, profile_info, recommend, verify, list profiles": "reads configuration",
        "profile, off, auto_profile": "writes configuration system",
    },
)
_CPUPOWER: Final = table(
    {
        "frequency-info, idle-info, info, monitor": _LOOK,
        "frequency-set, idle-set, set, powercap-set": "writes configuration system",
    },
    "-c --cpu",
)
_BOOT_IMAGES: Final = table(
    {"": "writes configuration system"}, "-o -k -c -g -p --kver",
    bare="writes configuration system",
)  # fmt: skip
_DKMS: Final = table(
    {
        "status": "reads package",
        "add, build, install, autoinstall, mkdriverdisk, ldtarball": "writes package system",
        "remove, uninstall, unbuild": "deletes package system",
    },
    "-m -v -k -a",
)

PROGRAMS: Final[dict[str, Reader]] = {
    "efibootmgr": _EFIBOOT,
    "chronyc": _CHRONYC,
    "hwclock": _HWCLOCK,
    "nvidia-smi": _cards,
    "fwupdmgr": _FIRMWARE,
    "tuned-adm": _TUNED,
    "cpupower": _CPUPOWER,
    **dict.fromkeys(("update-grub", "update-grub2", "grub-mkconfig", "grub2-mkconfig", "dracut",
                     "mkinitcpio", "mkinitrd", "update-initramfs", "grub-install", "depmod",
                     "grub2-install", "grubby", "kernel-install", "plymouth-set-default-theme"),
                    _BOOT_IMAGES),
    "dkms": _DKMS,
    "kdumpctl": table({"status, showmem, estimate, get-default-crashkernel": "reads host",
                       "start, restart, propagate, rebuild, reset-crashkernel":
                           "writes configuration system", "stop": "stops unit"}),
    "dcgmi": table({"discovery, dmon, topo, stats, health, nvlink, diag, group, modules": _LOOK,
                    "config, policy, set": "writes configuration system"}),
    "ntpdate": table({"": "writes configuration system"}, "-t -p",
                     instead={"-q": "reads host", "-d": "reads host"}),
    "sntp": table({"": "reads host"}, "-K -t", instead={"-S, -s": "writes configuration system"}),
}  # fmt: skip
"""Readers of this module, by program."""
