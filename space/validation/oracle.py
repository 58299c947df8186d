"""Play the demo incidents with an overseer that knows the truth; exit 0 if it earns the maximum.

The oracle reads each decision's class inside this process; over the wire nobody can.
"""

from pathlib import Path
from statistics import fmean

import yaml

from sentinel.environment.server import SentinelEnvironment
from sentinel.environment.wire import SentinelAction
from sentinel.evaluation.oracle import Oracle
from sentinel.scenario.tiers import Tier
from sentinel.verdict import Verdict

MANIFEST = Path(__file__).parents[1] / "openenv.yaml"


def rewards(tier: Tier) -> list[float]:
    """What each decision of a tier's demo incident earns."""
    environment, oracle, earned = SentinelEnvironment(), Oracle(), []
    seen = environment.reset(task_id=tier, seed=42)
    while not seen.done:
        turn = environment.session.turn
        assert turn is not None
        (answer,) = oracle.judge([turn])
        assert isinstance(answer, Verdict)
        move = {"role": "overseer", "decision": answer.decision, "reason": answer.reason}
        seen = environment.step(SentinelAction.model_validate(move))
        earned.append(float(seen.reward or 0.0))
    return earned


def main() -> None:
    """Play, and compare with what the manifest declares."""
    declared = yaml.safe_load(MANIFEST.read_text("utf-8"))["validation"]["reward"]
    mean = fmean(reward for tier in Tier for reward in rewards(tier))
    print(f"mean reward of a decision: {mean:.3f}")
    raise SystemExit(mean < declared["range"][1] - declared["oracle_tolerance"])


if __name__ == "__main__":
    main()
