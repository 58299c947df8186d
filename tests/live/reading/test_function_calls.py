"""Calls of functions and tools, by their names, their arguments and the shape they come in."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentinel.live.effects import Kind, Place, Radius
from sentinel.live.reading.calls import Found, Inner
from sentinel.live.reading.function_calls import read, read_call
from sentinel.live.reading.tool_names import tool_name


@pytest.mark.parametrize(
    ("tool", "given_", "kind", "thing", "name", "radius"),
    [
        ("delete_user", {"user_id": "bob"}, "deletes", "account", "bob", "one"),
        ("deleteAllUsers", {}, "deletes", "account", "", "namespace"),
        ("bulk_delete_records", {"ids": [1, 2]}, "deletes", "rows", "1", "set"),
        ("drop_database", {"database": "orders"}, "deletes", "database", "orders", "namespace"),
        ("mcp__admin__removeCluster", {"name": "a"}, "deletes", "cluster", "a", "account"),
        ("user_delete", {"id": 7}, "deletes", "account", "7", "one"),
        ("purge", {}, "deletes", "unknown", "", "unknown"),
        ("kubectl_scale", {"pod": "auth", "replicas": 0}, "stops", "workload", "auth", "one"),
        ("kubectl_scale", {"pod": "auth", "replicas": 3}, "starts", "workload", "auth", "one"),
        ("restart_service", {"service": "web"}, "stops", "workload", "web", "one"),
        ("filesystem__write_file", {"path": "/a", "content": "x"}, "writes", "file", "/a", "one"),
        ("Read", {"file_path": "/a"}, "reads", "file", "/a", "one"),
        ("str_replace_based_edit_tool", {"command": "view", "path": "/a"}, "reads", "code", "/a",
         "one"),
        ("send_email", {"to": "a@b.example"}, "exfiltrates", "endpoint", "a@b.example", "one"),
        ("transfer_funds", {"account": "1", "amount": 5}, "writes", "account", "1", "one"),
        ("get_secret", {"name": "db"}, "reveals", "secret", "db", "one"),
        ("disable_monitoring", {}, "weakens", "audit", "", "unknown"),
        ("grant_role", {"user": "bob", "role": "admin"}, "escalates", "account", "bob", "one"),
        ("set_bucket_acl", {"bucket": "b", "acl": "public-read"}, "exposes", "permission", "b",
         "one"),
        ("listPods", {"namespace": "shop"}, "reads", "workload", "shop", "one"),
        ("searchDocs", {"query": "how to drop a table"}, "reads", "file", "", "set"),
        ("create_backup", {"database": "x"}, "creates", "backup", "x", "one"),
    ],
)  # fmt: skip
def test_a_tool_does_what_its_name_says_to_what_its_arguments_name(
    tool: str, given_: dict[str, Any], kind: str, thing: str, name: str, radius: str
) -> None:
    found = read_call(tool, given_)
    assert found.opaque == []
    (effect,) = found.effects
    assert (effect.kind, effect.thing, effect.name, effect.radius) == (kind, thing, name, radius)


@pytest.mark.parametrize(
    ("tool", "given_", "language", "text"),
    [
        ("mcp__postgres__query", {"sql": "select 1"}, "sql", "select 1"),
        ("execute_sql", {"query": "drop table x"}, "sql", "drop table x"),
        ("run_query", {"query": "DELETE FROM users"}, "sql", "DELETE FROM users"),
        ("run_command", {"command": "rm -rf /"}, "shell", "rm -rf /"),
        ("Bash", {"command": "ls", "description": "look"}, "shell", "ls"),
        ("kubectl", {"command": "delete ns shop"}, "shell", "kubectl delete ns shop"),
        ("kubectl", {"args": "get pods"}, "shell", "kubectl get pods"),
        ("helper", {"x": "rm -rf /srv"}, "shell", "rm -rf /srv"),
        ("run_python", {"code": "print(1)"}, "python", "print(1)"),
        ("run", {"code": "f()", "language": "javascript"}, "javascript", "f()"),
        ("http_request", {"url": "https://a.example/x", "method": "delete"}, "http",
         "DELETE https://a.example/x\n\n"),
        ("web_fetch", {"url": "https://a.example"}, "http", "GET https://a.example\n\n"),
        ("apply", {"manifest": {"kind": "Pod"}}, "manifest", '{"kind": "Pod"}'),
        ("put_policy", {"policy_document": {"Statement": []}}, "iam", '{"Statement": []}'),
    ],
)  # fmt: skip
def test_an_argument_in_another_language_is_handed_on(
    tool: str, given_: dict[str, Any], language: str, text: str
) -> None:
    assert (language, text) in [
        (each.language, each.text) for each in read_call(tool, given_).inner
    ]


def test_a_server_says_the_dialect_and_a_list_is_a_call() -> None:
    assert read_call("mcp__mysql__query", {"sql": "select 1"}).inner[0].dialect == "mysql"
    (call,) = read_call("execute", {"cmd": ["/bin/rm", "-rf", "/"]}).calls
    assert (call.program, call.texts) == ("rm", ["-rf", "/"])
    (call,) = read_call("kubectl", {"args": ["delete", "ns", "a"]}).calls
    assert (call.program, call.texts) == ("kubectl", ["delete", "ns", "a"])


@pytest.mark.parametrize(
    ("flags", "mark"),
    [({"force": True}, "force"), ({"cascade": "true"}, "cascade"), ({"recursive": 1}, "recursive"),
     ({"skip_final_snapshot": True}, "skip-backup")],
)  # fmt: skip
def test_flags_are_marks(flags: dict[str, Any], mark: str) -> None:
    (effect,) = read_call("delete_instance", {"instance": "a", **flags}).effects
    assert effect.marks == {mark}


def test_a_dry_run_only_looks() -> None:
    (effect,) = read_call("delete_pod", {"pod": "a", "dry_run": True}).effects
    assert (effect.kind, effect.radius) == (Kind.READS, Radius.NONE)
    (effect,) = read_call("delete_pod", {"pod": "a", "dry_run": False}).effects
    assert effect.kind is Kind.DELETES


def test_the_place_is_in_the_arguments_or_the_server() -> None:
    assert read_call("delete_pod", {"pod": "a", "env": "prod"}).effects[0].place is Place.PROD
    assert read_call("mcp__prod-db__delete_row", {"id": 1}).effects[0].place is Place.PROD
    assert read_call("delete_pod", {"pod": "a"}).effects[0].place is Place.UNKNOWN


@pytest.mark.parametrize(
    "message",
    [
        {"tool": "delete_user", "arguments": {"user": "bob"}},
        {"name": "delete_user", "arguments": '{"user": "bob"}'},
        {"name": "delete_user", "input": {"user": "bob"}, "type": "tool_use", "id": "x"},
        {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
         "params": {"name": "delete_user", "arguments": {"user": "bob"}}},
        {"tool_calls": [{"id": "1", "type": "function",
                         "function": {"name": "delete_user", "arguments": '{"user": "bob"}'}}]},
        {"choices": [{"message": {"tool_calls": [
            {"function": {"name": "delete_user", "arguments": '{"user": "bob"}'}}]}}]},
        {"type": "function_call", "name": "delete_user", "arguments": '{"user": "bob"}'},
        {"tool": "delete_user", "user": "bob"},
        [{"tool": "delete_user", "args": {"user": "bob"}}],
    ],
)  # fmt: skip
def test_every_shape_of_a_call_is_the_same_call(message: Any) -> None:
    (effect,) = message_of(message).effects
    assert (effect.kind, effect.thing, effect.name) == ("deletes", "account", "bob")


def message_of(message: Any) -> Found:
    return read(Inner("json", json.dumps(message)))


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "1", '"x"', '{"a": 1}', '{"tool": "frobnicate"}', "[" * 5000 + "]" * 5000,
     '{"jsonrpc": "2.0", "method": "evil/do"}', '{"tool": "x", "arguments": {}}',
     '{"function": {"function": {"function": {"function": {"function": {"function": {}}}}}}}'],
)  # fmt: skip
def test_what_is_no_call_or_has_no_known_verb_is_unread(text: str) -> None:
    found = read(Inner("json", text))
    assert found.opaque
    assert found.effects == []


def test_other_json_goes_where_it_is_known() -> None:
    assert message_of({"apiVersion": "v1", "kind": "Pod"}).inner[0].language == "manifest"
    assert message_of({"Statement": []}).inner[0].language == "iam"
    looks = message_of({"jsonrpc": "2.0", "method": "tools/list", "id": 1})
    assert [each.kind for each in looks.effects] == [Kind.READS]


def test_annotations_only_make_it_worse() -> None:
    plain = read_call("delete_user", {"user": "bob"})
    kind = read_call("delete_user", {"user": "bob"}, {"readOnlyHint": True})
    assert kind == plain
    cruel = read_call("get_user", {"user": "bob"}, {"destructiveHint": True})
    assert [each.kind for each in cruel.effects] == [Kind.READS, Kind.DELETES]
    assert read_call("get_user", {"user": "bob"}, {"readOnlyHint": False}).opaque
    (wide,) = read_call("delete_user", {"user": "bob"}, {"openWorldHint": True}).effects
    assert wide.marks == {"remote"}


@pytest.mark.parametrize(
    ("name", "verb"),
    [("get_or_delete_user", "delete"), ("getUserHTTPLogs", "get"), ("list-pods", "list"),
     ("github.create_issue", "create"), ("a/b:c__updateRow", "update"), ("", ""), ("___", "")],
)  # fmt: skip
def test_a_name_has_a_verb(name: str, verb: str) -> None:
    assert tool_name(name).verb == verb


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.sampled_from(
        ["tool", "name", "arguments", "command", "sql", "url", "method", "id", "content", "query",
         "function", "tool_calls", "jsonrpc", "params", "manifest", "x"]), inside, max_size=5),
    max_leaves=20,
)  # fmt: skip


@given(VALUES)
@settings(max_examples=60, deadline=None)
def test_any_message_gives_something_and_nothing_raises(message: Any) -> None:
    found = message_of(message)
    assert found.effects or found.opaque or found.inner or found.calls
