"""Operations of AWS about who may do what: identities, policies, roles and firewalls."""

from typing import Final

from sentinel.live.effects import Kind, Radius, Thing, Undo
from sentinel.live.reading.aws_s3api import policy
from sentinel.live.reading.calls import Found
from sentinel.live.reading.cloud_orders import Case, Fact, Order

_ADMIN: Final = ("administratoraccess", "iamfullaccess", "poweruseraccess", "admin-access")
"""Parts of the names of policies that give everything, or the right to take it."""

_READING: Final = ("readonly", "viewonly", "securityaudit")
_WORLD: Final = ("0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1")
ADMIN_PORTS: Final = frozenset({"22", "23", "3389", "3306", "5432", "6379", "27017", "9200", "-1"})
"""Ports of shells, desktops and databases, which nobody outside should reach."""


def _attach(order: Order) -> Found:
    arn = order.value("--policy-arn").lower()
    if any(part in arn for part in _ADMIN):
        return order.does(Kind.ESCALATES, Thing.PERMISSION, "admin", radius=Radius.ACCOUNT)
    if any(part in arn for part in _READING):
        return order.does(Kind.WRITES, Thing.PERMISSION)
    return order.does(Kind.ESCALATES, Thing.PERMISSION)


def _put_policy(order: Order) -> Found:
    return policy(order, "--policy-document", "--policy")


def _trust(order: Order) -> Found:
    return policy(order, "--policy-document", "--assume-role-policy-document")


def _create_role(order: Order) -> Found:
    order.does(Kind.CREATES, Thing.ACCOUNT)
    return _trust(order)


def _resource_policy(order: Order) -> Found:
    return policy(order, "--policy", "--resource-policy", "--policy-text", "--policy-document")


def _access_key(order: Order) -> Found:
    order.does(Kind.ESCALATES, Thing.ACCOUNT, "secret")
    return order.does(Kind.REVEALS, Thing.SECRET, "secret")


def _login(order: Order) -> Found:
    return order.does(Kind.ESCALATES, Thing.ACCOUNT, "secret")


def _group(order: Order) -> Found:
    name = order.value("--group-name").lower()
    marks = ("admin",) if "admin" in name or "root" in name else ()
    return order.does(Kind.ESCALATES, Thing.ACCOUNT, *marks)


def _assume(order: Order) -> Found:
    role = order.value("--role-arn").lower()
    marks = ("admin",) if "admin" in role or "root" in role else ()
    if any(part in role for part in ("readonly", "read-only", "viewer", "audit")):
        return order.looks(Thing.ACCOUNT)
    return order.does(Kind.ESCALATES, Thing.ACCOUNT, *marks, undo=Undo.EASY)


def _permit(order: Order) -> Found:
    """`lambda add-permission` and its like: somebody else may use the resource."""
    who = order.value("--principal", "--aws-account-id").strip()
    if who in ("*", "") and "--source-arn" not in order.options.given:
        return order.does(Kind.EXPOSES, Thing.WORKLOAD, "public")
    return order.does(Kind.WRITES, Thing.PERMISSION)


def _function_url(order: Order) -> Found:
    if order.value("--auth-type", "--function-url-auth-type").upper() == "NONE":
        return order.does(Kind.EXPOSES, Thing.WORKLOAD, "public")
    return order.does(Kind.WRITES, Thing.CONFIGURATION)


def _ingress(order: Order) -> Found:
    if order.says(*_WORLD):
        port = order.value("--port", "--from-port")
        said = " ".join(order.options.values("--ip-permissions", "--cidr")).lower()
        bare = port in ADMIN_PORTS or order.value("--protocol") in ("-1", "all")
        bare = bare or any(f"fromport={each}," in f"{said}," for each in ADMIN_PORTS)
        bare = bare or "ipprotocol=-1" in said or '"-1"' in said
        if not bare and port in ("80", "443"):
            return order.does(Kind.EXPOSES, Thing.FIREWALL, "public", "web")
        return order.does(
            Kind.EXPOSES, Thing.FIREWALL, "public", *(("admin-port",) if bare else ()),
            safer="name the addresses that need it instead of 0.0.0.0/0",
        )  # fmt: skip
    if "--cli-input-json" in order.options.given or order.says("file://"):
        return order.does(Kind.EXPOSES, Thing.FIREWALL, "dynamic", radius=Radius.UNKNOWN)
    return order.does(Kind.EXPOSES, Thing.FIREWALL)


