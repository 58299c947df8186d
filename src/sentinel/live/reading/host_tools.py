"""Tools that keep a host: configuration management, mail, web, security checks, alternatives."""

from typing import Final

from sentinel.live.reading.calls import Reader
from sentinel.live.reading.tool_tables import table, views

_LOOK: Final = "reads configuration"
_SET: Final = "writes configuration system"
_SECRET: Final = "reveals secret"
_OFF: Final = "stops unit"
_MAIL: Final = "deletes queue namespace never"

_CLOUD_INIT: Final = table(
    {
        "status, query, analyze, schema, features, devel, collect-logs, --version": _LOOK,
        "init, modules, single": _SET,
        "clean": "deletes configuration hard system",
    },
)
_POSTCONF: Final = table({"": _LOOK}, "-c", instead={"-e, -X, -#, -M -e": _SET}, bare=_LOOK)
_DOVEADM: Final = table(
    {
        "who, user, mailbox list, mailbox status, search, quota get, log find, log errors, "
        "config, stats dump, penalty, instance "
        "list, acl get, acl rights, proxy list, replicator status, dict get, help, mailbox "
        "metadata list": _LOOK,
        "fetch": _SECRET,
        "expunge, mailbox delete, dict unset": _MAIL,
        "kick, reload, force-resync, purge, quota recalc, index, mailbox create, mailbox "
        "subscribe, move, copy, sync, backup, "
        "import, altmove, acl set, acl add, flags, deduplicate, mailbox rename, log reopen, "
        "replicator add, dict set": _SET,
        "stop": _OFF,
        "auth test, auth lookup, pw": _LOOK,
    },
    "-u -A -c -f -F -S -o -D -v",
)
_EXIM: Final = table(
    {"": "writes queue"}, "-bt -bh -be -bV -oX -C -D -f -qR -M -Mvl -Mvb -Mvh -Mrm -Mf -Mt",
    instead={"-bp, -bpc, -bpr, -bV, -bP, -bt, -bh, -be, -Mvl, -Mvb, -Mvh, -bpu": _LOOK,
             "-Mrm": "deletes queue set never", "-q, -qf, -qff, -M, -Mf, -Mt": "writes queue",
             "-bd": "starts unit"}, single=True,
)  # fmt: skip
_WEB: Final = table(
    {"": "starts unit", "-t": _LOOK}, "-c -f -C -g -d -p -n",
    instead={"-t, -tt, -T, --test, -v, -V, -i, -m, -M, -configtest, --check-config, "
             "--configtest, -tt -D, -TT": _LOOK},
    bare="starts unit",
)  # fmt: skip
_SSSCTL: Final = table(
    {
        "domain-list, domain-status, user-checks, user-show, group-show, config-check, "
        "netgroup-show, "
        "analyze, access-report, cert-show": _LOOK,
        "cache-remove, cache-expire, cache-upgrade, logs-remove, debug-level, client-data-backup, "
        "cache-index": _SET,
        "logs-fetch": _LOOK,
    },
)
_REALM: Final = table(
    {
        "list, discover": _LOOK,
        "join, permit": "escalates permission",
        "leave, deny": "stops account",
    },
    "-U -v",
)
_IPA: Final = table(
    {
        "user-find, user-show, user-status, group-find, group-show, host-find, host-show, ping, "
        "env, service-find, service-show, "
        "hbacrule-find, hbacrule-show, hbactest, sudorule-find, sudorule-show, dnszone-find, "
        "dnsrecord-find, dnsrecord-show, "
        "config-show, pwpolicy-show, cert-find, cert-show, role-find, role-show, "
        "topologysegment-find, server-find, "
        "certprofile-find, privilege-find, permission-find, hostgroup-find, hostgroup-show, "
        "vault-find": _LOOK,
        "user-add, group-add, group-add-member, role-add-member, sudorule-add, "
        "sudorule-add-user, hbacrule-add, passwd, "
        "user-unlock, user-enable, host-add, service-add, permission-add, hbacrule-enable, "
        "sudorule-enable": "escalates account",
        "user-del, group-del, host-del, service-del, role-del, dnszone-del, dnsrecord-del, "
        "hbacrule-del, sudorule-del, cert-revoke, "
        "server-del, group-remove-member, user-disable, hbacrule-disable": "deletes account hard",
        "user-mod, host-mod, dnsrecord-add, dnsrecord-mod, dnszone-add, config-mod, "
        "pwpolicy-mod, group-mod": _SET,
    },
)
_SEMANAGE: Final = table(
    {
        "port -l, fcontext -l, boolean -l, login -l, user -l, export, module -l, permissive "
        "-l": _LOOK,
        "port, fcontext, boolean, login, user, import, module, interface, node, dontaudit": _SET,
        "permissive": "weakens host protection",
    },
    "-t -p -s -r -f -S",
    instead={"-l, --list, -E, --extract": _LOOK},
)
_SEMODULE: Final = table(
    {"": _SET}, "-i -r -e -d -s -X -C",
    instead={"-l, --list, --list-modules, --list=full": _LOOK, "-DB, -D": "weakens audit audit",
             "-r, --remove, -d, --disable": "weakens host protection"}, bare=_LOOK,
)  # fmt: skip
_APPARMOR: Final = table(
    {"": _SET}, "-I -L -T -K",
    instead={"-R, --remove": "weakens host protection", "-Q, -S, -p, -V, -N, -QT, -QK": _LOOK},
)  # fmt: skip
_ALTERNATIVES: Final = table(
    {"": _SET}, "--altdir --admindir --slave",
    instead={"--display, --list, --query, --get-selections": _LOOK,
             "--set, --auto, --install, --config, --set-selections": _SET,
             "--remove, --remove-all": "deletes configuration hard system"},
)  # fmt: skip
_OSQUERY: Final = table({"": _LOOK}, "--config_path --flagfile --extension", bare=_LOOK)
_WAZUH: Final = table({"status, info": _LOOK, "start, reload": "starts unit", "restart":
                       "stops unit restart", "stop":
                           "weakens audit audit", "enable, disable": _SET})  # fmt: skip
