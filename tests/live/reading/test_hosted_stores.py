import pytest
from system_calls import found_in, lines

from sentinel.live.reading.hosted_stores import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("pscale branch list shop", "reads database shop set"),
        ("pscale database delete shop", "deletes database shop namespace"),
        ("neonctl connection-string main", "reveals secret main one"),
        ("turso db destroy shop", "deletes database shop namespace"),
        ("supabase db push", "writes schema - one"),
        ("atlas clusters list", "reads database - set"),
        ("atlas clusters delete shop --force", "deletes cluster shop account"),
        ("firebase firestore:delete --all-collections", "deletes rows - namespace"),
        ("stripe refunds create", "writes endpoint - one"),
        ("cbt read t", "reads rows t set"),
        ("cbt deleteallrows t", "deletes rows t namespace"),
        ("aws-nuke run -c c.yml", "reads organisation * set"),
        ("aws-nuke run -c c.yml --no-dry-run", "deletes organisation * account"),
        ("cloud-nuke aws --region eu-west-1", "deletes organisation * account"),
        ("chamber list shop", "reads secret shop set"),
        ("chamber read shop k", "reveals secret shop set + reveals secret k set"),
        ("doppler secrets", "reveals secret - one"),
        ("s5cmd ls s3://b", "reads object s3://b set"),
        ("s5cmd rm s3://b/*", "deletes object s3://b/* set"),
    ],
)
def test_hosted_stores_are_asked_changed_or_lost(command, expected):
    assert lines(PROGRAMS, command) == expected


def test_what_a_keeper_of_secrets_runs_is_read():
    (call,) = found_in(PROGRAMS, "doppler run -p shop -- rm -rf /srv").calls
    assert (call.program, call.texts) == ("rm", ["-rf", "/srv"])
