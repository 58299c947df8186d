"""Brokers of messages: Kafka, RabbitMQ, NATS."""

from dataclasses import dataclass
from typing import Final

from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.deeds import LOOKS, Deed, deed, names
from sentinel.live.reading.options import options
from sentinel.live.reading.verb_tools import Tool, place_for

SEE: Final = deed("reads queue set easy")
CHANGE: Final = deed("writes queue one easy")
WHERE: Final = names("--bootstrap-server --broker-list --zookeeper -s --server --node -n -H --host")


@dataclass(frozen=True, slots=True)
class Broker:
    """A tool of Kafka: an option says what it does."""

    acts: tuple[tuple[str, Deed], ...]
    """By option, the worst first."""
    default: Deed | None = None

    def __call__(self, call: Call) -> Found:
        """Read a call."""
        given = options(call.words, _KAFKA)
        if given.has("--help", "--version", "-h"):
            return Found().add(LOOKS.effect("", f"{call.program} --help"))
        place = place_for(call, given, WHERE)
        name = given.value("--topic", "--group", "--entity-name", "--offset-json-file")
        every = given.has("--all-topics", "--all-groups") or name in (".*", "*")
        for option, row in self.acts:
            if given.has(option):
                if option == "--reset-offsets" and not given.has("--execute"):
                    row = LOOKS
                by = f"{call.program} {option}"
                extra = frozenset({"no-condition"}) if every else frozenset[str]()
                return Found().add(row.effect("*" if every else name, by, place, extra))
        if self.default is None:
            text = " ".join([call.program, *call.texts])
            return Found().unread(text, "what is done is not said", "unknown-program")
        return Found().add(self.default.effect(name, call.program, place))


_KAFKA: Final = WHERE | names(
    "--topic --group --entity-name --entity-type --partitions --replication-factor --config "
    "--command-config --offset-json-file --add-config --delete-config --to-offset --to-datetime "
    "--shift-by --by-duration --from-file --timeout --reassignment-json-file --throttle --producer "
    "--allow-principal --deny-principal --operation --consumer.config --max-messages --offset "
    "--partition --property --formatter --entity-default --producer.config --path-to-json-file"
)
_TOPICS: Final = Broker(
    (
        ("--delete", deed("deletes queue one never")),
        ("--create", deed("creates queue one easy")),
        ("--alter", CHANGE),
        ("--list", SEE),
        ("--describe", SEE),
    )
)
_CONFIGS: Final = Broker(
    (("--alter", deed("writes configuration one easy")), ("--describe", SEE), ("--list", SEE))
)
_GROUPS: Final = Broker(
    (
        ("--reset-offsets", deed("writes queue namespace hard", safer="--dry-run")),
        ("--delete-offsets", deed("deletes queue one hard")),
        ("--delete", deed("deletes queue one hard")),
        ("--list", SEE),
        ("--describe", SEE),
    )
)
_ACLS: Final = Broker(
    (
        ("--remove", deed("deletes permission one easy")),
        ("--add", deed("escalates permission one easy")),
        ("--list", SEE),
    )
)
_MOVES: Final = Broker(
    (
        ("--execute", deed("writes queue set hard")),
        ("--cancel", deed("writes queue set hard")),
        ("--verify", SEE),
        ("--generate", SEE),
        ("--list", SEE),
    )
)
_RECORDS: Final = Broker((), deed("deletes queue set never"))

