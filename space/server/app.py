"""The server as OpenEnv's tools look for it: `app` for uvicorn, `main` as a command."""

import sys

from sentinel import cli
from sentinel.app import application

HOST = "0.0.0.0"
"""Every address of the machine."""

PORT = 8000
"""Where OpenEnv expects a server."""


def __getattr__(name: str) -> object:
    """Make `app` when it is asked for: `main` has `sentinel serve` make its own."""
    if name == "app":
        return application()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def main() -> None:
    """Serve until told to stop; takes the options of `sentinel serve`."""
    cli.main(["serve", "--host", HOST, "--port", str(PORT), *sys.argv[1:]])


if __name__ == "__main__":
    main()
