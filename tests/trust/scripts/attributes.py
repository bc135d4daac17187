"""Prints every function that Django's loaded modules and classes have, by its place in the source.

``attributes.py APP…``: with these installed apps and DEBUG off, after one request.
"""

from __future__ import annotations

import inspect
import json
import logging
import sys
import threading
from pathlib import Path
from wsgiref.util import setup_testing_defaults

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import django
from django.conf import settings

settings.configure(
    DEBUG=False,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="tests.trust.scripts.no_urls",
    SECRET_KEY="-",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        *sys.argv[1:],
    ],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - needs the settings
from django.db import connection  # noqa: E402 - likewise

WATCHED = ("django.", "asgiref.", "threading", "logging", "concurrent.", "http.client", "asyncio.")


def places():
    for name, module in sorted(sys.modules.items()):
        if module is None or not f"{name}.".startswith(WATCHED):
            continue
        for attribute, value in sorted(vars(module).items()):
            yield from place(f"{name}.{attribute}", value)
            if inspect.isclass(value):
                for inner, function in sorted(vars(value).items(), key=str):
                    yield from place(f"{name}.{attribute}.{inner}", function)


def place(name, value):
    function = getattr(value, "__func__", value)
    code = getattr(function, "__code__", None)
    if inspect.iscode(code):
        yield name, f"{code.co_filename}:{code.co_firstlineno}"


def chain(handler):
    """The names of what a request passes, outermost first."""
    layer = handler._middleware_chain
    while layer is not None:
        inner = inspect.getclosurevars(layer).nonlocals if inspect.isfunction(layer) else {}
        yield getattr(layer, "__qualname__", type(layer).__qualname__)
        layer = inner.get("get_response") or getattr(layer, "get_response", None)


def main():
    handler = get_wsgi_application()
    environ = {"PATH_INFO": "/nowhere/"}
    setup_testing_defaults(environ)
    headers = []
    answer = handler(environ, lambda status, pairs: headers.extend(pairs))
    body = b"".join(answer).decode()
    answer.close()
    connection.ensure_connection()
    told = {
        "attributes": dict(places()),
        "chain": list(chain(handler)),
        "headers": headers,
        "body": body,
        "threads": [one.name for one in threading.enumerate()],
        "wrappers": len(connection.execute_wrappers),
        "handlers": len(logging.getLogger().handlers),
    }
    sys.stdout.write(json.dumps(told))


main()
