"""Names that hold the time, copies kept aside, and what a shell ends or shows of itself."""

import pytest
from decisions import decided

from sentinel.live.reading.moments import date_printed, set_aside, stamped


@pytest.mark.parametrize(
    ("shape", "printed"),
    [("+%F", "9999-12-31\n"), ("+rm", "rm\n"), ("+%s", "253402300799\n"), ("+%Q", None)],
)
def test_a_date_is_printed_in_the_shape_that_is_asked_for(shape, printed):
    assert date_printed([shape]) == printed


def test_a_name_that_is_made_at_its_time_was_not_there_before():
    assert stamped("/srv/shop-9999-12-31.sql")
    assert not stamped("/srv/9999-12-31/shop.sql")
    assert set_aside("/etc/fstab.bak")
    assert not set_aside("/etc/fstab")


@pytest.mark.parametrize(
    "text",
    [
        "iptables-save > ~/fw-$(date +%F).rules",
        "tar czf /root/etc-$(hostname)-$(date +%s).tgz /etc/nginx",
        "sudo cp -p /etc/ssh/sshd_config /etc/ssh/sshd_config.$(date +%F)",
        "cp /etc/fstab /etc/fstab.bak",
        "bash -n scripts/deploy.sh",
        "bash -nx scripts/deploy.sh",
        "fallocate -l 1G /tmp/x",
        "find /tmp -maxdepth 1 -user $(whoami) -mtime +2 -print",
        "kill -USR1 $(pidof dd)",
        "kill $!",
        "sleep 9 & pid=$!; wait $pid; kill $pid",
        "tmux kill-session -t scratch",
        "env | grep KUBE",
        "env | cut -d= -f1 | sort",
        "rm -rf ./node_modules package-lock.json",
        'trap \'rm -f "$tmp"\' EXIT; tmp=$(mktemp); date > "$tmp"',
        'cleanup() { rm -rf "$tmp"; }; trap cleanup EXIT; tmp=$(mktemp -d); ls $tmp',
        "unshare -rm sh -c 'mount -t tmpfs none /mnt && touch /mnt/x'",
        "unshare -rn sh -c 'iptables -F; iptables -L'",
        "ip netns add lab && ip netns exec lab iptables -P FORWARD DROP",
        "docker run --rm --cap-add NET_ADMIN alpine iptables -F",
    ],
)
def test_what_only_its_own_shell_feels_is_approved(text):
    assert decided(text) == "approve"


@pytest.mark.parametrize(
    "text",
    [
        "$(date +rm) -rf /srv",
        "eval \"$(date '+rm -rf /srv')\"",
        "bash -norc -c 'rm -rf /srv'",
        "rm -rf /backup/$(date +%F)",
        "rm -rf /home/$(whoami)",
        "kill -USR1 -1",
        "env | grep AWS",
        "env | sort",
        "trap 'rm -rf \"$tmp\"' EXIT; tmp=/srv/data; ls",
        "tmp=/tmp/x; trap 'rm -rf \"$tmp\"' EXIT; tmp=/srv/data",
        "(f() { rm -rf /srv; }; trap f EXIT)",
        "unshare -r sh -c 'iptables -F'",
        "unshare -rm sh -c 'rm -rf /srv/data'",
        "ip netns exec qrouter-1 iptables -F",
        "docker run --net=host --cap-add NET_ADMIN alpine iptables -F",
    ],
)
def test_what_reaches_further_is_stopped(text):
    assert decided(text) in ("block", "escalate")