_CLAM: Final = table({"": "reads file"}, "-d -l -f --exclude --exclude-dir --include",
                     instead={"--remove, --move": "deletes file set hard"})  # fmt: skip
_SUPERVISORS: Final = table(
    {
        "status, list, stats, check, logs, ls, show, log, info, version, tail, prettylist, jlist, "
        "describe, monit, get, options, numprocesses, listpids, env": _LOOK,
        "start, add, incr, decr, set, reload, reloadconfig, scale, resurrect, save, signal, "
        "phased-restart": _SET,
        "restart": "stops unit restart",
        "stop, quit, kill, rm, delete, halt": _OFF,
        "stopall": "stops unit account",
    },
    "-c -p -f -e -l",
)
_RSPAM: Final = table({"symbols, stat, counters, uptime": _LOOK,
    "learn_spam, learn_ham, fuzzy_add": _SET,
                       "stat_reset, fuzzy_del": _SET, "": _LOOK}, "-h -P -f -w")  # fmt: skip
_ACME: Final = table(
    {"list, info, show, run --help, revoke --help": _LOOK, "run, renew, issue": _SET},
    instead={"--list, --info, --version, --help, -h": _LOOK,
             "--issue, --renew, --renew-all, --install-cert, --deploy, --cron, -c": _SET,
             "--revoke, --remove": "deletes certificate hard"},
)  # fmt: skip
_CFSSL: Final = table(
    {"certinfo, version, info, scan, print-defaults, bundle, crl": _LOOK,
     "genkey, gencert, selfsign, gencsr": "creates certificate",
     "sign, ocspsign": "creates certificate", "revoke":
         "deletes certificate hard", "serve": "starts unit"},
    "-cert -ca -ca-key -config -profile -hostname -loglevel -csr -domain -key", single=True,
)  # fmt: skip
_NEEDRESTART: Final = table({"": _LOOK}, "-r -m -n -o", bare=_LOOK,
                            instead={"-r": "stops unit restart"})  # fmt: skip
_ETCKEEPER: Final = table({"vcs, status, log, diff, list-installed": _LOOK,
                           "commit, init, pre-commit, post-install": _SET,
                           "uninit": "deletes repository hard"})  # fmt: skip

