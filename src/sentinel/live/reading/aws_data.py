"""Operations of AWS about what is kept: databases, tables, secrets, backups and names."""

import json
from collections.abc import Iterator
from typing import Final

from sentinel.live.effects import Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Found, Inner
from sentinel.live.reading.cloud_orders import Case, Fact, Order

_SNAPSHOT: Final = "leave --skip-final-snapshot out and name --final-db-snapshot-identifier"


def _delete_database(order: Order) -> Found:
    marks, undo = list[str](), Undo.HARD
    if order.has("--skip-final-snapshot"):
        marks, undo = ["skip-backup"], Undo.NEVER
    found = order.does(Kind.DELETES, Thing.DATABASE, *marks, undo=undo, safer=_SNAPSHOT)
    if order.has("--delete-automated-backups"):
        order.does(Kind.DELETES, Thing.BACKUP, radius=Radius.NAMESPACE)
    return found


def _modify_database(order: Order) -> Found:
    given, before = order.options.given, len(order.found.effects)
    if order.value("--backup-retention-period") == "0":
        order.does(Kind.WEAKENS, Thing.BACKUP, "backup")
    if order.has("--no-deletion-protection") or order.value("--deletion-protection") == "false":
        order.does(Kind.WEAKENS, Thing.DATABASE, "protection")
    if order.has("--publicly-accessible"):
        order.does(Kind.EXPOSES, Thing.DATABASE, "public")
    if "--master-user-password" in given:
        order.does(Kind.WRITES, Thing.ACCOUNT, "secret")
    if len(order.found.effects) > before and len(given) < 4:
        return order.found
    restart = order.has("--apply-immediately") and "--db-instance-class" in given
    return order.does(Kind.WRITES, Thing.DATABASE, *(("restart",) if restart else ()))


def _new_database(order: Order) -> Found:
    if order.has("--publicly-accessible"):
        order.does(Kind.EXPOSES, Thing.DATABASE, "public")
    return order.does(Kind.CREATES, Thing.DATABASE)


def _delete_replicas(order: Order) -> Found:
    """`delete-replication-group`: all of it, unless the primary is retained."""
    if order.has("--retain-primary-cluster"):
        return order.does(Kind.DELETES, Thing.CACHE, "replicas", radius=Radius.SET)
    return order.does(
        Kind.DELETES, Thing.CACHE, safer="name --final-snapshot-identifier and keep the primary"
    )


def _delete_item(order: Order) -> Found:
    return order.does(Kind.DELETES, Thing.ROWS, "key", radius=Radius.ONE)


def _batch_write(order: Order) -> Found:
    if order.says("deleterequest", "file://"):
        return order.does(Kind.DELETES, Thing.ROWS, "many", radius=Radius.SET)
    return order.does(Kind.WRITES, Thing.ROWS, "many", radius=Radius.SET)


def _recovery(order: Order) -> Found:
    """`update-continuous-backups`: whether they are switched off."""
    said = " ".join(order.options.values("--point-in-time-recovery-specification")).lower()
    if "true" in said and "false" not in said:
        return order.does(Kind.WRITES, Thing.BACKUP, "backup")
    return order.does(Kind.WEAKENS, Thing.BACKUP, "backup")


def _update_table(order: Order) -> Found:
    if order.has("--no-deletion-protection-enabled"):
        return order.does(Kind.WEAKENS, Thing.TABLE, "protection")
    return order.does(Kind.WRITES, Thing.TABLE, undo=Undo.EASY)


def _ttl(order: Order) -> Found:
    if order.says("enabled=true", '"enabled": true', '"enabled":true'):
        return order.does(Kind.DELETES, Thing.ROWS, "persistent", radius=Radius.SET)
    return order.does(Kind.WRITES, Thing.CONFIGURATION)


def _delete_secret(order: Order) -> Found:
    if order.has("--force-delete-without-recovery"):
        return order.does(
            Kind.DELETES, Thing.SECRET, "force", undo=Undo.NEVER,
            safer="--recovery-window-in-days 30 instead of --force-delete-without-recovery",
        )  # fmt: skip
    return order.does(Kind.DELETES, Thing.SECRET, undo=Undo.EASY)


