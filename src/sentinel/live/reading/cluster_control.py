"""Tools of cluster managers and of replicated databases."""

from typing import Final

from sentinel.live.reading.calls import Reader
from sentinel.live.reading.tool_tables import table

_LOOK: Final = "reads cluster"
_SET: Final = "writes cluster namespace system"
_OUT: Final = "deletes node hard system"
_PG: Final = "reads database"

_PCS: Final = table(
    {
        "status, status --full, status resources, status nodes, status cluster, status corosync, "
        "cluster status, config, config "
        "show, resource, resource show, resource config, resource status, resource list, "
        "resource describe, resource failcount, "
        "stonith, stonith show, stonith status, stonith config, stonith history, stonith list, "
        "constraint, constraint list, "
        "constraint show, constraint config, property, property list, property show, property "
        "config, node attribute, quorum "
        "status, quorum config, alert, alert show, cluster corosync, pcsd status, acl show, acl, "
        "tag, tag config, "
        "resource defaults, resource op defaults, qdevice status, booth status, cluster cib, "
        "host, cluster verify": _LOOK,
        "resource restart, resource cleanup, resource refresh, resource enable, resource move, "
        "resource relocate, resource ban, "
        "resource clear, resource update, resource create, resource manage, resource unmanage, "
        "node standby, node "
        "unstandby, node maintenance, node unmaintenance, constraint location, constraint order, "
        "constraint colocation, "
        "property set, property unset, cluster start, cluster enable, cluster disable, cluster "
        "auth, cluster sync, "
        "stonith create, stonith update, stonith cleanup, quorum update, cluster node add, host "
        "auth, "
        "cluster setup, cluster reload, constraint remove, resource meta, cluster cib-push": _SET,
        "resource disable": "stops unit",
        "stonith fence, cluster kill, stonith confirm, quorum "
        "unblock": "stops node restart force system",
        "cluster stop": "stops cluster account",
        "cluster destroy": "deletes cluster account never",
        "resource delete, resource remove, stonith delete, stonith remove, cluster node remove, "
        "constraint delete, "
        "cluster node clear, cluster remove-node": _OUT,
        "stonith disable": "weakens cluster protection",
    },
    "-f --wait",
)
_CRM: Final = table(
    {
        "status, resource status, resource list, configure show, node show, node status, node "
        "list, configure verify, ra list, "
        "ra info, history, cluster health, cluster status, corosync status, resource scores, "
        "resource constraints, report, "
        "node attribute, configure graph, cluster diff": _LOOK,
        "resource start, resource restart, resource cleanup, resource migrate, resource move, "
        "resource unmigrate, resource clear, "
        "resource manage, resource unmanage, resource refresh, resource promote, resource "
        "demote, resource maintenance, node "
        "standby, node online, node maintenance, node ready, configure property, configure "
        "primitive, configure edit, "
        "configure location, configure load, cluster start, cluster restart, cluster init, "
        "cluster join, cluster run": _SET,
        "resource stop": "stops unit",
        "cluster stop": "stops cluster account",
        "node fence, node clearstate": "stops node force system",
        "configure erase, cluster remove, cluster destroy": "deletes cluster account never",
        "configure delete, node delete": _OUT,
    },
    "-D -w -F -R -c",
)
_CRM_RESOURCE: Final = table(
    {"": _LOOK},
    "-r --resource -N --node -H --host-uname -p -v -g -d -t -n -i -T --timeout",
    instead={
        "-C, --cleanup, -P, --refresh, -M, --move, -B, --ban, -U, --clear, -p, --set-parameter, "
        "-d, "
        "--delete-parameter, --restart, --force-start, --force-stop, --force-promote": _SET,
        "-D, --delete": _OUT,
    },
    bare=_LOOK,
)
_NODETOOL: Final = table(
    {
        "status, info, ring, tpstats, cfstats, tablestats, tablehistograms, cfhistograms, "
        "proxyhistograms, netstats, gossipinfo, "
        "describecluster, describering, compactionstats, compactionhistory, "
        "getcompactionthroughput, getstreamthroughput, "
        "getendpoints, gettimeout, getlogginglevels, getsstables, version, statusgossip, "
        "statusbinary, statusbackup, "
        "statushandoff, listsnapshots, toppartitions, gcstats, failuredetector, rangekeysample, "
        "viewbuildstatus, "
        "getconcurrentcompactors, getmaxhintwindow, repair_admin list, clientstats, datapaths, "
        "getseeds, "
        "getcompactionthreshold, getinterdcstreamthroughput, gettraceprobability, profileload, "
        "getconcurrency, "
        "statusautocompaction, getauditlog, listpendinghints": "reads database",
        "repair, cleanup, compact, flush, scrub, upgradesstables, rebuild, rebuild_index, "
        "refresh, setcompactionthroughput, "
        "setstreamthroughput, setlogginglevel, settimeout, settraceprobability, garbagecollect, "
        "verify, relocatesstables, "
        "reloadlocalschema, enablegossip, enablebinary, enableautocompaction, enablehandoff, "
        "enablebackup, resumehandoff, "
        "setcompactionthreshold, setconcurrentcompactors, import, reloadseeds, reloadtriggers, "
        "repair_admin cancel, "
        "invalidatekeycache, invalidaterowcache, invalidatecountercache, "
        "sethintedhandoffthrottlekb, stop, "
        "enablefullquerylog, enableauditlog, setmaxhintwindow, move, "
        "replaybatchlog": "writes database hard system",
        "snapshot": "creates backup",
        "clearsnapshot": "deletes backup set never",
        "drain, disablebinary, disablegossip, stopdaemon, disablethrift": "stops database",
        "disableautocompaction, disablehandoff, pausehandoff": "writes configuration system",
        "disablebackup, disableauditlog, disablefullquerylog": "weakens backup backup",
        "truncatehints": "deletes data namespace never",
        "assassinate, removenode, decommission, "
        "resetlocalschema": "deletes node account never system",
    },
    "-h --host -p --port -u --username -pw --password -pwf --password-file -r",
    hosts="-h --host",
)
_PATRONI: Final = table(
    {
        "list, topology, history, show-config, version, dsn, query": "reads database",
        "edit-config, reload, pause, resume, flush": "writes configuration system",
        "switchover, failover, restart": "stops database restart namespace",
        "reinit": "deletes database hard",
        "remove": "deletes cluster account never",
    },
    "-c --config-file -d --dcs-url -k --group --leader --master --candidate --scheduled -f "
    "--format",
)
_REPMGR: Final = table(
    {
        "cluster show, cluster event, cluster matrix, cluster crosscheck, node status, node "
        "check, daemon status, service "
        "status": "reads database",
        "standby promote, standby switchover, standby follow, primary unregister, standby "
        "unregister, node rejoin, "
        "node service": "stops database hard restart",
        "standby clone": "writes database hard",
        "primary register, standby register, witness register": "writes configuration",
        "cluster cleanup": "deletes audit set",
    },
    "-f -h -U -d -D --node-id --siblings-follow",
)

PROGRAMS: Final[dict[str, Reader]] = {
    "pcs": _PCS,
    "crm": _CRM,
    **dict.fromkeys(("crm_resource", "crm_attribute", "crm_node"), _CRM_RESOURCE),
    "stonith_admin": table({"": _LOOK}, "-t -H", bare=_LOOK, instead={
        "-F, --fence, -B, --reboot, -U, --unfence, -C, --confirm": "stops node force system"}),
    "cibadmin": table({"": _LOOK}, "-o -X -x -A", bare=_LOOK, instead={
        "-E, --erase": "deletes cluster account never", "-D, --delete, -d": _OUT,
        "-R, --replace, -C, --create, -M, --modify, -P, -u, -B": _SET, "-Q, --query": _LOOK}),
    "nodetool": _NODETOOL,
    "patronictl": _PATRONI,
    "repmgr": _REPMGR,
    "pg_ctlcluster": table({"status": _PG}),
    "pg_dropcluster": table({"": "deletes cluster account never"}),
    "pg_createcluster": table({"": "creates cluster"}),
    "pg_upgradecluster": table({"": "writes database hard system"}),
    "pg_renamecluster": table({"": "writes database hard system"}),
}  # fmt: skip
"""Readers of this module, by program."""
