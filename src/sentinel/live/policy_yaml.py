"""The YAML of a policy pack: its fields as they are written, and the line of each rule.

Loaded only where a pack is read that no earlier process has read (`live.kept`).
"""

from pathlib import Path
from typing import Final

import yaml

from sentinel.errors import PolicyError
from sentinel.live.policy_rules import Written

_FIELDS: Final = ("about", "pack", "rules", "version")


def written(text: str, file: str) -> Written:
    """Read the YAML of a pack.

    Args:
        text: The YAML.
        file: Its name, for errors.

    Raises:
        PolicyError: If it is none, or no mapping with a list of rules; names file and line.
    """
    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
        data = None if node is None else loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PolicyError(f"{file}:{line}: {error.problem}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise PolicyError(f"{file}:1: {' '.join(str(error).split())[:200]}") from None
    finally:
        loader.dispose()
    if not isinstance(data, dict) or not isinstance(data.get("rules"), list):
        raise PolicyError(f"{file}:1: a pack is a mapping with a list of rules")
    for name in data:
        if name not in _FIELDS:
            raise PolicyError(f"{file}:1: no field {name!r}; there are {', '.join(_FIELDS)}")
    return Written(
        str(data.get("pack", Path(file).stem)),
        str(data.get("version", "")),
        str(data.get("about", "")),
        data["rules"],
        _lines(node),
    )


def _lines(node: yaml.MappingNode) -> list[int]:
    for key, value in node.value:
        if key.value == "rules":
            return [each.start_mark.line + 1 for each in value.value]
    return []
