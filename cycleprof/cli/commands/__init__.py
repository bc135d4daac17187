"""The subcommands, in the order in which help lists them: one file each."""

from __future__ import annotations

from cycleprof.cli.commands._base import Command
from cycleprof.cli.commands.check import CHECK
from cycleprof.cli.commands.compare import COMPARE
from cycleprof.cli.commands.demo import DEMO
from cycleprof.cli.commands.doctor import DOCTOR
from cycleprof.cli.commands.explain import EXPLAIN
from cycleprof.cli.commands.export import EXPORT
from cycleprof.cli.commands.list import LIST
from cycleprof.cli.commands.merge import MERGE
from cycleprof.cli.commands.prune import PRUNE
from cycleprof.cli.commands.run import RUN
from cycleprof.cli.commands.schema import SCHEMA
from cycleprof.cli.commands.show import SHOW
from cycleprof.cli.commands.tail import TAIL

__all__ = ["COMMANDS", "Command"]

COMMANDS: tuple[Command, ...] = (
    RUN, DEMO, LIST, SHOW, TAIL, EXPLAIN, EXPORT, COMPARE, CHECK, MERGE, DOCTOR, SCHEMA, PRUNE,
)  # fmt: skip
