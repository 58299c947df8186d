import pytest
from split_calls import call, found_by, words_by

from sentinel.live.effects import Kind, Place, Undo
from sentinel.live.reading.calls import Call, Inner, Word
from sentinel.live.reading.kubernetes import PROGRAMS

words = words_by(PROGRAMS)


@pytest.mark.parametrize(
    "line",
    [
        "kubectl get pods -n prod",
        "kubectl --context delete get pods",
        "kubectl -n delete -v 6 get all",
        "kubectl get secret db",
        "kubectl get secret db -o jsonpath={.metadata.name}",
        "kubectl get secrets -o name -A",
        "kubectl get cm app -o yaml",
        "kubectl describe node n1",
        "kubectl logs -f web-1 -p --tail 10",
        "kubectl top pods",
        "kubectl explain deploy.spec",
        "kubectl auth can-i delete pods",
        "kubectl diff -f x.yaml",
        "kubectl version --client",
        "kubectl config view",
        "kubectl config current-context",
        "kubectl rollout status deploy/web",
        "kubectl delete ns prod --dry-run=client",
        "kubectl delete --help",
        "kubectl apply -f x.yaml --dry-run=server",
        "kubectl argo rollouts get rollout web",
        "oc get projects",
        "eksctl get clusters",
        "velero backup get",
        "argocd app get web",
        "nomad job status web",
        "stern web",
        "kubectl",
    ],
)
def test_what_only_looks_is_read_as_looking(line: str) -> None:
    found = found_by(PROGRAMS, line)
    assert found.effects
    assert {each.kind for each in found.effects} == {Kind.READS}
    assert not found.opaque


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("kubectl delete ns shop", ["deletes namespace shop namespace cascade"]),
        ("kubectl delete ns shop --dry-run=none", ["deletes namespace shop namespace cascade"]),
        ("kubectl delete ns shop --dry-run=$X", ["deletes namespace shop namespace cascade"]),
        ("kubectl delete pod a --force", ["deletes workload a one force restart"]),
        ("kubectl delete pods --all -n x", ["deletes workload * namespace many restart"]),
        ("kubectl delete deploy -l a=b", ["deletes workload - set condition"]),
        (
            "kubectl delete sts --all -A --cascade=orphan",
            ["deletes workload * account all-namespaces many orphan"],
        ),
        ("kubectl delete pvc/data-0", ["deletes volume data-0 one"]),
        ("kubectl delete crd a.b.c", ["deletes configuration a.b.c account cascade"]),
        ("kubectl delete node --all", ["deletes node * account many"]),
        ("kubectl delete pod $POD", ["deletes workload $POD unknown dynamic restart"]),
        ("kubectl delete -f https://a/b.yaml", ["deletes workload https://a/b.yaml set unseen"]),
        ("kubectl scale deploy/web --replicas=0", ["stops workload web one to-zero"]),
        ("kubectl scale --replicas 3 deploy web", ["writes workload web one scale-up"]),
        (
            "kubectl scale deploy web --current-replicas=5 --replicas=3",
            ["writes workload web one scale-down"],
        ),
        ("kubectl scale deploy web --replicas=$N", ["writes workload web unknown dynamic"]),
        ("kubectl rollout restart deploy web", ["stops workload web one restart"]),
        ("kubectl rollout undo deploy/web", ["writes workload web one rollback"]),
        ("kubectl cordon n1", ["writes node n1 one"]),
        ("kubectl drain n1 --force", ["stops node n1 one drain force"]),
        ("kubectl taint nodes n1 k=v:NoExecute", ["stops node n1 one drain"]),
        ("kubectl get secret db -o yaml", ["reveals secret db one"]),
        ("kubectl get pods,secrets -o json", ["reveals secret - one"]),
        ("kubectl get secret db -o jsonpath={.data.key}", ["reveals secret db one"]),
        ("kubectl get --raw /api/v1/secrets", ["reveals secret - account"]),
        ("kubectl config view --raw", ["reveals secret - one"]),
        ("kubectl create token sa1", ["reveals secret sa1 one"]),
        (
            "kubectl create clusterrolebinding x --clusterrole cluster-admin --user bob",
            ["escalates permission x account admin"],
        ),
        (
            "kubectl create clusterrolebinding x --clusterrole=view --group=system:anonymous",
            ["escalates permission x account public"],
        ),
        ("kubectl certificate approve bob", ["escalates account bob one"]),
        ("kubectl proxy --address=0.0.0.0", ["exposes network - one public"]),
        ("kubectl port-forward svc/db 5432", ["starts network svc/db one"]),
        ("kubectl debug node/n1 -it --image=x", ["escalates node node/n1 one root"]),
        ("kubectl apply -k github.com/a/b", ["executes code github.com/a/b unknown fetched"]),
        ("oc whoami -t", ["reveals secret - one"]),
        ("eksctl delete cluster --name shop", ["deletes cluster shop account cascade"]),
        ("velero backup delete b1", ["deletes backup b1 one"]),
        ("velero schedule delete s", ["weakens backup s one backup"]),
        ("argocd app sync web --force", ["writes workload web one force"]),
        ("kubeadm reset -f", ["deletes node - account force"]),
        ("kubectl argo rollouts abort web", ["stops workload web one rollback"]),
    ],
)
def test_what_changes_says_what_and_how_much(line: str, expected: list[str]) -> None:
    assert words(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "kubectl frobnicate x",
        "kubectl $VERB pods",
        "kubectl --weird x get pods",
        "kubectl delete",
        "velero explode",
        "kubectl frobnicate rm --help",
        "minikube ssh rm -rf / --help",
        "kubectl auth whatever",
    ],
)
def test_what_is_not_known_is_unread(line: str) -> None:
    found = found_by(PROGRAMS, line)
    assert found.opaque
    assert not found.effects


