"""Tools of virtual machines and system containers: libvirt, QEMU, Proxmox, LXC, VMware."""

from typing import Final

from sentinel.live.reading.calls import Reader
from sentinel.live.reading.tool_tables import table, views

_LOOK: Final = "reads instance"
_GONE: Final = "deletes instance account never"
_OFF: Final = "stops instance"
_HARD: Final = "stops instance hard force"
_RUN: Final = "starts instance"
_SET: Final = "writes instance hard system"
_MAKE: Final = "creates instance"
_SHOT: Final = "creates backup"
_DISK: Final = "deletes volume account never"
_LOST: Final = "deletes backup one never"

_VIRSH: Final = table(
    {
        "list, dominfo, domstate, domid, domuuid, domname, domblklist, domblkinfo, domblkstat, "
        "domiflist, domifaddr, domifstat, "
        "domjobinfo, dommemstat, domstats, domtime, domcapabilities, domhostname, domfsinfo, "
        "domcontrol, dumpxml, vcpuinfo, "
        "vcpucount, vcpupin, cpu-stats, guestinfo, guestvcpus, net-list, net-info, net-dumpxml, "
        "net-dhcp-leases, net-uuid, "
        "pool-list, pool-info, pool-dumpxml, pool-uuid, vol-list, vol-info, vol-dumpxml, "
        "vol-path, vol-key, vol-pool, "
        "snapshot-list, snapshot-info, snapshot-current, snapshot-dumpxml, snapshot-parent, "
        "checkpoint-list, nodeinfo, "
        "nodecpumap, nodecpustats, nodememstats, nodedev-list, nodedev-dumpxml, capabilities, "
        "version, uri, hostname, sysinfo, "
        "maxvcpus, freecell, freepages, iface-list, iface-dumpxml, nwfilter-list, "
        "nwfilter-dumpxml, secret-list, event, "
        "net-event, domdisplay, vncdisplay, ttyconsole, iothreadinfo, schedinfo, memtune, "
        "blkiotune, numatune, emulatorpin, "
        "backup-dumpxml, domdirtyrate-calc, allocpages --list, pool-capabilities, help, echo, "
        "cd, pwd, "
        "define --validate, blockjob, domlog, nodesuspend --help, managedsave-dumpxml": _LOOK,
        "start, resume, create, net-start, pool-start, dompmwakeup, restore, pool-refresh, "
        "pool-autostart, autostart, "
        "net-autostart, pool-build --no-overwrite": _RUN,
        "shutdown, suspend, save, managedsave, dompmsuspend": _OFF,
        "reboot": "stops instance restart",
        "reset, destroy, net-destroy, pool-destroy, iface-destroy, inject-nmi": _HARD,
        "undefine, snapshot-revert": _GONE,
        "vol-delete, vol-wipe, pool-delete, pool-undefine, net-undefine, iface-undefine, "
        "pool-build": _DISK,
        "snapshot-delete, checkpoint-delete, managedsave-remove, save-image-edit": _LOST,
        "snapshot-create, snapshot-create-as, backup-begin, checkpoint-create, "
        "checkpoint-create-as, dump": _SHOT,
        "define, edit, setmem, setmaxmem, setvcpus, attach-device, attach-disk, "
        "attach-interface, detach-device, "
        "detach-disk, detach-interface, update-device, change-media, blockcommit, blockpull, "
        "blockcopy, blockresize, vol-create, "
        "vol-create-as, vol-clone, vol-resize, vol-upload, net-define, net-create, net-edit, "
        "net-update, pool-define, "
        "pool-define-as, pool-create, pool-create-as, migrate, metadata, desc, domrename, "
        "domif-setlink, domfstrim, "
        "domfsfreeze, domfsthaw, set-user-password, nodedev-detach, nodedev-reattach, "
        "iface-start, nwfilter-define, send-key, "
        "screenshot, iothreadadd, snapshot-edit, managedsave-edit, vol-create-from, "
        "blkdeviotune, domiftune, reset": _SET,
        "secret-get-value, vol-download": "reveals secret",
        "secret-define, secret-set-value": "writes secret",
        "secret-undefine": "deletes secret",
        "console, qemu-agent-command, qemu-monitor-command, "
        "lxc-enter-namespace": "executes code unknown unknown",
    },
    "-c --connect -d --debug -l --log --pool --domain --disk --network",
    extra={"--remove-all-storage, --wipe-storage, --storage, --snapshots-metadata": _DISK},
)
_QM: Final = table(
    {
        "list, status, config, showcmd, pending, listsnapshot, agent, guest cmd, cloudinit dump, "
        "cloudinit pending, help, "
        "guest exec-status, rescan, cpu-models, fstrim-info": _LOOK,
        "start, resume, wait, unlock": _RUN,
        "shutdown, suspend": _OFF,
        "reboot": "stops instance restart",
        "stop, reset": _HARD,
        "destroy, rollback": _GONE,
        "delsnapshot": _LOST,
        "snapshot": _SHOT,
        "create, clone, restore, importovf, template": _MAKE,
        "set, resize, disk resize, move-disk, disk move, migrate, remote-migrate, importdisk, "
        "disk import, move_disk, sendkey, "
        "cloudinit update, mount, unmount, push, cleanup, rename, nbdstop": _SET,
        "unlink, disk unlink": _DISK,
        "terminal, monitor, guest exec, guest passwd": "executes code unknown unknown",
        "df, cpusets, fstrim, pull, fsck": _LOOK,
    },
    "--target --storage --format --vmid --node",
    runs={"exec": 1},
)
_LXC: Final = table(
    {
        "list, ls, info, config show, config get, config device list, config device show, config "
        "trust list, image list, image "
        "ls, image info, image show, profile list, profile show, network list, network ls, "
        "network show, network info, "
        "storage list, storage show, storage info, storage volume list, storage volume show, "
        "storage volume info, "
        "snapshot list, remote list, project list, project show, cluster list, cluster show, "
        "operation list, operation show, "
        "version, monitor, alias list, warning list, network acl list, storage ls, profile ls, "
        "project ls, cluster ls, "
        "cluster info, network list-leases, network forward list, storage bucket list, file ls, "
        "config template list, "
        "top": _LOOK,
        "launch, init, copy, cp, create, image copy, image import, publish, image export": _MAKE,
        "start, resume, unpause": _RUN,
        "restart, reboot": "stops instance restart",
        "stop, pause": _OFF,
        "snapshot, snapshot create, export, storage volume snapshot": _SHOT,
        "delete, rm, restore, snapshot restore, rebuild": _GONE,
        "storage delete, storage volume delete, storage volume rm, project delete, cluster remove, "
        "storage volume restore, storage bucket delete": _DISK,
        "image delete, profile delete, network delete, snapshot delete, image rm, profile rm, "
        "network rm": "deletes image hard system",
        "config set, config edit, config unset, config device, config trust, profile, network, "
        "storage, project, remote, cluster, "
        "move, mv, rename, alias, file edit, image alias, image edit, file delete, admin": _SET,
        "file push": "writes file",
        "file pull": "creates file",
        "shell, console": "executes code unknown unknown",
    },
    "-c --config -p --profile -s --storage --project -f --format -n --network --columns --target "
    "-t --type",
    runs={"exec": 1},
)
_LXC_OLD: Final = table({"": _GONE}, "-n --name -P")
_QEMU_IMG: Final = table(
    {
        "info, check, compare, map, measure, bench": "reads image",
        "create, convert, dd": "creates image",
        "resize, rebase, commit, amend, bitmap": "writes volume hard",
        "snapshot": "writes backup",
    },
    "-f -O -o -F -b -S -s -t -T",
    instead={"-r": "writes volume hard"},
)
_LOCAL_VMS: Final = table(
    {
        "list, ls, info, find, version, get, networks, aliases, status, show, images, show-ssh, "
        "template, "
        "disk list, disk ls, snapshot list, snapshot ls": _LOOK,
        "launch, start, create, resume, edit, clone, mount, umount, unmount, transfer, copy, "
        "set, alias, "
        "validate, completion, default, logs, config, recover, restart, snapshot, "
        "network": "starts instance local",
        "stop, suspend": "stops instance local",
        "delete, purge, factory-reset, prune, restore": "deletes instance hard system",
        "shell": "executes code unknown unknown",
    },
    runs={"exec": 1, "ssh": 0},
)
_GOVC: Final = table(
    {
        "about, ls, find, tree, vm.info, vm.ip, vm.console, host.info, datastore.info, "
        "datastore.ls, datastore.disk.info, "
        "cluster.rule.ls, events, tasks, session.ls, snapshot.tree, device.ls, device.info, "
        "network.ls, dvs.portgroup.info, "
        "object.collect, metric.sample, metric.ls, pool.info, folder.info, library.ls, "
        "library.info, tags.ls, "
        "permissions.ls, role.ls, license.ls, datacenter.info, logs, version, env, alarms, "
        "cluster.usage, "
        "host.service.ls, host.esxcli system": _LOOK,
        "vm.power": "stops instance",
        "vm.destroy, datastore.rm, datacenter.destroy, object.destroy, pool.destroy, cluster.rm, "
        "library.rm, "
        "host.remove, dvs.destroy, datastore.remove": _GONE,
        "snapshot.remove": _LOST,
        "snapshot.revert": _GONE,
        "snapshot.create": _SHOT,
        "vm.create, vm.clone, import.ova, import.ovf, library.deploy": _MAKE,
        "vm.change, vm.migrate, vm.disk.create, vm.disk.attach, vm.disk.change, vm.network.add, "
        "vm.network.change, "
        "host.maintenance.enter, host.maintenance.exit, datastore.upload, vm.markastemplate, "
        "vm.register, "
        "device.remove, vm.unregister, host.shutdown, host.reconnect, host.disconnect": _SET,
        "permissions.set, role.create, role.update": "escalates permission",
        "guest.run, guest.start": "executes code unknown unknown remote",
    },
    "-u -k -dc -ds -host -pool -vm -cluster -folder -l -net -n -p",
    single=True,
)
_XE: Final = table(
    {
        "vm-list, host-list, sr-list, vdi-list, vbd-list, vif-list, network-list, pif-list, "
        "pool-list, snapshot-list, task-list, "
        "vm-param-list, vm-param-get, host-param-list, sr-param-list, pool-param-list, "
        "template-list, "
        "console-list, patch-list, host-dmesg, vm-data-source-list, event-wait, message-list":
            _LOOK,
        "vm-start, vm-resume, vm-unpause, host-enable": _RUN,
        "vm-shutdown, vm-suspend, vm-pause, vm-reboot": _OFF,
        "host-reboot, host-shutdown, host-evacuate, host-disable": "stops host account",
        "vm-destroy, vm-uninstall, vdi-destroy, sr-destroy, sr-forget, snapshot-uninstall, "
        "snapshot-revert, "
        "pool-eject, template-uninstall, host-forget, vm-reset-powerstate": _GONE,
        "vm-snapshot, vm-export, vm-checkpoint": _SHOT,
        "vm-install, vm-clone, vm-copy, vm-import": _MAKE,
    },
)  # fmt: skip
_XL: Final = table(
    {
        "list, info, top, vcpu-list, dmesg, network-list, block-list, uptime, domid, domname, "
        "cpupool-list, sched-credit": _LOOK,
        "create, unpause, restore": _RUN, "shutdown, pause, save": _OFF, "reboot":
            "stops instance restart",
        "destroy": _HARD,
        "mem-set, vcpu-set, migrate, block-attach, network-attach, block-detach": _SET,
        "console": "executes code unknown unknown",
    },
)  # fmt: skip
_VBOX: Final = table(
    {
        "list, showvminfo, showhdinfo, showmediuminfo, metrics, guestproperty get, guestproperty "
        "enumerate, getextradata, "
        "debugvm, bandwidthctl list": _LOOK,
        "startvm": "starts instance local",
        "createvm, clonevm, import, export, clonemedium, createmedium, snapshot": _MAKE,
        "controlvm, modifyvm, modifymedium, storageattach, storagectl, setextradata, "
        "sharedfolder, registervm, natnetwork, "
        "hostonlyif, guestproperty set, setproperty, extpack": "writes instance local",
        "unregistervm, closemedium": "deletes instance hard",
        "guestcontrol": "executes code unknown unknown",
    },
)  # fmt: skip
_PVE: Final = table(
    {
        "get, ls, status, list, nodes, usage, role list, user list, acl list, user permissions, "
        "group list, user token list, report, subscription get, perf": _LOOK,
        "create, set, add, updatecerts, expected, alloc, delnode, delete, remove, free": _SET,
        "user add, acl modify, role add, user modify, passwd, acl delete, user "
        "delete": "escalates permission",
    },
)
_BACKUPS: Final = table({"": _SHOT}, "--storage --mode --compress --node", bare=_SHOT)

