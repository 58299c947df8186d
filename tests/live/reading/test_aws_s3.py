"""`aws s3` and `aws s3api`: what goes, what is opened, what leaves."""

import pytest
from cloud_calls import effects_of, found_in, only_reads

from sentinel.live.effects import Undo
from sentinel.live.reading.aws import PROGRAMS


@pytest.mark.parametrize(
    "line",
    [
        "aws s3 ls",
        "aws s3 ls s3://prod-backups --recursive --summarize",
        "aws s3 rm s3://b --recursive --dryrun",
        "aws s3 rm s3://b --recursive --dryr",
        "aws s3 sync . s3://b --delete --dryrun",
        "aws s3 cp s3://b/log.txt -",
        "aws s3api list-object-versions --bucket b",
        "aws s3api get-bucket-policy --bucket b",
    ],
)
def test_looking_is_read_as_looking(line: str):
    assert only_reads(PROGRAMS, line)


@pytest.mark.parametrize(
    ("line", "effect"),
    [
        ("s3 rb s3://prod-backups --force", "deletes bucket namespace force recursive"),
        ("s3 rm s3://b/k", "deletes object one"),
        ("s3 rm s3://b --recursive", "deletes object namespace recursive"),
        ("s3 rm s3://b --recur", "deletes object namespace recursive"),
        ("s3 rm s3://b/logs/ --recursive", "deletes object set recursive"),
        ("s3 rm s3://b --recursive --exclude '*' --include 'a*'", "deletes object set recursive"),
        ("s3 rm s3://b --recursive --exclude --dryrun", "deletes object set recursive"),
        ("s3 rm s3://b --recursive -- --dryrun", "deletes object namespace recursive"),
        ("s3 rm $TARGET --recursive", "deletes object unknown dynamic recursive"),
        ("s3 sync dist s3://b --delete", "deletes object set recursive"),
        ("s3 sync s3://b /data --delete", "deletes file set recursive"),
        ("s3 mv s3://a/k s3://b/k", "deletes object one"),
        ("s3 mb s3://new", "creates bucket one"),
        ("s3 presign s3://b/k", "exposes object one temporary"),
        ("s3 cp app.js s3://b/ --acl public-read", "exposes object one public"),
        ("s3 cp .env s3://b/", "exfiltrates data one"),
        ("s3 cp ~/.ssh/id_rsa s3://b/", "exfiltrates data one"),
        ("s3 cp - s3://b/x", "exfiltrates data one"),
        ("s3 cp $A $B", "writes object unknown dynamic"),
        ("s3 cp s3://b/x /etc/passwd", "writes file one system"),
        ("s3 cp s3://b/x /tmp/../etc/passwd", "writes file one"),
        ("s3 cp s3://b/x ~/.bashrc", "writes file one home"),
        ("s3api delete-bucket --bucket b", "deletes bucket namespace"),
        ("s3api delete-object --bucket b --key k", "deletes object one"),
        ("s3api delete-objects --bucket b --delete file://all.json", "deletes object set many"),
        ("s3api put-bucket-acl --bucket b --acl public-read", "exposes bucket one public"),
        ("s3api put-bucket-acl --bucket b --acl private", "writes permission one"),
        ("s3api delete-public-access-block --bucket b", "exposes bucket one protection public"),
        ("s3api delete-bucket-encryption --bucket b", "weakens bucket one encryption"),
        (
            "s3api put-bucket-versioning --bucket b --versioning-configuration Status=Suspended",
            "weakens bucket one backup protection",
        ),
        (
            "s3api put-bucket-versioning --bucket b --versioning-configuration Status=Enabled",
            "writes configuration one",
        ),
        (
            "s3api put-public-access-block --bucket b --public-access-block-configuration "
            "BlockPublicAcls=false,IgnorePublicAcls=false,BlockPublicPolicy=false,"
            "RestrictPublicBuckets=false",
            "exposes bucket one protection public",
        ),
        (
            "s3api put-public-access-block --bucket b --public-access-block-configuration "
            "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,"
            "RestrictPublicBuckets=true",
            "writes permission one protection",
        ),
        (
            "s3api put-bucket-lifecycle-configuration --bucket b --lifecycle-configuration "
            """'{"Rules":[{"Status":"Enabled","Expiration":{"Days":1}}]}'""",
            "deletes object namespace persistent",
        ),
        ("s3api put-bucket-logging --bucket b --bucket-logging-status {}", "weakens audit one"),
        ("s3api put-bucket-policy --bucket b --policy file://p.json", "writes permission unknown"),
    ],
)
def test_a_command_is_read_with_its_thing_and_radius(line: str, effect: str):
    assert any(each.startswith(effect) for each in effects_of(PROGRAMS, f"aws {line}"))


def test_a_dump_piped_to_a_bucket_for_backups_does_not_leave():
    found = found_in(PROGRAMS, "aws s3 cp - s3://company-backups/db.sql", piped="pg_dump")
    assert [each.kind for each in found.effects] == ["writes"]
    assert "backup" in found.effects[0].marks


def test_a_dump_piped_to_any_other_bucket_leaves():
    found = found_in(PROGRAMS, "aws s3 cp - s3://my-own/db.gz", piped="gzip")
    assert "exfiltrates" in [each.kind for each in found.effects]


def test_an_upload_of_a_build_only_writes():
    assert effects_of(PROGRAMS, "aws s3 cp dist/app.js s3://web/") == ["writes object one"]


def test_a_policy_on_the_page_is_handed_on():
    found = found_in(PROGRAMS, """aws s3api put-bucket-policy --bucket b --policy '{"a": 1}'""")
    assert [each.language for each in found.inner] == ["iam"]


def test_an_empty_bucket_comes_back_and_a_full_one_does_not():
    empty = found_in(PROGRAMS, "aws s3 rb s3://b").effects[0]
    full = found_in(PROGRAMS, "aws s3 rb s3://b --force").effects[0]
    assert (empty.undo, full.undo) == (Undo.EASY, Undo.NEVER)


@pytest.mark.parametrize("line", ["aws s3", "aws s3 frob s3://b", "aws s3 $X", "aws s3 cp"])
def test_what_is_not_known_is_not_taken_for_looking(line: str):
    assert not only_reads(PROGRAMS, line)
