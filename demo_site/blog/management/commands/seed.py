"""`manage.py seed`: fill the demo with the same data every time."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from blog.seeding.plan import reseed

HOW_TO_LOG_IN = "Log in as admin/admin (superuser, also /admin/) or as ada/ada (an author)."


class Command(BaseCommand):
    help = "Replace all users and blog data by the demo's data, which is the same every time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--posts", type=int, default=200, help="posts to write (default 200)")
        parser.add_argument("--seed", type=int, default=1, help="random seed (default 1)")

    def handle(self, *args: Any, posts: int, seed: int, **options: Any) -> None:
        if posts < 1:
            raise CommandError(f"--posts must be 1 or more, not {posts}.")
        began = time.perf_counter()
        # A plain `migrate` prepares only the alias `default`.
        call_command("migrate", database="archive", interactive=False, verbosity=0)
        written = reseed(posts, seed)
        rows = ", ".join(f"{count} {name}" for name, count in written.items())
        self.stdout.write(f"Seeded in {time.perf_counter() - began:.1f} s: {rows}.")
        self.stdout.write(HOW_TO_LOG_IN)
