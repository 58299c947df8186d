"""Calls of `aws`: the operation behind the options, its target, and how far it goes."""

import pytest
from cloud_calls import effects_of, found_in, only_reads

from sentinel.live.effects import Place, Undo
from sentinel.live.reading.aws import PROGRAMS, endpoint_is_here


@pytest.mark.parametrize(
    "line",
    [
        "aws help",
        "aws --version",
        "aws ec2 help",
        "aws ec2 terminate-instances help",
        "aws ec2 terminate-instances --instance-ids i-1 --dry-run",
        "aws ec2 terminate-instances --generate-cli-skeleton",
        "aws --profile prod --output delete ec2 describe-instances",
        "aws --region=eu-west-1 ec2 describe-instances --instance-ids i-1 i-2",
        "aws --prof delete ec2 describe-instances",
        "aws rds describe-db-instances --query 'DBInstances[?Status==`deleting`]'",
        "aws iam list-users",
        "aws iam simulate-principal-policy --policy-source-arn a --action-names iam:DeleteUser",
        "aws sts get-caller-identity",
        "aws logs filter-log-events --log-group-name /app --filter-pattern delete",
        "aws logs tail /app --follow",
        "aws dynamodb scan --table-name orders",
        "aws dynamodb query --table-name orders --key-condition-expression a",
        "aws cloudtrail lookup-events",
        "aws cloudformation create-change-set --stack-name s --template-body file://t.yml",
        "aws ssm get-parameter --name /app/log-level",
        "aws codebuild batch-get-builds --ids a",
        "aws configure list",
        "aws s3api head-object --bucket b --key k",
        "aws ec2 describe-instances $ARGS",
        "aws cloudwatch get-metric-data --cli-input-json file://q.json",
        "aws lambda invoke --function-name f --invocation-type DryRun out.json",
        "aws route53 list-resource-record-sets --hosted-zone-id Z",
    ],
)
def test_looking_is_read_as_looking(line: str):
    assert only_reads(PROGRAMS, line)


@pytest.mark.parametrize(
    ("line", "effect"),
    [
        ("ec2 terminate-instances --instance-ids i-1", "deletes instance one"),
        ("ec2 terminate-instances --instance-ids i-1 i-2", "deletes instance set"),
        ("ec2 terminate-instances --instance-ids $ALL", "deletes instance unknown dynamic"),
        ("ec2 stop-instances --instance-ids i-1 --force", "stops instance one force"),
        ("ec2 reboot-instances --instance-ids i-1", "stops instance one restart"),
        ("ec2 delete-volume --volume-id v", "deletes volume one"),
        ("ec2 delete-snapshot --snapshot-id s", "deletes backup one backup"),
        ("ec2 deregister-image --image-id a", "deletes image one"),
        ("ec2 delete-vpc --vpc-id v", "deletes network one"),
        ("ec2 delete-security-group --group-id s", "deletes firewall one"),
        (
            "ec2 modify-instance-attribute --instance-id i --no-disable-api-termination",
            "weakens instance one protection",
        ),
        ("elbv2 delete-load-balancer --load-balancer-arn a", "deletes network one"),
        ("sqs purge-queue --queue-url u", "deletes queue namespace purge"),
        ("kms schedule-key-deletion --key-id k", "deletes encryption-key one encryption"),
        ("kms disable-key --key-id k", "stops encryption-key one encryption"),
        ("cloudtrail stop-logging --name t", "weakens audit one audit"),
        ("cloudtrail delete-trail --name t", "deletes audit one audit"),
        ("guardduty delete-detector --detector-id d", "deletes audit one audit"),
        ("cloudwatch disable-alarm-actions --alarm-names a", "weakens audit one audit"),
        ("logs delete-log-group --log-group-name g", "deletes audit one audit"),
        ("backup delete-backup-vault --backup-vault-name v", "deletes backup one backup"),
        ("backup delete-backup-plan --backup-plan-id p", "deletes backup one backup"),
        ("organizations leave-organization", "deletes organisation account"),
        ("eks delete-cluster --name c", "deletes cluster account"),
        ("redshift delete-cluster --cluster-identifier c", "deletes database namespace"),
        ("elasticache delete-cache-cluster --cache-cluster-id c", "deletes cache namespace"),
        (
            "elasticache delete-replication-group --id c --no-retain-primary-cluster",
            "deletes cache namespace",
        ),
        (
            "elasticache delete-replication-group --id c --retain-primary-cluster",
            "deletes cache set replicas",
        ),
        (
            "rds delete-db-instance --db-instance-ident c --skip-final",
            "deletes database namespace skip-backup",
        ),
        (
            "rds delete-db-instance --cli-input-yaml 'SkipFinalSnapshot: true'",
            "deletes database namespace skip-backup",
        ),
        (
            "rds delete-db-instance --cli-input-yaml file://x.yaml",
            "deletes database namespace dynamic",
        ),
        ("s3 rb s3://b", "deletes bucket namespace empty"),
        ("ecr batch-delete-image --repository-name r", "deletes image set"),
        ("route53 delete-hosted-zone --id Z", "deletes dns namespace"),
        ("cognito-idp admin-delete-user --user-pool-id p --username u", "deletes account one"),
        ("newservice delete-gizmo --gizmo-id g", "deletes unknown one"),
    ],
)
def test_an_operation_is_read_with_its_thing_and_radius(line: str, effect: str):
    assert effect in effects_of(PROGRAMS, f"aws {line}")


