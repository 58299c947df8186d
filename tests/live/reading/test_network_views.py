import pytest
from system_calls import lines

from sentinel.live.reading.network_views import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("drill -D example.com", "reads unknown example.com one"),
        ("fping -a -g 10.0.0.0/28", "reads unknown 10.0.0.0/28 one"),
        ("iperf3 -c 10.0.0.2 -t 10", "reads unknown - one"),
        ("bridge fdb show", "reads network - one"),
        ("ipsec statusall", "reads network - one"),
        ("ipsec stop", "stops network - account"),
        ("swanctl --list-sas", "reads network - one"),
        ("swanctl --terminate --ike x", "stops network - one"),
        ("tailscale status --json", "reads network - one"),
        ("tailscale down", "stops network - account"),
        ("tailscale funnel 443", "exposes network 443 one"),
        ("lldpcli show neighbors", "reads network neighbors one"),
        ("gobgp neighbor", "reads network - one"),
        ("gobgp global rib del all", "deletes network all namespace"),
        (
            "snmpwalk -v2c -c public sw1 ifDescr",
            "reads unknown sw1 one + reads unknown ifDescr one",
        ),
        ("ovs-dpctl dump-flows", "reads network - one"),
        ("ovn-nbctl ls-del sw0", "deletes network sw0 namespace"),
    ],
)
def test_networks_are_looked_at_and_their_daemons_told(command, expected):
    assert lines(PROGRAMS, command) == expected
