"""What our parts are called in Inspect's registry: `sentinel/NAME`, however we are installed.

Inspect puts the package's name in front of what it finds in `site-packages`, and
nothing in front of what stands elsewhere, as an editable installation does.
"""

import site
from pathlib import Path
from typing import Final

import sentinel

_PACKAGE: Final = "sentinel"


def registered(name: str) -> str:
    """The name to register a part under, so that it is found as `sentinel/NAME`."""
    here = Path(sentinel.__file__)
    places = (*site.getsitepackages(), site.getusersitepackages())
    inside = any(here.is_relative_to(place) for place in places)
    return name if inside else f"{_PACKAGE}/{name}"