_STOPS: Final = deed("stops node one easy")
_RABBIT: Final[dict[str, Deed]] = {
    **dict.fromkeys(
        names(
            "status list_queues list_exchanges list_bindings list_connections list_channels "
            "list_consumers list_users list_vhosts list_permissions list_policies cluster_status "
            "list_user_permissions environment report ping node_health_check help version "
            "list_parameters list_unresponsive_queues list_topic_permissions"
        ),
        SEE,
    ),
    "reset": deed("deletes node account never", "force"),
    "force_reset": deed("deletes node account never", "force"),
    "purge_queue": deed("deletes queue one never", "purge"),
    "delete_queue": deed("deletes queue one never"),
    "delete_vhost": deed("deletes queue namespace never"),
    "add_vhost": deed("creates queue one easy"),
    "delete_user": deed("deletes account one hard"),
    "add_user": deed("creates account one easy"),
    "change_password": deed("writes account one hard"),
    "clear_password": deed("weakens account one hard"),
    "set_user_tags": deed("escalates account one easy", "admin"),
    "set_permissions": deed("escalates permission one easy"),
    "clear_permissions": deed("deletes permission one easy"),
    "set_policy": CHANGE,
    "clear_policy": deed("deletes configuration one easy"),
    "stop_app": _STOPS,
    "stop": _STOPS,
    "shutdown": _STOPS,
    "start_app": deed("starts node one easy"),
    "forget_cluster_node": deed("deletes node one hard"),
    "join_cluster": deed("writes cluster one hard"),
    "close_connection": deed("stops process one easy"),
    "close_all_connections": deed("stops process account easy"),
    "eval": deed("executes code one unknown"),
    "export_definitions": deed("creates backup one easy", "backup"),
    "import_definitions": deed("writes configuration account hard"),
    "rotate_logs": deed("writes audit one easy"),
    "set_vm_memory_high_watermark": deed("writes configuration one easy"),
}
_RABBIT_ADMIN: Final[dict[str, Deed]] = {
    "list": SEE,
    "show": SEE,
    "get": deed("reads queue one easy"),
    "help": LOOKS,
    "export": deed("creates backup one easy", "backup"),
    "import": deed("writes configuration account hard"),
    "publish": deed("creates queue one easy"),
    "purge queue": deed("deletes queue one never", "purge"),
    "purge": deed("deletes queue one never", "purge"),
    "delete queue": deed("deletes queue one never"),
    "delete vhost": deed("deletes queue namespace never"),
    "delete user": deed("deletes account one hard"),
    "delete": deed("deletes queue one hard"),
    "declare": deed("creates queue one easy"),
    "close": deed("stops process one easy"),
}
_NATS: Final[dict[str, Deed]] = {
    **dict.fromkeys(
        names("sub rtt bench latency top events") | {
            f"{thing} {verb}"
            for thing in ("stream", "consumer", "kv", "object", "context", "server", "account")
            for verb in ("ls", "info", "list", "report", "get", "view", "status", "graph", "ping",
                         "state", "subjects", "show", "history", "watch")
        },
        SEE,
    ),
    "pub": deed("creates queue one easy"),
    "publish": deed("creates queue one easy"),
    "request": deed("creates queue one easy"),
    "stream rm": deed("deletes queue one never"),
    "stream delete": deed("deletes queue one never"),
    "stream purge": deed("deletes queue one never", "purge"),
    "stream rmm": deed("deletes queue one never"),
    "stream add": deed("creates queue one easy"),
    "stream edit": CHANGE,
    "stream backup": deed("creates backup one easy", "backup"),
    "stream restore": deed("writes queue one hard"),
    "consumer rm": deed("deletes queue one hard"),
    "consumer add": deed("creates queue one easy"),
    "consumer pause": deed("stops queue one easy"),
    "kv put": deed("writes configuration one hard"),
    "kv del": deed("deletes configuration one hard"),
    "kv rm": deed("deletes configuration namespace hard"),
    "kv purge": deed("deletes configuration one never", "purge"),
    "kv add": deed("creates configuration one easy"),
    "object rm": deed("deletes object one never"),
    "object put": deed("writes object one hard"),
}  # fmt: skip

SHELLS: Final[dict[str, Reader]] = {
    "kafka-topics": _TOPICS,
    "kafka-configs": _CONFIGS,
    "kafka-consumer-groups": _GROUPS,
    "kafka-acls": _ACLS,
    "kafka-reassign-partitions": _MOVES,
    "kafka-delete-records": _RECORDS,
    "kafka-leader-election": Broker((), deed("stops queue set easy", "restart")),
    "kafka-console-consumer": Broker((), SEE),
    "kafka-console-producer": Broker((), deed("creates queue set hard")),
    "kafka-broker-api-versions": Broker((), SEE),
    "kafka-get-offsets": Broker((), SEE),
    "kafka-log-dirs": Broker((), SEE),
    "kafka-server-stop": Broker((), deed("stops node one easy")),
    "kafka-storage": Broker((), deed("deletes queue account never")),
}
RABBIT_TOOL: Final = Tool(_RABBIT, names("-p --vhost -t --timeout --formatter"), names("-n --node"))


PROGRAMS: Final[dict[str, Reader]] = {
    **SHELLS,
    **{f"{name}.sh": reader for name, reader in SHELLS.items()},
    "rabbitmqadmin": Tool(
        _RABBIT_ADMIN, names("-P --port -u --username -p --password -V --vhost -f --format"),
        names("-H --host -N --node"),
    ),
    "nats": Tool(_NATS, names("--user --password --creds --nkey"), names("-s --server --context")),
}  # fmt: skip
