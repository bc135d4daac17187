"""Whatever goes wrong in cycleprof, the application answers as ever."""

from __future__ import annotations

import pytest

from tests.profiles import profile_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "place",
    [
        "cycleprof.middleware.Cycle.__init__",
        "cycleprof.middleware.Cycle.answered",
        "cycleprof.toolbar.headers.inject",
        "cycleprof.toolbar.headers.refusal",
    ],
)
def test_a_fault_of_ours_costs_the_record_not_the_response(client, monkeypatch, caplog, place):
    def fail(*args, **kwargs):
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(place, fail)
    response = client.get("/plain/")
    assert (response.status_code, response.content[:6]) == (200, b"<html>")
    assert "ours" in caplog.text


@pytest.mark.parametrize("store", ["mysql://x", "redis://[broken"])
def test_a_store_that_cannot_be_opened_costs_only_what_outlives_the_process(
    client, settings, caplog, store
):
    settings.CYCLEPROF = {**settings.CYCLEPROF, "STORE": store}
    response = client.get("/plain/")
    assert response.status_code == 200
    assert profile_of(response).response.status == 200
    assert "memory only" in caplog.text


def test_the_address_without_its_last_slash_leads_to_the_list(client):
    response = client.get("/__cycleprof__")
    assert (response.status_code, response.headers["Location"]) == (302, "/__cycleprof__/")
