import pytest
from system_calls import lines

from sentinel.live.reading.homes import readers

EVERY = readers()[0]
"""Readers of all programs: this module's, and those that others read."""


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("yq e .a d.yaml", "reads unknown d.yaml one"),
        ("yq -i '.a = 1' d.yaml", "writes file d.yaml one"),
        ("fd -e yaml", "reads unknown - none"),
        ("fd -e log -x rm {}", "reads unknown - none"),
        ("7z l d.7z", "reads unknown d.7z one"),
        ("7z x d.7z", "reads unknown d.7z one + writes folder . namespace"),
        ("cpio -itv", "reads unknown - none"),
        ("sd a b", "reads unknown - none"),
        ("sd a b f.txt", "writes file f.txt one"),
        ("fdupes -r .", "reads file . one"),
        ("fdupes -rdN .", "deletes file . set"),
        ("xmllint --xpath //a p.xml", "reads file p.xml one"),
        ("exiftool p.jpg", "reads file p.jpg one"),
        ("zstd -l a.zst", "reads unknown a.zst one"),
        ("diffstat p.diff", "reads unknown p.diff one"),
        ("inotifywait -m /tmp", "reads unknown - none"),
    ],
)
def test_texts_are_looked_at_and_edited_in_place(command, expected):
    assert lines(EVERY, command) == expected
