import pytest
from split_calls import found_by, words_by

from sentinel.live.effects import Kind, Place
from sentinel.live.reading.helm import PROGRAMS

words = words_by(PROGRAMS)


@pytest.mark.parametrize(
    "line",
    [
        "helm list -A",
        "helm --namespace uninstall list",
        "helm status web",
        "helm get values web",
        "helm template web ./chart",
        "helm diff upgrade web ./c",
        "helm uninstall web --dry-run",
        "helm upgrade web ./c --dry-run=server",
        "helm version --short",
        "helmfile diff",
    ],
)
def test_what_only_looks_is_read_as_looking(line: str) -> None:
    found = found_by(PROGRAMS, line)
    assert {each.kind for each in found.effects} == {Kind.READS}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("helm uninstall web", ["deletes workload web set cascade"]),
        ("helm delete --purge web", ["deletes workload web set cascade purge"]),
        ("helm uninstall web --no-hooks", ["deletes workload web set cascade skip-hooks"]),
        ("helm uninstall web --dry-run=none", ["deletes workload web set cascade"]),
        ("helm upgrade -i web ./c --reset-values", ["writes workload web one reset"]),
        (
            "helm upgrade web ./c --force",
            ["writes workload web one force", "stops workload web one force restart"],
        ),
        ("helm rollback web 3", ["writes workload web one rollback"]),
        ("helm plugin install https://x/y", ["executes code https://x/y one fetched"]),
        (
            "helm install web https://x/y.tgz",
            ["creates workload web one", "executes code https://x/y.tgz one fetched"],
        ),
        ("helmfile destroy", ["deletes workload - namespace cascade"]),
    ],
)
def test_what_changes_says_what_and_how_much(line: str, expected: list[str]) -> None:
    assert words(line) == expected


def test_the_namespace_says_where() -> None:
    (effect,) = found_by(PROGRAMS, "helm uninstall web -n prod").effects
    assert effect.place is Place.PROD


@pytest.mark.parametrize("line", ["helm frob", "helm $VERB web"])
def test_what_is_not_known_is_unread(line: str) -> None:
    assert found_by(PROGRAMS, line).opaque


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("replicaCount=0", "stops workload web one to-zero"),
        ("web.replicas=0", "stops workload web one to-zero"),
        ("securityContext.privileged=true", "escalates workload web one root"),
        ("service.type=LoadBalancer", "exposes network web one public"),
        ("auth.enabled=false", "weakens configuration web one protection"),
    ],
)
def test_values_on_the_page_say_what_they_do(value: str, kind: str) -> None:
    assert kind in words(f"helm upgrade web ./web --set a=b,{value}")
    assert len(words("helm upgrade web ./web --set image.tag=2,metrics.enabled=false")) == 1
