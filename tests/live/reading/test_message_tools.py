import pytest
from system_calls import lines

from sentinel.live.reading.message_tools import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("kcat -b k1:9092 -L -t orders", "reads queue orders set"),
        ("kcat -C -b k1:9092 -t orders -o -5 -e", "reads queue orders set"),
        ("kcat -P -b k1:9092 -t orders", "creates queue orders set"),
        ("rpk topic list", "reads queue - set"),
        ("rpk topic delete orders", "deletes queue orders one"),
        (
            "kafkactl reset consumer-group-offset g --topic t",
            "writes queue g namespace + writes queue t namespace",
        ),
        ("pulsar-admin topics stats t", "reads queue t set"),
        ("pulsar-admin namespaces delete shop/a", "deletes namespace shop/a namespace"),
        ("rabbitmq-diagnostics -q check_running", "reads queue - set"),
        ("rabbitmq-queues shrink rabbit@n1", "deletes node rabbit@n1 one"),
        ("rabbitmq-plugins disable x", "stops node x one"),
        ("celery -A app inspect active", "reads queue - set"),
        ("celery -A app purge -f", "deletes queue - namespace"),
        ("celery -A app frob", "unread"),
        ("kafka-streams-application-reset.sh --application-id x", "writes queue - namespace"),
    ],
)
def test_brokers_are_asked_or_emptied(command, expected):
    assert lines(PROGRAMS, command) == expected
