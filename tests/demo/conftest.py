"""The demo site's tests run on the seeded data, with a process of their own (see tests.harness)."""

from __future__ import annotations

import pytest
from asgiref.sync import sync_to_async
from django.core.cache import caches
from django.core.management import call_command
from django.db import connections

DATABASES = ["default", "archive"]


def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(pytest.mark.django_db(databases=DATABASES))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Seed once; each test then runs in transactions that are rolled back."""
    with django_db_blocker.unblock():
        call_command("seed", verbosity=0)


@pytest.fixture(autouse=True)
def _own_empty_caches(settings, tmp_path):
    files = settings.CACHES["files"] | {"LOCATION": tmp_path / "cache"}
    settings.CACHES = settings.CACHES | {"files": files}
    caches["default"].clear()


@pytest.fixture
async def asgi(async_client):
    """An async client; closes the connections that its views' thread has opened."""
    yield async_client
    await sync_to_async(connections.close_all)()


@pytest.fixture
def ada(django_user_model):
    return django_user_model.objects.get(username="ada")


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def as_admin(client, django_user_model):
    client.force_login(django_user_model.objects.get(username="admin"))
    return client


@pytest.fixture
def post():
    from blog.models import Post

    return Post.objects.published().select_related("author", "category").first()
