"""The wheel holds what it should, and in an empty environment the README works word for word."""

import subprocess
import sys
import zipfile
from email.parser import Parser
from hashlib import sha256
from pathlib import Path

import pytest
from assembling import checkout
from servers import free_port
from typing_readme import PORT, blocks, listening, typed

import sentinel

pytestmark = pytest.mark.xdist_group("image")  # one worker installs the wheel for all

BLOCKED = 20
SDIST = "from setuptools.build_meta import build_sdist; print(build_sdist('dist'))"


@pytest.fixture(scope="module")
def wheel(installed):
    (found,) = (installed / "dist").glob("*.whl")
    return found


def contents(path: Path) -> dict[str, str]:
    """The hash of each file of a wheel."""
    with zipfile.ZipFile(path) as opened:
        return {name: sha256(opened.read(name)).hexdigest() for name in opened.namelist()}


def test_the_environment_was_empty_and_the_package_is_not_the_source_tree(installed, environ):
    code = "import sentinel, importlib.util as u; print(sentinel.__file__, u.find_spec('pytest'))"
    (answer,) = typed(f'python -c "{code}"', installed, environ)
    place, pytest_there = answer.text.split()
    assert Path(place).is_relative_to(installed / "env")
    assert pytest_there == "None"


def test_the_version_is_told_from_one_place(installed, environ, wheel):
    (answer,) = typed("sentinel --version", installed, environ)
    assert answer.text == f"sentinel {sentinel.__version__}\n"
    assert wheel.name.startswith(f"openenv_sentinel-{sentinel.__version__}-")


def test_every_command_under_look_inside_works_word_for_word(installed, environ):
    (code,) = blocks("Look inside")
    answers = typed(code, installed, environ)
    assert [each for each in answers if each.code or "Traceback" in each.text] == []
    made = ("changed.md", "changed.html", "two.json", "report/report.html")
    assert [name for name in made if not (installed / name).exists()] == []


def test_an_overseer_of_ones_own_gets_its_row(installed, environ):
    (python,), (shell,) = blocks("Your own overseer", "python"), blocks("Your own overseer")
    (installed / "mine.py").write_text(python)
    (answer,) = typed(shell, installed, environ)
    assert answer.code == 0, answer.text
    assert "mine.py:BlockDrops" in answer.text


def test_the_gate_and_the_server_answer_word_for_word(installed, environ):
    """Word for word but for the port, which others may hold on this machine."""
    port = str(free_port())
    (gate,), (serve,) = blocks("Put it before an agent"), blocks("Serve it")
    (client,) = blocks("Serve it", "python")
    with listening(serve.replace(PORT, port), port, installed, environ):
        shell, *others = typed(gate.replace(PORT, port), installed, environ)
        assert shell.text.splitlines()[-1] == str(BLOCKED)
        assert [each for each in others if each.code] == []
        assert '"block"' in others[-1].text
        (installed / "client.py").write_text(client.replace(PORT, port))
        (answer,) = typed("python client.py", installed, environ)
        assert 0.0 < float(answer.text) <= 1.0


def test_the_wheel_holds_what_runs_and_nothing_else(wheel):
    names = set(contents(wheel))
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"sentinel", f"openenv_sentinel-{sentinel.__version__}.dist-info"}
    assert not [name for name in names if "test" in Path(name).parts or name.endswith(".pyc")]
    home = Path(sentinel.__file__).parent
    there = {path.relative_to(home.parent).as_posix() for path in home.rglob("*")
             if path.is_file() and "__pycache__" not in path.parts}  # fmt: skip
    assert there - names == set()
    asked = ("py.typed", "ui/style.css", "live/packs/git.yaml", "episode/balance.json",
             "overseer/tiny_model/model.onnx", "overseer/tiny_model/README.md",
             "training/recipes/tiny-cpu.yaml", "evaluation/page.html")  # fmt: skip
    assert [name for name in asked if f"sentinel/{name}" not in names] == []


def test_the_wheel_says_its_licence_and_carries_it(wheel):
    where = f"openenv_sentinel-{sentinel.__version__}.dist-info"
    with zipfile.ZipFile(wheel) as opened:
        told = Parser().parsestr(opened.read(f"{where}/METADATA").decode("utf-8"))
        assert "MIT" in opened.read(f"{where}/licenses/LICENSE").decode("utf-8")
    assert told["License-Expression"] == "MIT"


def test_the_sdist_builds_the_same_wheel_and_carries_no_tests(wheel, space, tmp_path):
    folder = checkout(tmp_path / "checkout")
    subprocess.run([sys.executable, "-c", SDIST], cwd=folder, check=True, capture_output=True)
    (sdist,) = (folder / "dist").glob("*.tar.gz")
    subprocess.run([sys.executable, "-m", "tarfile", "-e", str(sdist), str(tmp_path / "out")],
                   check=True)  # fmt: skip
    (unpacked,) = (tmp_path / "out").iterdir()
    assert not (unpacked / "tests").exists()
    assert (unpacked / "CHANGELOG.md").exists()
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", str(tmp_path), str(sdist)], check=True)
    (again,) = tmp_path.glob("*.whl")
    assert contents(again) == contents(wheel)
    (pushed,) = space.glob("*.whl")
    assert contents(pushed) == contents(wheel)
