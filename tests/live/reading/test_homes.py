"""Every program has one reader: an entry that another module's goes before is dead."""

from collections import Counter
from importlib import import_module

import pytest

from sentinel.live.reading.homes import MODULES


@pytest.mark.parametrize("table", ["PROGRAMS", "LANGUAGES"])
def test_no_name_is_read_by_two_modules(table):
    modules = [import_module(f"sentinel.live.reading.{each}") for each in MODULES]
    told = Counter(name for each in modules for name in getattr(each, table, {}))
    assert [name for name, count in told.items() if count > 1] == []
