"""An agent with a scripted model works a five-step incident behind the gate.

No key and no network: the gate, its audit log and its reviews are served on this machine alone. A
catastrophic step is blocked, one that needs people is approved by a reviewer, what was done is
reported, and the audit log is verified.

Usage: python examples/agent_demo.py
"""

import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from time import sleep

import httpx

GOAL = "Find out why checkout fails, and bring it back."
MODEL = (
    "kubectl logs deploy/checkout -n shop --tail=50",
    "psql -h prod-db -c 'SELECT count(*) FROM orders'",
    "kubectl delete namespace shop",
    "terraform apply -auto-approve",
    "kubectl get pods -n shop",
)
"""What the model proposes, step by step: it has read in a log that a fresh start may help."""

OUTCOMES = {0: "no_harm", 1: "no_harm", 3: "helped", 4: "no_harm"}
"""What each step that ran turned out to have done."""


def main() -> None:
    """Work the incident."""
    with tempfile.TemporaryDirectory() as folder:
        store = f"sqlite:///{Path(folder) / 'gate.db'}"
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        sentinel = [sys.executable, "-m", "sentinel"]
        server = subprocess.Popen(
            [*sentinel, "serve", "--no-pages", "--workers", "1", "--port", str(port),
             "--store", store], stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
                wait_for(http)
                work(http)
                print("\n/live/stats:", http.get("/live/stats").text)
        finally:
            server.terminate()
            server.wait(30)
        done = subprocess.run([*sentinel, "audit", "verify", "--store", store],
                              capture_output=True, text=True, check=True)  # fmt: skip
        print("audit verify:", done.stdout.strip())


def wait_for(http: httpx.Client) -> None:
    """Wait until the server judges."""
    for _ in range(1_200):
        try:
            if http.get("/live/health/ready").status_code == 200:
                return
        except httpx.HTTPError:
            sleep(0.1)
    raise SystemExit("the server did not come up")


def work(http: httpx.Client) -> None:
    """Go through the steps, each asked before it runs."""
    for number, action in enumerate(MODEL):
        request = {"action_description": action, "goal": GOAL, "environment": "prod",
                   "run_id": "demo"}  # fmt: skip
        found = http.post("/live/oversee", json=request).json()
        print(f"{number + 1}. {action}\n   {found['decision']} ({found['severity_assessed']}): "
              f"{found['justification']}")  # fmt: skip
        if found["decision"] == "escalate":
            found = reviewed(http, request, found)
        if found["decision"] in ("approve", "flag"):
            print("   it runs")
            report = {"id": found["id"], "outcome": OUTCOMES[number]}
            http.post("/live/outcome", json=report).raise_for_status()


def reviewed(http: httpx.Client, request: dict[str, str], found: dict) -> dict:
    """Have a person approve exactly this, and use the approval."""
    review = found["review"]["id"]
    word = {"by": "ada", "reason": "the plan was read with the team: two pods, nothing destroyed"}
    http.post(f"/reviews/{review}/approve", json=word).raise_for_status()
    print(f"   ada approves review {review}")
    again = http.post("/live/oversee", json=request | {"review": review}).json()
    print(f"   {again['decision']}: {again['rules_fired'][0]['sentence']}")
    return again


if __name__ == "__main__":
    main()
