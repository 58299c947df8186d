import pytest

from sentinel.live.reading.dispatch import read


def shown(text):
    return {
        (each.kind.value, each.thing.value, each.radius.value)
        for each in read(text, language="shell").effects
    }


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("kill 123", ("stops", "process", "one")),
        ("kill -9 -1", ("stops", "host", "account")),
        ("kill -s KILL $pid", ("stops", "process", "unknown")),
        ("pkill nginx", ("stops", "process", "set")),
        ("pkill -9 -u deploy", ("stops", "process", "namespace")),
        ("killall auditd", ("weakens", "audit", "one")),
        ("shutdown -h now", ("stops", "host", "account")),
        ("reboot", ("stops", "host", "account")),
        ("init 0", ("stops", "host", "account")),
        ("sysctl -w kernel.randomize_va_space=0", ("weakens", "configuration", "account")),
        ("modprobe evil", ("executes", "code", "account")),
        ("fuser -k 80/tcp", ("stops", "process", "set")),
        ("tmux kill-server", ("stops", "process", "namespace")),
    ],
)
def test_what_ends_or_changes_a_machine_is_an_effect(text, effect):
    assert effect in shown(text)


@pytest.mark.parametrize(
    "text",
    ["kill -l", "kill -0 123", "pkill --help", "sysctl -a", "sysctl kernel.panic", "tmux ls",
     "screen -ls", "ulimit", "fuser 80/tcp", "shutdown -c", "jobs", "wait"],
)  # fmt: skip
def test_what_only_looks_reads(text):
    assert {each[0] for each in shown(text)} == {"reads"}


def test_keys_that_are_sent_to_a_terminal_are_read():
    assert ("deletes", "file", "one") in shown("tmux send-keys -t a 'rm x' Enter")
