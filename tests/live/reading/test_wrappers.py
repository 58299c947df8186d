import pytest

from sentinel.live.effects import Kind
from sentinel.live.reading.dispatch import read


def found(text):
    return [each for each in read(text, language="shell").effects if each.kind is Kind.DELETES]


@pytest.mark.parametrize(
    "text",
    ["sudo rm x", "sudo -u me rm x", "sudo -n -- rm x", "doas rm x", "env A=1 rm x",
     "env -i -u B rm x", "env -S 'rm x'", "timeout 5 rm x", "timeout -k 1 -s KILL 5 rm x",
     "/usr/bin/time -f %e rm x", "nice -n 5 rm x", "ionice -c 3 rm x", "nohup rm x", "setsid rm x",
     "stdbuf -oL rm x", "xargs rm x", "xargs -I{} rm x < f", "echo x | xargs -n 1 rm",
     "parallel rm ::: x", "watch -n 1 rm x", "bash -c 'rm x'", "sh -xec 'rm x'", "su -c 'rm x'",
     "su - me -c 'rm x'", "runuser -u me rm x", "chroot /mnt rm x", "unshare -n rm x",
     "flock /tmp/l rm x", "flock /tmp/l -c 'rm x'", "strace -f -o t rm x", "script -c 'rm x' f",
     "busybox rm x", "command rm x", "builtin command rm x", "exec -a y rm x", "taskset 1 rm x",
     "systemd-run --unit=y rm x", "nsenter -t 1 -m rm x", "sudo env A=1 nice sh -c 'rm x'",
     "sudo bash <<< 'rm x'", "echo 'rm x' | sudo sh", "tmux new -d 'rm x'"],
)  # fmt: skip
def test_what_a_wrapper_runs_is_read(text):
    assert [each for each in found(text) if each.name.endswith("x")]


def test_marks_are_passed_on():
    assert "root" in found("sudo rm x")[0].marks
    assert "many" in found("xargs rm x")[0].marks
    assert {"root", "container"} <= found("sudo chroot /m rm x")[0].marks


@pytest.mark.parametrize("text", ["sudo -l", "xargs", "timeout --help", "bash --version"])
def test_a_wrapper_without_a_command_only_looks(text):
    reading = read(text, language="shell")

    assert not reading.opaque
    assert {each.kind for each in reading.effects} == {Kind.READS}


@pytest.mark.parametrize("text", ["sudo $x", "sudo r\u00a0m", 'bash -c "$x"', "xargs sh -c"])
def test_what_a_wrapper_runs_may_be_unknown(text):
    assert read(text, language="shell").opaque
