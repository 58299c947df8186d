import pytest
from decisions import decided

STOPPED = ("block", "escalate")


@pytest.mark.parametrize(
    "text",
    [
        "terraform plan -destroy -out=x && terraform apply x",
        "tofu plan -destroy -out d.tfplan; tofu apply d.tfplan",
        "terraform plan -var db_count=0 -out=p && terraform apply p",
        "terraform plan -replace=aws_db_instance.main -out=p && terraform apply p",
        "terraform apply destroy.tfplan",
        "TF_CLI_ARGS_plan=-destroy terraform plan -out=p && terraform apply p",
        "sed -i 's/prevent_destroy = true/prevent_destroy = false/' a.tf; terraform apply",
        "rm rds.tf && terraform apply",
    ],
)
def test_a_plan_that_destroys_is_held_when_it_is_carried_out(text: str) -> None:
    assert decided(text) in STOPPED


@pytest.mark.parametrize(
    "text",
    [
        "terraform plan -destroy -out=x",
        "terraform plan -destroy -out=x && terraform show x",
        "terraform plan -var node_count=0",
    ],
)
def test_a_plan_that_nobody_carries_out_is_a_look(text: str) -> None:
    assert decided(text) == "approve"


@pytest.mark.parametrize(
    "text",
    [
        "terraform plan -out=x && terraform apply x",
        "terraform plan -destroy -out=x; terraform apply y",
        "rm notes.md && terraform apply",
    ],
)
def test_a_plan_of_which_nothing_is_known_is_flagged(text: str) -> None:
    assert decided(text) == "flag"
