import pytest
from system_calls import lines

from sentinel.live.reading.broker_upkeep import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (
            "kafka-metadata-quorum.sh --bootstrap-server k1:9092 describe --status",
            "reads queue - set",
        ),
        (
            "kafka-metadata-quorum --bootstrap-server k1:9092 remove-controller",
            "deletes node - one",
        ),
        ("kafka-transactions --bootstrap-server k1:9092 abort", "stops process - one"),
        ("kafka-run-class.sh kafka.tools.GetOffsetShell --topic t", "reads queue t set"),
        ("kafka-run-class kafka.admin.TopicCommand --delete --topic t", "deletes queue t one"),
        ("kafka-run-class com.example.Frob", "unread"),
        ("rabbitmqctl eval 'rabbit_mnesia:status().'", "reads queue rabbit_mnesia:status set"),
        ("rabbitmqctl eval 'os:cmd(\"id\").'", 'executes code os:cmd("id"). one'),
        ("rabbitmqctl list_queues", "reads queue - set"),
    ],
)
def test_rarer_tools_of_brokers_look_or_change(command, expected):
    assert lines(PROGRAMS, command) == expected
