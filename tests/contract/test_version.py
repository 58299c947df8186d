"""The version stands in pyproject.toml, and everything that has to repeat it says the same."""

import re
import tomllib
from pathlib import Path

import pytest

import sentinel

ROOT = Path(__file__).parents[2]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
REPEATED = {
    "CITATION.cff": r"^version: (\S+)$",
    "CHANGELOG.md": r"^## \[([\d.]+)\]",
    "deploy/kubernetes.yaml": r"image: \S+/sentinel:(\S+)$",
    "space/openenv.yaml": r'^version: "(\S+)"$',
    "space/pyproject.toml": r'^version = "(\S+)"$',
    "verifiers/pyproject.toml": r'^version = "(\S+)"$',
    "scripts/hf_job.py": r"openenv-sentinel==([\d.]+)",
    "scripts/train_qwen3_l4.py": r"openenv-sentinel==([\d.]+)",
}


def test_the_package_tells_the_version_of_pyproject():
    assert sentinel.__version__ == VERSION


@pytest.mark.parametrize("name", REPEATED)
def test_a_file_that_repeats_the_version_says_the_same(name):
    found = re.findall(REPEATED[name], (ROOT / name).read_text("utf-8"), re.M)
    assert found[:1] == [VERSION], f"{name} says {found}"


def test_no_line_of_the_package_states_the_version_itself():
    home = Path(sentinel.__file__).parent
    stated = re.compile(rf"(?i)version\w*(?::\s*\S+)?\s*=\s*[\"']{re.escape(VERSION)}[\"']")
    said = [path for path in home.rglob("*.py") if stated.search(path.read_text("utf-8"))]
    assert said == []
