"""Start the recipe `qwen3-1.7b-l4` as a job of Hugging Face, which pushes what comes out.

The job runs `scripts/train_qwen3_l4.py` on one L4, with the wheel of this checkout uploaded
beside the model. When it has ended, `--fetch` gets its summary, card and plots, to be
committed.

Usage: python scripts/hf_job.py OWNER/NAME [--flavor l4x1] [--timeout 3h] [--dry-run]
       python scripts/hf_job.py OWNER/NAME --fetch results/training
"""

import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from huggingface_hub import HfApi, Volume, get_token

ROOT: Final = Path(__file__).parent.parent
SCRIPT: Final = ROOT / "scripts" / "train_qwen3_l4.py"
FETCHED: Final = ("run_summary.json", "README.md", "plots/*.png", "evaluation/*.json")
"""What is committed of a run."""

MOUNTED: Final = "/sentinel"
"""Where the job finds the repository, and in it the wheel."""

PUBLISHED: Final = '"openenv-sentinel==0.1.0"'
"""What the script names where no wheel is given."""


def main() -> None:
    """Start a job, show what it would be, or fetch what it made."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("repo", help="repository on the Hub for the model, OWNER/NAME")
    parser.add_argument("--flavor", default="l4x1")
    parser.add_argument("--timeout", default="3h")
    parser.add_argument("--ignore-abort", action="store_true")
    parser.add_argument("--dry-run", action="store_true", help="show the job and start nothing")
    parser.add_argument("--fetch", type=Path, help="folder for what an ended job has made")
    given = parser.parse_args()
    if given.fetch is not None:
        HfApi().snapshot_download(given.repo, local_dir=given.fetch, allow_patterns=list(FETCHED))
        print(f"fetched to {given.fetch}; commit it")
        return
    with tempfile.TemporaryDirectory() as folder:
        wheel = built(Path(folder))
        script = Path(folder) / SCRIPT.name
        script.write_text(with_wheel(SCRIPT.read_text("utf-8"), wheel.name), "utf-8")
        job = job_of(script, given.repo, given.flavor, given.timeout, ignore=given.ignore_abort)
        if given.dry_run:
            print({**job, "wheel": wheel.name})
            return
        token = get_token()
        if token is None:
            sys.exit("nobody is logged in: run `hf auth login`")
        hub = HfApi()
        hub.create_repo(given.repo, private=True, exist_ok=True)
        hub.upload_file(path_or_fileobj=wheel, path_in_repo=wheel.name, repo_id=given.repo)
        started = hub.run_uv_job(**job, secrets={"HF_TOKEN": token})
    print(started.url)


def built(folder: Path) -> Path:
    """Make the wheel of this checkout."""
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "-q", "-w", str(folder), str(ROOT)],
        check=True,
    )
    return next(folder.glob("*.whl"))


def with_wheel(script: str, wheel: str) -> str:
    """The script, with a wheel in the mounted repository where it names the published package."""
    return script.replace(PUBLISHED, f'"openenv-sentinel @ file://{MOUNTED}/{wheel}"')


def job_of(script: Path, repo: str, flavor: str, timeout: str, *, ignore: bool) -> dict[str, Any]:
    """What the Hub is asked to run."""
    arguments = ["--out", "/tmp/run", "--push", repo]
    return {
        "script": str(script),
        "script_args": [*arguments, "--ignore-abort"] if ignore else arguments,
        "flavor": flavor,
        "timeout": timeout,
        "python": "3.12",
        "volumes": [Volume(type="model", source=repo, mount_path=MOUNTED)],
    }


if __name__ == "__main__":
    main()
