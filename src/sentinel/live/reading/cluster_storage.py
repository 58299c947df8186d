"""Tools of storage clusters, cluster managers and replicated stores."""

from typing import Final

from sentinel.live.reading.calls import Reader
from sentinel.live.reading.tool_tables import table, views

_LOOK: Final = "reads cluster"
_GONE: Final = "deletes volume account never system"
_SET: Final = "writes cluster namespace system"

_CEPH: Final = table(
    {
        "status, health, health detail, df, df detail, version, versions, features, report, "
        "time-sync-status, "
        "osd tree, osd df, osd df tree, osd ls, osd stat, osd dump, osd perf, osd status, osd "
        "find, osd metadata, "
        "osd pool ls, osd pool get, osd pool stats, osd pool autoscale-status, osd crush tree, osd "
        "crush rule ls, osd crush rule dump, osd crush dump, osd blocked-by, osd safe-to-destroy, "
        "osd ok-to-stop, osd numa-status, osd getmap, osd getcrushmap, osd blocklist ls, osd map, "
        "osd erasure-code-profile ls, osd erasure-code-profile get, osd count-metadata, osd "
        "versions, osd utilization, "
        "pg stat, pg dump, pg ls, pg map, pg dump_stuck, pg ls-by-osd, pg ls-by-pool, pg query, "
        "pg ls-by-primary, "
        "mon stat, mon dump, mon metadata, mon versions, mon ok-to-stop, quorum_status, mgr "
        "stat, mgr dump, mgr module ls, "
        "mgr services, mgr versions, mds stat, mds metadata, fs ls, fs status, fs dump, fs get, "
        "fs volume ls, "
        "fs subvolume ls, fs subvolume info, fs subvolumegroup ls, fs snapshot mirror, orch ls, "
        "orch ps, orch host ls, orch device ls, "
        "orch status, orch upgrade status, orch upgrade check, config get, config dump, config "
        "show, config log, config ls, "
        "config-key ls, log last, balancer status, crash ls, crash info, crash ls-new, crash "
        "stat, device ls, device info, "
        "device get-health-metrics, telemetry status, telemetry show, progress, tell, daemon perf, "
        "nfs cluster ls, rgw realm, dashboard get-alertmanager-api-host, auth ls -f, insights, "
        "node ls, service status, service dump, fsid, iostat, prometheus file_sd_config": _LOOK,
        "auth get-key, auth get, auth ls, auth list, auth export, auth print-key, auth "
        "get-or-create, auth get-or-create-key, config-key get, config-key dump": "reveals secret",
        "auth add, auth caps, auth import": "escalates permission",
        "auth del, auth rm": "deletes account hard",
        "osd pool delete, osd pool rm, osd purge-new": _GONE,
        "osd destroy, osd purge, osd rm, osd lost, osd force-create-pg, mon remove, mon rm, fs "
        "rm, fs "
        "volume rm, fs subvolume rm, fs subvolumegroup rm, osd crush remove, osd crush rm, orch "
        "osd rm, orch rm, "
        "orch host rm, fs reset, pg mark_unfound_lost, config-key rm, orch device zap": _GONE,
        "osd out, osd down, osd stop, osd pause, osd set, osd unset, osd in, osd reweight, osd "
        "reweight-by-utilization, "
        "osd crush reweight, osd crush move, osd crush set, osd crush add, osd pool set, osd "
        "pool create, osd pool application, "
        "osd pool rename, osd unpause, osd primary-affinity, osd repair, osd scrub, osd "
        "deep-scrub, pg repair, pg scrub, pg "
        "deep-scrub, pg force-recovery, mgr fail, mgr module enable, mgr module disable, mds "
        "fail, config set, config rm, "
        "config assimilate-conf, config-key set, balancer on, balancer off, balancer mode, "
        "balancer optimize, crash archive, "
        "crash archive-all, orch apply, orch daemon, orch host, orch upgrade, orch restart, orch "
        "redeploy, fs set, fs new, "
        "fs volume create, health mute, health unmute, osd setcrushmap, osd blocklist, "
        "injectargs, telemetry on, osd "
        "require-osd-release, osd crush rule, osd erasure-code-profile, orch stop, orch start, "
        "osd set-full-ratio, "
        "osd set-nearfull-ratio, osd set-backfillfull-ratio, fs fail, tell injectargs": _SET,
    },
    "-c --conf -n --name --id -k --keyring -m --cluster -f --format -i -o --user "
    "--connect-timeout --setuser --setgroup",
    instead={"-s, --status, -w, --watch, --watch-warn": _LOOK},
)
_RADOS: Final = table(
    {
        "lspools, ls, df, stat, stat2, listxattr, getxattr, listomapkeys, listomapvals, "
        "listwatchers, "
        "list-inconsistent-pg, list-inconsistent-obj, lssnap, bench, cache-try-flush":
            "reads object",
        "get, export": "reads object",
        "put, append, setxattr, mksnap, import, cp, setomapval, touch, create": "writes object",
        "rm, purge, rmpool, cleanup, rmsnap, rollback, truncate, clearomap, rmomapkey, cppool":
            "deletes object namespace never system",
    },
    "-p --pool -N --namespace -c -n --id -k -t -b --format --striper",
)  # fmt: skip
_RBD: Final = table(
    {
        "ls, list, info, du, disk-usage, status, showmapped, device list, snap ls, snap list, "
        "children, lock list, lock ls, "
        "mirror pool info, mirror pool status, mirror image status, trash ls, trash list, diff, "
        "pool stats, perf image iostat, "
        "group list, group ls, namespace ls, image-meta list, image-meta get, config pool ls, "
        "watch": "reads volume",
        "create, clone, copy, cp, snap create, snap protect, import, export, export-diff, "
        "import-diff, group create, bench": (
            "creates volume"),
        "map, unmap, resize, rename, mv, flatten, feature, lock, snap unprotect, snap rename, "
        "mirror, trash mv, "
        "trash move, trash restore, device map, device unmap, config, image-meta, group, "
        "migration": "writes volume hard system",
        "rm, remove, snap rm, snap remove, snap purge, snap rollback, snap revert, trash rm, "
        "trash purge, pool init, "
        "group rm, namespace rm, group remove": "deletes volume namespace never system",
    },
    "-p --pool --image -c -n --id -k -s --size --snap --format -o --namespace --cluster -m",
)  # fmt: skip
_RGW: Final = table(
    {
        "user info, user list, user stats, bucket list, bucket stats, bucket limit check, "
        "metadata list, metadata get, quota get, "
        "realm list, realm get, zone get, zone list, zonegroup get, zonegroup list, period get, "
        "sync status, usage show, log list, "
        "gc list, lc list, datalog status, orphans list-jobs, bucket sync status, policy, sync "
        "error list": "reads bucket",
        "user create, user modify, key create, caps add, subuser create, user enable":
            "escalates account",
        "user rm, key rm, caps rm, subuser rm, user suspend": "deletes account hard",
        "bucket rm, object rm, zone delete, zonegroup delete, realm delete, gc process, usage "
        "trim, "
        "metadata rm, objects expire, orphans finish, bucket reshard cancel":
            "deletes bucket namespace never",
        "bucket link, bucket unlink, bucket check, bucket reshard, quota set, quota enable, "
        "quota disable, period update, "
        "zone modify, zonegroup modify, sync, lc process, realm create, zone create":
            "writes bucket system",
    },
    "--uid --bucket -c -n --id --format --access-key --rgw-realm --rgw-zone --max-entries",
)  # fmt: skip
_GLUSTER: Final = table(
    {
        "volume info, volume status, volume list, volume heal info, volume get, volume top, "
        "volume profile, peer status, pool list, "
        "snapshot list, snapshot info, snapshot status, volume geo-replication status, volume "
        "rebalance status, "
        "volume quota list, volume statedump, system:: getwd, volume bitrot, v info, v status, v "
        "list": "reads volume",
        "volume create, snapshot create, volume start, snapshot activate, peer probe":
            "creates volume",
        "volume delete, snapshot delete, snapshot restore, volume reset-brick":
            "deletes volume account never system",
        "volume stop, v stop": "stops volume account",
        "volume remove-brick, peer detach, volume replace-brick, volume reset":
            "deletes volume hard system",
        "volume set, volume add-brick, volume rebalance, volume heal, volume quota, volume "
        "geo-replication, "
        "snapshot config, snapshot clone, volume log, snapshot deactivate":
            "writes volume hard system",
    },
)  # fmt: skip
_DRBD: Final = table(
    {
        "status, dump, cstate, dstate, role, sh-resources, dump-md, get-gi, show-gi, sh-nop, "
        "events, events2, show, "
        "check-resize, net-options --show": "reads volume",
        "up, connect, attach, adjust, primary, secondary, resize, verify, pause-sync, "
        "resume-sync, disconnect, resource-options, "
        "disk-options, net-options, new-current-uuid, hidden-commands, "
        "apply-al": "writes volume hard system",
        "create-md, wipe-md, invalidate, invalidate-remote, outdate, --discard-my-data, "
        "forget-peer, del-peer": _GONE,
        "down, detach, suspend-io": "stops volume system",
    },
    "-c -d -t",
    extra={"--discard-my-data, --overwrite-data-of-peer, --force": _GONE},
)
_ZK: Final = table({"status, print-cmd, version": _LOOK, "start": "starts unit",
                    "stop, restart": "stops unit"})  # fmt: skip
