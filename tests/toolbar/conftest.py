from __future__ import annotations

import pytest

from cycleprof.runtime import get_runtime
from tests.stores.profiles import entry

PREFIX = "/__cycleprof__/"


@pytest.fixture
def saved():
    """Keep a profile in the store; returns its id."""

    def save(*args, **changes):
        one = entry(*args, **changes)
        get_runtime().writer.store.save([one])
        return one.summary.id

    return save


@pytest.fixture
def change(client):
    """A request that changes something, as cycleprof's own pages send it."""

    def send(method, path, **headers):
        headers = {"X-Cycleprof-Request": "1", **headers}
        return client.generic(method, PREFIX + path, headers=headers)

    return send
