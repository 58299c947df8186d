import pytest
from decisions import decided
from test_terraform_plans import changed as plan_of

from sentinel.live.effects import Kind
from sentinel.live.reading.plan_settings import changed

ANYBODY = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}]}'


@pytest.mark.parametrize(
    ("written", "before", "after", "kind", "mark"),
    [
        ("aws_ecs_service", {"desired_count": 8}, {"desired_count": 0}, Kind.STOPS, "to-zero"),
        ("kubernetes_deployment", {"spec": [{"replicas": 6}]}, {"spec": [{"replicas": 0}]},
         Kind.STOPS, "to-zero"),
        ("aws_s3_bucket_versioning", {"versioning_configuration": [{"status": "Enabled"}]},
         {"versioning_configuration": [{"status": "Suspended"}]}, Kind.WEAKENS, "backup"),
        ("aws_guardduty_detector", {"enable": True}, {"enable": False}, Kind.WEAKENS, "audit"),
        ("google_sql_database_instance", {"settings": [{"authorized_networks": []}]},
         {"settings": [{"authorized_networks": [{"value": "0.0.0.0/0"}]}]},
         Kind.EXPOSES, "public"),
        ("google_storage_bucket_iam_member", None, {"member": "allUsers"}, Kind.EXPOSES, "public"),
        ("azurerm_storage_container", {"container_access_type": "private"},
         {"container_access_type": "blob"}, Kind.EXPOSES, "public"),
        ("github_repository", {"visibility": "private"}, {"visibility": "public"},
         Kind.EXPOSES, "public"),
        ("kubernetes_cluster_role_binding", None, {"role_ref": [{"name": "cluster-admin"}]},
         Kind.ESCALATES, "admin"),
    ],
)  # fmt: skip
def test_a_setting_that_changes_says_what_it_does(
    written: str, before: object, after: object, kind: Kind, mark: str
) -> None:
    assert (kind, mark) in [(each, said) for each, _, said in changed(written, before, after)]


@pytest.mark.parametrize(
    ("written", "before", "after"),
    [
        ("aws_ecs_service", {"desired_count": 8}, {"desired_count": 4}),
        ("aws_db_instance", {"publicly_accessible": True}, {"publicly_accessible": True}),
        ("aws_route_table", None, {"route": [{"cidr_block": "0.0.0.0/0"}]}),
        ("aws_security_group", None, {"egress": [{"cidr_blocks": ["0.0.0.0/0"]}]}),
        ("aws_instance", {"monitoring": True}, {"monitoring": False}),
    ],
)
def test_other_settings_say_nothing(written: str, before: object, after: object) -> None:
    assert changed(written, before, after) == []


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        (plan_of("aws_s3_bucket_policy.data", ["create"], None, {"policy": ANYBODY}), "block"),
        (plan_of("aws_msk_cluster.bus", ["delete"]), "escalate"),
        (plan_of("null_resource.x", ["delete"]), "approve"),
        (plan_of("random_id.x", ["create"]), "approve"),
    ],
)
def test_documents_and_types_are_told_apart(text: str, decision: str) -> None:
    assert decided(text, "terraform-plan") == decision
