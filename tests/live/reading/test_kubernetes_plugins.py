import pytest

from sentinel.live.reading.dispatch import read


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("kubectl view-allocations -g namespace", {"reads"}),
        ("kubectl cert-manager status certificate web-tls -n prod", {"reads"}),
        ("kubectl cert-manager approve stranger", {"escalates"}),
        ("kubectl cnpg status main", {"reads"}),
        ("kubectl cnpg destroy main 1 --dry-run", {"deletes"}),
        ("kubectl view-secret db -n prod", {"reveals"}),
        ("kubectl rook-ceph destroy-cluster", {"deletes"}),
        ("kubectl cnpg frob main", set()),
    ],
)
def test_a_plugin_does_what_its_own_verb_says(command, expected):
    found = read(command, tool="bash")
    assert {each.kind.value for each in found.effects} == expected
    assert bool(found.opaque) is (not expected)
