"""What a coding agent's hook answers: `sentinel hook claude-code install` sets it up.

Usage: python examples/guard_claude_code.py
"""

import json
import subprocess
import sys

HOOK = [sys.executable, "-P", "-m", "sentinel", "hook", "claude-code"]

for command in ("ls -l", "kubectl delete namespace payments"):
    event = {
        "session_id": "demo", "hook_event_name": "PreToolUse", "tool_name": "Bash",
        "tool_input": {"command": command}, "cwd": "/srv",
    }  # fmt: skip
    done = subprocess.run(HOOK, input=json.dumps(event), capture_output=True, text=True)
    said = json.loads(done.stdout)["hookSpecificOutput"] if done.stdout.strip() else {}
    print(f"{command}: {said.get('permissionDecision', 'the usual prompts')}")
    print("  ", said.get("permissionDecisionReason", ""))
