"""The gate before a plain function: what is dangerous raises, and is not run."""

import subprocess

import sentinel


@sentinel.guarded
def bash(command: str) -> str:
    """Run a command."""
    return subprocess.run(command, shell=True, capture_output=True, text=True).stdout


print(bash("echo This runs."))
try:
    bash("rm -rf /etc")
except sentinel.RefusedError as refused:
    print(refused)
    print("Decision:", refused.judgement.decision, refused.judgement.severity_assessed)
