"""What the verbs and nouns of clouds' clients say.

Clients have thousands of commands but few words: `delete-db-snapshot` is `delete` and a noun
that ends in `snapshot`. What is not in these tables is not guessed.
"""

from typing import Final

from sentinel.live.effects import Kind, Thing

_KINDS: Final[dict[Kind, str]] = {
    Kind.READS: "list ls get describe search head lookup filter wait",
    Kind.CREATES: (
        "create add allocate provision register import upload new mk mb clone copy issue request "
        "generate publish send export backup archive insert submit"
    ),
    Kind.WRITES: (
        "put update modify set change attach associate apply patch replace edit rename move tag "
        "untag label restore rotate upgrade rollback promote merge enable configure assign link "
        "swap detach disassociate unassign unlink unsubscribe unset unlabel reset revert continue "
        "write load subscribe acknowledge confirm undelete undeploy deploy scale resize migrate "
        "revoke accept reject activate switch transfer lock unlock renew extend"
    ),
    Kind.DELETES: (
        "delete remove terminate purge destroy deregister drop empty erase wipe clear release "
        "discard forget rm rb prune uninstall deprovision del unregister expire decommission "
        "rmi nuke truncate flush shred withdraw bulk-delete dispose"
    ),
    Kind.STARTS: "start resume run poweron power-on unpause wake",
    Kind.STOPS: (
        "stop reboot restart suspend pause cancel failover abort kill deallocate hibernate drain "
        "disable deactivate shutdown poweroff power-off halt freeze evict cordon quit redeploy"
    ),
    Kind.EXPOSES: "share authorize expose",
    Kind.ESCALATES: "grant assume elevate impersonate",
    Kind.EXECUTES: "execute invoke exec ssh eval evaluate",
}  # fmt: skip

VERBS: Final[dict[str, Kind]] = {
    verb: kind for kind, verbs in _KINDS.items() for verb in verbs.split()
}
"""What a verb does to its noun."""

RESTARTS: Final = frozenset({"reboot", "restart", "failover", "redeploy"})
"""Verbs that stop something for a moment only."""