@pytest.mark.parametrize(
    "line",
    [
        "aws ec2 frobnicate-instances",
        "aws ec2",
        "aws $SERVICE describe-instances",
        "aws ec2 $OPERATION --dry-run",
        "aws $ARGS",
        "aws --$X ec2 describe-instances",
        "aws verifiedpermissions is-authorized",
        "aws vpc-lattice test-thing",
        "aws s3 $VERB s3://b",
    ],
)
def test_what_is_not_known_is_unread(line: str):
    assert "?" in effects_of(PROGRAMS, line)


def test_no_dry_run_undoes_dry_run():
    line = "aws ec2 terminate-instances --instance-ids i-1 --dry-run --no-dry-run"
    assert effects_of(PROGRAMS, line) == ["deletes instance one"]


def test_a_dry_run_that_may_be_undone_at_run_time_is_none():
    line = "aws ec2 terminate-instances $ARGS --instance-ids i-1 --dry-run"
    assert effects_of(PROGRAMS, line) == ["deletes instance one dynamic"]


def test_parameters_in_json_count_as_options():
    given = '{"DBInstanceIdentifier": "shop-prod", "SkipFinalSnapshot": true}'
    found = found_in(PROGRAMS, f"aws rds delete-db-instance --cli-input-json '{given}'")
    assert found.effects[0].name == "shop-prod"
    assert "skip-backup" in found.effects[0].marks


@pytest.mark.parametrize("text", ["{", "file://x.json", "$JSON", "[]", '{"a": {}}'])
def test_strange_parameters_in_json_raise_nothing(text: str):
    found = found_in(PROGRAMS, f"aws rds delete-db-instance --cli-input-json '{text}'")
    assert found.effects[0].kind == "deletes"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("aws --profile prod ec2 stop-instances --instance-ids i", Place.PROD),
        ("aws --profile staging ec2 stop-instances --instance-ids i", Place.STAGING),
        ("aws rds delete-db-instance --db-instance-identifier shop-prod", Place.PROD),
        ("aws --profile dev rds reboot-db-instance --db-instance-identifier prod", Place.PROD),
        ("aws ecs delete-service --cluster prod --service web", Place.PROD),
        ("aws --endpoint-url http://localhost:4566 s3 rb s3://prod", Place.LOCAL),
        ("awslocal s3 rb s3://prod", Place.LOCAL),
        ("aws --endpoint-url http://localhost@evil.com s3 rb s3://prod", Place.PROD),
        ("aws ec2 stop-instances --instance-ids i", Place.UNKNOWN),
    ],
)
def test_the_place_is_what_the_command_says(line: str, place: Place):
    assert found_in(PROGRAMS, line).effects[0].place is place


def test_the_profile_may_stand_in_a_variable():
    line = "aws ec2 stop-instances --instance-ids i"
    found = found_in(PROGRAMS, line, variables=(("AWS_PROFILE", "prod"),))
    assert found.effects[0].place is Place.PROD


@pytest.mark.parametrize(
    "url", ["", "http://", "http://localhost.evil.com", "http://evil.com#@localhost", "x:y"]
)
def test_an_endpoint_elsewhere_is_not_here(url: str):
    assert not endpoint_is_here(url)


def test_marks_of_the_call_are_kept_and_a_lost_instance_stays_lost():
    line = "aws ec2 terminate-instances --instance-ids i"
    effect = found_in(PROGRAMS, line, marks=frozenset({"root"})).effects[0]
    assert "root" in effect.marks
    assert effect.undo is Undo.NEVER
    assert "--dry-run" in effect.safer
