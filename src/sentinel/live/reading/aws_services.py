"""Operations of AWS whose words alone do not say what they do, and what each service is about."""

from typing import Final

from sentinel.live.effects import Kind, Radius, Thing, Undo
from sentinel.live.reading.azure_access import here
from sentinel.live.reading.cloud_orders import Case, Fact

_READS: Final = Fact(Kind.READS, Thing.UNKNOWN, radius=Radius.ONE)
_TOKEN: Final = Fact(Kind.REVEALS, Thing.SECRET, ("secret", "temporary"), Radius.ONE)
_SECRET: Final = Fact(Kind.REVEALS, Thing.SECRET, ("secret",))
_BLIND: Final = Fact(Kind.WEAKENS, Thing.AUDIT, ("audit",))
_ENDED: Final = Fact(Kind.DELETES, Thing.AUDIT, ("audit",))
_RESTART: Final = Fact(Kind.STOPS, Thing.INSTANCE, ("restart",))
_DATABASE: Final = Fact(
    Kind.DELETES, Thing.DATABASE, safer="take a snapshot first, and wait until it is available"
)
_CLUSTER: Final = Fact(Kind.DELETES, Thing.CLUSTER)
_OUT: Final = Fact(Kind.DELETES, Thing.ORGANISATION)

_LOOKING: Final = (
    "rds download-db-log-file-portion, dynamodb transact-get-items, s3api select-object-content, "
    "cloudformation detect-stack-set-drift, kms verify-mac, ecr batch-check-layer-availability, "
    "iam generate-organizations-access-report, wafv2 check-capacity, logs test-transformer, "
    "sns check-if-phone-number-is-opted-out, stepfunctions validate-state-machine-definition, "
    "stepfunctions test-state, accessanalyzer check-access-not-granted, sso login, sso logout, "
    "accessanalyzer check-no-public-access, comprehend detect-sentiment, translate translate-text, "
    "location search-place-index-for-text, elasticbeanstalk check-dns-availability, "
    "route53domains check-domain-availability, bedrock-runtime converse"
)
"""Commands that only look, though their verbs do not always."""

