"""Tools on the way from code to clusters: builders and clusters of developers.

Also meshes and networks of clusters, and clients of places that host applications.
"""

from typing import Final

from sentinel.live.reading.calls import Reader
from sentinel.live.reading.system_verbs import plain, reader, tool

_SEEN: Final = "reads cluster set"
_PUSH: Final = "writes image"
_RUNS: Final = "starts workload"
_HERE: Final = "writes configuration context"

_TABLES: Final = {
    "skaffold": tool(
        {"render, diagnose, config list, version, schema list, filter, inspect, fix": _SEEN,
         "build, test, init": "creates image", "dev, debug": "starts workload local",
         "run, deploy, apply": "writes workload", "delete": "deletes workload hard",
         "config set, config unset": _HERE, "exec, verify": "executes workload"},
        "-f --filename -p --profile -n --namespace --kube-context -d --default-repo -t --tag "
        "-a --build-artifacts -i --images", dry="--dry-run",
    ),
    "tilt": tool(
        {"get, describe, logs, version, doctor, analytics, dump, api-resources, alpha": _SEEN,
         "up, ci, trigger, demo": "starts workload local", "down": "deletes workload easy local",
         "enable": _RUNS, "disable": "stops workload local"},
        "-f --file --context --port --host",
    ),
    "telepresence": tool(
        {"status, list, version, gather-logs": _SEEN, "connect, quit, leave, helm version": _HERE,
         "intercept, replace, ingest, wiretap": "writes workload",
         "helm install, helm upgrade": "writes cluster", "helm uninstall, uninstall":
         "deletes workload hard"},
        "-p --port -n --namespace -s --service --context",
    ),
    "cilium": tool(
        {"status, version, connectivity test, config view, clustermesh status, hubble ui, "
         "sysdump, bgp peers, bgp routes, encryption status, endpoint list, endpoint get, "
         "policy get, service list, node list, monitor, bpf, identity list, map list, "
         "context, features status": _SEEN,
         "install, upgrade, config set, hubble enable, hubble disable, clustermesh enable, "
         "clustermesh connect, config delete": "writes network account",
         "uninstall, clustermesh disable": "deletes network account hard",
         "clustermesh disconnect": "stops network account",
         "policy delete": "exposes firewall public", "cleanup": "deletes network account hard",
         "policy import": "writes firewall"},
        "--version --context -n --namespace --set --helm-set --test",
    ),
    "hubble": tool(
        {"observe, status, list, version, config view, config get, watch, record": _SEEN,
         "config set, config reset": _HERE},
        "-n --namespace --pod --verdict --last --server --since --from-pod --to-pod -o --output",
    ),
    "calicoctl": tool(
        {"get, version, node status, node checksystem, ipam show, ipam check, "
         "node diags, validate": _SEEN,
         "apply, create, patch, replace, label, convert": "writes firewall",
         "delete": "exposes firewall", "ipam release": "deletes network hard",
         "ipam configure": "writes network", "node run": "starts node",
         "datastore migrate lock": "stops cluster"},
        "-f --filename -o --output -n --namespace -c --config --context --ip --patch -p",
    ),
    "kubeseal": tool({"": "reads secret"}, "-f --secret-file -w --sealed-secret-file -n "
    "--namespace "
                     "--cert --controller-name --controller-namespace --format --scope -o",
                     bare="reads secret", instead={"--recovery-unseal": "reveals secret secret"}),
    "kapp": tool(
        {"list, ls, inspect, logs, app-group list, app-change list, version, configs list": _SEEN,
         "deploy": "writes workload set", "delete": "deletes workload hard set cascade",
         "app-group deploy": "writes workload set", "app-change gc": "deletes audit",
         "app-group delete": "deletes workload hard set cascade"},
        "-a --app -f --file -n --namespace --into-ns --kubeconfig-context",
        dry="--diff-run",
    ),
    "okteto": tool(
        {"context show, context list, namespace list, preview list, version, status, validate, "
         "logs, endpoints, pipeline list": _SEEN, "context use, namespace use": _HERE,
         "up, build, test": "starts workload local", "deploy, pipeline deploy, preview deploy":
         "writes workload", "down": "stops workload local", "destroy, pipeline destroy, "
         "preview destroy": "deletes workload hard", "namespace delete":
         "deletes namespace namespace hard", "exec": "executes workload"},
        "-n --namespace -c --context -f --file",
    ),
    "railway": tool(
        {"status, logs, list, whoami, environment list, docs, open": _SEEN, "variables":
         "reveals secret secret", "up, redeploy, deploy": "writes workload", "down":
         "deletes workload hard", "restart": "stops workload restart", "link, unlink, login, "
         "logout, environment, service, init": _HERE, "volume list": _SEEN, "volume delete":
         "deletes volume never", "environment delete": "deletes namespace namespace hard",
         "add": "creates workload"},
        "-s --service -e --environment -p --project",
    ),
    "ecs-cli": tool(
        {"ps, compose ps, images, logs, compose service ps, version":
         "reads workload set", "configure": _HERE, "up": "creates cluster", "scale":
         "writes cluster", "down": "deletes cluster account hard", "compose up, "
         "compose service up, compose service create": "writes workload",
         "compose down, compose service down, compose service rm": "deletes workload hard",
         "compose service stop, compose stop": "stops workload", "pull": "creates image",
         "push": _PUSH},
        "-c --cluster -r --region -f --file --aws-profile --ecs-profile --project-name",
        marks={"--force": "force"},
    ),
    "eb": tool(
        {"status, health, events, logs, list, printenv, console, open, config list, config get, "
         "platform list, platform show, tags list, appversion list": "reads workload set",
         "init, use, local": _HERE, "create, clone": "creates workload",
         "deploy, upgrade, setenv, config, swap, platform select, restore": "writes workload",
         "scale": "writes workload", "terminate": "deletes workload hard namespace",
         "abort": "stops workload", "restart": "stops workload restart", "ssh":
         "starts process remote", "appversion delete": "deletes image hard"},
        "-r --region --profile -l --label -c --cname -p --platform -n -g --timeout",
        marks={"--force": "force", "--all": "many"},
    ),
    "azd": tool(
        {"show, env list, monitor, version, template list":
         "reads infrastructure set", "init, auth login, env new, env select, env set, "
         "config set": _HERE, "package, restore": "creates file",
         "up, deploy, provision": "writes infrastructure auto-approve",
         "down": "deletes infrastructure account hard"},
        "-e --environment --cwd -C --template", marks={"--force": "force", "--purge": "purge"},
    ),
    "func": tool(
        {"azure functionapp list-functions, azure functionapp logstream, host":
         "reads workload set", "init, new, start, settings add, host start": _HERE,
         "azure functionapp publish": "writes workload",
         "azure functionapp fetch-app-settings": "reveals secret secret"},
    ),
    "bicep": tool(
        {"build, lint, format, decompile, build-params, restore, generate-params, snapshot":
         "reads file", "publish": "writes package"}, "--outfile --outdir",
    ),
    "terramate": tool(
        {"list, fmt, debug, cloud info, version, experimental": "reads infrastructure set",
         "generate, create": "writes file"}, "-C --chdir --tags",
    ),
    "ctlptl": tool({"get, registry": _SEEN, "create, apply": "creates cluster local", "delete":
                    "deletes cluster local easy temporary"}),
    "kubectl-krew": tool({"list, info, search, version": _SEEN, "install, update, upgrade":
                          "creates package", "uninstall": "deletes package easy"}),
}  # fmt: skip
_PLAIN: Final = {
    "kubefwd": "starts network local", "cloud-sql-proxy, cloud_sql_proxy": "starts network local",
    "tfupdate, helm-docs, ytt, kbld, vendir, imgpkg, kompose, cdk8s, updatecli": "writes file",
    "ct, helm-unittest, chart-testing": "reads file", "terraformer, former2": "creates file",
    "kubelogin, gke-gcloud-auth-plugin, saml2aws, aws-sso, assume, granted, gimme-aws-creds": _HERE,
    "tgswitch": "creates package",
}  # fmt: skip


PROGRAMS: Final[dict[str, Reader]] = {
    **plain(_PLAIN),
    **{name: reader(what) for name, what in _TABLES.items()},
}
