import pytest
from system_calls import lines, marks

from sentinel.live.reading import firewall_tools, firewalls
from sentinel.live.reading.calls import Call

PROGRAMS = {**firewalls.PROGRAMS, **firewall_tools.PROGRAMS}


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("iptables -L -n -v", "reads firewall - one"),
        ("iptables -t nat -L", "reads firewall - one"),
        ("iptables -F", "deletes firewall - account + exposes network - unknown"),
        ("iptables -F INPUT", "deletes firewall INPUT namespace"),
        ("iptables -t nat -F", "deletes firewall - namespace + stops network - namespace"),
        ("iptables -P INPUT ACCEPT", "exposes network INPUT account"),
        ("iptables -P INPUT DROP", "stops network INPUT account"),
        ("iptables -P INPUT $P", "unread"),
        ("iptables -A INPUT -p tcp --dport 22 -j ACCEPT", "exposes network 22 one"),
        ("iptables -A INPUT -j ACCEPT", "exposes network INPUT account"),
        ("iptables -A INPUT -i lo -j ACCEPT", "creates firewall INPUT one"),
        ("iptables -A INPUT -s 127.0.0.1 -j ACCEPT", "creates firewall 127.0.0.1 one"),
        ("iptables -A INPUT -p tcp --dport 443 -j LOG", "creates firewall 443 one"),
        ("iptables -R INPUT 1 -j LOG", "writes firewall INPUT one"),
        ("iptables -Z", "writes audit - one"),
        ("iptables -N web", "creates firewall web one"),
        ("iptables -A INPUT -g evil", "writes firewall INPUT one"),
        ("nft add rule inet filter input tcp dport 443 counter",
         "creates firewall inet filter input one"),
        ("nft add rule inet filter input tcp dport 443 counter drop",
         "stops network inet filter input one"),
        ("nft add rule inet filter input counter jump evil",
         "writes firewall inet filter input one"),
        ("ufw allow from 127.0.0.1 to any port 9000", "creates firewall 9000 one"),
        ("ufw allow 22/tcp comment localhost", "exposes network 22/tcp one"),
        ("iptables -I INPUT -s 203.0.113.9 -j DROP", "writes firewall 203.0.113.9 one"),
        ("iptables -I INPUT 1 -j DROP", "stops network INPUT account"),
        ("iptables -A INPUT -p tcp --dport $P -j ACCEPT", "exposes network $P unknown"),
        ("iptables -D INPUT 3", "deletes firewall INPUT one"),
        ("iptables-restore --test", "reads unknown - none"),
        ("iptables-restore", "writes firewall - account"),
        ("nft list ruleset", "reads firewall ruleset one"),
        ("nft flush ruleset", "deletes firewall - account + exposes network - unknown"),
        ("nft 'flush ruleset'", "deletes firewall - account + exposes network - unknown"),
        ("nft delete table inet filter",
         "deletes firewall inet namespace + deletes firewall filter namespace"),
        ("nft add rule inet filter input tcp dport 22 accept",
         "exposes network inet filter input one"),
        ("nft -c -f rules.nft", "reads unknown - none"),
        ("ufw status verbose", "reads firewall verbose one"),
        ("ufw disable", "weakens firewall - account + exposes network - account"),
        ("ufw allow 22", "exposes network 22 one"),
        ("ufw allow from any", "exposes network any account"),
        ("ufw allow from 10.0.0.0/8 to any port 22", "exposes network 22 one"),
        ("ufw deny 22/tcp", "stops network 22/tcp one"),
        ("ufw deny from 203.0.113.9", "writes firewall from set + writes firewall 203.0.113.9 set"),
        ("ufw $X", "unread"),
        ("firewall-cmd --list-all", "reads firewall - one"),
        ("firewall-cmd --zone=public --add-port=3306/tcp --permanent",
         "exposes network 3306/tcp one"),
        ("firewall-cmd --panic-on", "stops network - account"),
        ("pfctl -d", "weakens firewall - account + exposes network - account"),
        ("pfctl -F all", "deletes firewall all account"),
        ("pfctl -sr", "reads firewall r one"),
        ("ipset flush", "deletes firewall - namespace"),
    ],
)  # fmt: skip
def test_a_firewall_is_read_opened_or_closed(command, expected):
    assert lines(PROGRAMS, command) == expected


def test_a_port_open_to_everybody_is_public():
    assert "public" in marks(PROGRAMS, "iptables -A INPUT -p tcp --dport 5432 -j ACCEPT")
    narrow = "iptables -A INPUT -s 10.1.0.0/16 -p tcp --dport 5432 -j ACCEPT"
    assert "public" not in marks(PROGRAMS, narrow)
    assert "blocks" in marks(PROGRAMS, "iptables -A INPUT -s 203.0.113.9 -j DROP")


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_no_program_is_silent_without_arguments(program):
    found = PROGRAMS[program](Call(program, ()))
    assert found.effects or found.opaque