FACTS: Final[dict[str, Case]] = {
    # Look only, though the verb is not one that always does.
    **dict.fromkeys(
        (
            *_LOOKING.split(", "),
            "dynamodb scan", "dynamodb query", "logs tail", "logs start-query", "logs stop-query",
            "logs start-live-tail", "logs test-metric-filter",
            "cloudformation validate-template", "cloudformation estimate-template-cost",
            "cloudformation detect-stack-drift", "cloudformation detect-stack-resource-drift",
            "cloudformation create-change-set", "iam simulate-principal-policy",
            "iam simulate-custom-policy", "iam generate-credential-report",
            "iam generate-service-last-accessed-details", "sts decode-authorization-message",
            "cloudtrail validate-logs", "cloudtrail start-query", "history list", "history show",
            "configure list", "configure list-profiles", "route53 test-dns-answer",
            "events test-event-pattern", "kms verify", "timestream-query query",
            "accessanalyzer validate-policy", "accessanalyzer check-no-new-access",
            "pricing get-products", "textract analyze-document", "rekognition detect-labels",
            "kendra query", "ce get-cost-and-usage", "ssm validate", "codebuild batch-get-builds",
            "cloudwatch get-metric-data", "appconfig validate-configuration",
        ),
        _READS,
    ),
    # Show secrets.
    **dict.fromkeys(
        (
            "secretsmanager get-secret-value", "secretsmanager batch-get-secret-value",
            "kms decrypt", "kms generate-data-key", "ec2 get-password-data",
            "configure export-credentials", "lightsail download-default-key-pair",
            "lightsail get-instance-access-details", "acm export-certificate",
            "cognito-idp describe-user-pool-client", "lightsail get-relational-database-master"
            "-user-password", "codestar-connections get-token", "apigateway get-api-keys",
        ),
        _SECRET,
    ),
    **dict.fromkeys(
        (
            "sts get-session-token", "sts get-federation-token", "ecr get-login-password",
            "ecr get-login", "ecr get-authorization-token", "ecr-public get-login-password",
            "ecr-public get-authorization-token", "eks get-token", "sso get-role-credentials",
            "rds generate-db-auth-token", "redshift get-cluster-credentials",
            "codeartifact get-authorization-token", "redshift-serverless get-credentials",
            "cognito-identity get-credentials-for-identity", "dsql generate-db-connect-auth-token",
        ),
        _TOKEN,
    ),
    # Blind those who watch.
    **dict.fromkeys(
        (
            "cloudtrail stop-logging", "cloudtrail put-event-selectors",
            "cloudtrail stop-event-data-store-ingestion", "configservice "
            "stop-configuration-recorder", "guardduty stop-monitoring-members",
            "guardduty disassociate-members", "guardduty disassociate-from-administrator-account",
            "cloudwatch disable-alarm-actions", "securityhub disable-security-hub",
            "securityhub batch-disable-standards", "macie2 disable-macie", "inspector2 disable",
            "guardduty archive-findings", "cloudwatch set-alarm-state",
            "guardduty create-filter", "guardduty create-ip-set", "ec2 delete-flow-logs",
            "ec2 disable-ebs-encryption-by-default", "logs delete-retention-policy",
            "detective delete-graph", "accessanalyzer delete-analyzer",
        ),
        _BLIND,
    ),
    **dict.fromkeys(
        (
            "cloudtrail delete-trail", "guardduty delete-detector", "guardduty delete-members",
            "configservice delete-configuration-recorder", "logs delete-log-group",
            "configservice delete-delivery-channel", "configservice delete-config-rule",
            "logs delete-log-stream", "cloudwatch delete-alarms", "cloudwatch delete-dashboards",
            "cloudtrail delete-event-data-store", "guardduty delete-publishing-destination",
            "logs delete-subscription-filter", "logs delete-metric-filter",
        ),
        _ENDED,
    ),
    # Settings of this machine.
    **dict.fromkeys(
        (
            "configure", "configure set", "configure import", "configure sso", "sso login",
            "sso logout", "eks update-kubeconfig", "codeartifact login", "login", "logout",
            "codecommit credential-helper", "configure sso-session", "configure add-model",
        ),
        here,
    ),
    # Whole databases and clusters.
    **dict.fromkeys(
        (
            "redshift delete-cluster", "neptune delete-db-cluster", "neptune delete-db-instance",
            "docdb delete-db-cluster", "docdb delete-db-instance", "opensearch delete-domain",
            "es delete-elasticsearch-domain", "redshift-serverless delete-namespace",
            "rds delete-global-cluster", "efs delete-file-system", "fsx delete-file-system",
            "keyspaces delete-keyspace", "memorydb delete-cluster", "dsql delete-cluster",
            "timestream-write delete-database", "glue delete-database", "qldb delete-ledger",
            "opensearchserverless delete-collection", "docdb-elastic delete-cluster",
            "redshift-serverless delete-workgroup", "sdb delete-domain", "dax delete-cluster",
        ),
        _DATABASE,
    ),
    **dict.fromkeys(
        (
            "eks delete-cluster", "ecs delete-cluster", "kafka delete-cluster",
            "emr terminate-job-flows", "emr terminate-clusters",
        ),
        _CLUSTER,
    ),
    "elasticache delete-cache-cluster": Fact(Kind.DELETES, Thing.CACHE),
    "elasticache delete-replication-group": Fact(Kind.DELETES, Thing.CACHE),
    **dict.fromkeys(
        (
            "organizations leave-organization", "organizations close-account",
            "organizations delete-organization", "organizations remove-account-from-organization",
            "account disable-region",
        ),
        _OUT,
    ),
    "organizations detach-policy": Fact(Kind.WEAKENS, Thing.PERMISSION, ("protection",)),
    "organizations disable-policy-type": Fact(Kind.WEAKENS, Thing.PERMISSION, ("protection",)),
    "organizations delete-policy": Fact(Kind.WEAKENS, Thing.PERMISSION, ("protection",)),
    # Keys, secrets and queues.
    "kms schedule-key-deletion": Fact(
        Kind.DELETES, Thing.ENCRYPTION_KEY, radius=Radius.ONE, undo=Undo.HARD,
        safer="aws kms disable-key, which can be taken back at any time",
    ),
    "kms disable-key": Fact(Kind.STOPS, Thing.ENCRYPTION_KEY),
    "kms disable-key-rotation": Fact(Kind.WEAKENS, Thing.ENCRYPTION_KEY),
    "kms cancel-key-deletion": Fact(Kind.WRITES, Thing.ENCRYPTION_KEY),
    "kms enable-key": Fact(Kind.WRITES, Thing.ENCRYPTION_KEY),
    "kms encrypt": Fact(Kind.READS, Thing.ENCRYPTION_KEY),
    "kms create-grant": Fact(Kind.ESCALATES, Thing.PERMISSION),
    "sqs purge-queue": Fact(Kind.DELETES, Thing.QUEUE, ("purge",), Radius.NAMESPACE),
    "sqs delete-message": Fact(Kind.DELETES, Thing.QUEUE, (), Radius.ONE),
    "sqs receive-message": Fact(Kind.READS, Thing.QUEUE),
    "sqs send-message": Fact(Kind.CREATES, Thing.QUEUE),
    "sns publish": Fact(Kind.CREATES, Thing.QUEUE),
    "wafv2 disassociate-web-acl": Fact(Kind.WEAKENS, Thing.FIREWALL, ("protection",)),
    "shield disassociate-drt-role": Fact(Kind.WEAKENS, Thing.FIREWALL, ("protection",)),
    "ram create-resource-share": Fact(Kind.EXPOSES, Thing.UNKNOWN),
    "cloudfront create-invalidation": Fact(Kind.DELETES, Thing.CACHE, (), Radius.SET, Undo.EASY),
    "cognito-idp delete-user-pool": Fact(Kind.DELETES, Thing.ACCOUNT, (), Radius.NAMESPACE),
    "ecr batch-delete-image": Fact(Kind.DELETES, Thing.IMAGE, (), Radius.SET),
    "rds reboot-db-instance": _RESTART,
    "rds failover-db-cluster": _RESTART,
    "ec2 reboot-instances": _RESTART,
}  # fmt: skip
"""What one operation does, by `service operation`."""

