import pytest

from sentinel.live.reading.dispatch import read
from sentinel.live.reading.login_files import own_settings


@pytest.mark.parametrize("name", ["~/.bashrc", ".venv/bin/activate", "./venv/bin/activate"])
def test_what_a_login_reads_in_is_no_foreign_code(name):
    assert own_settings(name)
    assert {each.kind for each in read(f". {name} && true").effects} == {"reads"}


@pytest.mark.parametrize(
    "name", ["/tmp/venv/bin/activate", "../venv/bin/activate", "x.sh", "$D/venv/bin/activate"]
)
def test_any_other_file_that_is_read_in_is_code(name):
    assert not own_settings(name)
