import pytest
from decisions import decided

from sentinel.live.effects import Kind
from sentinel.live.reading.plan_variables import losses

STOPPED = ("block", "escalate")


@pytest.mark.parametrize(
    ("setting", "kind", "mark"),
    [
        ("deletion_protection=false", Kind.WEAKENS, "protection"),
        ("backup_retention_days=0", Kind.WEAKENS, "backup"),
        ("skip_final_snapshot=true", Kind.WEAKENS, "protection"),
        ("node_count=0", Kind.DELETES, "to-zero"),
        ("create_vpc=false", Kind.DELETES, "to-zero"),
        ("enableDatabase=false", Kind.DELETES, "to-zero"),
        ("publicly_accessible=true", Kind.EXPOSES, "public"),
        ('allowed_cidrs=["0.0.0.0/0"]', Kind.EXPOSES, "public"),
    ],
)
def test_a_variable_says_what_is_lost(setting: str, kind: Kind, mark: str) -> None:
    ((what, _),) = losses([setting])
    assert what.kind is kind
    assert mark in what.marks


@pytest.mark.parametrize(
    "setting",
    ["enable_debug=false", "replicas=3", "egress_cidr=0.0.0.0/0", "skip_backup=false", "tag=v2",
     "block_public_access=true", "name"],
)  # fmt: skip
def test_other_variables_say_nothing(setting: str) -> None:
    assert not list(losses([setting]))


@pytest.mark.parametrize(
    ("text", "decisions"),
    [
        ("terraform apply -var deletion_protection=false", STOPPED),
        ("TF_VAR_node_count=0 terraform apply", STOPPED),
        ("TF_CLI_ARGS_apply=-auto-approve terraform apply", STOPPED),
        ("export TF_CLI_ARGS_apply=-auto-approve; terraform apply", STOPPED),
        ("export TF_WORKSPACE=prod; terraform apply", STOPPED),
        ("yes yes | terraform apply", STOPPED),
        ("terraform taint aws_rds_cluster.main; terraform apply", STOPPED),
        ("terraform state push s.json", STOPPED),
        ("terraform apply -var replicas=3", ("flag",)),
        ("terraform taint aws_instance.web", ("flag",)),
        ("terraform init -plugin-dir=/tmp/p", ("flag",)),
        ("pulumi up -c replicas=0", STOPPED),
        ("pulumi state delete urn --force", STOPPED),
        ("pulumi stack import --file s.json", STOPPED),
        ("PULUMI_SKIP_CONFIRMATIONS=true pulumi up", STOPPED),
        ("pulumi config --show-secrets", ("flag",)),
        ("pulumi stack frob x", ("flag",)),
        ("cdk deploy --require-approval never --all", STOPPED),
        ("cdk deploy", ("flag",)),
        ("make destroy", ("escalate",)),
        ("make destroy ENV=prod", STOPPED),
        ("make plan", ("approve",)),
        ("rm -rf .terraform terraform.tfstate*", STOPPED),
        ("echo '{}' > terraform.tfstate", STOPPED),
        ("mv old.tfstate terraform.tfstate", STOPPED),
        ("find . -name '*.tfstate' -delete", STOPPED),
        ("aws s3 rm s3://tf-state/prod/terraform.tfstate", STOPPED),
        ("rm -rf .terraform", ("approve",)),
        ("consul kv delete -recurse terraform/", STOPPED),
        ("curl -X DELETE https://app.terraform.io/api/v2/workspaces/ws-1", STOPPED),
    ],
)
def test_infrastructure_is_held_where_it_is_lost(text: str, decisions: tuple[str, ...]) -> None:
    assert decided(text) in decisions
