"""The CEL engine, loaded when a condition first needs it.

Most conditions never do (`live.conditions`), and the package loads the console of its own
command line with it, which takes longer than all else of a cold start: only its compiled module
is loaded, where it lies beside the package as usual.
"""

import sys
from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    import cel

_COMPILED: Final = "cel.cel"


def program(source: str) -> "cel.Program":
    """Compile a condition.

    Raises:
        ValueError: If it is no CEL.
    """
    try:
        return cast("cel.Program", _engine().compile(source))
    except ValueError as error:
        raise ValueError(" ".join(str(error).split())[:300]) from None


def context(facts: dict[str, Any]) -> "cel.Context":
    """Facts as the engine takes them."""
    return cast("cel.Context", _engine().Context(facts))


@cache
def _engine() -> ModuleType:
    package = sys.modules.get("cel") or PathFinder.find_spec("cel")
    places = getattr(package, "__path__", None)
    if places is None:
        places = getattr(package, "submodule_search_locations", None)
    spec = PathFinder.find_spec(_COMPILED, places) if places else None
    if _COMPILED in sys.modules or spec is None or spec.loader is None:
        return import_module("cel")
    # Registered under its own name, so that whoever imports the package gets this very module.
    found = sys.modules[_COMPILED] = module_from_spec(spec)
    spec.loader.exec_module(found)
    return found
