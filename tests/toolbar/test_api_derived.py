from __future__ import annotations

import json

import pytest

from cycleprof.exporters import FORMATS
from tests.documents import validate

QUERY = "SELECT * FROM blog_author WHERE id = 7"


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_every_format_is_a_download(client, saved, one):
    answer = client.get(f"/__cycleprof__/api/profiles/{saved()}/export/{one.name}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == one.media_type
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="cycleprof-')
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_json_export_is_the_report(client, saved):
    one = saved(queries=(QUERY,))
    exported = client.get(f"/__cycleprof__/api/profiles/{one}/export/json").content
    assert json.loads(exported) == client.get(f"/__cycleprof__/api/profiles/{one}").json()


def test_an_unknown_format_is_answered_with_those_there_are(client, saved):
    answer = client.get(f"/__cycleprof__/api/profiles/{saved()}/export/pdf")
    assert answer.status_code == 404
    validate("error", answer.json())
    assert "speedscope" in answer.json()["error"]["message"]


def test_two_profiles_are_compared(client, saved):
    base, head = saved(queries=(QUERY,)), saved(queries=(QUERY,) * 21)
    answer = client.get(f"/__cycleprof__/api/compare?base={base}&head={head}")
    validate("compare", answer.json())
    assert answer.json()["sentence"].startswith("+20 ")


def test_sets_are_compared(client, saved):
    base, head = [saved(), saved()], [saved(queries=(QUERY,)), saved()]
    path = f"/__cycleprof__/api/compare?base={','.join(base)}&head={','.join(head)}"
    assert client.get(path).json()["totals"]["queries"] == {"base": 0, "head": 0.5, "delta": 0.5}


@pytest.mark.parametrize("query", ["", "base=1", "head=1", "base=,&head=1"])
def test_a_comparison_needs_two_sides(client, query):
    answer = client.get(f"/__cycleprof__/api/compare?{query}")
    assert answer.status_code == 400
    validate("error", answer.json())


def test_a_side_that_is_not_there_is_named(client, saved):
    answer = client.get(f"/__cycleprof__/api/compare?base={saved()}&head={'0' * 32}")
    assert answer.status_code == 404
    assert "0" * 32 in answer.json()["error"]["message"]


def test_the_head_of_the_panels_comes_alone(client, saved):
    one = saved()
    whole = client.get(f"/__cycleprof__/api/profiles/{one}/panels").json()
    assert client.get(f"/__cycleprof__/api/profiles/{one}/panels?part=head").json() == {
        "head": whole["head"]
    }


def test_a_wrong_query_names_its_position(client):
    answer = client.get("/__cycleprof__/api/profiles?q=path:/a stauts:500")
    assert answer.status_code == 400
    validate("error", answer.json())
    assert "character 9" in answer.json()["error"]["message"]
    assert answer.json()["error"]["hint"] == "Did you mean status:…?"
