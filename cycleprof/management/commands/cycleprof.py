"""``manage.py cycleprof …``: the command line, with the project's settings loaded."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from cycleprof.cli.main import main


class Command(BaseCommand):
    """Hands its arguments on as they are."""

    help = "cycleprof's command line for this project; see: manage.py cycleprof --help"
    requires_system_checks = ()

    def run_from_argv(self, argv: list[str]) -> None:
        sys.exit(main(argv[2:]))

    def handle(self, *args: Any, **_options: Any) -> None:
        main([str(one) for one in args])
