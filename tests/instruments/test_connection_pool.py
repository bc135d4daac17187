"""Connections that come from a pool, on a PostgreSQL server."""

from __future__ import annotations

import threading

import pytest
from django.db.utils import ConnectionHandler

from cycleprof import profile
from cycleprof.model import Stage
from tests.profiles import one

pytestmark = pytest.mark.databases
POSTGRES = {
    "ENGINE": "django.db.backends.postgresql", "HOST": "127.0.0.1", "PORT": "5432",
    "NAME": "postgres", "USER": "postgres", "OPTIONS": {"pool": {"min_size": 1, "max_size": 1}},
}  # fmt: skip


@pytest.fixture
def handler():
    handler = ConnectionHandler({"default": POSTGRES})
    yield handler
    handler.close_all()
    handler["default"].close_pool()


def _hold(handler, taken, release):
    with handler["default"].cursor():
        taken.set()
        release.wait(5)
    handler["default"].close()


@pytest.mark.django_db(databases=[])
def test_the_wait_for_a_pool_s_only_connection_is_seen(handler, django_db_blocker):
    taken, release = threading.Event(), threading.Event()
    holder = threading.Thread(target=_hold, args=[handler, taken, release])
    with django_db_blocker.unblock():
        holder.start()
        taken.wait(5)
        threading.Timer(0.2, release.set).start()
        with profile("wait") as session, handler["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
        holder.join()
    waited = one(session.profile, "connection from the pool")
    assert waited.stage is Stage.DB
    assert waited.duration_ns > 100_000_000
    assert waited.attributes["db.client.connection.pool.name"] == "default"
    assert waited.attributes["db.system.name"] == "postgresql"
