"""One process that runs one variant: sets the project up, then does what stdin's lines say.

A line is JSON: {"do": "batch" | "calls" | "bytes" | "growth", "page": name, ...}. Each is answered
by one line of JSON. The driver starts it as ``python -m tests.benchmarks.worker VARIANT``.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from typing import Any

from tests.benchmarks.variants import VARIANTS, Variant


def set_up(name: str, folder: str) -> tuple[Variant, Any]:
    """The variant's project, ready to answer, and a client for it."""
    os.environ["BENCH_VARIANT"], os.environ["BENCH_FOLDER"] = name, folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.project.settings"
    import django

    variant = VARIANTS[name]
    variant.install()
    django.setup()
    cookie = _fill_database()

    from tests.benchmarks.client import Client

    return variant, Client(cookie)


def _fill_database() -> str:
    """Tables, rows, and a session of a member of staff; returns its cookie."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    from tests.benchmarks.project.models import Author, Book, Publisher

    call_command("migrate", run_syncdb=True, verbosity=0)
    authors = [Author(name=f"Author {n}", email=f"a{n}@example.org") for n in range(100)]
    publishers = [Publisher(name=f"Publisher {n}") for n in range(10)]
    Author.objects.bulk_create(authors)
    Publisher.objects.bulk_create(publishers)
    Book.objects.bulk_create(
        Book(title=f"Book {n:03}", pages=n, author=authors[n % 100], publisher=publishers[n % 10])
        for n in range(200)
    )
    client = Client()
    client.force_login(User.objects.create_superuser("staff"))
    return f"sessionid={client.cookies['sessionid'].value}"


def main() -> None:
    from tests.benchmarks.measures import MEASURES

    with tempfile.TemporaryDirectory(prefix="cycleprof-bench-") as folder:
        started = time.process_time_ns()
        variant, client = set_up(sys.argv[1], folder)
        _tell({"ready": time.process_time_ns() - started})
        for line in sys.stdin:
            order = json.loads(line)
            measure = MEASURES[order.pop("do")]
            _tell(measure(variant, client, **order))


def _tell(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