_NOUNS: Final[dict[Thing, str]] = {
    Thing.INSTANCE: (
        "instance vm vmss server droplet host virtual-machine machine fleet db-instance "
        "replication-instance broker workspace linode spot-fleet"
    ),
    Thing.DATABASE: (
        "db database db-cluster global-cluster global-replication-group keyspace db-shard-group "
        "flexible-server managed-instance namespace-db elastic-pool postgres mysql mariadb graph "
        "file-system domain-db cosmosdb spanner dataset ledger datastore firestore"
    ),
    Thing.CACHE: (
        "cache cache-cluster replication-group redis memcached serverless-cache invalidation"
    ),
    Thing.TABLE: "table",
    Thing.ROWS: "item row document entity record",
    Thing.BACKUP: (
        "snapshot backup recovery-point backup-vault backup-plan backup-selection vault archive "
        "automated-backup restore-point backup-run lifecycle-policy snapshot-policy ltr-backup "
        "delete-policy container-delete-policy backup-policy restore-point-collection "
        "snapshot-schedule"
    ),
    Thing.VOLUME: "volume disk mount-target file-share share persistent-disk filesystem",
    Thing.BUCKET: "bucket container-blob storage-account access-point",
    Thing.OBJECT: "object blob file upload",
    Thing.IMAGE: "image ami repository-image tag-image artifact manifest package layer",
    Thing.REPOSITORY: "repository repo registry repositorie",
    Thing.WORKLOAD: (
        "function service task job deployment app webapp functionapp application workload pod "
        "auto-scaling-group scaling-group autoscaling-group instance-group managed-group pipeline "
        "task-definition environment containerapp worker revision execution workflow "
        "state-machine rule-target event-source-mapping crawler project build compute-environment "
        "staticwebapp dyno addon process alias version slot container component endpoint-service"
    ),
    Thing.SCHEDULE: "schedule scheduler rule scheduled-action maintenance-window crontab",
    Thing.NAMESPACE: "namespace",
    Thing.CLUSTER: "cluster fargate-profile aks",
    Thing.NODE: "node nodegroup nodepool node-pool container-instance agentpool",
    Thing.QUEUE: "queue topic stream subscription delivery-stream event-bus eventhub message",
    Thing.ACCOUNT: (
        "user group role access-key login-profile service-account sp instance-profile user-pool "
        "identity-pool identity-provider saml-provider principal member api-key service-principal "
        "managed-identity identity permission-set ssh-public-key signing-certificate credential "
        "account-assignment app-registration key-pair ssh-key oauth-client"
    ),
    Thing.PERMISSION: (
        "policy policie permission role-policy user-policy group-policy key-policy acl binding "
        "iam-policy permissions-boundary assignment role-assignment trust-policy "
        "iam-policy-binding resource-policy role-definition access-entry access-policy"
    ),
    Thing.SECRET: "secret parameter password token client-secret config-var variable",
    Thing.ORGANISATION: (
        "account organization organisation organizational-unit subscription-account tenant"
    ),
    Thing.NETWORK: (
        "subnet-group "
        "vpc subnet route route-table gateway nat-gateway internet-gateway vpn-connection network "
        "vpc-endpoint load-balancer listener target-group address eip peering-connection transit "
        "network-interface target vpc-peering-connection vnet nic lb public-ip router interface "
        "forwarding-rule backend-service url-map distribution floating-ip transit-gateway tunnel "
        "attachment rest-api api stage domain-name virtual-network expressroute peering accelerator"
    ),
    Thing.FIREWALL: (
        "security-group-rule "
        "security-group firewall security-group-ingress security-group-egress firewall-rule nsg "
        "network-acl network-acl-entry web-acl ip-set rule-group firewall-policy "
        "db-security-group waf-policy"
    ),
    Thing.DNS: (
        "hosted-zone record-set resource-record-set zone dns-zone managed-zone dns domain "
        "private-zone"
    ),
    Thing.CERTIFICATE: "certificate cert ssl-certificate server-certificate ca",
    Thing.ENCRYPTION_KEY: "key key-deletion key-material keyring custom-key-store key-version",
    Thing.AUDIT: (
        "trail log logging log-group log-stream alarm detector configuration-recorder dashboard "
        "delivery-channel flow-log metric-filter sink event-data-store subscription-filter "
        "audit-policy retention-policy monitor canary diagnostic-setting log-profile activity-log "
        "security-hub config-rule analyzer insight alert anomaly-detector alarm-action"
    ),
    Thing.INFRASTRUCTURE: (
        "stack stack-set change-set resource-group stack-instance template blueprint deployment-"
        "manager resource"
    ),
    Thing.CONFIGURATION: (
        "placement-group "
        "attribute attributes setting configuration option parameter-group option-group tag "
        "metadata launch-template launch-configuration quota limit property preference scaling-"
        "policy ssl-policy ssl-policie configuration-set feature flag concurrency label config"
    ),
}  # fmt: skip

NOUNS: Final[dict[str, Thing]] = {
    noun: thing for thing, nouns in _NOUNS.items() for noun in nouns.split()
}
"""What a noun is, in the singular."""


def words_in(text: str) -> frozenset[str]:
    """The words of a list that is written as one text.

    Example:
        >>> sorted(words_in("--acl --grants"))
        ['--acl', '--grants']
    """
    return frozenset(text.split())


def thing_of(noun: str, otherwise: Thing = Thing.UNKNOWN) -> Thing:
    """What kind of resource a noun of a client means.

    Args:
        noun: With dashes between its words, singular or plural: `db-snapshots`.
        otherwise: What it is when the noun is not known.

    Example:
        >>> thing_of("security-group-rules").value, thing_of("db-cluster-snapshot").value
        ('firewall', 'backup')
    """
    known = NOUNS.get(noun)
    if known is not None:
        return known
    words = [_singular(word) for word in noun.split("-")[-6:]]
    count = len(words)
    for start in range(count):
        known = NOUNS.get("-".join(words[start:]))
        if known is not None:
            return known
    for length in range(count, 0, -1):
        for start in range(count - length, -1, -1):
            known = NOUNS.get("-".join(words[start : start + length]))
            if known is not None:
                return known
    return otherwise


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "dns")) else word
