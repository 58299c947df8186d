"""What `import sentinel` gives, and how little it loads."""

import importlib.metadata
import subprocess
import sys

import pytest

import sentinel

PUBLIC = {
    "Briefing", "Decision", "Overseer", "Proposal", "RefusedError", "SentinelAction",
    "SentinelEnv", "SentinelError", "SentinelObservation", "Unparsed", "Verdict", "guarded",
    "make", "make_aec", "oversee",
}  # fmt: skip


def test_the_public_names_are_these():
    assert set(sentinel.__all__) == PUBLIC
    assert set(dir(sentinel)) >= PUBLIC


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_a_public_name_can_be_used(name):
    assert getattr(sentinel, name).__name__ == name


def test_the_version_is_the_installed_one():
    assert sentinel.__version__ == importlib.metadata.version("openenv-sentinel")


def test_a_name_that_does_not_exist_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'Sentinel'"):
        sentinel.Sentinel  # noqa: B018


def test_importing_sentinel_loads_no_other_module_of_it_and_no_library():
    code = "import sys; old = set(sys.modules); import sentinel; print(*set(sys.modules) - old)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    new = done.stdout.split()
    assert [m for m in new if m.split(".")[0] not in sys.stdlib_module_names] == ["sentinel"]
