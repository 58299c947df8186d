"""What submissions are worth: right, half right, wrong, premature, and stuffed with guesses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentinel.grading.submissions import (
    PREMATURE,
    SUBMISSION_HIGHEST,
    SUBMISSION_LOWEST,
    resolution,
    root_cause,
    severity,
    worth,
)
from sentinel.scenario.severity import SEVERITIES, severity_of
from sentinel.world.faults.catalogue import FAMILIES
from sentinel.world.faults.mechanisms import MECHANISMS

NAMES = {0: {"storefront-edge"}, 1: {"checkout"}, 2: {"cart", "basket"}, 3: {"postgres-orders"},
         4: {"route"}}  # fmt: skip


def cause(said, culprit=2, family="P1", also=()):
    return root_cause(said, NAMES, culprit, family, also)


@pytest.mark.parametrize(
    ("said", "outage", "score"),
    [("sev1", 0.6, 1.0), ("SEV-1", 0.4, 1.0), ("1", 0.9, 1.0), ("severity 2", 0.2, 1.0),
     ("sev2", 0.6, 0.5), ("sev3", 0.6, 0.0), ("sev3", 0.0, 1.0), ("sev1", 0.0, 0.0),
     ("sev4", 0.0, 0.0), ("very bad", 0.6, 0.0), ("sev1 sev2 sev3", 0.6, 0.0), ("", 0.6, 0.0)],
)  # fmt: skip
def test_a_severity_is_right_by_the_measured_outage_and_half_right_next_to_it(said, outage, score):
    graded = severity(said, outage)
    assert graded.score == score
    assert severity_of(outage) in graded.found


def test_the_limits_go_from_worst_to_least_and_cover_every_outage():
    assert list(SEVERITIES.values()) == sorted(SEVERITIES.values(), reverse=True)
    assert severity_of(0.0) == list(SEVERITIES)[-1]


RIGHT = ("cart bad deploy", "a bad release of cart", "Basket: regression", "rollout of CART")
HALF = ("cart retries", "cart", "bad deploy", "checkout bad deploy", "cart is slow")
WRONG = ("", "checkout retries", "no idea", "carts redeployed")


@pytest.mark.parametrize("said", RIGHT)
def test_component_and_mechanism_are_right(said):
    assert (cause(said).score, cause(said).found) == (1.0, "component right, mechanism right")


@pytest.mark.parametrize("said", HALF)
def test_component_or_mechanism_is_half_right(said):
    assert cause(said).score == 0.5


@pytest.mark.parametrize("said", WRONG)
def test_neither_is_wrong(said):
    assert (cause(said).score, cause(said).found) == (0.0, "component wrong, mechanism wrong")


def test_naming_everything_earns_little():
    stuffed = "checkout cart postgres-orders storefront-edge"
    words = " ".join(word for each in MECHANISMS.values() for word in each)
    assert cause(f"{stuffed} {words}").score < 0.2
    assert cause("cart or checkout: bad deploy").score == 0.75
    assert cause("cart: bad deploy, or retry storm").score == 0.75


def test_a_host_stands_for_its_database_and_a_name_is_no_mechanism():
    assert cause("postgres-orders-a disk error", 3, "D4").score == 1.0
    assert cause("route bad deploy", 4, "P1").score == 1.0
    assert cause("checkout route withdrawn", 1, "N1").score == 1.0


def test_the_deploy_that_put_a_fault_in_is_no_mistake():
    said = "checkout: a deploy raised its connection pool"
    assert cause(said, 1, "D1").score == 0.75
    assert cause(said, 1, "D1", ("deploy",)).score == 1.0


def test_a_false_alarm_needs_no_component():
    assert cause("false alarm", family="Q0").score == 1.0
    assert cause("false alarm of cart", family="Q0").score == 1.0
    assert cause("false alarm of checkout", family="Q0").score == 0.5
    assert cause("bad deploy of checkout", family="Q0").score == 0.0


def test_every_family_has_words_that_are_right_for_it():
    for family in FAMILIES:
        for word in MECHANISMS[family.id]:
            assert cause(f"cart {word}", family=family.id).score >= 0.6, (family.id, word)
        assert any(cause(f"cart {word}", family=family.id).score == 1.0
                   for word in MECHANISMS[family.id]), family.id  # fmt: skip


def test_no_title_of_a_family_is_wrong_for_it():
    for family in FAMILIES:
        assert cause(f"cart {family.title}", family=family.id).score >= 0.5


def test_a_premature_resolution_earns_the_least_of_all():
    early = resolution("over", served=False, stays=True, cause_left=False)
    brief = resolution("over", served=True, stays=False, cause_left=False)
    half = resolution("over", served=True, stays=True, cause_left=True)
    right = resolution("over", served=True, stays=True, cause_left=False)
    assert [each.score for each in (early, brief, half, right)] == [0.0, 0.0, 0.5, 1.0]
    assert [worth(each) for each in (early, brief, half, right)] == [PREMATURE, PREMATURE, 0.0, 0.5]
    assert SUBMISSION_LOWEST == PREMATURE < worth(cause("")) < worth(severity("", 0.6)) < 0.0


@given(st.text(max_size=60), st.floats(0.0, 1.0))
def test_any_words_are_graded_within_the_range(said, outage):
    for graded in (severity(said, outage), cause(said), cause(said, family="Q0")):
        assert 0.0 <= graded.score <= 1.0
        assert SUBMISSION_LOWEST <= worth(graded) <= SUBMISSION_HIGHEST
