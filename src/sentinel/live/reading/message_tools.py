"""More tools of brokers: `kcat`, `rpk`, `kafkactl`, Confluent's, Pulsar's, RabbitMQ's and MQTT's.

What deletes a topic takes all its messages along; a tool that asks is read as if it were told yes.
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.options import options
from sentinel.live.reading.system_verbs import bag, plain, read, reader, shown, tool

_LOOK: Final = "reads queue set"
_MAKE: Final = "creates queue"
_GONE: Final = "deletes queue never"
_EMPTY: Final = "deletes queue namespace never purge"
_ADD: Final = "creates queue set hard"
_KCAT: Final = tool(
    {"": _LOOK},
    "-t -p -o -c -K -D -f -F -X -m -G -r -k -z -s -H -d", bare=_LOOK, hosts="-b",
    instead={"-P": _ADD, "-L": _LOOK, "-Q": _LOOK, "-C": _LOOK, "-G": _LOOK, "-M": _LOOK},
)  # fmt: skip
_RPK: Final = tool(
    {
        "topic list, topic describe, topic consume, topic describe-storage, cluster info, "
        "cluster health, cluster metadata, cluster logdirs, cluster config get, "
        "cluster config status, cluster config export, cluster partitions list, "
        "cluster storage list-mount, cluster license info, group list, group describe, "
        "acl list, acl user list, security acl list, security user list, registry schema list, "
        "registry schema get, registry subject list, profile list, profile current, version, "
        "redpanda config print, cluster maintenance status, cluster self-test status, "
        "cluster balancer-status, transform list, transform logs, debug bundle": _LOOK,
        "topic create, topic add-partitions": _MAKE, "topic alter-config": "writes queue hard",
        "topic produce": _ADD, "topic delete": _GONE,
        "topic trim-prefix, topic delete-records": _EMPTY,
        "group delete, group offset-delete": "deletes queue hard",
        "group seek": "writes queue namespace hard",
        "cluster config set, cluster config edit, cluster config import": "writes configuration",
        "cluster maintenance enable": "stops node drain",
        "cluster maintenance disable": "starts node",
        "acl create, security acl create, acl user create, security user create":
        "escalates permission",
        "acl delete, security acl delete, acl user delete, security user delete":
        "deletes permission hard",
        "registry schema delete, registry subject delete": "deletes schema hard",
        "registry schema create": "creates schema", "redpanda start": "starts node",
        "redpanda stop": "stops node", "redpanda admin brokers decommission":
        "deletes node hard",
        "profile use, profile create, profile set": "writes configuration context",
    },
    "-c --config --profile -v --user --pass -p --partitions -r --replicas -f --format -n --num "
    "-o --offset -g --group --set -X -t --to --topic --print-commits --brokers",
    hosts="--brokers", marks={"--force": "force"},
)  # fmt: skip
_KAFKACTL: Final = tool(
    {
        "get topics, get consumer-groups, get brokers, get acl, get topic, describe topic, "
        "describe consumer-group, describe broker, consume, config get-contexts, "
        "config current-context, version": _LOOK,
        "create topic": _MAKE, "create acl": "escalates permission", "produce": _ADD,
        "alter topic, alter broker, alter partition": "writes queue hard", "clone topic": _MAKE,
        "delete topic": _GONE, "delete records": _EMPTY, "delete consumer-group":
        "deletes queue hard", "delete acl": "deletes permission hard",
        "delete consumer-group-offset": "deletes queue hard",
        "reset consumer-group-offset": "writes queue namespace hard",
        "config use-context": "writes configuration context",
    },
    "-C --config-file --context -o --output --offset -p --partition --from-timestamp -g --group",
)  # fmt: skip
_CONFLUENT: Final = tool(
    {
        "kafka topic list, kafka topic describe, kafka topic consume, kafka cluster list, "
        "kafka cluster describe, environment list, iam rbac role list, api-key list, "
        "schema-registry schema list, connect cluster list, ksql cluster list, version": _LOOK,
        "kafka topic create": _MAKE, "kafka topic delete": _GONE, "kafka topic produce": _ADD,
        "kafka topic update": "writes queue hard",
        "kafka cluster delete": "deletes cluster account never",
        "kafka cluster create": "creates cluster", "kafka cluster update": "writes cluster",
        "environment delete": "deletes organisation account never",
        "environment use, kafka cluster use, login, logout": "writes configuration context",
        "connect cluster delete": "deletes workload hard", "connect cluster pause":
        "stops workload", "connect cluster resume": "starts workload",
        "iam rbac role-binding create, kafka acl create": "escalates permission",
        "kafka acl delete, iam rbac role-binding delete": "deletes permission hard",
        "api-key create": "escalates account secret", "api-key delete": "deletes account hard",
        "ksql cluster delete": "deletes workload hard",
    },
    "--cluster --environment --partitions --config --url -o --output --group --context",
    marks={"--force": "force"},
)  # fmt: skip
_PULSAR: Final = tool(
    {
        **dict.fromkeys(
            (f"{group} {verb}" for group in (
                "tenants", "clusters", "brokers", "namespaces", "topics", "persistent",
                "subscriptions", "functions", "sinks", "sources", "schemas", "packages",
                "broker-stats", "bookies", "resourcegroups", "ns-isolation-policy",
            ) for verb in (
                "list", "get", "stats", "stats-internal", "partitioned-stats", "info", "policies",
                "get-retention", "get-backlog-quotas", "subscriptions", "status", "peek-messages",
                "permissions", "healthcheck", "topics", "lookup", "partitioned-lookup", "bundles",
                "get-partitioned-topic-metadata", "examine-messages", "list-partitioned-topics",
                "get-message-by-id", "load-report", "monitoring-metrics", "last-message-id",
            )), _LOOK),
        "topics create, topics create-partitioned-topic, namespaces create": _MAKE,
        "tenants create, clusters create": "creates organisation",
        "topics delete, topics delete-partitioned-topic, persistent delete": _GONE,
        "topics truncate, topics clear-backlog, topics skip-all, topics skip": _EMPTY,
        "namespaces clear-backlog": _EMPTY, "topics unsubscribe": "deletes queue hard",
        "topics reset-cursor": "writes queue namespace hard",
        "topics expire-messages, topics expire-messages-all-subscriptions": _EMPTY,
        "topics unload, namespaces unload": "stops queue restart",
        "topics terminate": "stops queue hard",
        "namespaces delete": "deletes namespace namespace never",
        "tenants delete, clusters delete": "deletes organisation account never",
        "namespaces set-retention, namespaces set-message-ttl, namespaces set-backlog-quota, "
        "topics set-retention, topics set-message-ttl, topics update-partitioned-topic, "
        "brokers update-dynamic-config": "writes configuration hard",
        "namespaces grant-permission, topics grant-permission": "escalates permission",
        "namespaces revoke-permission, topics revoke-permission": "deletes permission hard",
        "functions create, sinks create, sources create, functions start, sinks start":
        "starts workload",
        "functions delete, sinks delete, sources delete": "deletes workload hard",
        "functions stop, sinks stop, sources stop": "stops workload",
        "functions restart, sinks restart, sources restart": "stops workload restart",
        "schemas delete": "deletes schema hard", "schemas upload": "writes schema",
    },
    "--auth-params --auth-plugin -t --time -r --retention -s --subscription --size --admin-url -n "
    "--count -p --partitions", hosts="--admin-url", marks={"-f": "force", "--force": "force"},
)  # fmt: skip
_PLUGINS: Final = tool(
    {"list, directories, is_enabled": _LOOK, "enable, set": "writes configuration",
     "disable": "stops node"},
    "-n --node -t --timeout --formatter", dry="--dry-run",
)  # fmt: skip
_DIAGNOSED: Final = tool(
    {
        "alarms, check_alarms, check_certificate_expiration, check_if_any_deprecated_features_"
        "are_used, check_if_cluster_has_classic_queue_mirroring_policy, "
        "check_if_node_is_mirror_sync_critical, check_if_node_is_quorum_critical, "
        "check_if_new_quorum_queue_replicas_have_finished_initial_sync, check_local_alarms, "
        "check_port_connectivity, check_port_listener, check_protocol_listener, check_running, "
        "check_virtual_hosts, cipher_suites, cluster_status, command_line_arguments, "
        "consume_event_stream, disabled_plugins, discover_peers, environment, erlang_version, "
        "erlang_cookie_hash, erlang_cookie_sources, help, info, is_booting, is_running, "
        "list_network_interfaces, list_node_auth_attempt_stats, listeners, log_location, "
        "log_tail, log_tail_stream, maybe_stuck, memory_breakdown, metadata_store_status, "
        "observer, "
        "os_env, ping, quorum_status, remote_shell_info, report, resolve_hostname, resolver_info, "
        "runtime_thread_stats, schema_info, server_version, stream_status, status, "
        "tls_versions, version, list_queues, list_connections, list_policies, "
        "peek, list_stream_tracking, list_stream_consumers, list_stream_connections, "
        "await_online_quorum_plus_one, coordinator_status": _LOOK,
        "await_online_nodes, await_startup": _LOOK,
        "remote_shell": "executes code remote",
        "rebalance, add_member, grow, add_replica": "writes queue set",
        "shrink, delete_member, delete_replica": "deletes node hard",
        "drain": "stops node drain", "revive, post_upgrade": "starts node",
        "set_stream_retention_policy": "writes queue hard",
        "reclaim_quorum_memory, reclaim": "writes queue",
        "reset_offset": "writes queue hard", "restart_stream": "stops queue restart",
    },
    "-n --node -p --vhost -t --timeout --formatter -l -N --number -U --unit",
)  # fmt: skip
_EMQX: Final = tool(
    {
        "status, broker, clients list, clients show, topics list, subscriptions list, metrics, "
        "listeners, cluster status, plugins list, vm, observer status, trace list, conf show, "
        "rules list, retainer info": _LOOK,
        "clients kick": "stops process", "cluster leave, cluster force-leave":
        "deletes node hard", "cluster join": "writes cluster hard",
        "listeners stop": "stops node", "listeners start": "starts node",
        "listeners restart": "stops node restart", "retainer clean": _EMPTY,
        "data export": "creates backup backup", "data import": "writes configuration hard",
        "admins add": "escalates account", "admins passwd": "writes account hard",
        "admins del": "deletes account hard", "plugins load, plugins unload":
        "writes configuration", "conf load": "writes configuration hard",
    },
)  # fmt: skip
_PLAIN: Final = {
    "kafka-replica-verification, kafka-dump-log, kafka-verifiable-consumer, "
    "kafka-consumer-perf-test, kafka-avro-console-consumer, kafka-json-schema-console-consumer, "
    "kafka-protobuf-console-consumer, kafka-metadata-shell, kafka-jmx, amqp-consume, "
    "amqp-get, celery-status": _LOOK,
    "kafka-producer-perf-test, kafka-verifiable-producer, amqp-publish, "
    "kafka-avro-console-producer": _ADD,
    "kafka-streams-application-reset": "writes queue namespace hard",
    "kafka-server-start, zookeeper-server-start, connect-distributed, connect-standalone, "
    "kafka-mirror-maker, connect-mirror-maker, rabbitmq-server": "starts node",
    "zookeeper-server-stop": "stops node", "amqp-delete-queue": _GONE, "amqp-purge-queue": _EMPTY,
    "mosquitto_passwd": "writes account",
}  # fmt: skip
_PLAIN_VALUED: Final = (
    "--bootstrap-server --broker-list --topic --topics --group --files -h --host -p --port -t -u "
    "-P -i -q -C -W --messages --num-records --record-size --throughput "
    "--application-id --input-topics --intermediate-topics --command-config --producer-props"
)
_MODES: Final = bag("-C -P -L -Q -G -M")


def kcat(call: Call) -> Found:
    """Read `kcat`, which sends what it is fed where no mode is given."""
    given = options(call.words, _KCAT.valued)
    if given.has("-V", "-h"):
        return read(_KCAT, replace(call, words=()))
    fed = call.stdin is not None or bool(call.piped) or given.has("-l")
    if fed and not _MODES & given.given.keys():
        return read(tool({"": _ADD}, bare=_ADD), replace(call, words=()))
    place = place_of(" ".join(given.values("-b", "-t")))
    found = read(_KCAT, call, given)
    found.effects = [
        replace(each, name=given.value("-t", "-G"), place=place) for each in found.effects
    ]
    return found


def celery(call: Call) -> Found:
    """Read `celery`, whose application stands in front of the verb."""
    found = read(_CELERY, call)
    return found if found.effects else Found().unread(shown(call), "a verb that is not known")


_CELERY: Final = tool(
    {
        "status, report, inspect, events, list, graph, result, inspect active, inspect stats, "
        "inspect ping, inspect registered, inspect scheduled, inspect reserved": _LOOK,
        "purge": _EMPTY, "control shutdown": "stops workload set",
        "control": "writes workload set", "control rate_limit": "writes configuration",
        "control revoke, control terminate": "stops process",
        "control cancel_consumer": "stops queue", "control add_consumer": "starts queue",
        "call": "executes code", "worker, beat, multi, flower": "starts process", "migrate":
        "writes queue hard",
    },
    "-A --app -b --broker --result-backend --loader --config --workdir -Q --queues -d "
    "--destination -t --timeout -c --concurrency -n --hostname -l --loglevel -P --pool -X",
    marks={"-f": "force", "--force": "force"},
)  # fmt: skip
_TOOLS: Final[dict[str, Reader]] = plain(_PLAIN, _PLAIN_VALUED)
PROGRAMS: Final[dict[str, Reader]] = {
    **_TOOLS,
    **{f"{name}.sh": each for name, each in _TOOLS.items()
       if name.startswith(("kafka", "zookeeper", "connect"))},
    "kcat": kcat, "kafkacat": kcat, "rpk": reader(_RPK), "kafkactl": reader(_KAFKACTL),
    "confluent": reader(_CONFLUENT), "ccloud": reader(_CONFLUENT),
    "pulsar-admin": reader(_PULSAR), "rabbitmq-plugins": reader(_PLUGINS),
    "rabbitmq-diagnostics": reader(_DIAGNOSED), "rabbitmq-queues": reader(_DIAGNOSED),
    "rabbitmq-streams": reader(_DIAGNOSED), "rabbitmq-upgrade": reader(_DIAGNOSED),
    "emqx_ctl": reader(_EMQX), "emqx": reader(_EMQX), "celery": celery,
}  # fmt: skip
