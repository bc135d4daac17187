"""What is asked of a profile that there is not."""

from __future__ import annotations

import pytest

PARTS = ["", "/panels", "/export/chrome"]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", ["0" * 32, "zzz", "last", "Ünknown-1"])
def test_an_id_of_no_profile_is_answered_as_one(client, name, part):
    answer = client.get(f"/__cycleprof__/api/profiles/{name}{part}")

    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "no-such-profile"
    assert repr(name) in answer.json()["error"]["message"]