def _revoke(order: Order) -> Found:
    return order.does(Kind.WRITES, Thing.FIREWALL)


def _share_image(order: Order) -> Found:
    thing = Thing.BACKUP if "snapshot" in order.by else Thing.IMAGE
    said = " ".join(order.options.values(*order.options.given)).lower()
    if "remove" in said and "add" not in said:
        return order.does(Kind.WRITES, Thing.PERMISSION)
    if "all" in said.replace("=", " ").replace('"', " ").replace("}", " ").split():
        return order.does(Kind.EXPOSES, thing, "public")
    return order.does(Kind.EXPOSES, thing)


def _session(order: Order) -> Found:
    return order.does(Kind.ESCALATES, Thing.INSTANCE, "remote")


def _password(order: Order) -> Found:
    return order.does(Kind.WRITES, Thing.ACCOUNT, "secret")


def _access_entry(order: Order) -> Found:
    marks = ("admin",) if order.says("admin", "system:masters") else ()
    return order.does(Kind.ESCALATES, Thing.PERMISSION, *marks)


def _ssm_document(order: Order) -> Found:
    if order.says("all"):
        return order.does(Kind.EXPOSES, Thing.CONFIGURATION, "public")
    return order.does(Kind.WRITES, Thing.PERMISSION)


def _visibility(order: Order) -> Found:
    if order.says("public_read"):
        return order.does(Kind.EXPOSES, Thing.WORKLOAD, "public")
    return order.does(Kind.WRITES, Thing.CONFIGURATION)


def _attributes(order: Order) -> Found:
    """Attributes of a queue or topic: a policy among them says who may use it."""
    if order.says("policy"):
        return order.does(Kind.WRITES, Thing.PERMISSION, "dynamic", radius=Radius.UNKNOWN)
    return order.does(Kind.WRITES, Thing.QUEUE)


def _set_policy(order: Order) -> Found:
    return policy(order, "--inline-policy")


