from __future__ import annotations

import pytest

from tests.documents import validate

pytestmark = pytest.mark.django_db


def test_a_recorded_query_is_explained(change, saved):
    one = saved(queries=("SELECT 1",))
    answer = change("POST", f"api/profiles/{one}/spans/2/explain")
    assert answer.status_code == 200
    validate("explain", answer.json())


def test_a_refusal_says_why(change, saved):
    one = saved(queries=("DELETE FROM t",))
    answer = change("POST", f"api/profiles/{one}/spans/2/explain")
    assert answer.status_code == 409
    validate("error", answer.json())
    assert "DELETE" in answer.json()["error"]["message"]


def test_it_is_not_done_for_a_mere_link(client, saved):
    path = f"/__cycleprof__/api/profiles/{saved(queries=('SELECT 1',))}/spans/2/explain"
    assert client.get(path).status_code == 405
    assert client.post(path).status_code == 403