_ABOUT: Final[dict[Thing, str]] = {
    Thing.INSTANCE: "ec2 lightsail workspaces",
    Thing.DATABASE: "rds redshift neptune docdb opensearch es efs fsx keyspaces dynamodb",
    Thing.CACHE: "elasticache memorydb",
    Thing.WORKLOAD: "lambda ecs autoscaling batch stepfunctions apprunner elasticbeanstalk glue",
    Thing.CLUSTER: "eks emr kafka",
    Thing.ACCOUNT: "iam sso-admin identitystore cognito-idp cognito-identity",
    Thing.AUDIT: "cloudtrail guardduty configservice logs cloudwatch securityhub macie2 inspector2",
    Thing.SECRET: "secretsmanager",
    Thing.CONFIGURATION: "ssm appconfig resourcegroupstaggingapi configure",
    Thing.QUEUE: "sqs sns kinesis firehose mq events",
    Thing.ENCRYPTION_KEY: "kms cloudhsmv2",
    Thing.DNS: "route53 route53domains route53resolver",
    Thing.INFRASTRUCTURE: "cloudformation cloudcontrol servicecatalog",
    Thing.BACKUP: "backup dlm",
    Thing.BUCKET: "s3api s3control glacier",
    Thing.ORGANISATION: "organizations account",
    Thing.NETWORK: "elb elbv2 cloudfront apigateway apigatewayv2 directconnect globalaccelerator",
    Thing.FIREWALL: "wafv2 waf network-firewall shield",
    Thing.CERTIFICATE: "acm acm-pca",
    Thing.IMAGE: "ecr ecr-public imagebuilder",
    Thing.REPOSITORY: "codecommit",
}
SERVICES: Final[dict[str, Thing]] = {
    service: thing for thing, services in _ABOUT.items() for service in services.split()
}
"""What a service is about, for operations whose noun is not known."""
