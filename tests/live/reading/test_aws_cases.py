"""Operations of AWS that are read in their own way: rights, scale, databases, secrets, names."""

import pytest
from cloud_calls import effects_of, found_in

from sentinel.live.reading.aws import PROGRAMS
from sentinel.live.reading.aws_compute import ssm_commands

ALL = "--ip-permissions IpProtocol=-1,IpRanges=[{CidrIp=0.0.0.0/0}]"
SPOKEN = """'{"Changes":[{"Action":"DELETE","ResourceRecordSet":{"Name":"a.x.com"}}]}'"""


@pytest.mark.parametrize(
    ("line", "effect"),
    [
        (
            "iam attach-user-policy --user-name u --policy-arn arn:aws:iam::aws:policy/"
            "AdministratorAccess",
            "escalates permission account admin",
        ),
        (
            "iam attach-role-policy --role-name r --policy-arn arn:aws:iam::aws:policy/"
            "ReadOnlyAccess",
            "writes permission one",
        ),
        ("iam attach-role-policy --role-name r --policy-arn $P", "escalates permission one"),
        ("iam create-access-key --user-name u", "escalates account one secret"),
        ("iam create-access-key --user-name u", "reveals secret one secret"),
        ("iam create-user --user-name u", "creates account one"),
        ("iam delete-user --user-name u", "deletes account one"),
        ("iam add-user-to-group --user-name u --group-name admins", "escalates account one admin"),
        ("iam deactivate-mfa-device --user-name u", "weakens account one mfa"),
        (
            "iam update-assume-role-policy --role-name r --policy-document file://t.json",
            "writes permission unknown dynamic",
        ),
        ("sts assume-role --role-arn arn:aws:iam::1:role/deploy", "escalates account one"),
        ("sts get-session-token", "reveals secret one secret temporary"),
        ("lambda add-permission --function-name f --principal '*'", "exposes workload one public"),
        (
            "lambda create-function-url-config --function-name f --auth-type NONE",
            "exposes workload one public",
        ),
        (
            "ec2 authorize-security-group-ingress --group-id s --port 22 --cidr 0.0.0.0/0",
            "exposes firewall one admin-port public",
        ),
        (
            "ec2 authorize-security-group-ingress --group-id s --port 443 --cidr 0.0.0.0/0",
            "exposes firewall one public web",
        ),
        (
            "ec2 authorize-security-group-ingress --group-id s --port 22 --cidr 10.0.0.0/8",
            "exposes firewall one",
        ),
        (
            f"ec2 authorize-security-group-ingress --group-id s {ALL}",
            "exposes firewall one admin-port public",
        ),
        (
            "ec2 modify-snapshot-attribute --snapshot-id s --group-names all --operation-type add",
            "exposes backup one public",
        ),
        ("ssm start-session --target i-1", "escalates instance one remote"),
        ("lambda invoke --function-name f out.json", "executes workload one"),
        (
            "lambda put-function-concurrency --function-name f --reserved-concurrent-executions 0",
            "stops workload one to-zero",
        ),
        ("ecs update-service --service w --desired-count 0", "stops workload one to-zero"),
        ("ecs update-service --service w --desired-count 4", "writes workload one scale"),
        ("ecs delete-service --cluster c --service w --force", "deletes workload one force"),
        (
            "autoscaling set-desired-capacity --auto-scaling-group-name g --desired-capacity 0",
            "stops workload one to-zero",
        ),
        ("cloudformation delete-stack --stack-name s", "deletes infrastructure namespace cascade"),
        (
            "cloudformation update-termination-protection --stack-name s "
            "--no-enable-termination-protection",
            "weakens infrastructure one protection",
        ),
        (
            "rds delete-db-cluster --db-cluster-identifier c --skip-final-snapshot",
            "deletes database namespace skip-backup",
        ),
        (
            "rds delete-db-instance --db-instance-identifier d --delete-automated-backups",
            "deletes backup namespace backup",
        ),
        (
            "rds modify-db-instance --db-instance-identifier d --backup-retention-period 0",
            "weakens backup one backup",
        ),
        (
            "rds modify-db-instance --db-instance-identifier d --no-deletion-protection",
            "weakens database one protection",
        ),
        (
            "rds modify-db-instance --db-instance-identifier d --publicly-accessible",
            "exposes database one public",
        ),
        (
            "rds modify-db-instance --db-instance-identifier d --master-user-password x",
            "writes account one secret",
        ),
        ("rds delete-db-snapshot --db-snapshot-identifier s", "deletes backup one backup"),
        ("rds failover-db-cluster --db-cluster-identifier c", "stops instance one restart"),
        ("dynamodb delete-table --table-name t", "deletes table namespace"),
        ("dynamodb delete-item --table-name t --key {}", "deletes rows one key"),
        (
            "dynamodb update-continuous-backups --table-name t "
            "--point-in-time-recovery-specification PointInTimeRecoveryEnabled=false",
            "weakens backup one backup",
        ),
        ("secretsmanager get-secret-value --secret-id s", "reveals secret one secret"),
        (
            "secretsmanager delete-secret --secret-id s --force-delete-without-recovery",
            "deletes secret one force",
        ),
        ("ssm get-parameter --name p --with-decryption", "reveals secret one secret"),
        (
            f"route53 change-resource-record-sets --hosted-zone-id Z --change-batch {SPOKEN}",
            "deletes dns one",
        ),
        (
            "route53 change-resource-record-sets --hosted-zone-id Z --change-batch file://c.json",
            "writes dns unknown dynamic",
        ),
    ],
)
def test_an_operation_is_read_in_its_own_way(line: str, effect: str):
    assert effect in effects_of(PROGRAMS, f"aws {line}")


@pytest.mark.parametrize(
    ("line", "language", "text"),
    [
        ("""ssm send-command --parameters 'commands=["rm -rf /"]'""", "shell", "rm -rf /"),
        ("ecs execute-command --task t --command 'rm -rf /'", "shell", "rm -rf /"),
        ("rds-data execute-statement --sql 'DROP TABLE t'", "sql", "DROP TABLE t"),
        ("athena start-query-execution --query-string 'SELECT 1'", "sql", "SELECT 1"),
        ("""iam put-role-policy --role-name r --policy-document '{"a":1}'""", "iam", '{"a":1}'),
        ("ec2 run-instances --user-data '#!/bin/sh\nid'", "shell", "#!/bin/sh\nid"),
    ],
)
def test_another_language_is_handed_on(line: str, language: str, text: str):
    inner = found_in(PROGRAMS, f"aws {line}").inner
    assert [(each.language, each.text) for each in inner] == [(language, text)]


@pytest.mark.parametrize(
    ("said", "commands"),
    [
        ("commands=ls", "ls"),
        ('commands=["a","b c"]', "a\nb c"),
        ('{"commands": ["a", "b"]}', "a\nb"),
        ("commands=[rm -rf /data]", "rm -rf /data"),
        ("file://commands.json", None),
        ('{"other": 1}', None),
        ("{", None),
        ("", None),
    ],
)
def test_commands_for_many_hosts_are_found_in_their_parameters(said: str, commands: str | None):
    assert ssm_commands(said) == commands


def test_commands_that_are_not_on_the_page_are_unread():
    line = "aws ssm send-command --targets Key=tag:a,Values=b --parameters file://c.json"
    found = found_in(PROGRAMS, line)
    assert found.opaque
    assert found.effects[0].radius == "set"
