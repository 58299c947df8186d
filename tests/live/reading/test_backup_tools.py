import pytest
from system_calls import lines

from sentinel.live.reading.backup_tools import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("pgbackrest info --stanza=main", "reads backup main one"),
        ("pgbackrest --stanza=main check", "reads backup main one"),
        ("pgbackrest backup --stanza main --type full", "creates backup main namespace"),
        ("pgbackrest restore --stanza=main --delta", "writes database main namespace"),
        ("pgbackrest expire --stanza=main --repo1-retention-full=1", "deletes backup main set"),
        ("pgbackrest expire --stanza=main --dry-run", "reads unknown main none"),
        ("pgbackrest stanza-delete --stanza=main --force", "deletes backup main namespace"),
        ("pgbackrest --stanza=main --repo1-retention-full=7", "writes backup main namespace"),
        ("pgbackrest", "reads unknown - none"),
        ("pgbackrest frob --stanza=main", "unread"),
        ("barman list-backup main", "reads backup main one"),
        ("barman delete main oldest", "deletes backup main set + deletes backup oldest set"),
        ("wal-g backup-list", "reads backup - one"),
        ("wal-g delete everything", "reads unknown - none"),
        ("wal-g delete everything --confirm", "deletes backup - namespace"),
        ("wal-g backup-push /var/lib/pg", "creates backup /var/lib/pg namespace"),
    ],
)  # fmt: skip
def test_backups_are_looked_at_made_put_back_or_deleted(command, expected):
    assert lines(PROGRAMS, command) == expected