def _parameter(order: Order) -> Found:
    if order.has("--with-decryption"):
        return order.does(Kind.REVEALS, Thing.SECRET, "secret")
    return order.looks(Thing.CONFIGURATION)


def _put_parameter(order: Order) -> Found:
    if order.value("--type").lower() == "securestring":
        return order.does(Kind.WRITES, Thing.SECRET, "secret")
    return order.does(Kind.WRITES, Thing.CONFIGURATION)


def _records(order: Order) -> Found:
    """`change-resource-record-sets`: what the batch of changes does."""
    said = " ".join(order.options.values("--change-batch"))
    changes = list(_changes(said))
    if not changes:
        order.found.unread(said or order.by, "the changes are not on the page", "dynamic")
        return order.does(Kind.WRITES, Thing.DNS, "dynamic", radius=Radius.UNKNOWN)
    radius = Radius.ONE if len(changes) == 1 else Radius.SET
    for action, name in changes:
        kind = _CHANGES.get(action, Kind.WRITES)
        order.does(kind, Thing.DNS, name=name, radius=radius)
    return order.found


_CHANGES: Final = {"DELETE": Kind.DELETES, "UPSERT": Kind.WRITES, "CREATE": Kind.CREATES}


def _changes(said: str) -> Iterator[tuple[str, str]]:
    if not said.startswith("{"):
        for part in said.split("Action=")[1:]:
            name = part.partition("Name=")[2].partition(",")[0]
            yield part.partition(",")[0].upper(), name
        return
    try:
        given = json.loads(said)["Changes"]
        for each in given:
            yield str(each["Action"]).upper(), str(each["ResourceRecordSet"]["Name"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return


def _replication(order: Order) -> Found:
    """`start-replication-task`: a reload empties what it copies to first."""
    if order.says("reload-target"):
        return order.does(Kind.WRITES, Thing.DATABASE, "overwrite", radius=Radius.NAMESPACE)
    return order.does(Kind.STARTS, Thing.WORKLOAD)


def _retention(order: Order) -> Found:
    if order.has("--bypass-governance-retention") or order.says("status=off", '"off"'):
        return order.does(Kind.WEAKENS, Thing.OBJECT, "protection")
    return order.does(Kind.WRITES, Thing.OBJECT, "protection", undo=Undo.EASY)


def _test_invoke(order: Order) -> Found:
    if order.value("--http-method").upper() in ("GET", "HEAD", "OPTIONS"):
        return order.looks(Thing.ENDPOINT)
    return order.does(Kind.EXECUTES, Thing.WORKLOAD, radius=Radius.ONE)


def _statement(dialect: str, *names: str) -> Case:
    """A case for statements of SQL that stand in an option."""

    def read(order: Order) -> Found:
        words = [word for name in names for word in order.options.given.get(name, ())]
        text = " ".join(word.text for word in words)
        if not text or text.startswith("file://"):
            return order.found.unread(order.by, "the statement is not on the page", "dynamic")
        fixed = all(word.fixed for word in words)
        marks = order.marks | {"remote"}
        order.found.inner.append(
            Inner("sql", text, fixed, dialect=dialect, place=order.place, marks=marks)
        )
        return order.found

    return read


_SECRET: Final = Fact(Kind.WRITES, Thing.SECRET, ("secret",))

DATA: Final[dict[str, Case]] = {
    "rds delete-db-instance": _delete_database,
    "rds delete-db-cluster": _delete_database,
    "rds modify-db-instance": _modify_database,
    "rds modify-db-cluster": _modify_database,
    "rds create-db-instance": _new_database,
    "rds create-db-cluster": _new_database,
    "rds restore-db-instance-from-db-snapshot": _new_database,
    "rds restore-db-instance-to-point-in-time": _new_database,
    "rds delete-db-instance-automated-backup": Fact(Kind.DELETES, Thing.BACKUP),
    "redshift modify-cluster": _modify_database,
    "rds-data execute-statement": _statement("postgres", "--sql"),
    "rds-data batch-execute-statement": _statement("postgres", "--sql"),
    "redshift-data execute-statement": _statement("redshift", "--sql"),
    "redshift-data batch-execute-statement": _statement("redshift", "--sqls"),
    "athena start-query-execution": _statement("athena", "--query-string"),
    "athena stop-query-execution": Fact(Kind.STOPS, Thing.WORKLOAD),
    "elasticache delete-replication-group": _delete_replicas,
    "dynamodb execute-statement": _statement("", "--statement"),
    "dynamodb delete-table": Fact(
        Kind.DELETES, Thing.TABLE, safer="aws dynamodb create-backup first"
    ),
    "dynamodb delete-item": _delete_item,
    "dynamodb batch-write-item": _batch_write,
    "dynamodb transact-write-items": _batch_write,
    "dynamodb update-continuous-backups": _recovery,
    "dynamodb update-table": _update_table,
    "dynamodb update-time-to-live": _ttl,
    "dynamodb transact-get-items": Fact(Kind.READS, Thing.ROWS),
    "dynamodb put-item": Fact(Kind.WRITES, Thing.ROWS, ("key",), Radius.ONE),
    "dynamodb update-item": Fact(Kind.WRITES, Thing.ROWS, ("key",), Radius.ONE),
    "secretsmanager delete-secret": _delete_secret,
    "secretsmanager put-secret-value": _SECRET,
    "secretsmanager update-secret": _SECRET,
    "secretsmanager rotate-secret": _SECRET,
    "secretsmanager create-secret": Fact(Kind.CREATES, Thing.SECRET, ("secret",)),
    "secretsmanager restore-secret": Fact(Kind.WRITES, Thing.SECRET),
    "ssm get-parameter": _parameter,
    "ssm get-parameters": _parameter,
    "ssm get-parameters-by-path": _parameter,
    "ssm get-parameter-history": _parameter,
    "ssm put-parameter": _put_parameter,
    "route53 change-resource-record-sets": _records,
    "route53 delete-hosted-zone": Fact(Kind.DELETES, Thing.DNS, radius=Radius.NAMESPACE),
    "backup update-region-settings": Fact(Kind.WEAKENS, Thing.BACKUP),
    "backup disassociate-recovery-point": Fact(Kind.WEAKENS, Thing.BACKUP),
    "backup delete-backup-vault-lock-configuration": Fact(
        Kind.WEAKENS, Thing.BACKUP, ("protection",)
    ),
    "backup start-backup-job": Fact(Kind.CREATES, Thing.BACKUP, ("backup",)),
    **dict.fromkeys(
        ("kinesis delete-stream", "firehose delete-delivery-stream", "mq delete-broker"),
        Fact(Kind.DELETES, Thing.QUEUE, (), Radius.NAMESPACE),
    ),
    "kinesis decrease-stream-retention-period": Fact(
        Kind.DELETES, Thing.QUEUE, ("persistent",), Radius.SET
    ),
    "dms start-replication-task": _replication,
    "ecr put-lifecycle-policy": Fact(Kind.DELETES, Thing.IMAGE, ("persistent",), Radius.SET),
    "s3api put-object-retention": _retention,
    "s3api put-object-legal-hold": _retention,
    "wafv2 delete-logging-configuration": Fact(Kind.DELETES, Thing.AUDIT, ("audit",)),
    "rds start-export-task": Fact(Kind.WRITES, Thing.OBJECT, ("copy",)),
    "rds switchover-blue-green-deployment": Fact(Kind.STOPS, Thing.DATABASE, ("restart",)),
    "apigateway test-invoke-method": _test_invoke,
    "bedrock-runtime invoke-model": Fact(Kind.READS, Thing.UNKNOWN),
    "bedrock-runtime invoke-model-with-response-stream": Fact(Kind.READS, Thing.UNKNOWN),
    "bedrock-agent-runtime retrieve": Fact(Kind.READS, Thing.UNKNOWN),
    "efs delete-mount-target": Fact(Kind.STOPS, Thing.VOLUME),
    "logs put-retention-policy": Fact(Kind.DELETES, Thing.AUDIT, ("persistent",), Radius.SET),
}
"""What one operation does, by `service operation`."""
