"""Which comments, blocks and patterns silenced nothing in a run of tests, and may go."""

from __future__ import annotations

from collections.abc import Iterator

from cycleprof.gate.run import Test

_MOST = 10


class Silencers:
    """Gathers, over all tests, which silencers were met and which of them silenced something."""

    def __init__(self) -> None:
        self._used: dict[str, bool] = {}

    def add(self, test: Test) -> None:
        for name, used in test.get("silencers", {}).items():
            self._used[name] = self._used.get(name, False) or used

    def lines(self) -> Iterator[str]:
        """A line for each that silenced nothing; of many, the first few."""
        idle = sorted(name for name, used in self._used.items() if not used)
        yield from (f"silenced nothing in this run: {name}" for name in idle[:_MOST])
        if len(idle) > _MOST:
            yield f"and {len(idle) - _MOST} more that silenced nothing"