PROGRAMS: Final[dict[str, Reader]] = {
    "cloud-init": _CLOUD_INIT,
    "postconf": _POSTCONF,
    "doveadm": _DOVEADM,
    **dict.fromkeys(("exim", "exim4"), _EXIM),
    **dict.fromkeys(("sshd", "lighttpd", "php-fpm", "php-fpm7.4", "php-fpm8.0", "php-fpm8.1",
                     "php-fpm8.2", "php-fpm8.3", "php-fpm8.4", "dnsmasq", "dovecot",
                     "varnishd", "vsftpd", "uwsgi", "smbd", "nmbd", "chronyd", "ntpd", "named",
                     "unbound", "kea-dhcp4", "dhcpd", "slapd", "mysqld", "envoy", "h2o"), _WEB),
    "sssctl": _SSSCTL,
    "realm": _REALM,
    "ipa": _IPA,
    "semanage": _SEMANAGE,
    "semodule": _SEMODULE,
    "apparmor_parser": _APPARMOR,
    **dict.fromkeys(("update-alternatives", "alternatives"), _ALTERNATIVES),
    "osqueryi": _OSQUERY,
    **dict.fromkeys(("wazuh-control", "ossec-control"), _WAZUH),
    **dict.fromkeys(("clamscan", "clamdscan"), _CLAM),
    **dict.fromkeys(("circusctl", "forever", "pumactl", "passenger-config", "god",
                     "svc"), _SUPERVISORS),
    "rspamc": _RSPAM,
    **dict.fromkeys(("acme.sh", "lego", "dehydrated", "simp_le", "getssl"), _ACME),
    "cfssl": _CFSSL,
    "needrestart": _NEEDRESTART,
    **views("needs-restarting checkrestart"),
    "etckeeper": _ETCKEEPER,
    **views("matchpathcon seinfo sesearch audit2why selinuxenabled "
            "selinuxexeccon avcstat svstat svok qmail-qstat qmail-qread exigrep exiwhat mailstats "
            "pflogsumm opendkim-testkey opendkim-testmsg varnishstat varnishlog varnishncsa "
            "varnishtop varnishhist squidclient passenger-status passenger-memory-stats "
            "ldapwhoami ldapcompare ldapurl slapcat slaptest slapacl lid members pamtester kvno "
            "lynis rkhunter chkrootkit tiger unhide debsecan arch-audit vuls "
            "oscap-info nikto whatweb wpscan wafw00f nuclei httpx tlsx subfinder "
            "gobuster-info dnsrecon dnsenum theharvester unbound-host "
            "apachetop goaccess lsinitrd bootinfo "
            "sudoreplay-info sesearch uuid sar2html landscape-sysinfo "
            "hwdata efivar sbverify systemd-dissect varlinkctl "
            "systemd-inhibit-info userdbctl oomctl "
            "systemd-socket-activate-info",
            "-c -f -g -n -h -p -s -q -t -i -H -D -b -u -U -k -j -a -x -S"),
    "slapcat": table({"": "reveals data namespace"}, "-l -b -n -f -F", bare="reveals data"),
    "mokutil": table({"": _LOOK}, "-l", bare=_LOOK, instead={
        "--import, -i, --delete, --reset, --disable-validation": "weakens host protection"}),
    "oscap": table({"info, xccdf eval, oval eval, xccdf generate, xccdf validate, ds": _LOOK,
                    "xccdf remediate": _SET}, "--profile --results --report",
                   extra={"--remediate": _SET}),
    "aide": table({"": _LOOK}, "-c --config -B", instead={
        "-u, --update, -i, --init": "writes audit"}, bare=_LOOK),
    "postmap": table({"": _SET}, "-q -c", instead={"-q, -s": _LOOK}),
    "postalias": table({"": _SET}, "-q -c", instead={"-q, -s": _LOOK}),
    "fixfiles": table({"check, verify": _LOOK, "restore, relabel, onboot": _SET}),
    "authselect": table({"list, current, show, check, test, list-features": _LOOK,
                         "select, enable-feature, disable-feature, apply-changes": _SET}),
    "authconfig": table({"": _SET}, instead={"--test, --probe": _LOOK}),
    "audit2allow": table({"": _LOOK}, "-i -M -m", bare=_LOOK, instead={"-M": "creates file"}),
    "falcoctl": table({"artifact list, artifact search, artifact info, index list, version": _LOOK,
                       "artifact install, index add": "creates package"}),
    "chcon": table({"": "writes permission system"}, "-t -u -r -l --reference"),
}  # fmt: skip
"""Readers of this module, by program."""
