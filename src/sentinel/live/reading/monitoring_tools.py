"""Tools of metrics, logs, traces, alerts and on-call."""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Radius, Thing
from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.tool_tables import table, views

_LOOK: Final = "reads audit"
_CHECK: Final = "reads file"
_SET: Final = "writes audit system"
_MUTE: Final = "weakens audit audit"
_LOST: Final = "deletes audit namespace never audit"

_PROMTOOL: Final = table(
    {
        "check, test, query, debug, tsdb list, tsdb analyze, tsdb dump, tsdb dump-openmetrics, "
        "tsdb bench, promql format, promql label-matchers": _CHECK,
        "push": "writes audit",
        "tsdb create-blocks-from": "creates file",
        "promql": _CHECK,
    },
    "--config.file --http.config.file --url --time --start --end --step -o --format",
)
_AMTOOL: Final = table(
    {
        "alert, alert query, alert show, silence, silence query, check-config, config, config "
        "show, "
        "config routes, config routes show, config routes test, template render, cluster, "
        "cluster show, silence show": _LOOK,
        "alert add": "creates audit",
        "silence add": "weakens audit one audit silence",
        "silence expire, silence update, silence import": _SET,
    },
    "--alertmanager.url -a --author -c --comment -d --duration -o --output --config.file "
    "--alertmanager.timeout --http.config.file --start --end --expire-on",
)
_LOGCLI: Final = table(
    {
        "query, instant-query, labels, series, stats, volume, volume_range, fmt, "
        "detected-fields, index-stats, detected-labels, delete list": _LOOK,
        "delete create": _LOST,
        "delete cancel": _SET,
    },
    "--addr --since --from --to --limit -o --output --username --password --org-id --bearer-token "
    "--step --interval --timezone --batch --tls-skip-verify --query-tags",
)
_RULES: Final = table(
    {
        "rules lint, rules check, rules diff, rules get, rules list, rules print, rules prepare, "
        "alertmanager get, alertmanager verify, analyze, analyse, version, remote-read stats, "
        "remote-read dump, acl generate-header, promql format, config, backfill --help, "
        "rules test, bucket ls, bucket inspect, bucket verify, tools rules-check, check rules, "
        "tools bucket ls, tools bucket inspect, tools bucket verify, tools bucket web": _LOOK,
        "rules load, rules sync, alertmanager load, backfill, overrides-exporter": _SET,
        "rules delete, rules delete-namespace, alertmanager delete": "deletes audit hard audit",
        "bucket cleanup, bucket rewrite, bucket mark, tools bucket cleanup, tools bucket rewrite, "
        "tools bucket mark, tools bucket retention": _LOST,
        "query, sidecar, store, compact, receive, rule, query-frontend": "starts unit",
    },
    "--address --id --key --rule-files --namespaces --backend --objstore.config-file "
    "--objstore.config",
)
_GRAFANA: Final = table(
    {
        "plugins ls, plugins list, plugins list-remote, plugins list-versions, --version, "
        "server -v, cli plugins ls": _CHECK,
        "plugins install, plugins update, plugins update-all, plugins "
        "upgrade-all": "creates package",
        "plugins remove, plugins uninstall": "deletes package easy",
        "admin reset-admin-password, cli admin reset-admin-password": "escalates account admin",
        "admin data-migration, admin secrets-migration, admin "
        "secrets-consolidation": "writes secret hard system",
    },
    "--homepath --config --pluginsDir --repo --pluginUrl",
)
_GRIZZLY: Final = table(
    {
        "list, show, get, diff, preview, pull, export, version, config, providers, "
        "completion": _LOOK,
        "apply, push, watch": "writes configuration remote",
        "snapshot": "exposes audit",
    },
    "-t --target",
)
_INFLUX: Final = table(
    {
        "query, bucket list, org list, user list, ping, version, task list, task log list, task "
        "log, dashboards, stacks, telegrafs, config, config list, server-config, bucket-schema "
        "list, auth find, v1 dbrp list, "
        "org members list, scripts list, scripts retrieve, task run list, secret list, remote "
        "list, replication list, "
        "template validate": "reads database",
        "auth list": "reveals secret",
        "write, write dryrun": "writes database",
        "bucket create, org create, user create, task create, auth create, apply, config create, "
        "v1 dbrp create, bucket update, task update, config set, setup, user "
        "update": "creates database",
        "backup": "creates backup",
        "restore": "writes database namespace hard",
        "bucket delete, org delete": "deletes database namespace never",
        "delete": "deletes rows namespace never",
        "user delete, auth delete, task delete, secret delete, stacks remove, "
        "auth inactive, dashboards delete": "deletes account hard",
        "user password": "escalates account",
        "export": "creates file",
    },
    "-o --org -b --bucket -t --token --host -n --name -c --active-config -f --file -i --id -r "
    "--retention --start --stop -p --predicate --configs-path --org-id",
)


