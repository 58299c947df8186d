"""Keepers of what Elasticsearch holds, and tools that look over clusters and plans."""

from typing import Final

from sentinel.live.reading.calls import Reader
from sentinel.live.reading.system_verbs import plain, reader, tool

_LOOK: Final = "reads audit set"

_TABLES: Final = {
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
    "prometheus-query, jaeger-query, kubectl-who-can, rakkess, "
    "scoutsuite, scout, kubescape, kube-bench, kubent, pluto, nova, "
    "cfn-guard, conftest, opa, "
    "terraform-compliance, "
    "regula, polaris, kubeaudit, vacuum-lint, "
    "ssllabs-scan, tfsummarize, inframap, driftctl, "
    "tf-summarize, cue, dhall, kubectl-tree, gping": _LOOK,
}  # fmt: skip
_VALUED: Final = (
    "-f -o -c -n -p -t -d --format --output --config --file --severity --policy -q --query --rate "
    "--duration --vus -u --iterations --namespace --region --profile -H -m -e -s --target"
)


PROGRAMS: Final[dict[str, Reader]] = {
    **plain(_PLAIN, _VALUED),
    **{name: reader(what) for name, what in _TABLES.items()},
}
