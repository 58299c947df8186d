"""Recipes, read from YAML and checked.

The built-in ones stand in `recipes/`, documented line by line; a path to a file of one's own
does as well. Single settings are replaced by `name.of.setting=value`.
"""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

import yaml
from pydantic import ValidationError

from sentinel.errors import RecipeError
from sentinel.training.recipe import OF_OTHERS, Recipe

SHOWN: Final = 80
"""Characters of a setting that cannot be read which are shown."""

_FOLDER: Final = files("sentinel.training") / "recipes"


def names() -> list[str]:
    """The built-in recipes."""
    return sorted(each.name.removesuffix(".yaml") for each in _FOLDER.iterdir()
                  if each.name.endswith(".yaml"))  # fmt: skip


def text_of(name: str) -> str:
    """The YAML of a recipe, as it stands in its file.

    Raises:
        RecipeError: If there is none.
    """
    if name in names():
        return (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    path = Path(name)
    if path.suffix in (".yaml", ".yml") and path.is_file():
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise RecipeError(f"{name}: cannot be read: {error}") from error
    raise RecipeError(f"no recipe is named {name!r}; there are {', '.join(names())}, or a file")


def recipe(name: str, settings: Iterable[str] = ()) -> Recipe:
    """Read a recipe.

    Args:
        name: Of a built-in one, or the path of a YAML file.
        settings: Words like `stages.warmup.steps=5`; the value is YAML, null leaves a part out,
            a stage with its gate. Another `engine` leaves out what the recipe says to the one
            that it replaces.

    Raises:
        RecipeError: If there is none, or something in it does not fit.

    Example:
        >>> recipe("smoke", ["stages.warmup.steps=5"]).stages.warmup.steps
        5
        >>> recipe("smoke", ["stages.warmup.step=5"])
        Traceback (most recent call last):
        sentinel.errors.RecipeError: smoke: stages.warmup.step: Extra inputs are not permitted
    """
    return checked(name, _parsed(name, text_of(name)), settings)


def shown(name: str, settings: Iterable[str] = ()) -> str:
    """The YAML of a recipe: as it stands in its file, or with settings replaced.

    Raises:
        RecipeError: If there is none, or a setting does not fit.
    """
    given = list(settings)
    if not given:
        return text_of(name)
    found = recipe(name, given).model_dump(mode="json", exclude_unset=True)
    text: str = yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=100)
    return text


def checked(name: str, given: object, settings: Iterable[str] = ()) -> Recipe:
    """Make a recipe of what YAML or JSON gave.

    Raises:
        RecipeError: If something in it does not fit.
    """
    given = _set(given, settings)
    try:
        return Recipe.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "recipe"
        raise RecipeError(f"{name}: {where}: {first['msg']}") from error


def _parsed(name: str, text: str) -> object:
    try:
        found: object = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        said = " ".join(str(error).split())
        raise RecipeError(f"{name[:SHOWN]}: no YAML that can be read: {said}") from error
    return found


def _set(given: object, settings: Iterable[str]) -> object:
    """What was given, with some settings replaced."""
    paths: list[str] = []
    for word in settings:
        path, equals, value = word.partition("=")
        if not equals:
            raise RecipeError(f"{word[:SHOWN]!r} sets nothing; write NAME=VALUE")
        parts, parsed = path.split("."), _parsed(word, value)
        given = _with(given, parts, parsed)
        if parts[-1] == "engine":
            stage = path.removesuffix("engine")
            own = {each.removeprefix(stage) for each in paths if each.startswith(stage)}
            given = _without(given, parts[:-1], OF_OTHERS.get(str(parsed), frozenset()) - own)
        paths.append(path)
    match given:
        case {"stages": {**stages}, "gate": {"stages": list(named)}} if (
            "gate" not in paths and "gate.stages" not in paths
        ):
            out = [name for name in stages if stages[name] is None and f"stages.{name}" in paths]
            left = [each for each in named if each not in out]
            return _with(given, ["gate", "stages"], left)
    return given


def _with(given: object, path: list[str], value: object) -> object:
    """What was given, with one setting replaced."""
    if not path:
        return value
    inside = dict(given) if isinstance(given, Mapping) else {}
    inside[path[0]] = _with(inside.get(path[0]), path[1:], value)
    return inside


def _without(given: object, path: list[str], names: frozenset[str]) -> object:
    """What was given, with some settings of a part left out."""
    part = given
    for name in path:
        part = part.get(name) if isinstance(part, Mapping) else None
    if not isinstance(part, Mapping):
        return given
    return _with(given, path, {name: part[name] for name in part if name not in names})
