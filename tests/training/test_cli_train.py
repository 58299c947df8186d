"""`sentinel train` from the outside."""

import subprocess
import sys

import pytest

from sentinel.cli import main
from sentinel.training.recipe_files import names, recipe, text_of


def told(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["train", *words])
    return ended.value.code, capsys.readouterr()


def test_the_recipes_are_listed_with_what_they_are_for(capsys):
    code, said = told(["--list"], capsys)
    assert code == 0
    lines = said.out.splitlines()
    assert [line.partition("  ")[0] for line in lines] == names()
    assert all(line.endswith(".") for line in lines)


def test_a_recipe_is_shown_as_it_is_documented(capsys):
    code, said = told(["--recipe", "tiny-cpu", "--show"], capsys)
    assert (code, said.out) == (0, text_of("tiny-cpu"))


def test_a_recipe_is_shown_with_the_settings_that_replace_its_own(capsys, tmp_path):
    words = ["seed=7", "stages.curriculum=null", "stages.warmup.learning_rate=2e-5"]
    sets = [each for word in words for each in ("--set", word)]
    code, said = told(["--recipe", "tiny-cpu", *sets, "--show"], capsys)
    assert code == 0
    mine = tmp_path / "mine.yaml"
    mine.write_text(said.out, encoding="utf-8")
    assert recipe(str(mine)) == recipe("tiny-cpu", words)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--recipe", "smoke", "--show", "--set", "seed=one"], "smoke: seed: Input should be a"),
        ([], "which recipe? name one by --recipe; --list shows them"),
        (["--recipe", "huge"], "no recipe is named 'huge'; there are qwen2.5-0.5b-t4,"),
        (["--recipe", "smoke", "--set", "seed=one"], "smoke: seed: Input should be a valid"),
    ],
)
def test_what_cannot_be_trained_is_one_line_and_code_2(words, why, capsys):
    code, said = told(words, capsys)
    assert code == 2
    assert said.err.startswith(f"sentinel: {why}")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--recipe", "smoke", "--set", "logging.wandb=true"], "wandb is missing: python -m pip"),
        (["--recipe", "qwen3-1.7b-l4"], "the recipe needs a GPU, and there is none"),
    ],
)
def test_what_this_machine_lacks_is_said_before_a_run_begins(words, why, tmp_path, capsys):
    code, said = told([*words, "--out", str(tmp_path / "run")], capsys)
    assert code == 2
    assert said.err.startswith(f"sentinel: {why}")
    assert not (tmp_path / "run").exists()


def test_a_file_is_no_folder_to_train_in(tmp_path, capsys):
    (tmp_path / "run").write_text("mine")
    code, said = told(["--recipe", "smoke", "--out", str(tmp_path / "run")], capsys)
    assert code == 2
    assert "is no folder; give --out another one" in said.err


def test_recipes_are_read_without_a_training_library():
    code = (
        "import sys\n"
        "from sentinel.training.recipe_files import names, recipe\n"
        "[recipe(name) for name in names()]\n"
        "print({'datasets', 'torch', 'transformers', 'trl'} & set(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
