"""Rarer tools of Kafka, its tools by the names of their classes, and code that RabbitMQ runs."""

from typing import Final

from msgspec.structs import replace

from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.deeds import deed, names
from sentinel.live.reading.options import options
from sentinel.live.reading.queues import CHANGE, RABBIT_TOOL, SEE, SHELLS, WHERE, Broker
from sentinel.live.reading.verb_tools import Tool, place_for

_TOOLS: Final[dict[str, Reader]] = {
    "kafka-metadata-quorum": Tool(
        {
            "describe": SEE,
            "add-controller": deed("writes cluster one easy"),
            "remove-controller": deed("deletes node one hard"),
        },
        names("--command-config --controller-id --controller-directory-id"),
        WHERE,
    ),
    "kafka-features": Tool(
        {
            "describe": SEE,
            "version-mapping": SEE,
            "feature-dependencies": SEE,
            "upgrade": deed("writes cluster account hard"),
            "downgrade": deed("writes cluster account hard"),
            "disable": deed("writes cluster account hard"),
        },
        names("--release-version --metadata --feature --command-config"),
        WHERE,
    ),
    "kafka-transactions": Tool(
        {
            "list": SEE,
            "describe": SEE,
            "describe-producers": SEE,
            "find-hanging": SEE,
            "abort": deed("stops process one easy"),
            "forceterminatetransaction": deed("stops process one easy"),
        },
        names("--topic --partition --transactional-id --start-offset --broker-id"),
        WHERE,
    ),
    "kafka-cluster": Tool(
        {"cluster-id": SEE, "list-endpoints": SEE, "unregister": deed("deletes node one hard")},
        names("--id --config"),
        WHERE,
    ),
    "kafka-groups": Broker(
        (("--delete", deed("deletes queue one hard")), ("--list", SEE), ("--describe", SEE))
    ),
    "kafka-delegation-tokens": Broker(
        (
            ("--create", deed("escalates account one easy", "secret")),
            ("--expire", deed("deletes account one hard")),
            ("--renew", CHANGE),
            ("--describe", SEE),
        )
    ),
}
_CLASSES: Final = {
    "getoffsetshell": "kafka-get-offsets", "topiccommand": "kafka-topics",
    "consumergroupcommand": "kafka-consumer-groups", "configcommand": "kafka-configs",
    "aclcommand": "kafka-acls", "deleterecordscommand": "kafka-delete-records",
    "dumplogsegments": "kafka-get-offsets", "jmxtool": "kafka-get-offsets",
    "consoleconsumer": "kafka-console-consumer", "consoleproducer": "kafka-console-producer",
    "reassignpartitionscommand": "kafka-reassign-partitions",
}  # fmt: skip


def kafka_class(call: Call) -> Found:
    """Read `kafka-run-class`: the tool that its first argument names."""
    name = call.texts[0].rpartition(".")[2].lower() if call.words else ""
    reader = SHELLS.get(_CLASSES.get(name, ""))
    if reader is None or not call.words[0].fixed:
        text = " ".join([call.program, *call.texts])
        return Found().unread(text, "a class that is not known", "unknown-program")
    return reader(replace(call, words=call.words[1:]))


def rabbitmqctl(call: Call) -> Found:
    """Read `rabbitmqctl`; some calls of `eval` only look."""
    words = [each for each in call.words if not each.text.startswith("-")]
    if len(words) > 1 and words[0].text == "eval" and words[1].fixed:
        name, _, rest = words[1].text.strip().partition("(")
        plain = rest.rstrip(". ").rstrip(")").replace(",", "").replace(" ", "")
        if name.strip() in _EVALS and (not plain or plain.isidentifier()):
            return Found().add(
                SEE.effect(
                    name,
                    "rabbitmqctl eval",
                    place_for(call, options(call.words, names("-n --node")), names("-n --node")),
                )
            )
    return RABBIT_TOOL(call)


_EVALS: Final = names(
    "rabbit_mnesia:status rabbit_mnesia:cluster_nodes node nodes erlang:memory erlang:system_info "
    "rabbit_vm:memory rabbit_amqqueue:list rabbit_nodes:all_running rabbit_alarm:get_alarms "
    "rabbit_misc:version rabbit_diagnostics:maybe_stuck rabbit_diagnostics:top_memory_use "
    "rabbit_quorum_queue:status rabbit_networking:connections rabbit:status"
)

PROGRAMS: Final[dict[str, Reader]] = {
    **_TOOLS,
    **{f"{name}.sh": reader for name, reader in _TOOLS.items()},
    "kafka-run-class": kafka_class,
    "kafka-run-class.sh": kafka_class,
    "rabbitmqctl": rabbitmqctl,
}
