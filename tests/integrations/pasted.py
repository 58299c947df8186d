"""Runs code that was copied as it is pasted: in a process of its own, that reads its language."""

import os
import shlex
import subprocess
import sys

SHELL = ("curl", "claude-code")


def pasted(kind, code, folder, **more):
    """What a snippet prints in an empty home that has the command `sentinel`."""
    (folder / "bin").mkdir(exist_ok=True)
    program = folder / "bin" / "sentinel"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m sentinel "$@"\n')
    program.chmod(0o755)
    environ = {
        **os.environ, **more, "HOME": str(folder), "PYTHONIOENCODING": "utf-8",
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        "SENTINEL_CACHE_DIR": str(folder / "cache"),
    }  # fmt: skip
    environ.pop("CLAUDE_CONFIG_DIR", None)
    command = ["bash", "-c", code] if kind in SHELL else [sys.executable, "-c", code]
    ran = subprocess.run(
        command, env=environ, cwd=folder, capture_output=True, encoding="utf-8", timeout=120
    )
    stopped = kind == "python" and not ran.stdout.startswith(("approve", "flag"))
    assert ran.returncode == (1 if stopped else 0), ran.stderr
    return ran.stdout