_LINSTOR: Final = table(
    {
        "node list, resource list, volume list, resource-definition list, storage-pool list, "
        "error-reports list, error-reports "
        "show, snapshot list, controller version, physical-storage list, resource-group list, n "
        "l, r l, v l, sp l, rd l": "reads volume",
        "node create, resource create, resource-definition create, volume-definition create, "
        "storage-pool create, snapshot "
        "create": "creates volume",
        "node delete, node lost, resource delete, resource-definition delete, volume-definition "
        "delete, storage-pool delete, "
        "snapshot delete, snapshot rollback, snapshot resource restore": _GONE,
    },
)  # fmt: skip

PROGRAMS: Final[dict[str, Reader]] = {
    "ceph": _CEPH,
    "rados": _RADOS,
    "rbd": _RBD,
    "radosgw-admin": _RGW,
    "cephadm": table({"ls, version, list-networks, check-host, inspect-image, unit status": _LOOK,
                      "rm-cluster, rm-daemon, zap-osds": _GONE, "bootstrap, deploy, adopt, pull, "
                      "unit, prepare-host, install, add-repo": _SET},
                     "--image --fsid --name -n", runs={"shell": 0, "enter": 0}),
    "ceph-volume": table({"lvm list, inventory, raw list": _LOOK, "lvm zap": _GONE, "lvm prepare, "
                          "lvm activate, lvm create, lvm batch": "writes device hard system"}),
    "gluster": _GLUSTER,
    "drbdadm": _DRBD,
    "drbdsetup": _DRBD,
    "drbd-overview": table({"": "reads volume"}, bare="reads volume"),
    **views("crm_mon corosync-cfgtool corosync-quorumtool crm_verify crm_simulate "
            "dlm_tool pg_lsclusters pg_waldump pg_test_fsync pg_test_timing pg_config "
            "galera-info corosync-cmapctl",
            "-i -w -n -o -h -s", R="writes configuration system", r="writes configuration system"),
    "zkserver.sh": _ZK,
    "zkserver": _ZK,
    "linstor": _LINSTOR,
}  # fmt: skip
"""Readers of this module, by program."""
