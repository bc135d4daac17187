"""Tells a project's own source files from those that were installed."""

from __future__ import annotations

import site
import sys
import sysconfig
from functools import lru_cache
from pathlib import Path
from typing import Final

OWN: Final = str(Path(__file__).parent)
"""The folder of cycleprof itself."""

_PATHS = ("stdlib", "platstdlib", "purelib", "platlib", "scripts")


def is_library(file: str) -> bool:
    """Whether a source file belongs to Python or to an installed package, not to the project."""
    return (
        file.startswith(("<", OWN, *_roots()))
        or "/site-packages/" in file
        or "/dist-packages/" in file
    )


@lru_cache(maxsize=1)
def _roots() -> tuple[str, ...]:
    paths = {sysconfig.get_path(key) for key in _PATHS}
    paths.update((*site.getsitepackages(), site.getusersitepackages()))
    django = sys.modules.get("django")
    if django is not None and django.__file__:  # an editable Django lies outside site-packages
        paths.add(str(Path(django.__file__).parent))
    return tuple(path for path in paths if path)
