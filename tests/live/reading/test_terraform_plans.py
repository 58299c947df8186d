import json

import pytest

from sentinel.live.effects import Kind, Place, Thing, Undo
from sentinel.live.reading.calls import Inner
from sentinel.live.reading.terraform import LANGUAGES
from sentinel.live.reading.terraform_plans import sort_of

read = LANGUAGES["terraform-plan"]


def changed(address: str, actions: list[str], before: object = None, after: object = None) -> str:
    change = {"actions": actions, "before": before, "after": after}
    entry = {"address": address, "type": address.partition(".")[0], "change": change}
    return json.dumps({"resource_changes": [entry]})


@pytest.mark.parametrize(
    ("actions", "kinds"),
    [
        (["no-op"], [Kind.READS]),
        (["read"], [Kind.READS]),
        (["create"], [Kind.CREATES]),
        (["update"], [Kind.WRITES]),
        (["delete"], [Kind.DELETES]),
        (["delete", "create"], [Kind.DELETES]),
        (["something-new"], [Kind.WRITES]),
    ],
)
def test_actions_are_kinds(actions: list[str], kinds: list[Kind]) -> None:
    found = read(Inner("terraform-plan", changed("aws_instance.a", actions)))
    assert [each.kind for each in found.effects] == kinds


def test_a_destroyed_database_never_comes_back() -> None:
    text = changed("aws_db_instance.prod_main", ["delete", "create"])
    (effect,) = read(Inner("terraform-plan", text)).effects
    assert (effect.thing, effect.undo, effect.place) == (Thing.DATABASE, Undo.NEVER, Place.PROD)
    assert effect.marks == {"replace"}


@pytest.mark.parametrize(
    ("address", "before", "after", "kind", "mark"),
    [
        ("aws_db_instance.a", {"deletion_protection": True}, {"deletion_protection": False},
         Kind.WEAKENS, "protection"),
        ("aws_db_instance.a", {"backup_retention_period": 7}, {"backup_retention_period": 0},
         Kind.WEAKENS, "backup"),
        ("aws_db_instance.a", {}, {"publicly_accessible": True}, Kind.EXPOSES, "public"),
        ("aws_security_group.a", {}, {"ingress": [{"cidr_blocks": ["0.0.0.0/0"]}]},
         Kind.EXPOSES, "public"),
        ("google_compute_firewall.a", None, {"source_ranges": ["0.0.0.0/0"]},
         Kind.EXPOSES, "public"),
        ("aws_s3_bucket_public_access_block.a", {"block_public_acls": True},
         {"block_public_acls": False}, Kind.EXPOSES, "public"),
        ("aws_cloudtrail.a", {"enable_logging": True}, {"enable_logging": False},
         Kind.WEAKENS, "audit"),
        ("aws_iam_role_policy_attachment.a", None,
         {"policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess"}, Kind.ESCALATES, "admin"),
    ],
)  # fmt: skip
def test_settings_that_guard_are_watched(
    address: str, before: object, after: object, kind: Kind, mark: str
) -> None:
    text = changed(address, ["update"], before, after)
    effects = read(Inner("terraform-plan", text)).effects
    assert (kind, {mark}) in [(each.kind, set(each.marks)) for each in effects]


def test_what_leaves_by_the_firewall_exposes_nothing() -> None:
    after = {"type": "egress", "cidr_blocks": ["0.0.0.0/0"]}
    text = changed("aws_security_group_rule.a", ["create"], None, after)
    assert [each.kind for each in read(Inner("terraform-plan", text)).effects] == [Kind.CREATES]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"resource_changes": 3}', "[" * 5_000, '"' + "x" * 300_000 + '"'],
)
def test_what_is_no_plan_is_unread(text: str) -> None:
    found = read(Inner("terraform-plan", text))
    assert found.opaque
    assert not found.effects


def test_a_broken_entry_is_not_taken_for_harmless() -> None:
    found = read(Inner("terraform-plan", '{"resource_changes": [1, {"change": {}}]}'))
    assert [each.marks for each in found.effects] == [{"dynamic"}, {"dynamic"}]


def test_a_plan_without_changes_does_nothing() -> None:
    (effect,) = read(Inner("terraform-plan", '{"resource_changes": []}')).effects
    assert effect.kind is Kind.READS


def test_types_of_all_clouds_are_known() -> None:
    assert sort_of("google_storage_bucket")[0] is Thing.BUCKET
    assert sort_of("azurerm_kubernetes_cluster")[0] is Thing.CLUSTER
    assert sort_of("aws_made_up")[0] is Thing.INFRASTRUCTURE


@pytest.mark.parametrize(
    ("address", "actions", "before", "after", "kind"),
    [
        ("aws_s3_bucket_public_access_block.a", ["delete"], {}, None, Kind.EXPOSES),
        ("aws_cloudtrail.a", ["delete"], {}, None, Kind.WEAKENS),
        ("aws_backup_plan.a", ["delete"], {}, None, Kind.WEAKENS),
        ("aws_s3_bucket_acl.a", ["update"], {"acl": "private"}, {"acl": "public-read"},
         Kind.EXPOSES),
        ("google_project_iam_member.a", ["create"], None, {"role": "roles/owner"},
         Kind.ESCALATES),
    ],
)  # fmt: skip
def test_a_guard_that_is_destroyed_is_a_guard_taken_away(address, actions, before, after, kind):
    found = read(Inner("terraform-plan", changed(address, actions, before, after)))
    assert kind in {each.kind for each in found.effects}


def test_a_viewers_role_gives_no_full_rights() -> None:
    text = changed("google_project_iam_member.a", ["create"], None, {"role": "roles/viewer"})
    assert Kind.ESCALATES not in {each.kind for each in read(Inner("x", text)).effects}
