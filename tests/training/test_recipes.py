"""Recipes are checked when they are read, and say line by line what is meant."""

import pytest

from sentinel.errors import RecipeError
from sentinel.training.pipeline import launched_right
from sentinel.training.recipe import Route
from sentinel.training.recipe_files import checked, names, recipe, text_of

NAMES = names()


def test_the_built_in_recipes_are_these():
    assert NAMES == ["qwen2.5-0.5b-t4", "qwen3-1.7b-l4", "scratch-gpu", "smoke", "tiny-cpu"]


@pytest.mark.parametrize("name", NAMES)
def test_a_built_in_recipe_is_valid_and_keeps_its_name(name):
    found = recipe(name)
    assert found.name == name
    assert found.about.endswith(".")


@pytest.mark.parametrize("name", NAMES)
def test_a_built_in_recipe_says_what_a_setting_means_where_it_first_stands(name):
    explained, silent = set(), []
    for line in text_of(name).splitlines():
        key, colon, rest = line.strip().partition(":")
        if not colon or key.startswith("#"):
            continue
        if "#" in rest:
            explained.add(key)
        elif key not in explained and key not in PLAIN:
            silent.append(key)
    assert silent == []


PLAIN = {"name", "about", "model", "stages", "gate", "evaluation", "promotion", "abort",
         "learning_rate", "epochs", "batch", "accumulate", "decisions", "steps", "engine",
         "reward", "precision", "gradient_checkpointing", "dropout", "rank", "alpha", "tiers",
         "margin", "save_every", "generations", "prompts", "tokens", "vocabulary"}  # fmt: skip
"""What needs no word of its own."""


def test_a_setting_replaces_one_in_the_recipe():
    found = recipe("smoke", ["stages.warmup.steps=7", "stages.curriculum=null", "seed=3"])
    assert found.stages.warmup.steps == 7
    assert found.stages.curriculum is None
    assert found.seed == 3
    assert found.model == recipe("smoke").model


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("stages.warmup.step=7", "stages.warmup.step: Extra inputs"),
        ("stages.warmup.steps=many", "stages.warmup.steps: "),
        ("stages.warmup.tiers=[war_room]", "stages.warmup is on action_screen"),
        ("model.name=Qwen/Qwen3-1.7B", "name goes with start: hub"),
        ("model.size=null", "model.size"),
        ("model.size=9z", "there is no size '9z'; there are smoke-gist, 1m"),
        ("stages.warmup.accumulate=3", "accumulate=3 parts do not share 16 answers"),
        ("stages.warmup.learning_rate=.inf", "stages.warmup.learning_rate: "),
        ("stages.language.page=.nan", "stages.language.page: "),
        ("stages.curriculum.tiers=[]", "stages.curriculum.tiers: "),
        ("evaluation.tiers=[]", "evaluation.tiers: "),
        ("seed", "sets nothing"),
        ("seed=-1", "seed: "),
        ("seed=[1", "no YAML"),
        ("about=2026-99-99", "no YAML that can be read: month must be in 1..12"),
        (f"seed={'[' * 3_000}", "no YAML that can be read"),
        ("stages.language.engine=[trl]", "stages.language.engine: "),
        ("seed=0x_", "no YAML that can be read: invalid literal for int()"),
        ("gate.stages=[data]", "gate.stages"),
        ("seed=true", "seed: "),
        ("stages.warmup.steps=true", "stages.warmup.steps: "),
        ("model.vocabulary=1", "model.vocabulary: Input should be greater than or equal to 267"),
        ("model.adapter={dropout: 1.0}", "model.adapter.dropout: "),
        ("stages.warmup.learning_rate=1", "stages.warmup.learning_rate: "),
        ("stages.language.learning_rate=0", "stages.language.learning_rate: "),
        ("stages.rejection.learning_rate=.nan", "stages.rejection.learning_rate: "),
        ("stages.curriculum.promotion.reward=.nan", "stages.curriculum.promotion.reward: "),
        ("stages.curriculum.abort.rise=.nan", "stages.curriculum.abort.rise: "),
        ("stages.curriculum.abort.at=[]", "stages.curriculum.abort.at: "),
        ("stages.curriculum.abort.at=[1]", "stages.curriculum.abort.at.0: "),
        ("stages.curriculum.abort.at=[4, 7]", "abort.at=7 is never come to in 6 steps"),
        ("stages.language.processes=2", "has one loss and no stream; leave processes out"),
        ("stages.rejection.told=0.1", "has one loss and no stream; leave told out"),
        ("stages.warmup.route=tools", "route: tools shows no gist; give a model.form of full or"),
        ("stages.language.route=tools", "route: tools shows no gist"),
        ("model.unsloth=true", "unsloth trains adapters; give model.adapter"),
        ("name=../smoke", "'../smoke' names no folder"),
        ("name='a\\b'", "names no folder"),
        ("name='..'", "'..' names no folder"),
        ("name=''", "'' names no folder"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(word, said):
    with pytest.raises(RecipeError, match=r"smoke|sets|YAML") as caught:
        recipe("smoke", [word])
    assert said in str(caught.value)


def test_a_stage_that_is_left_out_takes_its_gate_with_it():
    assert recipe("smoke").gate.stages == ("rejection", "curriculum")
    assert recipe("smoke", ["stages.curriculum=null"]).gate.stages == ("rejection",)
    with pytest.raises(RecipeError, match=r"has 'curriculum', and there is no stages.curriculum"):
        recipe("smoke", ["gate.stages=[curriculum]", "stages.curriculum=null"])


def test_a_gate_of_a_stage_that_there_is_none_of_is_refused_in_a_file(tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text(text_of("smoke").replace("[rejection, curr", "[warmup, curr"), "utf-8")
    assert recipe(str(mine)).gate.stages == ("warmup", "curriculum")
    lines = "\n  warmup: null\n  language:"
    mine.write_text(text_of("smoke").split("  warmup:")[0].replace("\n  language:", lines)
                    + "gate: {stages: [warmup]}\n", "utf-8")  # fmt: skip
    with pytest.raises(RecipeError, match=r"has 'warmup', and there is no stages.warmup"):
        recipe(str(mine))


def test_a_file_of_ones_own_is_a_recipe(tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text(text_of("smoke").replace("name: smoke", "name: mine"), encoding="utf-8")
    assert recipe(str(mine)).name == "mine"
    mine.write_text("name: [", encoding="utf-8")
    with pytest.raises(RecipeError, match="no YAML"):
        recipe(str(mine))
    mine.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RecipeError, match="cannot be read"):
        recipe(str(mine))
    with pytest.raises(RecipeError, match="no recipe is named 'huge'"):
        recipe("huge")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (["model.form=compact"], "engine: stream writes gists"),
        (["model.adapter={rank: 4}"], "engine: stream trains whole models"),
        (["model.precision=fp16"], "engine: stream has no scaling for fp16"),
        (["stages.rejection.epochs=2"], "engine: stream has no end to go through again"),
    ],
)
def test_the_stream_is_not_asked_for_what_it_would_pass_over(settings, said):
    recipe("smoke", settings)
    with pytest.raises(RecipeError, match=said):
        recipe("smoke", [*settings, "stages.rejection.engine=stream"])