def _influx(call: Call) -> Found:
    """Read `influx`; what it deletes is all of a bucket where no predicate narrows it."""
    found = _INFLUX(call)
    if any(each.text.partition("=")[0] in ("-p", "--predicate") for each in call.words):
        found.effects = [
            replace(each, radius=Radius.SET) if each.thing is Thing.ROWS else each
            for each in found.effects
        ]
    return found


_TELEGRAF: Final = table(
    {"version, config, config check, plugins, secrets list": _CHECK, "": "starts unit"},
    "--config --config-directory --input-filter --output-filter --section-filter --usage",
    instead={"--test, --version, --sample-config, --input-list, --output-list, --usage, --plugins, "
             "-test": _CHECK},
    bare="starts unit",
)  # fmt: skip
_DATADOG: Final = table(
    {
        "status, health, configcheck, diagnose, check, hostname, version, config, tagger-list, "
        "workload-list, secret, stream-logs, dogstatsd-stats, config get, config list-runtime, "
        "diagnose all, integration show, integration freeze, checkconfig, jmx list, "
        "diagnose datadog-connectivity, subscribe-logs": _LOOK,
        "flare": "exfiltrates audit",
        "start, run, launch-gui": "starts unit",
        "restart": "stops unit restart",
        "stop, stop-service": _MUTE,
        "integration install, import, config set, reload, integration remove": _SET,
    },
    "-c --cfgpath -n --sysprobecfgpath",
)
_DD_CLI: Final = table(
    {
        "monitor show, monitor show_all, metric --help, host --help, timeboard show, timeboard "
        "show_all, "
        "dashboard show, search query, event show, event stream, tag show, downtime show, "
        "downtime show_all, service_check --help, comment show, screenboard show, dashboard_list "
        "show_all, "
        "service_level_objective show, synthetics run-tests, version, monitor validate, "
        "tag show_all, service_level_objective show_all": _LOOK,
        "monitor mute, monitor mute_all, downtime post, host mute": _MUTE,
        "monitor delete, dashboard delete, timeboard delete, downtime delete, tag delete, "
        "screenboard delete, service_level_objective delete, tag "
        "detach": "deletes audit hard audit",
        "monitor post, monitor update, monitor unmute, monitor unmute_all, event post, metric "
        "post, comment post, "
        "dashboard post, timeboard post, host unmute, downtime update, tag add, tag replace, "
        "dashboard update": _SET,
        "git-metadata upload, junit upload, sourcemaps upload, sarif upload, dora deployment, "
        "deployment mark, tag, measure, coverage upload, sbom upload": "writes audit",
        "lambda instrument, lambda uninstrument": "writes workload",
    },
    "--api-key --app-key --api_host --config -o --format --timeout",
)
_PAGERDUTY: Final = table(
    {
        "incident list, incident log, incident notes, incident analytics, incident view, service "
        "list, schedule list, schedule oncall, "
        "schedule show, user list, user oncall, team list, ep list, ep oncall, version, log, "
        "analytics, rest get, "
        "schedule render, team list --json, auth, tag list, ep show, rest fetch, automation "
        "action list": _LOOK,
        "incident ack, incident acknowledge, incident resolve, incident assign, incident create, "
        "incident merge, "
        "incident priority, incident set, incident rename, incident snooze, incident subscriber "
        "add, "
        "incident responder add, schedule override add, schedule override create, schedule "
        "override, event alert, event "
        "change, event ack, event resolve, note, tag, user set, ep update, service set": _SET,
        "service disable": _MUTE,
        "schedule delete, service delete, ep delete, user delete, team delete, user "
        "remove": "deletes audit hard audit",
        "rest post, rest put": "writes endpoint remote",
        "rest delete": "deletes endpoint hard remote",
    },
    "-i --ids -b --useauth --token -s --statuses -S -n --names -F -p --pipe -t --teams -m --me",
)
_SENTRY: Final = table(
    {
        "info, releases list, releases info, releases propose-version, issues list, projects "
        "list, organizations list, "
        "debug-files check, debug-files find, sourcemaps explain, repos list, monitors list, "
        "deploys list, events list, "
        "debug-files print-sources, monitors list": _LOOK,
        "releases new, releases finalize, releases set-commits, releases deploys, releases "
        "archive, releases restore, send-event, "
        "sourcemaps upload, sourcemaps inject, debug-files upload, upload-dif, deploys new, "
        "send-envelope, sourcemaps resolve, "
        "issues resolve, issues mute, issues unresolve": "writes audit",
        "releases delete, releases files": "deletes audit hard audit",
        "login": "writes secret",
    },
    "-o --org -p --project --auth-token --url --log-level",
)
_SPLUNK: Final = table(
    {
        "search, status, version, show, list, btool, diag, cmd btool, help, validate, rtsearch, "
        "find, display": _LOOK,
        "start, add, set, edit, enable, reload, refresh, login, apply, install, resync, "
        "rolling-restart, offline": _SET,
        "restart": "stops unit restart",
        "stop": _MUTE,
        "clean": _LOST,
        "remove, disable": "deletes audit hard audit",
    },
    "-auth -uri -app -maxout -output -earliest_time -latest_time",
    single=True,
)
_SHIPPERS: Final = table(
    {
        "test, test config, test output, version, export, keystore list, modules list, "
        "inspect, status, components, diagnostics, validate, graph, top, list, tap, vrl, generate, "
        "convert, fmt, config": _CHECK,
        "run, setup, modules enable, modules disable, keystore add, keystore create, keystore "
        "remove, enroll, install, "
        "upgrade, restart": _SET,
        "uninstall, unenroll": _MUTE,
        "": "starts unit",
    },
    "-c --config -E --path.config -i -o -p -m -F -f -R -e --config-dir",
    instead={"--dry-run, -D, --version, -V, --help, --config.test_and_exit, -t": _CHECK},
    bare="starts unit",
)
_SERVERS: Final = table(
    {"validate, version, components, print-config, completion, fmt, convert, tools": _CHECK,
     "run": "starts unit", "": "starts unit"},
    "--config --config.file --web.listen-address --storage.tsdb.path",
    instead={"--version, --help, --config.check, --check-syntax, -verify-config, --verify-config, "
             "-version, -print-config-stderr, --dry-run, -dryRun, --config.test": _CHECK},
    bare="starts unit",
)  # fmt: skip
_ZABBIX: Final = table({"": _LOOK}, "-s -p -k -I -t", bare=_LOOK)
_NAGIOS: Final = table({"": "starts unit"}, instead={"-v, --verify-config, -s": _CHECK})

