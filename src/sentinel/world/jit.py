"""Compilation of the kernel, cached in a folder of its own for each version of its sources.

numba keys its cache by the file a function stands in and does not see an edit
of a callee in another file. The folder's name is a hash of every source the
kernel is made of, so an edit anywhere compiles anew.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, ParamSpec, TypeVar, cast

import numba
from numba.core import config

from sentinel.settings import SETTINGS

SOURCES: Final = (
    "node_fields.py",
    "fields.py",
    "ops.py",
    "state.py",
    "service_dynamics.py",
    "network_dynamics.py",
    "security_dynamics.py",
    "intrusion_effects.py",
    "node_kind.py",
    "kernel.py",
    "store_dynamics.py",
    "store_effects.py",
    "workload_effects.py",
    "network_effects.py",
    "security_effects.py",
    "platform_effects.py",
    "keeping_effects.py",
    "custody_effects.py",
    "api_effects.py",
    "link_effects.py",
    "effects.py",
    "horizon.py",
    "unfolding.py",
    "ensemble.py",
)
"""Files whose text decides what is compiled, beside this one."""

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def _fingerprint() -> str:
    here = Path(__file__).parent
    digest = hashlib.sha256(numba.__version__.encode())
    for name in (*SOURCES, Path(__file__).name):
        digest.update((here / name).read_bytes())
    return digest.hexdigest()[:16]


def _folder() -> str | None:
    """A folder that can be written for compiled code, or None when there is none."""
    preset = os.environ.get("NUMBA_CACHE_DIR")
    root = Path(preset) if preset else SETTINGS.cache_dir
    folder = root / f"kernel-{_fingerprint()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return str(folder)
    except OSError:
        return None


_CACHE: Final = _folder()
if _CACHE is not None:
    vars(config)["CACHE_DIR"] = _CACHE


def compiled(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Compile a function of the kernel; the same floats as the Python it is written in."""
    made = numba.njit(cache=_CACHE is not None, fastmath=False)(function)
    return cast(Callable[_Arguments, _Result], made)


def inlined(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Compile a part of a tick likewise, into whatever calls it: a tick then takes a quarter less.

    Left to itself LLVM calls most parts, and each call hands over every array
    in pieces and asks afterwards whether it failed.
    """
    made = numba.njit(cache=_CACHE is not None, fastmath=False, forceinline=True)(function)
    return cast(Callable[_Arguments, _Result], made)
