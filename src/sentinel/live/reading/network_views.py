"""Tools that look at names, routes, radio links and switches, and the ones that measure load."""

from typing import Final

from sentinel.live.reading.calls import Reader
from sentinel.live.reading.tool_tables import table, views

_LOOK: Final = "reads network"
_SET: Final = "writes network system"
_CUT: Final = "stops network account"

_BRIDGE: Final = table(
    {
        "fdb, fdb show, fdb list, fdb get, link, link show, mdb, mdb show, vlan, vlan show, vlan "
        "tunnelshow, vni, vni show, monitor": _LOOK,
        "fdb add, fdb append, fdb replace, link set, mdb add, vlan add, vlan set, vni add": _SET,
        "fdb del, mdb del, vlan del, vni del, fdb flush": "deletes network hard system",
    },
)
_IPSEC: Final = table(
    {
        "status, statusall, listcerts, listall, listcacerts, listpubkeys, version, stroke status, "
        "verify, trafficstatus, whack --status, auto --status, leases, checknss": _LOOK,
        "up, down, reload, update, rereadall, rereadsecrets, start, route, unroute": _SET,
        "stop, restart": _CUT,
    },
)
_SWANCTL: Final = table(
    {"": _LOOK},
    "-i -c --ike --child -u",
    instead={
        "-l, --list-sas, -L, --list-conns, -x, --list-certs, -P, --list-pols, -A, --list-pools, "
        "-B, --list-authorities, -g, --list-algs, -S, --stats, -T, --log": _LOOK,
        "-i, --initiate, -q, --load-all, -c, --load-conns, -s, --load-creds, -p, --install, -d, "
        "--redirect, -R, --rekey, -a, --load-pools, -b, --load-authorities": _SET,
        "-t, --terminate, -u, --uninstall": "stops network system",
    },
)
_TAILSCALE: Final = table(
    {
        "status, ip, ping, netcheck, version, whois, debug, dns status, dns query, "
        "serve status, funnel status, exit-node list, exit-node suggest, licenses, metrics, "
        "lock status, lock log, switch --list, syspolicy list, drive list": _LOOK,
        "up, set, login, switch, update, configure, cert, lock, bugreport": _SET,
        "down, logout": _CUT,
        "serve": "exposes network",
        "funnel": "exposes network public",
        "file cp": "exfiltrates file",
        "file get": "creates file",
        "ssh": "executes code unknown unknown",
    },
    "--socket --timeout --c --peer",
)
_ZEROTIER: Final = table(
    {
        "info, status, listnetworks, listpeers, peers, listmoons, dump, get": _LOOK,
        "join, set, orbit": _SET,
        "leave, deorbit": "stops network system",
    },
)
_LLDP: Final = table(
    {"show, watch, help": _LOOK, "configure, unconfigure, update, pause, resume": _SET, "": _LOOK},
    "-f -u -l", bare=_LOOK,
)  # fmt: skip
_GOBGP: Final = table(
    {
        "neighbor, global, global rib, global rib summary, vrf, policy, monitor, rpki, mrt, "
        "global policy, bmp": _LOOK,
        "global rib add, neighbor add, vrf add, policy add, global add, neighbor update, global "
        "rib "
        "inject, global policy add, policy set": _SET,
        "global rib del, neighbor del, vrf del, policy del, global del, global policy "
        "del": "deletes network hard namespace",
    },
    "-u --host -p --port -a -j -d",
)
_OVS_MORE: Final = table(
    {
        "dpif/show, bond/show, bond/list, fdb/show, coverage/show, ofproto/trace, dpctl/show, "
        "dpctl/dump-flows, dpctl/dump-conntrack, upcall/show, version, list-commands, vlog/list, "
        "memory/show, dpif-netdev/pmd-stats-show, lacp/show, tnl/arp/show, ovs/route/show, "
        "show, dump-flows, list-br, list-dp, dump-dps, get-flow, ct-stats-show, dump-conntrack, "
        "dump-ports, dump-tables, list, list-ports, list-ifaces, find, get, ls-list, lr-list, "
        "lsp-list, lrp-list, acl-list, lr-nat-list, lr-route-list, lb-list, lflow-list, "
        "dump-groups, dump-meters, qos-list, dhcp-options-list, meter-list": _LOOK,
        "vlog/set, fdb/flush, set, add, create, ls-add, lr-add, lsp-add, lrp-add, acl-add, "
        "lr-nat-add, lr-route-add, lb-add, sync, init": _SET,
        "del-dp, del-flows, ls-del, lr-del, lsp-del, lrp-del, acl-del, lr-nat-del, lr-route-del, "
        "lb-del, destroy, del-if, exit, remove, clear, flush-conntrack, del-flow":
            "deletes network namespace hard system",
    },
    "-t --target -O --db --timeout",
)  # fmt: skip
_SNMP_SET: Final = table({"": "writes configuration remote"}, "-v -c -u -l -a -A -x -X -O -t -r")
_GRPC: Final = table(
    {"list, describe": "reads endpoint", "": "reads endpoint"},
)
_SMB: Final = table(
    {"": "reads endpoint"}, "-U -c -W -I -p -m -A -D -L",
    instead={"-L, --list": "reads endpoint", "-c, --command": "writes file remote"},
)  # fmt: skip
_MQTT_OUT: Final = table({"": "writes queue"}, "-h -p -t -m -u -P -q -f", hosts="-h")
_RFKILL: Final = table({"list, event": _LOOK, "block": "stops network system", "unblock": _SET},
                       bare=_LOOK)  # fmt: skip

