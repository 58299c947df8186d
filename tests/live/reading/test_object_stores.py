"""`rclone`, `s3cmd`, `mc` and `azcopy`."""

import pytest
from cloud_calls import effects_of, found_in, only_reads

from sentinel.live.reading.object_stores import PROGRAMS


@pytest.mark.parametrize(
    "line",
    [
        "rclone",
        "rclone lsd prod:",
        "rclone purge prod:b --dry-run",
        "rclone sync . prod:b -n",
        "s3cmd ls s3://b",
        "s3cmd del --recursive --dry-run s3://b",
        "mc ls prod/b",
        "mc admin info prod",
        "mc find prod/b --name '*.log'",
        "azcopy list https://a.blob.core.windows.net/c",
        "azcopy jobs list",
    ],
)
def test_looking_is_read_as_looking(line: str):
    assert only_reads(PROGRAMS, line)


@pytest.mark.parametrize(
    ("line", "effect"),
    [
        ("rclone purge r:b", "deletes bucket namespace recursive"),
        ("rclone purge r:b/logs/old", "deletes object set recursive"),
        ("rclone purge r:b --log-file --dry-run", "deletes bucket namespace recursive"),
        ("rclone purge r:b --dry-run=false", "deletes bucket namespace recursive"),
        ("rclone delete r:b --min-age 30d", "deletes object set recursive"),
        ("rclone sync ./x r:b", "deletes object set recursive"),
        ("rclone sync $A $B", "writes object unknown dynamic"),
        ("rclone copy /etc r:b", "exfiltrates data set"),
        ("rclone copy ./dist r:b", "writes object set"),
        ("rclone link r:b/f", "exposes object one public"),
        ("s3cmd del --recursive --force s3://b", "deletes bucket namespace force recursive"),
        ("s3cmd rb --force s3://b", "deletes bucket namespace force recursive"),
        ("s3cmd setacl --acl-public s3://b", "exposes bucket one public"),
        ("mc rm --recursive --force prod/b", "deletes bucket namespace force recursive"),
        ("mc rb --force prod/b", "deletes bucket namespace force recursive"),
        ("mc anonymous set public prod/b", "exposes bucket set public"),
        ("mc mirror --remove a prod/b", "deletes object set recursive"),
        ("azcopy remove https://a.x.net/c --recursive", "deletes object set recursive"),
        (
            "azcopy sync a https://a.x.net/c --delete-destination=true",
            "deletes object set recursive",
        ),
        ("rclone frob r:b", "?"),
        ("rclone $VERB r:b", "?"),
        ("mc find prod/b --exec 'mc rm {}'", "?"),
    ],
)
def test_a_command_is_read_with_its_thing_and_radius(line: str, effect: str):
    assert effect in effects_of(PROGRAMS, line)


def test_a_store_that_is_described_on_the_spot_is_outside():
    found = found_in(PROGRAMS, "rclone copy ./data :s3,endpoint=x:b")
    assert "exfiltrates" in [each.kind for each in found.effects]
