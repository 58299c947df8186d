"""Build the package with its busy rooms compiled, and check that it writes the same transcripts.

Usage: python benchmarks/compiled.py [--sample]

The build goes to `build/compiled`, beside nothing that the checkout imports; put that folder
first in `PYTHONPATH` to use it. What has been built from the same sources is not built again.
`--sample` compares one episode a tier in place of ten. The exit code is 1 where bytes differ.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from sentinel.episode.transcript import header, transcript
from sentinel.overseer.baselines import Random
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import Tier

ROOT: Final = Path(__file__).parent.parent
OUT: Final = ROOT / "build" / "compiled"
EPISODES: Final = 10
"""Episodes of each tier whose transcripts are compared."""


def main() -> None:
    """Build and compare."""
    episodes = 1 if "--sample" in sys.argv[1:] else EPISODES
    built()
    here, there = digests(episodes), digests_there(episodes)
    apart = sum(one != other for one, other in zip(here, there, strict=True))
    print(f"compiled: {apart} of {len(here)} transcripts differ")
    raise SystemExit(apart > 0)


def built() -> Path:
    """The folder of a compiled build of the present sources, made if there is none."""
    mark = OUT / "sources.sha256"
    now = sources()
    if mark.exists() and mark.read_text() == now:
        return OUT
    shutil.rmtree(OUT, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-build-isolation",
               "--no-deps", "--target", str(OUT), str(ROOT)]  # fmt: skip
    subprocess.run(command, env={**os.environ, "SENTINEL_COMPILE": "1"}, check=True)
    mark.write_text(now)
    return OUT


def sources() -> str:
    """A digest of everything that a build is made from."""
    found = hashlib.sha256()
    for path in (ROOT / "setup.py", ROOT / "pyproject.toml", *sorted(ROOT.glob("src/**/*.py"))):
        found.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return found.hexdigest()


def digests(episodes: int) -> list[str]:
    """A digest of the transcript of each episode, as this process writes it."""
    return [
        hashlib.sha256(transcript(header(tier, Split.VALIDATION, seed), Random()).to_bytes())
        .hexdigest()
        for tier in Tier
        for seed in seeds(Split.VALIDATION, tier)[:episodes]
    ]  # fmt: skip


def digests_there(episodes: int) -> list[str]:
    """The same, as a process that imports the build writes them."""
    path = os.pathsep.join([str(OUT), str(Path(__file__).parent), *sys.path])
    code = (
        "import compiled, sentinel.episode.loop as loop; assert loop.__file__.endswith('.so'); "
        f"print(*compiled.digests({episodes}), sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.split()


if __name__ == "__main__":
    main()
