"""Who proposes."""

from sentinel.proposal import Role
from sentinel.world.faults.catalogue import FAMILIES


def test_the_specialists_are_those_of_the_incident_families():
    assert {role.value for role in Role} == {family.role for family in FAMILIES}
