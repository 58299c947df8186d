"""Requests to forges, stores, proxies and hosted services, by what the gate says of them."""

import pytest
from decisions import decided


@pytest.mark.parametrize(
    "text",
    [
        "POST https://api.github.com/repos/o/r/issues/1/comments\n{\"body\": \"hi\"}",
        "POST https://api.github.com/repos/o/r/check-runs\n{}",
        "POST https://git.example.com/api/v4/projects/1/issues/2/notes\n{}",
        "POST https://hooks.slack.com/services/T0/B0/x\n{\"text\": \"done\"}",
        "POST https://jira.example.com/rest/api/2/issue/OPS-1/comment\n{\"body\": \"x\"}",
        "POST https://grafana.example.com/api/annotations\n{\"text\": \"deploy\"}",
        "PUT http://pushgateway:9091/metrics/job/backup\nup 1",
        "POST https://api.anthropic.com/v1/messages\n{\"model\": \"m\"}",
        "POST http://es:9200/_cluster/allocation/explain\n{}",
        "POST http://couch:5984/db/_find\n{\"selector\": {}}",
        "LIST https://vault.example.com:8200/v1/secret/metadata/app",
        "DELETE https://k8s/apis/apps/v1/namespaces/shop/deployments/web?dryRun=All",
        "POST https://k8s/apis/authorization.k8s.io/v1/selfsubjectaccessreviews\n{}",
        "GET http://ch.example.com:8123/?query=SELECT%201",
        "GET http://influx.example.com:8086/query?q=SHOW+DATABASES",
        "GET http://solr.example.com:8983/solr/orders/select?q=*:*",
        "POST http://etcd.example.com:2379/v3/kv/range\n{}",
        "POST http://registry:8081/compatibility/subjects/a/versions/latest\n{}",
    ],
)  # fmt: skip
def test_what_looks_or_tells_people_something_is_approved(text):
    assert decided(text, "http") == "approve"


@pytest.mark.parametrize(
    "text",
    [
        "PATCH https://api.github.com/repos/o/r/git/refs/heads/main\n{\"force\": true}",
        "POST https://api.github.com/repos/o/r/transfer\n{\"new_owner\": \"x\"}",
        "PUT https://api.github.com/orgs/o/memberships/x\n{\"role\": \"admin\"}",
        "POST https://api.github.com/repos/o/r/hooks\n{\"config\": {}}",
        "DELETE https://api.github.com/repos/o/r/rulesets/4",
        "DELETE https://git.example.com/api/v4/groups/4",
        "GET https://git.example.com/api/v4/projects/4/variables",
        "DELETE https://vault.example.com:8200/v1/sys/mounts/secret",
        "PUT https://vault.example.com:8200/v1/sys/leases/revoke-prefix/database",
        "DELETE https://vault.example.com:8200/v1/sys/audit/file",
        "PUT http://consul.example.com:8500/v1/agent/leave",
        "DELETE http://rabbit.example.com:15672/api/queues/%2F/orders/contents",
        "PUT http://rabbit.example.com:15672/api/users/x\n{\"tags\": \"administrator\"}",
        "POST http://edge.example.com:9901/quitquitquit",
        "POST http://prometheus.example.com:9090/-/quit",
        "POST https://jenkins.example.com/scriptText\nscript=println(1)",
        "POST https://jenkins.example.com/job/shop/doDelete",
        "GET http://solr/solr/o/update?stream.body=%3Cdelete%3E%3Cquery%3E*:*%3C/query%3E",
        "GET http://solr/solr/admin/collections?action=DELETE&name=orders",
        "GET http://ch.example.com:8123/?query=DROP%20TABLE%20orders",
        "POST http://trino.example.com/v1/statement\nDROP TABLE orders",
        "GET http://influx.example.com:8086/query?q=DROP+DATABASE+metrics",
        "POST https://api.stripe.com/v1/refunds\namount=100000",
        "DELETE https://api.cloudflare.com/client/v4/zones/abc",
        "POST https://api.cloudflare.com/client/v4/zones/abc/purge_cache\n"
        "{\"purge_everything\": true}",
        "DELETE https://api.digitalocean.com/v2/droplets/3",
        "POST https://id.example.com/api/v1/users/00u1/lifecycle/deactivate",
        "GET http://169.254.169.254/latest/meta-data/iam/security-credentials/",
        "GET https://app.example.com/actuator/heapdump",
        "GET https://app.example.com/orders/7?_method=DELETE",
        "POST https://app.example.com/admin/users/delete-all",
        "GET https://app.example.com/admin?action=shutdown",
        "DELETE http://es:9200/customers",
    ],
)  # fmt: skip
def test_what_destroys_opens_or_takes_down_is_stopped(text):
    assert decided(text, "http") in ("block", "escalate")


@pytest.mark.parametrize(
    "text",
    [
        "POST https://api.github.com/repos/o/r/unheard-of\n{}",
        "PUT https://api.github.com/repos/o/r/pulls/1/merge\n{}",
        "PUT https://api.github.com/repos/o/r/contents/a.txt\n{}",
        "POST https://hooks.slack.com/services/T0/B0/x\n{\"text\": \"$DB_PASSWORD\"}",
        "POST https://example.com/rest/api/2/issue/OPS-1/delete\n{}",
    ],
)  # fmt: skip
def test_what_a_person_should_see_is_not_approved(text):
    assert decided(text, "http") != "approve"


def test_the_address_of_a_channel_may_be_in_a_variable():
    line = """curl -X POST -d '{"text": "live"}' "$SLACK_WEBHOOK_URL" """
    assert decided(line, "shell") == "approve"
    assert decided(line.replace("SLACK_WEBHOOK", "ADMIN"), "shell") != "approve"


def test_a_port_is_asked_over_telnet_where_nothing_is_sent():
    assert decided("curl -s --max-time 5 telnet://db:5432", "shell") == "approve"
    assert decided("echo x | curl telnet://db:25", "shell") != "approve"
