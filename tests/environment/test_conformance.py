"""Our own environment passes the checks that we ship, and broken ones do not."""

import pytest
from broken import BROKEN, Crowded
from leaking import LEAKING, Blurting, Signed

from sentinel.environment.conformance import EnvironmentConformance
from sentinel.environment.secrecy import Secrecy, another
from sentinel.environment.server import SentinelEnvironment
from sentinel.errors import TurnError
from sentinel.evaluation.oracle import Oracle
from sentinel.grading.classes import ActionClass, Truth
from sentinel.world.consequence import Consequence

FAILING = BROKEN | LEAKING
OTHERWISE = {Crowded: TurnError, Blurting: ValueError}
"""What a check fails with where it is not an assertion."""


class TestOurs(EnvironmentConformance):
    def environment(self):
        return SentinelEnvironment()

    def oracle(self, turn):
        return Oracle().judge([turn])[0]


def checks(kind):
    class Checks(TestOurs):
        def environment(self):
            return kind()

    return Checks()


def names(mixin):
    return sorted(name for name in dir(mixin) if name.startswith("test_"))


def test_every_check_has_an_environment_that_fails_it():
    assert sorted(FAILING) == names(EnvironmentConformance)


@pytest.mark.parametrize(
    ("name", "kind"),
    [(name, kind) for name, kinds in FAILING.items() for kind in kinds],
)
def test_an_environment_that_breaks_a_promise_fails_its_check(name, kind):
    with pytest.raises((AssertionError, OTHERWISE.get(kind, AssertionError))):
        getattr(checks(kind), name)()


@pytest.mark.parametrize("name", names(Secrecy))
def test_an_environment_may_sign_what_it_sends_and_refuse_in_its_own_words(name):
    getattr(checks(Signed), name)()


@pytest.mark.parametrize("label", ActionClass)
def test_another_truth_is_each_other_class_in_turn_and_differs_in_every_figure(label):
    truth = Truth(label, label, "a test", 0.0, Consequence(), None)
    others = [another(truth, by) for by in range(4)]
    assert {each.action_class for each in others} == set(ActionClass) - {label}
    for each in others:
        same = [a == b for a, b in zip(each.consequence, truth.consequence, strict=True)]
        kept = [name for name, equal in zip(Consequence._fields, same, strict=True) if equal]
        assert kept == ["reads_only", "idle_reads", "scripted"]
        assert each.margin != truth.margin
