"""`python -m sentinel` and `sentinel`: the command that is named is loaded, and no other.

`sentinel hook` runs before each tool call of a coding agent, and goes past all that the other
commands are made with.
"""

import gc
import sys
from importlib import import_module


def main() -> None:
    """Run the command line of this process."""
    words = sys.argv[1:]
    if words[:1] == ["hook"]:
        gc.disable()  # A process for one answer ends before it has garbage worth a look.
        raise SystemExit(import_module("sentinel.cli_hook").main(words[1:]))
    import_module("sentinel.cli").main(words)


if __name__ == "__main__":
    main()
