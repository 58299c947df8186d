"""What docs/operations.md deploys fits the schemas of what it is deployed on."""

import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

DEPLOY = Path(__file__).parents[1] / "deploy"
MANIFESTS = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text("utf-8")))


@pytest.mark.parametrize("manifest", MANIFESTS, ids=[each["kind"] for each in MANIFESTS])
def test_a_manifest_fits_the_schema_of_kubernetes(manifest):
    kubernetes_validate.validate(manifest, "1.31", strict=True)


def test_the_compose_file_fits_the_schema_of_compose():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec",
               str(DEPLOY / "compose.yaml")]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_container_runs_as_root_or_may_become_it():
    (pod,) = [m["spec"]["template"]["spec"] for m in MANIFESTS if m["kind"] == "Deployment"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert not pod["containers"][0]["securityContext"]["allowPrivilegeEscalation"]
    steps = (DEPLOY / "Dockerfile").read_text("utf-8").splitlines()
    assert steps.index("USER 1000") < next(i for i, s in enumerate(steps) if s.startswith("CMD "))