ACCESS: Final[dict[str, Case]] = {
    **dict.fromkeys(
        ("iam attach-user-policy", "iam attach-role-policy", "iam attach-group-policy"), _attach
    ),
    **dict.fromkeys(
        (
            "iam put-user-policy", "iam put-role-policy", "iam put-group-policy",
            "iam create-policy", "iam create-policy-version",
        ),
        _put_policy,
    ),
    "iam set-default-policy-version": Fact(Kind.ESCALATES, Thing.PERMISSION),
    "iam update-assume-role-policy": _trust,
    "iam create-role": _create_role,
    **dict.fromkeys(
        (
            "kms put-key-policy", "secretsmanager put-resource-policy",
            "ecr set-repository-policy", "logs put-resource-policy",
            "lambda add-layer-version-permission", "events put-permission",
            "backup put-backup-vault-access-policy", "dynamodb put-resource-policy",
            "organizations put-resource-policy", "glue put-resource-policy",
            "efs put-file-system-policy", "ses put-identity-policy", "sesv2 create-email-identity-"
            "policy", "codeartifact put-domain-permissions-policy", "cloudformation "
            "set-stack-policy", "codeartifact put-repository-permissions-policy", "schemas "
            "put-resource-policy", "kinesis put-resource-policy", "lambda put-resource-policy",
            "s3control put-access-point-policy", "s3tables put-table-bucket-policy",
            "ecr-public set-repository-policy", "ecr put-registry-policy", "vpc-lattice "
            "put-resource-policy", "bedrock put-resource-policy", "mediastore put-container-policy",
        ),
        _resource_policy,
    ),
    "sns set-topic-attributes": _attributes,
    "sqs set-queue-attributes": _attributes,
    **dict.fromkeys(
        (
            "iot attach-policy", "iot attach-principal-policy", "codepipeline put-approval-result",
            "lakeformation grant-permissions", "quicksight update-dashboard-permissions",
            "quicksight update-data-set-permissions", "quicksight update-analysis-permissions",
            "redshift authorize-data-share", "lakeformation put-data-lake-settings",
            "ssm-contacts put-contact-policy", "grafana update-permissions",
        ),
        Fact(Kind.ESCALATES, Thing.PERMISSION),
    ),
    "codebuild update-project-visibility": _visibility,
    "lightsail open-instance-public-ports": Fact(Kind.EXPOSES, Thing.FIREWALL, ("public",)),
    "lightsail put-instance-public-ports": Fact(Kind.EXPOSES, Thing.FIREWALL, ("public",)),
    "ec2 disable-image-block-public-access": Fact(Kind.WEAKENS, Thing.IMAGE, ("protection",)),
    "ec2 disable-snapshot-block-public-access": Fact(
        Kind.WEAKENS, Thing.BACKUP, ("protection",)
    ),
    "sagemaker create-presigned-notebook-instance-url": Fact(
        Kind.REVEALS, Thing.SECRET, ("secret", "temporary")
    ),
    "sagemaker create-presigned-domain-url": Fact(
        Kind.REVEALS, Thing.SECRET, ("secret", "temporary")
    ),
    "iam create-access-key": _access_key,
    "iam create-service-specific-credential": _access_key,
    "iam create-login-profile": _login,
    "iam update-login-profile": _login,
    "iam update-access-key": Fact(Kind.WRITES, Thing.ACCOUNT),
    "iam add-user-to-group": _group,
    "iam add-role-to-instance-profile": Fact(Kind.ESCALATES, Thing.ACCOUNT),
    "iam create-user": Fact(Kind.CREATES, Thing.ACCOUNT),
    "iam deactivate-mfa-device": Fact(Kind.WEAKENS, Thing.ACCOUNT, ("mfa",)),
    "iam delete-virtual-mfa-device": Fact(Kind.WEAKENS, Thing.ACCOUNT, ("mfa",)),
    "iam delete-account-password-policy": Fact(Kind.WEAKENS, Thing.ACCOUNT, ("protection",)),
    "iam update-account-password-policy": Fact(Kind.WRITES, Thing.ACCOUNT, (), Radius.ACCOUNT),
    "iam delete-user-permissions-boundary": Fact(
        Kind.ESCALATES, Thing.PERMISSION, ("protection",)
    ),
    "iam delete-role-permissions-boundary": Fact(
        Kind.ESCALATES, Thing.PERMISSION, ("protection",)
    ),
    "sso-admin create-account-assignment": Fact(Kind.ESCALATES, Thing.ACCOUNT),
    "sso-admin put-inline-policy-to-permission-set": _set_policy,
    "sts assume-role": _assume,
    "sts assume-root": Fact(Kind.ESCALATES, Thing.ACCOUNT, ("admin",)),
    "sts assume-role-with-web-identity": _assume,
    "sts assume-role-with-saml": _assume,
    "lambda add-permission": _permit,
    "sns add-permission": _permit,
    "sqs add-permission": _permit,
    "lambda create-function-url-config": _function_url,
    "lambda update-function-url-config": _function_url,
    "ec2 authorize-security-group-ingress": _ingress,
    "ec2 authorize-security-group-egress": Fact(Kind.WRITES, Thing.FIREWALL),
    "rds authorize-db-security-group-ingress": _ingress,
    "redshift authorize-cluster-security-group-ingress": _ingress,
    "ec2 revoke-security-group-ingress": _revoke,
    "ec2 revoke-security-group-egress": _revoke,
    "ec2 create-network-acl-entry": _ingress,
    "ec2 replace-network-acl-entry": _ingress,
    "ec2 modify-security-group-rules": _ingress,
    "ec2 modify-image-attribute": _share_image,
    "ec2 modify-snapshot-attribute": _share_image,
    "rds modify-db-snapshot-attribute": _share_image,
    "rds modify-db-cluster-snapshot-attribute": _share_image,
    "ec2 associate-iam-instance-profile": Fact(Kind.ESCALATES, Thing.INSTANCE),
    "ec2-instance-connect send-ssh-public-key": _session,
    "ec2-instance-connect ssh": _session,
    "ssm start-session": _session,
    "ssm modify-document-permission": _ssm_document,
    "cognito-idp admin-set-user-password": _password,
    "cognito-idp admin-reset-user-password": _password,
    "cognito-idp admin-add-user-to-group": _group,
    "eks create-access-entry": _access_entry,
    "eks associate-access-policy": _access_entry,
}  # fmt: skip
"""What one operation does, by `service operation`."""
