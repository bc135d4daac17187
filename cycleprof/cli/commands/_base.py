"""What a subcommand is."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from cycleprof.cli.output import Output


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One subcommand: ``run`` returns the exit status, ``examples`` stand below its help."""

    name: str
    summary: str
    examples: tuple[str, ...]
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Output], int]
    needs_store: bool = True
    has_json: bool = True


def at_least_one(text: str) -> int:
    """A number of things to show, for argparse.

    Raises:
        ArgumentTypeError: it is no whole number, or below 1.
    """
    number = int(text) if text.lstrip("-").isdecimal() else 0
    if number < 1:
        raise ArgumentTypeError(f"{text!r} is no whole number of at least 1")
    return number
