"""What all readers of operations programs share: they raise nothing and say something."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentinel.live.effects import Kind
from sentinel.live.reading import (
    ansible,
    containers,
    git,
    github,
    helm,
    kubernetes,
    terraform,
)
from sentinel.live.reading.calls import Call, Word

PROGRAMS = {
    **ansible.PROGRAMS,
    **containers.PROGRAMS,
    **git.PROGRAMS,
    **github.PROGRAMS,
    **helm.PROGRAMS,
    **kubernetes.PROGRAMS,
    **terraform.PROGRAMS,
}
PIECES = [
    "delete", "get", "exec", "run", "apply", "scale", "push", "rm", "-f", "-n", "--", "-", "",
    "--all", "--dry-run=client", "--replicas=0", "$X", "--force", "web", "a/b", ":main", "+x",
    "config", "set", "-c", "alias.x=!id", "api", "-X", "compose", "state", "-it", "=", "--=",
    "secret", "-p", "{}", "[", "-m", "shell", "-a", "label", "a=", "clone", "debug", "node/x",
]  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(sorted(PROGRAMS)),
    st.lists(st.tuples(st.sampled_from(PIECES) | st.text(max_size=6), st.booleans()), max_size=6),
)
def test_no_words_make_a_reader_fail_or_keep_silent(
    program: str, words: list[tuple[str, bool]]
) -> None:
    asked = Call(program, tuple(Word(text, fixed) for text, fixed in words))
    found = PROGRAMS[program](asked)
    assert found.effects or found.opaque or found.inner or found.calls


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_a_program_whose_words_are_all_made_at_run_time_is_not_harmless(program: str) -> None:
    found = PROGRAMS[program](Call(program, (Word("$A", fixed=False), Word("$B", fixed=False))))
    only_looks = {
        "ansible-config", "ansible-doc", "ansible-inventory", "ansible-lint", "checkov", "ctop",
        "dive", "grype", "hadolint", "infracost", "kube-linter", "kube-score", "kubeconform",
        "kubetail", "kubeval", "popeye", "stern", "syft", "terraform-docs", "terrascan", "tflint",
        "tfsec", "trivy",
    }  # fmt: skip
    if program not in only_looks:
        looks = [each for each in found.effects if each.kind is Kind.READS]
        assert found.opaque or len(looks) < len(found.effects)
