import pytest
from system_calls import call_of, line_of, lines

from sentinel.live.reading.calls import Call
from sentinel.live.reading.networks import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("ip addr show eth0", "reads network eth0 one"),
        ("ip -br a", "reads network - one"),
        ("ip route", "reads network - one"),
        ("conntrack -L", "reads network - one"),
        ("conntrack -F", "stops network - namespace"),
        ("csf -l", "reads firewall - one"),
        ("csf -x", "weakens firewall - account + exposes network - account"),
        ("shorewall status", "reads firewall - one"),
        ("shorewall clear", "deletes firewall - account + exposes network - account"),
        ("ip -4 route get 1.1.1.1", "reads network 1.1.1.1 one"),
        ("ip link set eth0 down", "stops network eth0 down one"),
        ("ip link set eth0 up", "starts network eth0 up one"),
        ("ip addr flush dev eth0", "stops network eth0 namespace"),
        ("ip route del default", "stops network default namespace"),
        ("ip route add 10.0.0.0/8 via 10.1.1.1", "writes network 10.0.0.0/8 via 10.1.1.1 one"),
        ("ip link set $IF down", "stops network $IF down unknown"),
        ("ip $X set", "unread"),
        ("ip", "unread"),
        ("ifconfig", "reads network - one"),
        ("ifconfig eth0 down", "stops network eth0 one"),
        ("route -n", "reads network - one"),
        ("nmcli con show", "reads network - one"),
        ("nmcli con down eth0", "stops network eth0 one"),
        ("nmcli -t -f NAME con delete eth0", "deletes network eth0 one"),
        ("netplan apply", "writes network - namespace"),
        ("tc qdisc add dev eth0 root netem loss 100%", "stops network - one"),
        ("tc qdisc show", "reads network - one"),
        ("hostname", "reads host - one"),
        ("hostname web-9", "writes configuration web-9 one"),
        ("tcpdump -i eth0 -c 10", "reads network eth0 one"),
        ("tcpdump -i eth0 -w /tmp/x.pcap", "reads network eth0 one + creates file /tmp/x.pcap one"),
        ("nmap -sV 10.0.0.1", "reads network 10.0.0.1 set"),
        ("nmap --script exploit 10.0.0.1", "writes endpoint 10.0.0.1 unknown"),
        ("ipvsadm -C", "stops network - namespace"),
        ("ipvsadm -Ln", "reads network - one"),
        ("vtysh -c 'show ip bgp'", "reads network show ip bgp one"),
        ("vtysh -c 'conf t' -c 'no router bgp 65001'",
         "writes configuration conf t one + stops network no router bgp 65001 namespace"),
        ("vtysh", "unread"),
        ("birdc show protocols", "reads network show protocols one"),
        ("ifdown eth0", "stops network eth0 one"),
    ],
)  # fmt: skip
def test_a_network_is_read_changed_or_cut(command, expected):
    assert lines(PROGRAMS, command) == expected


def test_a_namespace_of_the_network_runs_a_program():
    call = PROGRAMS["ip"](call_of("ip netns exec blue rm -rf /srv")).calls[0]
    assert (call.program, call.texts) == ("rm", ["-rf", "/srv"])


def test_what_is_fed_to_nsupdate_changes_names():
    fed = "server ns1\nupdate delete www.x. A\nupdate add www.x. 60 A 1.2.3.4\nsend"
    found = PROGRAMS["nsupdate"](call_of("nsupdate -k key", stdin=fed))
    assert [line_of(each) for each in found.effects] == [
        "deletes dns www.x. one",
        "writes dns www.x. one",
    ]


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_no_program_is_silent_without_arguments(program):
    found = PROGRAMS[program](Call(program, ()))
    assert found.effects or found.opaque
