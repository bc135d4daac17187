"""Many requests in one process, and what has grown by them; prints JSON.

``many_requests.py COUNT FOLDER``. Two rounds of COUNT requests each: what the first one fills
(caches, pools, the store up to its limit) is no growth, what the second one adds is.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
from pathlib import Path
from wsgiref.util import setup_testing_defaults

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))
COUNT = int(sys.argv[1])
FOLDER = sys.argv[2]

import django  # noqa: E402 - found by the line above
from django.conf import settings  # noqa: E402 - likewise

settings.configure(
    DEBUG=True,
    BASE_DIR=FOLDER,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="tests.site.urls",
    SECRET_KEY="-",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "cycleprof"],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [ROOT / "tests" / "site" / "templates"],
            "OPTIONS": {"libraries": {}},
        }
    ],
    DATABASES={
        name: {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{FOLDER}/{name}.sqlite3"}
        for name in ("default", "other")
    },
    CYCLEPROF={"MAX_PROFILES": 200},
)
django.setup()

from django.core import signals  # noqa: E402 - needs the settings
from django.core.wsgi import get_wsgi_application  # noqa: E402 - likewise
from django.db import connections  # noqa: E402 - likewise

PATHS = ("/plain/", "/json/", "/two-databases/", "/stream/", "/redirect/", "/nowhere/")


def measures():
    gc.collect()
    return {
        "bytes": int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"),
        "objects": len(gc.get_objects()),
        "files": len(os.listdir("/proc/self/fd")),  # noqa: PTH208 - names are enough
        "threads": threading.active_count(),
        "connections": len(connections.all(initialized_only=True)),
        "hooks": sum(len(one.execute_wrappers) for one in connections.all()),
        "receivers": len(signals.request_started.receivers)
        + len(signals.request_finished.receivers),
    }


def one_round():
    from cycleprof.runtime import get_runtime

    handler = get_wsgi_application()  # Django's test client keeps something of each request
    statuses = {}
    for number in range(COUNT):
        status, headers = ask(handler, PATHS[number % len(PATHS)])
        assert headers["X-Cycleprof-Id"]
        statuses[status] = statuses.get(status, 0) + 1
    assert get_runtime().writer.flush(120)
    return statuses


def ask(handler, path):
    environ = {"PATH_INFO": path, "REMOTE_ADDR": "127.0.0.1"}
    setup_testing_defaults(environ)
    began = []
    answer = handler(environ, lambda *status_and_headers: began.append(status_and_headers))
    try:
        b"".join(answer)
    finally:
        answer.close()
    return began[0][0][:3], dict(began[0][1])


def main():
    one_round()
    before = measures()
    statuses = one_round()
    sys.stdout.write(json.dumps({"before": before, "after": measures(), "statuses": statuses}))


main()
