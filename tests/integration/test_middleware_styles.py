"""Middleware of every style keeps its place in the tree and its effect, sync and async."""

from __future__ import annotations

import pytest
from django.core.handlers.asgi import ASGIHandler
from django.test import AsyncClient

from cycleprof.model import Stage
from tests.asgi import http
from tests.profiles import outline, profile_of

pytestmark = pytest.mark.django_db(transaction=True)
STYLES = ["SyncOnly", "AsyncOnly", "function_middleware"]


@pytest.fixture
def mixed(settings):
    settings.MIDDLEWARE = [f"tests.site.middleware.{style}" for style in STYLES]
    return [
        f"{'  ' * depth}middleware tests.site.middleware.{style}"
        for depth, style in enumerate(STYLES)
    ]


def test_under_wsgi(client, mixed):
    response = client.get("/plain/")
    assert outline(profile_of(response), Stage.MIDDLEWARE) == mixed
    assert response.headers["X-Sync-Only"] == "yes"


async def test_under_the_async_client(mixed):
    response = await AsyncClient().get("/plain/")
    assert outline(profile_of(response), Stage.MIDDLEWARE) == mixed


async def test_under_asgi(mixed):
    response = await http(ASGIHandler(), "/plain/")
    assert outline(profile_of(response), Stage.MIDDLEWARE) == mixed


def test_a_listed_place_is_respected(client, settings):
    own = "cycleprof.middleware.CycleprofMiddleware"
    settings.MIDDLEWARE = ["tests.site.middleware.SyncOnly", own, *settings.MIDDLEWARE]
    layers = outline(profile_of(client.get("/plain/")), Stage.MIDDLEWARE)
    assert layers[0] == "middleware django.middleware.common.CommonMiddleware"
    assert len(layers) == 4
