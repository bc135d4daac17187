"""Which instruments a run of tests needs: all of them, or in counts mode the few that count."""

from __future__ import annotations

from cycleprof import instruments
from cycleprof.conf import get_config
from cycleprof.instruments import cache, http_client, httpx, server, threads
from cycleprof.instruments._patch import Patches
from cycleprof.testing import statements

COUNTING = (server, statements, cache, http_client, httpx, threads)
"""What counts statements and outgoing requests, in every thread that a request starts."""


def install(patches: Patches, *, counts: bool) -> dict[str, str]:
    """Install them; returns, by instrument, why it is off.

    Counts mode takes out what the tool itself has installed while DEBUG was on, until the patches
    are undone: tests run without DEBUG, so nobody misses it. An explicit ENABLED keeps it.
    """
    if not counts or get_config().enabled:
        return instruments.install_all()
    if instruments._installed:  # noqa: SLF001 - whether there is something to take out
        instruments.uninstall_all()
        patches.on_undo(_install_again)
    return _install_counting(patches)


def _install_again() -> None:
    instruments.install_all()


def _install_counting(patches: Patches) -> dict[str, str]:
    failed = {}
    for instrument in COUNTING:
        own = Patches()
        try:
            instrument.install(own)
        except (AttributeError, ImportError) as error:
            own.undo()
            failed[f"instrument.{instrument.__name__.rpartition('.')[2]}"] = f"off: {error}"
        else:
            patches.on_undo(own.undo)
    return failed
