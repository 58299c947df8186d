"""Tools that watch: Prometheus and its kin, Grafana, Elasticsearch's, load generators.

To silence alerts takes a guard away for a while; what is deleted of a time series is gone.
"""

from typing import Final

from sentinel.live.reading.calls import Reader
from sentinel.live.reading.system_verbs import plain, reader, tool

_LOOK: Final = "reads audit set"
_SILENT: Final = "weakens audit audit"
_LOST: Final = "deletes audit namespace never audit"

_TABLES: Final = {
    "promtool": tool(
        {
            "check config, check web-config, check rules, check metrics, check healthy, "
            "check ready, check service-discovery, query instant, query range, query series, "
            "query labels, query analyze, debug pprof, debug metrics, debug all, test rules, "
            "tsdb analyze, tsdb list, tsdb dump, tsdb dump-openmetrics, promql format, "
            "promql label-matchers": _LOOK,
            "tsdb bench": "creates file", "push metrics": "creates data",
            "tsdb create-blocks-from": "creates file",
        },
        "--http.config.file --start --end --step --match --time --header -o --label --limit",
    ),
    "amtool": tool(
        {
            "alert, alert query, alert list, silence query, silence list, silence, config show, "
            "config routes show, config routes test, config routes, config, check-config, "
            "cluster show, cluster, template render": _LOOK,
            "silence add": _SILENT, "silence import": _SILENT, "silence update": _SILENT,
            "silence expire": "starts audit", "alert add": "creates audit",
        },
        "--alertmanager.url -a --author -d --duration -c --comment -o --output --start --end "
        "--config.file --http.config.file --receiver -r --verify.receivers --annotation --within",
    ),
    "logcli": tool(
        {"query, instant-query, labels, series, stats, volume, volume_range, fmt, detected-fields, "
         "detected-labels": _LOOK, "delete create": _LOST, "delete list": _LOOK},
        "--addr --username --password --org-id --limit --since --from --to --step "
        "-o --output --bearer-token --include-label --exclude-label --timezone --batch --interval",
        hosts="--addr",
    ),
    "mimirtool": tool(
        {
            "rules list, rules print, rules get, rules diff, rules lint, rules check, "
            "rules prepare, alertmanager get, alertmanager verify, alerts verify, analyze, "
            "bucket-validation, config convert, remote-read stats, remote-read dump": _LOOK,
            "rules load, rules sync, alertmanager load": "writes audit",
            "rules delete, rules delete-namespace, alertmanager delete": _SILENT,
        },
        "--address --id --key --user --rule-dirs --namespaces --tls-ca-path --backend",
    ),
    "thanos": tool(
        {"tools bucket ls, tools bucket inspect, tools bucket verify, tools rules-check, "
         "tools bucket web": _LOOK,
         "tools bucket mark, tools bucket cleanup, tools bucket retention, tools bucket rewrite":
         _LOST, "sidecar, query, store, compact, rule, receive, query-frontend": "starts process"},
        "--objstore.config-file --objstore.config --id --marker --details -o",
    ),
    "grafana-cli": tool(
        {"plugins ls, plugins list-remote, plugins list-versions": _LOOK,
         "plugins install, plugins update, plugins update-all": "creates package",
         "plugins remove, plugins uninstall": "deletes package",
         "admin reset-admin-password": "writes account hard secret",
         "admin data-migration": "writes data hard"},
        "--homepath --config --pluginsDir --repo --pluginUrl",
    ),
    "datadog-agent": tool(
        {"status, health, configcheck, version, hostname, check, diagnose, tagger-list, "
         "workload-list, config, secret, stream-logs, jmx list, dogstatsd-stats": _LOOK,
         "flare": "exfiltrates audit", "start": "starts unit", "stop": _SILENT,
         "restart": "stops unit restart", "reload-check, config set": "writes configuration",
         "integration install": "creates package", "integration remove": "deletes package",
         "integration show, integration freeze": _LOOK},
    ),
    "datadog-ci": tool(
        {"version, synthetics list-tests": _LOOK,
         "synthetics run-tests": "starts process", "junit upload, sourcemaps upload, "
         "sarif upload, sbom upload, coverage upload, dsyms upload, flutter-symbols upload, "
         "git-metadata upload, dora deployment, measure, tag, trace": "creates audit",
         "lambda instrument, lambda uninstrument, cloud-run instrument, "
         "stepfunctions instrument": "writes workload"},
        "--service --env -f --function -r --region --public-id", dry="--dry-run -d",
    ),
    "sentry-cli": tool(
        {"info, releases list, releases info, projects list, organizations list, issues list, "
         "deploys list, releases deploys list, events list, repos list, monitors list": _LOOK,
         "releases new, releases finalize, releases set-commits, releases deploys new, "
         "releases deploys, deploys new, sourcemaps upload, sourcemaps inject, debug-files upload, "
         "upload-dif, send-event, releases files": "creates audit",
         "releases delete": "deletes audit", "login": "writes configuration context",
         "issues resolve, issues mute, issues unresolve": "writes audit",
         "monitors run": "executes code"},
        "-o --org -p --project --auth-token --url --log-level -e --env -a --max-rows --query",
    ),
    "pd": tool(
        {"incident list, incident view, schedule list, schedule show, service list, user list, "
         "rest get, auth list, version, incident log, incident notes": _LOOK,
         "incident ack, incident assign, incident priority, incident merge":
         "writes audit", "incident resolve, incident set": "writes audit",
         "incident create": "creates audit", "service disable": _SILENT,
         "service enable": "starts audit", "rest post, rest put": "writes configuration",
         "rest delete": "deletes configuration", "schedule override add": "writes schedule",
         "user delete": "deletes account", "auth set, auth use": "writes configuration context"},
        "-i --ids -n -s --statuses -e --endpoint -d --data -P -k --keys -N --names",
    ),
    "elasticdump": tool(
        {}, "--input --output --type --limit --searchBody --size --headers --inputTransport",
        bare="reads rows set", instead={"--delete": "deletes rows namespace never",
                                        "--input": "exfiltrates rows set hard"},
    ),
    "curator": tool({"": "executes schedule unknown unseen"}, "--config", dry="--dry-run"),
    "curator_cli": tool(
        {"show_indices, show_snapshots, show-indices, show-snapshots": "reads table set",
         "delete_indices, delete-indices": "deletes table namespace never",
         "delete_snapshots, delete-snapshots": "deletes backup set never",
         "snapshot": "creates backup backup", "restore": "writes database hard",
         "close, open, forcemerge, shrink, replicas, allocation, rollover, alias":
         "writes table set"},
        "--config --hosts --host --port --filter_list --http_auth", dry="--dry-run",
    ),
    "elasticsearch-users": tool(
        {"list": "reads account set", "useradd": "escalates account", "roles":
         "escalates permission", "passwd": "writes account", "userdel": "deletes account"},
        "-p -r -a",
    ),
    **dict.fromkeys(
        ("elasticsearch-plugin", "opensearch-plugin", "logstash-plugin", "kibana-plugin"),
        tool({"list": "reads package", "install": "creates package",
              "remove, uninstall": "deletes package", "update": "writes package"}),
    ),
    "elasticsearch-keystore": tool(
        {"list, has-passwd": "reads secret set", "add, add-file, create, upgrade, passwd":
         "writes secret", "remove": "deletes secret", "show": "reveals secret secret"},
    ),
    "steampipe": tool(
        {"query": "reads infrastructure set", "check": "reads infrastructure set",
         "plugin list, service status, version": _LOOK, "plugin install, plugin update":
         "creates package", "plugin uninstall": "deletes package", "service start":
         "starts process", "service stop, service restart": "stops process"},
        "--output --export --search-path --mod-location --timeout --var",
    ),
}  # fmt: skip
_PLAIN: Final = {
    "prometheus-query, jaeger-query, tempo-cli, kubectl-who-can, rakkess, prowler, cloudsplaining, "
    "scoutsuite, scout, kubescape, kube-bench, kubent, pluto, nova, trufflehog, detect-secrets, "
    "osv-scanner, cfn-lint, cfn_nag_scan, cfn-guard, conftest, opa, kics, snyk, "
    "terraform-compliance, "
    "regula, polaris, kubeaudit, checkov, vacuum-lint, spectral, redocly, dockle, clair-scanner, "
    "ssllabs-scan, testssl, testssl.sh, sslscan, sslyze, tfsummarize, inframap, driftctl, "
    "tf-summarize, jsonnet, cue, dhall, kubectl-tree, gping": _LOOK,
    "k6, vegeta, hey, wrk, wrk2, ab, siege, locust, artillery, bombardier, oha, autocannon, "
    "jmeter, "
    "gatling, fortio, ghz, h2load, tsung": "creates endpoint set",
}  # fmt: skip
_VALUED: Final = (
    "-f -o -c -n -p -t -d --format --output --config --file --severity --policy -q --query --rate "
    "--duration --vus -u --iterations --namespace --region --profile -H -m -e -s --target"
)


PROGRAMS: Final[dict[str, Reader]] = {
    **plain(_PLAIN, _VALUED),
    **{name: reader(what) for name, what in _TABLES.items()},
    "cortextool": reader(_TABLES["mimirtool"]),
    "lokitool": reader(_TABLES["mimirtool"]),
    "grafana": reader(tool({}, bare=_LOOK)),
}
