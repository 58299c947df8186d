"""What the tests of installing share, since each of it takes seconds."""

import os
from pathlib import Path

import pytest
from assembling import assembled, checkout
from image import Image
from typing_readme import blocks, plain_environ, typed


@pytest.fixture(scope="session")
def installed(tmp_path_factory) -> Path:
    """A checkout in which the README's section *Install* was typed: `dist/` and `env/` are new."""
    folder = checkout(tmp_path_factory.mktemp("reader"))
    (code,) = blocks("Install")
    for answer in typed(code, folder, plain_environ()):
        assert answer.code == 0, (
            f"{answer.line}\n{answer.text[-2_000:]}\n"
            "This test installs the wheel with pip, and needs the package index for that."
        )
    return folder


@pytest.fixture(scope="session")
def space(tmp_path_factory) -> Path:
    """The folder that `make space` assembles."""
    return assembled(tmp_path_factory.mktemp("assembled") / "space")


@pytest.fixture(scope="session")
def image(space, installed, tmp_path_factory) -> Image:
    """The image of that folder."""
    return Image(space, tmp_path_factory.mktemp("image"), installed / "env")


@pytest.fixture(scope="session")
def environ(installed, image) -> dict[str, str]:
    """What a reader has after *Install*, with the kernels that the image has compiled."""
    path = os.pathsep.join([str(installed / "env" / "bin"), os.environ["PATH"]])
    own = {name: image.environ()[name] for name in ("SENTINEL_CACHE_DIR", "NUMBA_CPU_NAME")}
    return {**plain_environ(), **own, "PATH": path, "SENTINEL_STATE_DIR": str(image.root / "state")}
