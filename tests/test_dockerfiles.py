"""The Dockerfiles keep the rules that linters of Dockerfiles are after."""

import json
import re
from pathlib import Path

import pytest
from dockerfile_parse import DockerfileParser

ROOT = Path(__file__).parents[1]
FILES = ["deploy/Dockerfile", "space/Dockerfile"]


@pytest.fixture(params=FILES)
def steps(request):
    """Instruction and value of each step."""
    with (ROOT / request.param).open("rb") as file:
        found = DockerfileParser(fileobj=file).structure
    return [(each["instruction"], each["value"]) for each in found
            if each["instruction"] != "COMMENT"]  # fmt: skip


def values(steps, instruction):
    return [value for name, value in steps if name == instruction]


def test_the_base_is_one_version_of_one_image_and_stands_first(steps):
    assert steps[0][0] == "FROM"
    for base in values(steps, "FROM"):
        image, _, tag = base.partition(":")
        assert image == "python"
        assert re.fullmatch(r"3\.\d+(\.\d+)?-slim", tag), base


def test_nothing_is_added_from_elsewhere_and_folders_are_named_in_full(steps):
    assert values(steps, "ADD") == []
    assert all(value.startswith("/") for value in values(steps, "WORKDIR"))
    assert not [
        value for value in values(steps, "RUN") if re.search(r"\b(curl|wget|sudo)\b", value)
    ]


def test_what_is_installed_is_pinned_and_leaves_no_cache_behind(steps):
    for value in values(steps, "RUN"):
        if "pip install" in value:
            assert "--no-cache-dir" in value
            assert re.search(r"--constraint \w+\.txt", value)
        if "apt-get install" in value:
            assert "--no-install-recommends" in value
            assert "rm -rf /var/lib/apt/lists" in value


def test_no_step_writes_a_secret_into_the_image(steps):
    told = [value for name, value in steps if name in ("ENV", "ARG")]
    assert not [value for value in told if re.search(r"(?i)(password|secret|token|_key)\b", value)]


def test_it_runs_as_a_user_that_is_not_root_and_says_how_it_is(steps):
    (user,) = values(steps, "USER")
    assert int(user) > 0
    (health,) = values(steps, "HEALTHCHECK")
    assert json.loads(health.partition("CMD ")[2])[0] == "python"
    assert "--start-period=" in health


def test_its_command_is_one_and_needs_no_shell(steps):
    (command,) = values(steps, "CMD")
    assert json.loads(command)[:2] == ["sentinel", "serve"]
    assert values(steps, "ENTRYPOINT") == []
    order = [name for name, _ in steps]
    assert order.index("USER") < order.index("CMD")
    assert len(values(steps, "EXPOSE")) == 1
