"""Reference models that are fitted when they are first asked for, and kept in the cache folder."""

import hashlib
import os
import pickle
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar, cast

import numpy as np
import sklearn

import sentinel
from sentinel.errors import ReportError
from sentinel.files import write_whole
from sentinel.grading.classes import LABEL_VERSION
from sentinel.settings import SETTINGS
from sentinel.world.state import WORLD_VERSION

Model = TypeVar("Model")

_ROOMS: Final = ("world", "scenario", "episode", "responder", "grading", "overseer")


def kept(name: str, about: str, own: Iterable[str], fit: Callable[[], Model]) -> Model:
    """A model, fitted now if no cache holds it.

    Args:
        name: Of its file.
        about: What else it hangs on, in words: its sample.
        own: Files of this room that it hangs on.
        fit: Fits it.
    """
    path = SETTINGS.cache_dir / f"{name}-{_key(about, own)}.pickle"
    found = cast("Model | None", _load(path))
    if found is None:
        found = fit()
        _store(found, path)
    return found


def _key(about: str, own: Iterable[str]) -> str:
    """Changes with everything that could change a model."""
    versions = f"{WORLD_VERSION}/{LABEL_VERSION}/{sklearn.__version__}/{np.__version__}"
    digest = hashlib.sha256(f"{about}/{versions}".encode())
    root = Path(sentinel.__file__).parent
    files = [path for room in _ROOMS for path in sorted((root / room).rglob("*"))]
    files += [root / "briefing.py", *(root / "evaluation" / name for name in own)]
    for path in files:
        if path.suffix in (".py", ".json"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _load(path: Path) -> object:
    """Read a model that this user wrote; None when there is none that can be trusted."""
    try:
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
            # A pickle runs code: take none that anybody else could have written.
            if about.st_uid != os.getuid() or about.st_mode & 0o022:
                return None
            return pickle.load(file)
    except (OSError, EOFError, pickle.UnpicklingError):
        return None


def _store(made: object, path: Path) -> None:
    """Keep a model; do without where nothing can be written."""
    with suppress(OSError, ReportError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, pickle.dumps(made))
