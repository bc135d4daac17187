"""Off means off: no middleware, no headers, no pages."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def _off(settings):
    settings.CYCLEPROF = {**settings.CYCLEPROF, "ENABLED": False}


@pytest.mark.usefixtures("_off")
def test_a_response_carries_nothing_of_ours(client):
    response = client.get("/plain/")
    assert not [name for name in response.headers if "ycleprof" in name or "Timing" in name]
    assert response.content == b"<html><body><h1>plain</h1></body></html>"


@pytest.mark.usefixtures("_off")
def test_the_tools_addresses_do_not_exist(client):
    assert client.get("/__cycleprof__/").status_code == 404


@pytest.mark.usefixtures("_off")
def test_a_listed_middleware_steps_aside(client, settings):
    settings.MIDDLEWARE = ["cycleprof.middleware.CycleprofMiddleware"]
    assert "X-Cycleprof-Id" not in client.get("/plain/").headers


_PROBE = """
import django
from django.conf import settings
settings.configure(DEBUG=%(debug)s, INSTALLED_APPS=%(apps)s, DATABASES={}, ROOT_URLCONF="none")
django.setup()
from django.core.handlers import base, wsgi
from django.template.base import Template
from django.http.response import HttpResponseBase
import threading, sys
seams = [base.BaseHandler.load_middleware,
    base.BaseHandler.resolve_request, base.BaseHandler.make_view_atomic,
    base.convert_exception_to_response, wsgi.WSGIHandler.__call__, Template.render,
    HttpResponseBase.close, threading.Thread.start]
print(sum(hasattr(seam, "__wrapped__") for seam in seams))
print(sum(name.startswith("cycleprof.instruments") for name in sys.modules))
"""


def _probe(**settings):
    done = subprocess.run(
        [sys.executable, "-c", _PROBE % settings], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_without_debug_nothing_is_patched_or_even_imported():
    assert _probe(debug=False, apps=["cycleprof"]) == ["0", "0"]


def test_with_debug_every_seam_is_hooked():
    hooked, imported = _probe(debug=True, apps=["cycleprof"])
    assert int(hooked) == 8
    assert int(imported) > 8
