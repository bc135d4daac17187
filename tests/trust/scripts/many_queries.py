"""One request with a number of queries, and how much memory it took; prints JSON.

``many_queries.py COUNT``. A process of its own, because memory is one's own there.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import django
from django.conf import settings

COUNT = int(sys.argv[1])
FOLDER = sys.argv[2]

settings.configure(
    DEBUG=True,
    BASE_DIR=FOLDER,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="__main__",
    SECRET_KEY="-",
    INSTALLED_APPS=["cycleprof"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    CYCLEPROF={"ACCESS": "__main__.anybody"},
)
django.setup()

from django.db import connection  # noqa: E402 - needs the settings
from django.http import HttpResponse  # noqa: E402 - likewise
from django.test import Client  # noqa: E402 - likewise
from django.urls import path  # noqa: E402 - likewise


def anybody(_):
    return True


def view(_request, count):
    with connection.cursor() as cursor:
        for number in range(count):
            cursor.execute("SELECT %s", [number])
    return HttpResponse("<html><body>done</body></html>")


urlpatterns = [path("<int:count>/", view)]


def peak_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main():
    errors = []
    logging.getLogger("cycleprof").addFilter(lambda record: errors.append(record) or True)
    client = Client()
    get(client, 20_000)  # what a large profile takes anyway, of code, caches and buffers
    before = peak_bytes()
    answer = get(client, COUNT)
    grown = peak_bytes() - before
    report = client.get(f"/__cycleprof__/api/profiles/{answer.headers['X-Cycleprof-Id']}").json()
    panels = client.get(f"/__cycleprof__/api/profiles/{answer.headers['X-Cycleprof-Id']}/panels")
    listed = client.get(f"/__cycleprof__/api/profiles?q=id:{report['profile']['id']}").json()
    profile = report["profile"]
    told = {
        "status": answer.status_code,
        "grown": grown,
        "spans": len(profile["spans"]),
        "dropped": profile["dropped"],
        "queries": report["totals"]["queries"],
        "listed": listed["profiles"][0]["queries"],
        "panels": panels.status_code,
        "broken panels": panels.content.decode().count("Traceback") + len(errors),
        "bytes": len(json.dumps(profile)),
    }
    sys.stdout.write(json.dumps(told))


def get(client, count):
    from cycleprof.runtime import get_runtime

    answer = client.get(f"/{count}/")
    assert get_runtime().writer.flush(120)
    return answer


main()