PROGRAMS: Final[dict[str, Reader]] = {
    "promtool": _PROMTOOL,
    "amtool": _AMTOOL,
    "logcli": _LOGCLI,
    **dict.fromkeys(("mimirtool", "cortextool", "lokitool", "thanos"), _RULES),
    **dict.fromkeys(("grafana-cli", "grafana"), _GRAFANA),
    "grr": _GRIZZLY,
    "influx": _influx,
    "telegraf": _TELEGRAF,
    "datadog-agent": _DATADOG,
    **dict.fromkeys(("dogshell", "datadog-ci"), _DD_CLI),
    **dict.fromkeys(("pd", "pagerduty-cli"), _PAGERDUTY),
    "sentry-cli": _SENTRY,
    "splunk": _SPLUNK,
    **dict.fromkeys(("filebeat", "metricbeat", "heartbeat", "packetbeat", "auditbeat",
        "journalbeat",
                     "elastic-agent", "fluent-bit", "fluentd", "td-agent", "vector", "logstash",
                     "promtail", "rsyslogd", "syslog-ng"), _SHIPPERS),
    **dict.fromkeys(("otelcol", "otelcol-contrib", "alloy", "prometheus", "alertmanager", "loki",
                     "tempo", "mimir", "jaeger", "node_exporter", "blackbox_exporter",
                     "snmp_exporter", "mysqld_exporter", "postgres_exporter", "redis_exporter",
                     "pushgateway", "vmagent", "vmalert", "victoria-metrics", "grafana-server",
                     "statsd_exporter", "process-exporter", "cadvisor"), _SERVERS),
    "zabbix_get": _ZABBIX,
    "zabbix_sender": table({"": "writes audit"}, "-z -s -k -o -c -i", bare="writes audit"),
    **dict.fromkeys(("nagios", "nagios4", "icinga"), _NAGIOS),
    "icinga2": table({"daemon -c": _CHECK, "object list, node list, feature list, variable list, "
                      "variable get, troubleshoot, ca list": _LOOK, "feature enable, api setup, "
                      "node setup, pki, ca sign, feature disable, node wizard": _SET}),
    "newrelic": table({"entity search, entity get, apm application search, nrql query, version, "
                       "profile list, decode, diagnose, apm application get, "
                       "entity tags get, workload list, workload get": _LOOK,
                       "apm deployment create, events post, entity tags create, changetracking":
                           _SET,
                       "apm deployment delete, entity tags delete, workload delete":
                           "deletes audit hard audit",
                       "install, agent, profile add": "writes configuration"},
                      "-a --accountId --profile --format -n --name -q --query -g --guid"),
    "multitail": table({"": _LOOK}, "-i -e -ev -n -s -q -Q",
                       instead={"-l, -L, -r, -R, -ex, -a, -A, -o":
                                    "executes code unknown unknown"}),
    "lnav": table({"": _LOOK}, "-d -I", bare=_LOOK, instead={
        "-e, -c, -f, -i": "executes code unknown unknown"}),
    **views("tempo-cli statuspage jsonnet jsonnetfmt jsonnet-lint "
            "lokitool-info gcviewer awstats angle-grinder agrind humanlog hl klp "
            "ctail stail check_http check_ping check_tcp check_disk check_load check_procs "
            "check_ssh check_dns check_users check_swap pmlogsummary "
            "journal-brief pgbadger",
            "-e -J -S -V -A -o -t -f -H -p -w -c -u -I -i -n -r -k -m -d --ext-str --tla-str"),
}  # fmt: skip
"""Readers of this module, by program."""
