import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from split_calls import worded

from sentinel.live.effects import Kind, Place, Thing
from sentinel.live.reading.calls import Found, Inner
from sentinel.live.reading.manifests import LANGUAGES


def read(text: str, language: str = "manifest") -> Found:
    return LANGUAGES[language](Inner(language, text))


def effects(text: str, language: str = "manifest") -> list[str]:
    return [worded(each) for each in read(text, language).effects]


POD = """
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - image: busybox
    command: [sh, -c]
    args: ["rm -rf /data"]
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kind: Namespace\nmetadata: {name: a}", ["creates namespace a one"]),
        ("kind: Deployment\nmetadata: {name: a}\nspec: {replicas: 3}", ["writes workload a one"]),
        (
            "kind: Deployment\nmetadata: {name: a}\nspec: {replicas: 0}",
            ["writes workload a one", "stops workload a one to-zero"],
        ),
        (
            "kind: Secret\nmetadata: {name: a}\nstringData: {b: c}",
            ["writes secret a one plaintext"],
        ),
        (
            "kind: Service\nmetadata: {name: a}\nspec: {type: LoadBalancer}",
            ["writes network a one", "exposes network a one public"],
        ),
        ("kind: Service\nmetadata: {name: a}\nspec: {type: ClusterIP}", ["creates network a one"]),
        (
            "kind: ClusterRoleBinding\nmetadata: {name: a}\nroleRef: {name: cluster-admin}\n"
            "subjects: [{name: 'system:anonymous'}]",
            ["escalates permission a account admin public"],
        ),
        (
            "kind: Role\nmetadata: {name: a}\nrules: [{verbs: ['*'], resources: [pods]}]",
            ["escalates permission a one admin"],
        ),
        (
            "kind: Role\nmetadata: {name: a}\nrules: [{verbs: [get], resources: [pods]}]",
            ["writes permission a one"],
        ),
        (
            "kind: NetworkPolicy\nmetadata: {name: a}\nspec: {ingress: [{}]}",
            ["writes firewall a one", "exposes firewall a one public"],
        ),
        (
            "kind: PodDisruptionBudget\nmetadata: {name: a}\nspec: {minAvailable: 0}",
            ["weakens configuration a one protection"],
        ),
        (
            "kind: CronJob\nmetadata: {name: a}\nspec: {schedule: '* * * * *', suspend: true}",
            ["writes schedule a one", "stops schedule a one"],
        ),
        (
            "kind: ValidatingWebhookConfiguration\nmetadata: {name: a}\n"
            "webhooks: [{failurePolicy: Ignore}]",
            ["writes configuration a one", "weakens configuration a one no-verify protection"],
        ),
        (
            "kind: Kustomization\nresources: ['https://a/b.yaml']",
            ["executes code https://a/b.yaml set fetched"],
        ),
        (
            "kind: List\nitems: [{kind: Namespace, metadata: {name: a}}]",
            ["creates namespace a one"],
        ),
        ("services:\n  web: {image: a}", ["starts workload web one"]),
        (
            "x: &x {privileged: true}\nservices:\n  web: {<<: *x, image: a}",
            ["starts workload web one", "escalates host web one host root"],
        ),
        (
            "services: {web: {volumes: ['/var/run/docker.sock:/s']}}",
            ["starts workload web one", "escalates host web one host root"],
        ),
    ],
)
def test_objects_say_what_they_change(text: str, expected: list[str]) -> None:
    assert effects(text) == expected


@pytest.mark.parametrize(
    "spec",
    [
        "{hostPID: true}",
        "{hostNetwork: 'true'}",
        "{volumes: [{hostPath: {path: /}}]}",
        "{containers: [{image: a, securityContext: {privileged: true}}]}",
        "{containers: [{image: a, securityContext: {runAsUser: 0}}]}",
        "{containers: [{image: a, securityContext: {capabilities: {add: [SYS_ADMIN]}}}]}",
    ],
)
def test_a_pod_that_reaches_its_machine_escalates(spec: str) -> None:
    found = read(f"kind: Pod\nmetadata: {{name: a}}\nspec: {spec}")
    assert Kind.ESCALATES in [each.kind for each in found.effects]


def test_commands_of_containers_are_read_as_calls() -> None:
    (inner,) = read(POD).calls
    assert (inner.program, inner.texts) == ("sh", ["-c", "rm -rf /data"])
    assert "container" in inner.marks


def test_every_document_counts() -> None:
    text = "kind: Namespace\nmetadata: {name: a}\n---\nkind: Secret\nmetadata: {name: b}"
    assert [each.thing for each in read(text).effects] == [Thing.NAMESPACE, Thing.SECRET]


def test_the_namespace_says_where() -> None:
    text = "kind: Deployment\nmetadata: {name: a, namespace: prod}"
    assert read(text).effects[0].place is Place.PROD


def test_playbooks_are_handed_on() -> None:
    (inner,) = read("- hosts: all\n  tasks: []").inner
    assert inner.language == "ansible"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"spec": {"replicas": 0}}', ["stops workload - one to-zero"]),
        (
            '[{"op": "replace", "path": "/spec/replicas", "value": 0}]',
            ["stops workload - one to-zero"],
        ),
        ('{"metadata": {"finalizers": null}}', ["deletes unknown - one finalizer force"]),
        (
            '[{"op": "remove", "path": "/metadata/finalizers"}]',
            ["deletes unknown - one finalizer force"],
        ),
        ('{"spec": {"type": "NodePort"}}', ["exposes network - one public"]),
        ('{"metadata": {"labels": {"a": "b"}}}', ["writes configuration - one"]),
    ],
)
def test_patches_say_what_they_change(text: str, expected: list[str]) -> None:
    assert effects(text, "manifest-patch") == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "a: [",
        "a: b",
        "&a [*a]",
        "[" * 20_000,
        "- " * 20_000,
        "x" * 100_000,
        "kind: {a: b}",
        "!!python/object/apply:os.system [id]",
    ],
)
def test_what_is_no_object_is_unread(text: str) -> None:
    assert read(text).opaque
    assert not read(text).effects


def test_aliases_do_not_grow() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 30)]
    text = "\n".join(["kind: Pod", "metadata: {name: a}", *lines])
    assert read(text).effects


def test_what_is_not_all_known_is_unread_as_well() -> None:
    inner = Inner("manifest", "kind: Pod\nmetadata: {name: $X}", fixed=False)
    found = LANGUAGES["manifest"](inner)
    assert found.effects
    assert found.opaque


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=120), st.sampled_from(sorted(LANGUAGES)))
def test_no_text_makes_it_fail(text: str, language: str) -> None:
    found = read(text, language)
    assert found.effects or found.opaque or found.inner


HOOK = """kind: MutatingWebhookConfiguration
metadata: {name: a}
webhooks: [{failurePolicy: FAILS, rules: [{resources: [THINGS]}]}]"""


def test_a_check_of_everything_that_fails_closed_stops_the_cluster() -> None:
    text = HOOK.replace("FAILS", "Fail").replace("THINGS", '"*"')
    assert "stops cluster a account" in effects(text)
    for fails, things in (("Ignore", '"*"'), ("Fail", "pods")):
        text = HOOK.replace("FAILS", fails).replace("THINGS", things)
        assert not any(each.startswith("stops") for each in effects(text))


def test_a_role_that_reads_all_secrets_gives_rights() -> None:
    role = "kind: ClusterRole\nmetadata: {name: a}\nrules: [{resources: [X], verbs: [get]Y}]"
    assert effects(role.replace("X", "secrets").replace("Y", "")) == [
        "escalates permission a account secret"
    ]
    for thing, named in (("pods", ""), ("secrets", ", resourceNames: [one]")):
        assert effects(role.replace("X", thing).replace("Y", named)) == ["writes permission a one"]