PROGRAMS: Final[dict[str, Reader]] = {
    "virsh": _VIRSH,
    **dict.fromkeys(("qm", "pct"), _QM),
    **dict.fromkeys(("lxc", "incus"), _LXC),
    "lxc-destroy": _LXC_OLD,
    "lxc-stop": table({"": _OFF}, "-n --name -P", bare=_OFF),
    "lxc-start": table({"": _RUN}, "-n --name -P -f", bare=_RUN),
    **views("lxc-ls lxc-info lxc-top lxc-checkconfig virt-top virt-df virt-ls virt-cat "
            "virt-filesystems virt-inspector virt-host-validate virt-xml-validate pveversion "
            "pveperf kvm-ok virt-what lxcfs pvereport osinfo-query",
            "-n -d -a -c -F -P -f"),
    "qemu-img": _QEMU_IMG,
    **dict.fromkeys(("multipass", "limactl", "colima", "tart", "orb", "orbctl"), _LOCAL_VMS),
    "govc": _GOVC,
    "xe": _XE,
    "xl": _XL,
    "vboxmanage": _VBOX,
    **dict.fromkeys(("pvesh", "pvecm", "pvesm", "pveum", "ha-manager", "pvesr"), _PVE),
    "vzdump": _BACKUPS,
    "virt-install": table({"": _MAKE}, "-n --name --ram --disk", dry="--dry-run --print-xml"),
    "virt-clone": table({"": _MAKE}, "-o --original -n --name -f", bare=_MAKE),
    "jls": table({"": _LOOK}, bare=_LOOK),
}  # fmt: skip
"""Readers of this module, by program."""
