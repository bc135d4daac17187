"""How much memory waiting recordings take, and how much they say, by kind of request; prints JSON.

``waiting_bytes.py COUNT FOLDER``. The writer is kept from its work, so that all of COUNT requests
of each kind wait in its queue.
"""

from __future__ import annotations

import gc
import json
import sys
import tracemalloc
from io import BytesIO
from pathlib import Path
from wsgiref.util import setup_testing_defaults

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
COUNT = int(sys.argv[1])
FOLDER = sys.argv[2]

import django  # noqa: E402 - found by the line above
from django.conf import settings  # noqa: E402 - likewise

settings.configure(
    DEBUG=True,
    BASE_DIR=FOLDER,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="__main__",
    SECRET_KEY="-",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "cycleprof"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)
django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402 - needs the settings
from django.core.management import call_command  # noqa: E402 - likewise
from django.core.wsgi import get_wsgi_application  # noqa: E402 - likewise
from django.http import HttpResponse  # noqa: E402 - likewise
from django.urls import path  # noqa: E402 - likewise

from cycleprof.stores.writer import Writer  # noqa: E402 - likewise


def view(request, count):
    assert request.body is not None
    found = [list(ContentType.objects.filter(pk=number)) for number in range(count)]
    return HttpResponse(str(len(found)))


urlpatterns = [path("<int:count>/", view)]
KINDS = {"small": ("/0/", 0), "large": ("/100/", 0), "posted": ("/0/", 200_000)}


def ask(handler, address, size):
    environ = {"PATH_INFO": address, "REMOTE_ADDR": "127.0.0.1", "REQUEST_METHOD": "POST"}
    environ |= {"wsgi.input": BytesIO(b"x" * size), "CONTENT_LENGTH": str(size)}
    setup_testing_defaults(environ)
    answer = handler(environ, lambda *_: None)
    b"".join(answer)
    answer.close()


def held(handler, address, size):
    """What COUNT requests keep in memory while they wait, and what the queue counts for them."""
    from cycleprof.runtime import get_runtime

    writer = get_runtime().writer
    ask(handler, address, size)  # what the first one imports and caches is not the queue's
    writer._reset()
    gc.collect()
    tracemalloc.start()
    for _ in range(COUNT):
        ask(handler, address, size)
    gc.collect()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {"bytes": taken, "counted": writer._waiting._bytes, "waiting": len(writer._waiting)}


def main():
    Writer._start = lambda _: None
    call_command("migrate", verbosity=0)
    handler = get_wsgi_application()
    told = {kind: held(handler, *what) for kind, what in KINDS.items()}
    sys.stdout.write(json.dumps(told))
    sys.stdout.flush()
    forget()


def forget():
    """Nobody writes what waits, so nobody must wait for it at exit."""
    from cycleprof.runtime import get_runtime

    get_runtime().writer._reset()


main()
