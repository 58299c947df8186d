"""Clients of hosted databases and keepers of secrets, and what empties whole accounts.

A keeper of secrets may run a program with them, `doppler run -- PROGRAM`: the program is read.
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.options import options
from sentinel.live.reading.subcommands import called
from sentinel.live.reading.system_verbs import bag, looks, read, reader, shown, tool

_DATABASE: Final = "deletes database namespace never"
_HERE: Final = "writes configuration context"
_SEEN: Final = "reads workload set"

_TABLES: Final = {
    "pscale": tool(
        {"database list, database show, branch list, branch show, branch diff, branch schema, "
         "deploy-request list, deploy-request show, deploy-request diff, backup list, backup show, "
         "org list, org show, region list, version, auth check, api get, password list": "reads "
         "database set",
         "branch create, database create, backup create": "creates database",
         "database delete": _DATABASE, "branch delete": "deletes database hard",
         "backup delete": "deletes backup never", "branch promote": "writes database",
         "deploy-request deploy": "writes schema hard", "deploy-request create":
         "creates endpoint", "deploy-request close, deploy-request review": "writes endpoint",
         "deploy-request revert": "writes schema hard", "database dump": "creates backup",
         "database restore-dump": "writes database namespace hard overwrite",
         "password create": "reveals secret secret", "password delete": "deletes secret hard",
         "branch safe-migrations disable": "weakens database protection",
         "auth login, auth logout, org switch": _HERE, "connect": "starts process",
         "shell": "starts process"},
        "--org --branch -f --format --restore --backup --region --from",
        marks={"--force": "force"},
    ),
    "neonctl": tool(
        {"projects list, projects get, branches list, branches get, databases list, roles list, "
         "operations list, me, ip-allow list, branches schema-diff": "reads database set",
         "connection-string, cs": "reveals secret secret",
         "projects create, branches create, databases create, roles create": "creates database",
         "projects delete, databases delete": _DATABASE, "branches delete": "deletes database hard",
         "branches reset, branches restore": "writes database namespace hard overwrite",
         "branches set-primary, branches set-default, projects update": "writes database",
         "roles delete": "deletes account hard", "ip-allow reset": "exposes firewall public",
         "ip-allow add": "exposes firewall", "set-context, auth": _HERE},
        "--project-id --branch --org-id --api-key -o --output --database-name --role-name --name "
        "--parent",
    ),
    "turso": tool(
        {"db list, db show, db inspect, group list, org list, plan show, db locations": "reads "
        "database set", "db create": "creates database", "db destroy":
         _DATABASE, "group destroy": "deletes database account never",
         "db tokens create": "reveals secret secret", "db tokens invalidate":
         "deletes secret hard", "auth login, auth logout, org switch": _HERE,
         "group create": "creates cluster"},
        "--group --location --instance --url", marks={"-y": "force", "--yes": "force"},
    ),
    "supabase": tool(
        {"status, projects list, branches list, functions list, migration list, db diff, db lint, "
         "orgs list, secrets list, inspect, domains get, test db, "
         "gen types": "reads database set",
         "start, init, login, link, unlink, logout, functions serve, migration new, functions new":
         _HERE, "stop": "stops workload local", "db start": "starts database local",
         "db dump, db pull": "creates backup", "db push, migration up": "writes schema hard",
         "migration repair, migration squash": "writes schema hard",
         "functions deploy, config push": "writes workload", "functions delete":
         "deletes workload hard", "secrets set": "writes secret hard", "secrets unset":
         "deletes secret hard", "projects delete": _DATABASE, "projects api-keys":
         "reveals secret secret", "branches delete": "deletes database hard",
         "projects create, branches create": "creates database",
         "network-restrictions update": "writes firewall", "sso remove": "deletes account hard"},
        "--project-ref --db-url -p --password --workdir -s --schema -f --file",
    ),
    "atlas": tool(
        {"clusters list, clusters describe, projects list, projects describe, dbusers list, "
         "accessLists list, backups snapshots list, metrics processes, alerts list, "
         "processes list, organizations list, logs list, events list, "
         "backups schedule describe, config list, auth whoami, performanceAdvisor, "
         "schema inspect, schema diff, schema plan, migrate status, migrate lint, "
         "migrate validate, migrate diff, version": "reads database set",
         "clusters delete": "deletes cluster account never", "clusters pause":
         "stops database account", "clusters start": "starts database", "clusters create":
         "creates cluster", "clusters update, clusters upgrade": "writes cluster",
         "clusters failover": "stops database restart", "clusters sampledata load":
         "creates rows", "projects delete": "deletes organisation account never",
         "dbusers create, dbusers update": "escalates account", "dbusers delete":
         "deletes account hard", "accesslists create": "exposes firewall",
         "accesslists delete": "deletes firewall", "backups snapshots create":
         "creates backup backup", "backups snapshots delete": "deletes backup never",
         "backups restores start": "writes database namespace hard overwrite",
         "backups schedule delete": "weakens backup backup", "backups schedule update":
         "writes backup", "schema apply, migrate apply": "writes schema hard",
         "schema clean": _DATABASE, "migrate hash, migrate new, schema fmt": "writes file",
         "auth login, auth logout, config init, config set": _HERE},
        "--projectId --clusterName --orgId -P --profile -o --output --tier --members -u --url --to "
        "--from --dev-url --env -c --config --dir --cluster --tag --start --end",
        marks={"--force": "force", "--auto-approve": "auto-approve"}, dry="--dry-run",
    ),
    "firebase": tool(
        {"projects:list, apps:list, functions:list, functions:log, hosting:channel:list, "
         "firestore:indexes, hosting:sites:list, remoteconfig:get, database:instances:list, "
         "login:list, functions:secrets:describe, apphosting:backends:list": _SEEN,
         "database:get": "reads rows set", "functions:secrets:access": "reveals secret secret",
         "functions:config:get": "reveals secret secret", "login, logout, use, init, "
         "emulators:start, emulators:exec, serve, setup:emulators:firestore": _HERE,
         "deploy": "writes workload", "hosting:disable": "stops workload",
         "hosting:channel:deploy": "creates workload", "hosting:channel:delete":
         "deletes workload", "hosting:sites:delete": "deletes workload hard",
         "hosting:rollback, hosting:clone": "writes workload",
         "firestore:delete": "deletes rows namespace never recursive",
         "database:remove": "deletes rows namespace never", "database:set":
         "writes rows namespace hard overwrite", "database:update, database:push":
         "writes rows set hard", "functions:delete": "deletes workload hard",
         "firestore:databases:delete": _DATABASE, "auth:import": "creates account",
         "auth:export": "exfiltrates account set", "functions:secrets:set": "writes secret hard",
         "functions:secrets:destroy": "deletes secret hard"},
        "-P --project --only --except --config --token -m --message --site --account",
        marks={"-f": "force", "--force": "force"},
    ),
    "stripe": tool(
        {"listen, logs tail, status, version, samples list, resources, get, events list, "
         "customers list, customers retrieve, charges list, charges retrieve, "
         "payment_intents list, payment_intents retrieve, invoices list, invoices retrieve, "
         "subscriptions list, subscriptions retrieve, balance retrieve, products list, "
         "prices list, refunds list, disputes list, payouts list, open": "reads endpoint set",
         "refunds create": "writes endpoint money never", "payouts create":
         "writes endpoint money never", "delete, customers delete, subscriptions cancel, "
         "products delete": "deletes rows hard", "login, config, logout": _HERE,
         "trigger, fixtures": "creates endpoint", "post, customers create, customers update, "
         "subscriptions update, products create, prices create": "writes endpoint"},
        "--api-key -d --data --limit -p --project-name --forward-to --stripe-account -e --events",
    ),
    "cbt": tool(
        {"ls, listinstances, listclusters, count, lookup, read, getappprofile, help, doc, "
         "listsnapshots": "reads rows set", "createtable, createfamily": "creates table",
         "set": "writes rows", "deletetable": "deletes table hard", "deleteallrows":
         "deletes rows namespace never", "deleterow": "deletes rows", "deletecolumn, deletefamily":
         "deletes table hard", "deleteinstance": _DATABASE, "setgcpolicy": "writes table hard",
         "import": "writes rows set hard"},
        "-project -instance -creds", single=True,
    ),
    "s5cmd": tool(
        {"ls, du, cat, head, version, select": "reads object set",
         "cp, mv, sync, pipe": "writes object set hard", "rm": "deletes object set never",
         "rb": "deletes bucket namespace never", "mb": "creates bucket", "run":
         "executes code file"},
        "--endpoint-url --profile --numworkers --log -c --concurrency --exclude --include",
        dry="--dry-run",
    ),
    "aws-nuke": tool(
        {"": "reads organisation", "run, nuke": "reads organisation set", "resource-types, "
         "explain-config, explain-account, version": "reads organisation set"},
        "-c --config --profile --access-key-id --secret-access-key -t --target -e --exclude "
        "--default-region --assume-role-arn", bare="reads organisation set",
        instead={"--no-dry-run": "deletes organisation account never"},
    ),
    "cloud-nuke": tool(
        {"aws, defaults-aws, gcp": "deletes organisation account never", "inspect-aws":
         "reads organisation set"},
        "--region --exclude-region --resource-type --older-than --config --log-level",
        dry="--dry-run", marks={"--force": "force"},
    ),
    "gcp-nuke": tool({"run": "reads organisation set"}, "--config --project-id",
                     instead={"--no-dry-run": "deletes organisation account never"}),
    "azure-nuke": tool({"run": "reads organisation set"}, "--config --tenant-id",
                       instead={"--no-dry-run": "deletes organisation account never"}),
    "chamber": tool(
        {"list, list-services, history, find, version, tag read": "reads secret set",
         "read, export, env": "reveals secret secret", "write, import, tag write":
         "writes secret hard", "delete": "deletes secret hard", "tag delete": "writes secret"},
        "-b --backend -r --retries -f --format -o --output-file",
    ),
    "doppler": tool(
        {"me, projects, configs, environments, activity, projects get, configs get, "
         "configs logs, secrets --only-names": "reads secret set", "secrets get, secrets download, "
         "secrets, configs tokens create": "reveals secret secret", "secrets set, secrets upload":
         "writes secret hard", "secrets delete": "deletes secret hard", "setup, login, logout, "
         "configure, configure set": _HERE, "projects delete, configs delete, "
         "environments delete": "deletes secret namespace never"},
        "-p --project -c --config -t --token --scope",
    ),
    "infisical": tool(
        {"user, vault, scan": "reads secret set", "secrets, secrets get, export":
         "reveals secret secret", "secrets set": "writes secret hard", "secrets delete":
         "deletes secret hard", "login, init, reset": _HERE}, "--env --path --projectId --token",
    ),
}  # fmt: skip
_INSIDE: Final = {"chamber": "exec", "doppler": "run", "infisical": "run"}


def _wrapped(call: Call) -> Found:
    """Read a keeper of secrets that runs a program with them: `doppler run -- PROGRAM`."""
    what = _TABLES[call.program]
    given = options(call.words, what.valued)
    if given.verb() != _INSIDE[call.program]:
        return read(what, call, given)
    if given.after:
        return called(given.after, call)
    if given.has("--command"):
        return Found().unread(shown(call), "a command in an option", "dynamic")
    return Found().unread(shown(call), "what is run is not said", "dynamic")


def _wiper(call: Call) -> Found:
    """Read a tool that empties an account: `--no-dry-run` is what makes it do so."""
    what = _TABLES[call.program]
    given = options(call.words, what.valued)
    if given.has("--help", "-h") or given.verb() in ("version", "resource-types"):
        return Found().add(looks(call, given.verb()))
    found = read(what, call, given)
    if "--no-dry-run" in given.given and given.value("--no-dry-run").lower() == "false":
        return Found().add(looks(call, given.verb()))
    found.effects = [replace(each, name="*") for each in found.effects]
    return found


PROGRAMS: Final[dict[str, Reader]] = {
    **{name: reader(what) for name, what in _TABLES.items()},
    **dict.fromkeys(_INSIDE, _wrapped),
    **dict.fromkeys(bag("aws-nuke cloud-nuke gcp-nuke azure-nuke"), _wiper),
    "neon": reader(_TABLES["neonctl"]),
    "mongocli": reader(_TABLES["atlas"]),
}
