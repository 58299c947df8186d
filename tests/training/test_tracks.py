"""The two tracks for a GPU, on a tiny model: the same code path, with the model swapped."""

import os
import subprocess
import sys
from pathlib import Path

import hf_job
import nbformat
import pytest
import train_qwen3_l4
from nbclient import NotebookClient
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "examples" / "train_qwen25_t4.ipynb"
SHORT = [
    "model.form=gist", "stages.rejection.decisions=8", "stages.rejection.epochs=1",
    "stages.curriculum.steps=1", "stages.curriculum.prompts=2", "stages.curriculum.generations=2",
    "stages.curriculum.accumulate=1", "stages.curriculum.tokens=8", "stages.curriculum.abort=null",
    "evaluation.tiers=[action_screen]", "evaluation.episodes=1", "evaluation.final=1",
]  # fmt: skip


def test_the_notebook_trains_with_the_model_swapped(start, tmp_path):
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    parameters = next(
        cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ())
    )
    parameters.source += (
        f"\nMODEL, INSTALL, SETTINGS = {str(start)!r}, False, {SHORT!r}\n"
        f"import sys; sys.path[:0] = {sys.path!r}"
    )
    NotebookClient(notebook, timeout=900, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = "".join(
        output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", ())
    )
    assert "gate: curriculum is " in shown
    assert "block     binary" in shown
    assert (tmp_path / "run" / "model" / "model.safetensors").exists()
    assert any("image/png" in output.get("data", {})
               for cell in notebook.cells for output in cell.get("outputs", ()))  # fmt: skip


def test_the_notebook_holds_no_grader_and_no_output():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in code)
    assert "def " not in "".join(cell.source for cell in code)


@pytest.fixture
def installs(tmp_path, monkeypatch):
    """Runs the cells up to the one that installs, in a folder with a blank in its name."""
    folder = tmp_path / "a folder"
    folder.mkdir()
    monkeypatch.chdir(folder)
    asked = []
    monkeypatch.setattr(subprocess, "run", lambda words, **_: asked.append(words))
    code = [cell.source for cell in nbformat.read(NOTEBOOK, as_version=4).cells[:3]
            if cell.cell_type == "code"]  # fmt: skip

    def installed(wheel):
        exec(f"{code[0]}\nWHEEL = {wheel!r}\n{code[1]}", {})
        (given,) = [word for word in asked.pop() if word.startswith("openenv-sentinel")]
        return Requirement(given)

    return installed


@pytest.mark.parametrize(
    ("there", "wheel"),
    [
        ("openenv_sentinel-0.1.0-py3-none-any.whl", ""),
        ("dist/openenv_sentinel-0.1.0-py3-none-any.whl", ""),
        ("../dist/openenv_sentinel-0.1.0-py3-none-any.whl", ""),
        ("mine.whl", "mine.whl"),
    ],
)
def test_the_notebook_installs_a_wheel_by_its_whole_path(installs, there, wheel):
    path = Path(there).absolute()
    path.parent.mkdir(exist_ok=True)
    path.touch()
    found = installs(wheel)
    assert found.extras == {"train"}
    assert found.url == path.resolve().as_uri()


def test_the_notebook_asks_which_of_several_wheels_it_is(installs):
    names = [f"openenv_sentinel-0.{minor}.0-py3-none-any.whl" for minor in (1, 2)]
    for name in names:
        Path(name).touch()
    with pytest.raises(ValueError, match=r"name one of these by WHEEL: .*0\.1\.0.*, .*0\.2\.0"):
        installs("")
    assert installs(names[0]).url.endswith(names[0])


@pytest.mark.parametrize("wheel", ["", "gone.whl"])
def test_the_notebook_says_how_a_wheel_is_made_where_there_is_none(installs, wheel):
    with pytest.raises(FileNotFoundError, match="pip wheel --no-deps --wheel-dir dist"):
        installs(wheel)


def test_the_script_trains_with_the_model_swapped(start, tmp_path):
    words = [word for setting in (*SHORT, "stages.warmup=null") for word in ("--set", setting)]
    found = train_qwen3_l4.main(["--out", str(tmp_path / "run"), "--model", str(start), *words])
    assert found["stages"].keys() == {"rejection", "curriculum"}
    assert [each["stage"] for each in found["gates"]] == ["rejection", "curriculum"]
    card = (tmp_path / "run" / "model" / "README.md").read_text("utf-8")
    assert f"base_model: {start}" in card


def test_the_script_pins_what_it_needs_and_the_job_brings_the_wheel():
    script = (ROOT / "scripts" / "train_qwen3_l4.py").read_text("utf-8")
    head = script.partition('# ///\n"""')[0]
    pins = [line for line in head.splitlines() if line.startswith('#   "')]
    assert len(pins) > 10
    assert all("==" in pin for pin in pins)
    assert all(f'"{name}==' in head for name in ("unsloth", "vllm", "trl", "bitsandbytes"))
    assert "file:///sentinel/a.whl" in hf_job.with_wheel(script, "a.whl")
    job = hf_job.job_of(Path("x.py"), "me/model", "l4x1", "3h", ignore=True)
    assert job["script_args"][-1] == "--ignore-abort"
    assert job["flavor"] == "l4x1"


def test_the_script_is_started_with_the_folder_of_the_wheel_that_it_pins():
    """Nobody gets the package from an index yet."""
    page = (ROOT / "docs" / "training.md").read_text("utf-8")
    made, started = "pip wheel --no-deps --wheel-dir dist .", "uv run --find-links dist scripts/"
    assert made in page.partition("### On an L4")[2].partition(started)[0]
    assert started in (train_qwen3_l4.__doc__ or "")


@pytest.mark.parametrize("words", [["--model", "mine"], ["--model=mine"]])
def test_the_script_leaves_unsloth_alone_where_another_model_is_named(tmp_path, words):
    (tmp_path / "unsloth.py").write_text("raise SystemExit('unsloth was imported')\n")
    code = (
        "import sys, types; sys.modules['sentinel.training.pipeline'] = types.ModuleType('none');"
        f"sys.argv = ['train', *{words}]; import train_qwen3_l4"
    )
    paths = [str(tmp_path), str(ROOT / "scripts"), *sys.path]
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "unsloth was imported" not in done.stderr
    assert "cannot import name 'Run'" in done.stderr
