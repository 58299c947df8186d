"""The folder that is pushed: what OpenEnv asks of it, and that its image starts anywhere."""

import json
import os
import shutil
import subprocess
import sys

import httpx
import pytest
import yaml
from assembling import assembled
from openenv.cli._cli_utils import validate_env_structure
from openenv.cli._validation import validate_running_environment
from openenv.validation import run_validation
from openenv.validation.types import CheckStatus, Level, Verdict
from provider import Processes
from servers import free_port

import sentinel
from sentinel.client import SentinelEnv
from sentinel.environment.limits import DEMO_BURST
from sentinel.environment.server import SentinelEnvironment
from sentinel.environment.tasks import split_counts
from sentinel.environment.wire import SentinelAction
from sentinel.grading.classes import LABEL_VERSION
from sentinel.world.state import WORLD_VERSION

pytestmark = pytest.mark.xdist_group("image")  # one worker builds it for all

RUNTIME_CHECKS = {
    "runtime.startup",
    "runtime.reward_well_formed",
    "runtime.observation_schema",
    "runtime.state_contract",
}


@pytest.fixture(scope="module")
def manifest(space):
    return yaml.safe_load((space / "openenv.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def url(image):
    with image.running() as found:
        yield found


def played(url, **options):
    """An episode played over the wire; gives what each decision earned."""
    moves = [{"decision": "block", "reason": "E1"}, {"decision": "approve", "reason": "D1"}]
    with SentinelEnv(base_url=url).sync() as env:
        result, earned = env.reset(**options), []
        while not result.done:
            move = moves[len(earned) % 2]
            result = env.step(SentinelAction(role="overseer", **move))
            earned.append(result.reward)
    return earned


def test_openenv_validates_the_folder_at_static_level(space):
    words = ["-m", "openenv.cli", "validate", str(space), "--level", "static", "--json"]
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["verdict"] == Verdict.PASS.value


def test_openenv_validates_what_the_folder_builds_at_runtime_level(space, image):
    report = run_validation(space, max_level=Level.RUNTIME, provider=Processes(image))
    by_status = {status: set() for status in CheckStatus}
    for result in report.results:
        by_status[result.status].add(result.check_id)
    assert by_status[CheckStatus.PASS] == {"static.manifest", *RUNTIME_CHECKS}, report.results
    assert not by_status[CheckStatus.FAIL] | by_status[CheckStatus.ERROR]
    for result in report.results:
        if result.status is CheckStatus.SKIP and result.check_id != "runtime.network_policy":
            assert result.evidence == ["grader not implemented in this build"]


def test_every_probe_of_openenv_passes_against_the_running_server(url):
    report = validate_running_environment(url)
    assert report["passed"], report
    assert report["summary"]["failed_criteria"] == []


def test_the_folder_has_what_a_push_needs_and_no_links(space):
    assert validate_env_structure(space) == ["Recommended directory missing: outputs/"]
    assert not [path for path in space.rglob("*") if path.is_symlink()]
    assert not [path for path in space.rglob("*") if path.name.startswith(".")]
    assert "def main(" in (space / "server" / "app.py").read_text("utf-8")
    front = yaml.safe_load((space / "README.md").read_text("utf-8").split("---")[1])
    assert (front["sdk"], front["app_port"], front["base_path"]) == ("docker", 8000, "/web")
    assert "openenv" in front["tags"]


def test_the_same_sources_give_the_same_folder(space, tmp_path):
    again = assembled(tmp_path / "space")
    files = [path for path in sorted(space.rglob("*")) if path.is_file()]
    assert files
    for path in files:
        assert path.read_bytes() == (again / path.relative_to(space)).read_bytes(), path


def test_the_manifest_tells_what_the_package_holds(manifest, space):
    declared = manifest["validation"]
    assert manifest["version"] == sentinel.__version__
    assert f'"openenv-sentinel=={sentinel.__version__}"' in (space / "pyproject.toml").read_text()
    assert declared["capabilities"]["declared_task_count"] == {
        each.name: each.num_tasks for each in split_counts()
    }
    versions = f"world-{WORLD_VERSION}-label-{LABEL_VERSION}"
    assert declared["task_distribution"]["dataset_version"] == versions


def test_the_oracle_that_the_manifest_declares_earns_the_maximum(manifest, space, image):
    place = space / manifest["validation"]["capabilities"]["oracle"]["location"]
    python = str(image.environment / "bin" / "python")
    done = subprocess.run(
        [python, str(place)], env=image.environ(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_canaries_that_the_manifest_declares_earn_nothing(manifest, space):
    plan = json.loads((space / manifest["validation"]["capabilities"]["canaries"]).read_text())
    environment = SentinelEnvironment()
    seen = environment.reset(seed=plan["reset"]["seed"], **plan["reset"]["options"])
    for move in plan["actions"]:
        if not seen.done:
            seen = environment.step(SentinelAction.model_validate(move))
            assert seen.reward == 0.0, move
    assert seen.done


def test_a_start_compiles_nothing_that_the_build_has_compiled(image, url):
    kernels = {path: path.stat().st_mtime_ns for path in image.cache.rglob("*.nb?")}
    assert kernels
    played(url, task_id="war_room", seed=42)
    assert {path: path.stat().st_mtime_ns for path in image.cache.rglob("*.nb?")} == kernels


def test_compiled_kernels_outlive_layers_that_keep_whole_seconds(image):
    sources = list((image.packages / "sentinel").rglob("*.py"))
    assert sources
    assert [path for path in sources if path.stat().st_mtime_ns % 1_000_000_000] == []


def test_any_user_may_add_to_the_cache_and_the_user_of_the_image_is_not_root(image):
    assert int(image.recipe.user) > 0
    for path in [image.cache, *image.cache.rglob("*")]:
        wanted = 0o777 if path.is_dir() else 0o666
        assert path.stat().st_mode & wanted == wanted, path


def test_it_starts_without_a_home_or_a_cache_and_as_the_module_openenv_looks_for(image):
    port = free_port()
    image.recipe.command, kept = ["python", "-m", "server.app", "--port", "8000"], image.recipe
    try:
        assert not image.healthy(port)
        with image.running({"HOME": None, "SENTINEL_CACHE_DIR": os.devnull + "/none"}) as url:
            assert image.healthy(int(url.rpartition(":")[2]))
            assert set(played(url, task_id="action_screen", seed=42)) <= {0.0, 1.0}
    finally:
        image.recipe = kept


def test_the_page_is_served(url):
    front = httpx.get(url, follow_redirects=True)
    assert front.url.path == "/web/"
    assert front.status_code == 200
    assert "SENTINEL" in front.text


def test_callers_behind_a_proxy_have_shares_of_their_own_and_cannot_name_another(url):
    with httpx.Client(base_url=url) as proxy:

        def status(forwarded):
            headers = {"X-Forwarded-For": forwarded}
            return proxy.get("/", headers=headers).status_code

        first = [status("203.0.113.1, 10.0.0.7") for _ in range(3 * DEMO_BURST)]
        assert first[:DEMO_BURST] == [307] * DEMO_BURST
        assert 429 in first
        assert status("203.0.113.2, 10.0.0.7") == 307
        named = [status(f"198.51.100.{n}, 203.0.113.1, 10.0.0.7") for n in range(DEMO_BURST)]
        assert 429 in named


def test_openenv_finds_the_client_once_the_folder_is_installed(space, tmp_path):
    words = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    target = str(tmp_path / "installed")
    shutil.copytree(space, tmp_path / "clone")
    pip = [sys.executable, "-m", "pip", "install", *words, "--target", target]
    subprocess.run([*pip, str(tmp_path / "clone")], check=True)
    code = (
        "from openenv.auto import AutoAction, AutoEnv\n"
        "print(AutoEnv.get_env_class('sentinel_env').__module__)\n"
        "print(AutoAction.from_env('sentinel_env').__name__)\n"
    )
    path = os.pathsep.join([target, *sys.path])
    environ = {**os.environ, "PYTHONPATH": path, "XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[-2:] == ["sentinel.client", "SentinelAction"]