@pytest.mark.parametrize(
    ("name", "settings", "said"),
    [
        ("tiny-cpu", ["stages.rejection.engine=trl", "stages.rejection.page=0.3"],
         "stages.rejection: Value error, engine: trl has one loss and no stream; leave page out"),
        ("tiny-cpu", ["stages.rejection.processes=2", "stages.rejection.engine=trl"],
         "leave processes out"),
        ("tiny-cpu", ["stages.language.route=tools"],
         "engine: stream writes answers as text; leave route out"),
        ("smoke", ["model.form=compact", "stages.warmup.route=tools", "stages.warmup.players=3"],
         "route: tools plays in its environment; leave players out"),
        ("qwen2.5-0.5b-t4", ["model.vocabulary=300", "model.pages=7"],
         "start: hub brings a tokenizer; leave vocabulary, pages out"),
        ("qwen3-1.7b-l4", ["model.adapter=null"], "unsloth trains adapters; give model.adapter"),
    ],
)  # fmt: skip
def test_a_setting_that_nothing_would_read_is_refused(name, settings, said):
    with pytest.raises(RecipeError) as caught:
        recipe(name, settings)
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["tiny-cpu", "scratch-gpu"])
def test_another_engine_leaves_out_what_the_recipe_said_to_the_one_it_replaces(name):
    found = recipe(name, ["stages.language.engine=trl", "stages.rejection.engine=trl"])
    assert found.stages.rejection.page == 0.5
    assert found.stages.rejection.decisions == recipe(name).stages.rejection.decisions
    launched_right(found, 2)


@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_with_every_setting_written_out_is_the_same(name):
    found = recipe(name)
    assert checked(name, found.model_dump(mode="json")) == found


@pytest.mark.parametrize("form", ["full", "compact"])
def test_tools_go_with_the_pages_that_their_environment_shows(form):
    tools = ["stages.warmup.route=tools", "stages.language.route=tools"]
    assert recipe("smoke", [f"model.form={form}", *tools]).stages.warmup.route is Route.TOOLS
