"""Policy documents: what they give, to whom."""

import json

import pytest

from sentinel.live.effects import Place
from sentinel.live.reading.calls import Inner
from sentinel.live.reading.iam_policies import LANGUAGES, read_policy


def seen(document: object) -> set[tuple[str, str, str]]:
    """Kind, radius and marks of each effect of a document."""
    found = read_policy(Inner("iam", json.dumps(document)))
    assert not found.opaque
    return {(each.kind, each.radius, " ".join(sorted(each.marks))) for each in found.effects}


def allow(action: object, resource: object, **more: object) -> dict[str, object]:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource, **more}
    return {"Version": "2012-10-17", "Statement": [statement]}


@pytest.mark.parametrize(
    ("document", "effect"),
    [
        (allow("*", "*"), ("escalates", "account", "admin")),
        (allow(["s3:GetObject", "*"], "*"), ("escalates", "account", "admin")),
        (allow("iam:PassRole", "*"), ("escalates", "account", "admin")),
        (allow("IAM:*", "*"), ("escalates", "account", "admin")),
        (allow("dynamodb:*", "*"), ("escalates", "account", "")),
        (allow("s3:GetObject", "arn:aws:s3:::b/*"), ("writes", "set", "")),
        (allow("s3:PutObject", "arn:aws:s3:::b/*"), ("writes", "set", "")),
        (allow("s3:GetObject", "arn:aws:s3:::b/*", Principal="*"), ("exposes", "set", "public")),
        (
            allow("s3:GetObject", "arn:aws:s3:::b/*", Principal={"AWS": ["*"]}),
            ("exposes", "set", "public"),
        ),
        (
            allow("*", "*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
            ("escalates", "account", "admin condition"),
        ),
        (
            {"Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}},
            ("escalates", "account", "admin"),
        ),
        (
            {"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Principal": "*"}},
            ("stops", "account", "lock-out"),
        ),
        (
            {"Statement": [{"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"}]},
            ("writes", "set", ""),
        ),
        (
            {"bindings": [{"role": "roles/storage.objectViewer", "members": ["allUsers"]}]},
            ("exposes", "account", "public"),
        ),
        (
            {"bindings": [{"role": "roles/owner", "members": ["user:a@b.c"]}]},
            ("escalates", "account", "admin"),
        ),
        ({"Name": "r", "Actions": ["*"]}, ("escalates", "account", "admin")),
    ],
)
def test_a_document_is_read_as_what_it_gives(document: object, effect: tuple[str, str, str]):
    assert effect in seen(document)


def test_one_bad_statement_among_good_ones_is_seen():
    good = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
    bad = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    assert ("escalates", "account", "admin") in seen({"Statement": [good, bad, good]})


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "null", '{"a": 1}', "[" * 100_000])
def test_what_is_no_policy_is_unread(text: str):
    assert LANGUAGES["iam"](Inner("iam", text)).opaque


@pytest.mark.parametrize("statement", [None, 3, [], [[]], {"Effect": "Maybe"}, "x"])
def test_a_strange_statement_raises_nothing(statement: object):
    found = read_policy(Inner("iam", json.dumps({"Statement": statement})))
    assert found.effects or found.opaque


def test_marks_and_place_of_the_call_are_kept_and_dynamic_text_is_opaque_besides():
    text = json.dumps(allow("*", "*"))
    marks = frozenset({"remote"})
    found = read_policy(Inner("iam", text, fixed=False, place=Place.PROD, marks=marks))
    assert found.effects[0].place is Place.PROD
    assert found.effects[0].marks == {"remote", "admin"}
    assert found.opaque[0].marks == {"dynamic"}