def test_a_guard_that_is_deleted_weakens_as_well() -> None:
    assert [each.kind for each in found_by(PROGRAMS, "kubectl delete pdb web").effects] == [
        Kind.DELETES,
        Kind.WEAKENS,
    ]


@pytest.mark.parametrize(
    "line",
    [
        "kubectl exec -it web-1 -n prod -- rm -rf /data",
        "kubectl exec web-1 -n prod rm -rf /data",
        "kubectl -n prod exec web-1 -c app -- rm -rf /data",
    ],
)
def test_a_command_in_a_container_is_read_as_a_call(line: str) -> None:
    (inner,) = found_by(PROGRAMS, line).calls
    assert (inner.program, inner.texts, inner.place) == ("rm", ["-rf", "/data"], Place.PROD)
    assert inner.marks == {"container"}


def test_options_after_the_pod_belong_to_the_command_of_rsh() -> None:
    (inner,) = found_by(PROGRAMS, "oc rsh web rm -rf / --help").calls
    assert inner.texts == ["-rf", "/", "--help"]


def test_places_come_from_contexts_names_and_variables() -> None:
    assert found_by(PROGRAMS, "kubectl delete ns prod").effects[0].place is Place.PROD
    line = "kubectl --context kind-dev delete ns shop"
    assert found_by(PROGRAMS, line).effects[0].place is Place.LOCAL
    line = "kubectl --context kind-dev -n staging delete deploy shop"
    assert found_by(PROGRAMS, line).effects[0].place is Place.LOCAL
    line = "kubectl --context kind-prod delete ns shop"
    assert found_by(PROGRAMS, line).effects[0].place is Place.PROD
    asked = Call("kubectl", (Word("delete"), Word("ns"), Word("a")),
                 variables=(("KUBECONFIG", "/home/me/prod.yaml"),))  # fmt: skip
    assert PROGRAMS["kubectl"](asked).effects[0].place is Place.PROD
    assert found_by(PROGRAMS, "minikube delete").effects[0].place is Place.LOCAL


def test_a_manifest_on_standard_input_is_still_to_be_read() -> None:
    asked = call("kubectl apply -f -", stdin=Inner("text", "kind: Namespace"))
    (inner,) = PROGRAMS["kubectl"](asked).inner
    assert (inner.language, inner.text) == ("manifest", "kind: Namespace")


def test_what_is_fetched_and_applied_is_code() -> None:
    asked = call("kubectl apply -f -", piped="curl")
    assert PROGRAMS["kubectl"](asked).effects[0].marks == {"fetched"}


def test_a_lost_volume_never_comes_back() -> None:
    assert found_by(PROGRAMS, "kubectl delete pv a").effects[0].undo is Undo.NEVER


def test_wrappers_pass_their_words_on() -> None:
    (inner,) = found_by(PROGRAMS, "k3s kubectl delete ns a").calls
    assert (inner.program, inner.texts) == ("kubectl", ["delete", "ns", "a"])


def test_a_session_in_a_container_is_code_that_is_not_on_the_page() -> None:
    found = found_by(PROGRAMS, "kubectl exec -it web-0 -n prod -- bash")
    assert [each.kind.value for each in found.effects] == ["executes"]
    assert not found_by(PROGRAMS, "kubectl exec web-0 -- ls").effects
