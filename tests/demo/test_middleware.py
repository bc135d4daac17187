from __future__ import annotations

import pytest

from blog import middleware


@pytest.fixture
def naps(monkeypatch):
    """The naps that SlowMiddleware would have taken, in seconds."""
    taken = []
    monkeypatch.setattr(middleware.time, "sleep", taken.append)
    return taken


def test_each_response_has_an_id_of_its_own(client):
    first, second = client.get("/"), client.get("/")
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]


def test_the_id_of_the_client_is_kept(client):
    response = client.get("/", headers={"X-Request-Id": "abc-1"})
    assert response.headers["X-Request-Id"] == "abc-1"


def test_a_page_is_slow_where_its_address_asks_for_it(client, naps):
    client.get("/hood/slow/?slow=1")
    assert naps == [middleware.SLEEP_IN_S, middleware.SLEEP_OUT_S]


def test_no_other_page_is_slow(client, naps):
    client.get("/hood/slow/")
    assert naps == []
