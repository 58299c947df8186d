import pytest
from system_calls import lines

from sentinel.live.reading.backup_programs import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("restic snapshots", "reads backup - one"),
        ("restic -r s3:x backup /srv", "creates backup /srv one"),
        ("restic forget --keep-last 3 --prune", "deletes backup - one"),
        ("restic forget --keep-last 0 --prune", "deletes backup - set"),
        ("restic forget --dry-run", "reads unknown - none"),
        ("restic restore latest -t /", "writes folder latest one"),
        ("borg list repo", "reads backup repo one"),
        ("borg delete repo", "deletes backup repo namespace"),
        ("borg prune -n repo", "reads unknown - none"),
        ("kopia snapshot list", "reads backup - one"),
        ("kopia snapshot delete x", "deletes backup x set"),
        ("snapper list", "reads backup - one"),
        ("snapper delete 3", "deletes backup 3 set"),
        ("timeshift --list", "reads backup - one"),
        ("timeshift --delete-all", "deletes backup - namespace"),
        ("duplicity remove-older-than 6M x", "deletes backup 6M set + deletes backup x set"),
        ("rsnapshot -t daily", "reads unknown - none"),
        ("xtrabackup --backup", "creates backup - one"),
    ],
)
def test_copies_are_made_put_back_or_forgotten(command, expected):
    assert lines(PROGRAMS, command) == expected
