import pytest
from system_calls import line_of

from sentinel.live.effects import Place
from sentinel.live.reading.calls import Inner
from sentinel.live.reading.http_requests import read_http


def told(text):
    found = read_http(Inner("http", text))
    return " + ".join([line_of(each) for each in found.effects] + ["unread"] * len(found.opaque))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GET /health", "reads endpoint http:///health one"),
        ("DELETE https://es:9200/orders-2024", "deletes index orders-2024 one"),
        ("DELETE https://es:9200/orders-*", "deletes table orders-* set"),
        ("DELETE /_all", "deletes index http:///_all account"),
        ("DELETE /_snapshot/repo/snap1", "deletes backup repo/snap1 one"),
        ("POST /orders/_search\n{\"query\": {}}", "reads index orders one"),
        ("POST /orders/_delete_by_query\n{\"query\": {\"match_all\": {}}}",
         "deletes rows orders namespace"),
        ("POST /orders/_delete_by_query\n{\"query\": {\"term\": {\"id\": 3}}}",
         "deletes rows orders set"),
        ("PUT /_cluster/settings\n{}", "writes configuration settings account"),
        ("DELETE /api/v1/namespaces/shop HTTP/1.1\nHost: k8s", "deletes namespace shop one"),
        ("DELETE /apis/apps/v1/namespaces/shop/deployments/api", "deletes workload api one"),
        ("DELETE /apis/apps/v1/namespaces/shop/deployments", "deletes workload * namespace"),
        ("GET /api/v1/namespaces/shop/secrets/db", "reveals secret db one"),
        ("POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings\n{}",
         "escalates permission"
         " http:///apis/rbac.authorization.k8s.io/v1/clusterrolebindings one"),
        ("DELETE /v1/kv/shop?recurse=true consul:8500", "deletes configuration shop set"),
        ("PUT https://vault:8200/v1/sys/seal", "stops cluster seal account"),
        ("GET https://vault:8200/v1/secret/data/db", "reveals secret data/db one"),
        ("DELETE https://api.github.com/repos/acme/shop", "deletes repository acme/shop one"),
        ("PATCH https://api.github.com/repos/acme/shop\n{\"private\": false}",
         "exposes repository acme/shop one"),
        ("POST https://pay.example/v1/refunds\n{}",
         "writes endpoint https://pay.example/v1/refunds one"),
        ("POST /graphql\n{\"query\": \"{ orders { id } }\"}", "reads endpoint http:///graphql one"),
        ("POST /graphql\n{\"query\": \"mutation { deleteOrder(id: 1) { id } }\"}",
         "deletes endpoint http:///graphql unknown"),
        ("POST /rpc\n{\"jsonrpc\": \"2.0\", \"method\": \"orders.list\"}",
         "reads endpoint http:///rpc one"),
        ("POST /rpc\n[{\"jsonrpc\": \"2.0\", \"method\": \"list\"}, {\"method\": \"wipe\"}]",
         "deletes endpoint http:///rpc unknown"),
        ("POST /actuator/shutdown", "stops unit http:///actuator/shutdown one"),
        ("GET /actuator/env", "reveals secret http:///actuator/env one"),
        ("POST /orders\n{}", "writes endpoint http:///orders unknown"),
        ("POST /api/v2/silences", "weakens audit http:///api/v2/silences set"),
        ("HEAD /delete", "reads endpoint http:///delete one"),
        ("GET /delete", "deletes endpoint http:///delete unknown"),
        ("hello", "unread"),
        ("", "unread"),
        ("DELETE", "deletes endpoint http:/// unknown"),
    ],
)  # fmt: skip
def test_a_request_is_read_by_its_method_path_and_body(text, expected):
    assert told(text) == expected


def test_each_of_several_requests_is_read():
    assert told("GET /a\n\nDELETE /b").count("endpoint") == 2


def test_a_request_that_is_made_at_run_time_is_wide():
    found = read_http(Inner("http", "DELETE https://api.prod.x/orders/$ID", fixed=False))
    assert found.effects[0].radius.value == "unknown"
    assert found.effects[0].place is Place.PROD
