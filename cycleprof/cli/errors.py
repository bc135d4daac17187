"""Why a command ends, and the exit status that says so."""

from __future__ import annotations

OK, BROKEN, USAGE, INCOMPARABLE, FAILED = range(5)
"""0 fine, 1 a budget is broken or a finding is new, 2 wrong use, 3 not comparable, 4 our fault."""


class CommandError(Exception):
    """Ends a command with a message, a hint what to do, and an exit status."""

    def __init__(self, message: str, hint: str = "", status: int = USAGE) -> None:
        super().__init__(message)
        self.hint = hint
        self.status = status
