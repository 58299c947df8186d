"""Names of what was made for one change."""

import pytest

from sentinel.live.gate import Gate
from sentinel.live.request import Request
from sentinel.live.throwaways import thrown_away

GATE = Gate()


@pytest.mark.parametrize(
    "name", ["review-pr-118", "envs/review-pr-118", "rg-preview-118", "mr-7", "preview/pr-3"]
)
def test_a_name_with_the_number_of_a_change_is_of_a_throwaway(name: str) -> None:
    assert thrown_away(name)


@pytest.mark.parametrize(
    "name",
    ["preview", "preview-api", "prod-pr-118", "pr", "review", "express-12", "spr-7", "x" * 200],
)
def test_other_names_are_not(name: str) -> None:
    assert not thrown_away(name)


@pytest.mark.parametrize(
    ("line", "decision"),
    [
        ("helm uninstall review-pr-118 -n staging", "approve"),
        ("terraform -chdir=envs/review-pr-118 destroy -auto-approve", "approve"),
        ("terraform -chdir=envs/prod-pr-118 destroy -auto-approve", "block"),
        ("kubectl delete ns shop pr-118", "block"),
        ("kubectl delete ns pr-118 --context prod", "block"),
    ],
)
def test_only_what_is_so_called_is_let_go(line: str, decision: str) -> None:
    assert GATE.judge(Request(action_description=line)).decision == decision