PROGRAMS: Final[dict[str, Reader]] = {
    "bridge": _BRIDGE,
    **dict.fromkeys(("ipsec", "strongswan"), _IPSEC),
    "swanctl": _SWANCTL,
    "tailscale": _TAILSCALE,
    "zerotier-cli": _ZEROTIER,
    **dict.fromkeys(("lldpcli", "lldpctl"), _LLDP),
    "gobgp": _GOBGP,
    **dict.fromkeys(("ovs-appctl", "ovs-dpctl", "ovn-nbctl", "ovn-sbctl", "ovsdb-client"),
                    _OVS_MORE),
    "snmpset": _SNMP_SET,
    "rfkill": _RFKILL,
    "smbclient": _SMB,
    "mosquitto_pub": _MQTT_OUT,
    "iwconfig": table({"": _SET}, bare=_LOOK),
    "wpa_cli": table({"status, list_networks, scan_results, scan, signal_poll, interface": _LOOK,
                      "reconnect, reassociate, reconfigure, enable_network, add_network, "
                      "set_network, save_config, select_network": _SET,
                      "disconnect, remove_network, disable_network, terminate": _CUT}, "-i -p -g"),
    **views(
        "drill kdig delv khost dog doggo dnsx dnstracer dnstop "
        "fping fping6 tcptraceroute tcptraceroute6 traceroute6 tracert lft pathping "
        "dublin-traceroute paris-traceroute trippy "
        "trip vnstat bwm-ng slurm ifstat nicstat jnettop darkstat speedometer iptraf-ng sockstat "
        "tcptrack pktstat cbm ipcalc ipcalc-ng sipcalc subnetcalc netmask whatmask prips "
        "geoiplookup geoiplookup6 mmdblookup snmpwalk snmpget snmpgetnext snmpbulkwalk snmpbulkget "
        "snmptable snmptranslate snmpstatus snmpdf nmblookup wbinfo smbstatus rpcinfo "
        "tcpflow capinfos termshark tcptrace ngrep p0f httping httpstat testssl testssl.sh "
        "sslscan sslyze ssl-cert-check grpc_health_probe grpc-health-probe dhcping dhcpdump "
        "avahi-browse avahi-resolve "
        "mtr-packet rdisc6 ndisc6 rltraceroute6 ipmaddr "
        "mosquitto_sub zonecheck named-checkhints wavemon "
        "speedtest speedtest-cli fast dnsviz pwhois jwhois ripe-atlas bgpq4 bgpq3 whob peval",
        "-c -i -t -p -n -w -W -s -S -f -q -d -v -u -l -a -A -x -X -r -R -O -b -m -T -h -P",
    ),
    **views("iperf3 iperf qperf netperf nuttcp sockperf uperf", "-c -p -t -P -b -i -B -J -f -n -l",
            s="starts process", server="starts process"),
    "evans": _GRPC,
}  # fmt: skip
"""Readers of this module, by program."""
