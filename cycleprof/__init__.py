"""cycleprof: Django's request-response cycle, made visible.

Only public names live here. Importing this package imports no Django, and of our own modules
only those that have been asked for: a project that has the tool switched off does not pay for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cycleprof.analysis import analyse
    from cycleprof.blocks import ignore, profile, span
    from cycleprof.model import Finding, Origin, Profile, Report, Span, Stage
    from cycleprof.recorder import suppressed
    from cycleprof.serialize import dump, load

__version__ = "0.1.0"

__all__ = [
    "Finding",
    "Origin",
    "Profile",
    "Report",
    "Span",
    "Stage",
    "__version__",
    "analyse",
    "dump",
    "ignore",
    "load",
    "profile",
    "span",
    "suppressed",
]

_HOMES = {
    "analyse": "analysis",
    "ignore": "blocks",
    "profile": "blocks",
    "span": "blocks",
    "suppressed": "recorder",
    "dump": "serialize",
    "load": "serialize",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from cycleprof.lazy import LOADING  # noqa: PLC0415 - nobody pays for it who uses no name

    with LOADING:
        found = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'model')}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
