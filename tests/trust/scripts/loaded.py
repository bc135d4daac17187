"""The suite's addresses as a project for real servers; ``LOADED_FOLDER`` holds its files.

``LOADED_STORE`` is the store's address; without it the store is the default one."""

from __future__ import annotations

import os

import django
from django.conf import settings

FOLDER = os.environ["LOADED_FOLDER"]

settings.configure(
    DEBUG=True,
    BASE_DIR=FOLDER,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="tests.trust.scripts.loaded",
    SECRET_KEY="-",
    INSTALLED_APPS=["cycleprof"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": f"{FOLDER}/site.sqlite3",
            "OPTIONS": {"timeout": 20},
        }
    },
    CYCLEPROF={"MAX_PROFILES": 100_000, "STORE": os.environ.get("LOADED_STORE")},
)
django.setup()

from django.core.asgi import get_asgi_application  # noqa: E402 - needs the settings
from django.core.wsgi import get_wsgi_application  # noqa: E402 - likewise
from django.http import JsonResponse  # noqa: E402 - likewise
from django.urls import include, path  # noqa: E402 - likewise


def counter(_request):
    """What the queue of this process admits to have dropped."""
    from cycleprof.runtime import get_runtime

    writer = get_runtime().writer
    return JsonResponse({"pid": os.getpid(), "dropped": writer.dropped, "saved": writer.flush(20)})


# The store keeps 300 profiles of a route: with eight of them, all.
urlpatterns = [
    path("counter/", counter),
    *(path(f"{number}/", include("tests.site.urls")) for number in range(8)),
]
wsgi = get_wsgi_application()
asgi = get_asgi_application()
