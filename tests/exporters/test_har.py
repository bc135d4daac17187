from __future__ import annotations

import json

import pytest
from haralyzer import HarParser
from jsonschema import Draft6Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT6

from cycleprof.exporters import har


@pytest.fixture
def archive(report):
    return json.loads(har.render([report]))


def test_it_validates(archive, published):
    resources = []
    for path in (published / "har-schema" / "lib").glob("*.json"):
        schema = json.loads(path.read_bytes())
        resources.append((path.name, Resource.from_contents(schema, DRAFT6)))
    registry = Registry().with_resources(resources)
    registry = registry.with_resources((one.contents["$id"], one) for _, one in resources)
    Draft6Validator(registry.contents("har.json"), registry=registry).validate(archive)


def test_another_reader_finds_the_requests(archive):
    entries = HarParser(archive).har_data["entries"]
    assert [(one["request"]["method"], one["request"]["url"]) for one in entries] == [
        ("GET", "http://shop.test/posts/"),
        ("GET", "https://api.test/x?y=1"),
    ]


def test_the_times_add_up_to_the_profiles(archive, profile):
    entry = archive["log"]["entries"][0]
    assert round(entry["time"] * 1e6) == profile.duration_ns
    timings = entry["timings"].values()
    assert round(sum(timings) * 1e6) == profile.duration_ns
    assert round(entry["timings"]["wait"] * 1e6) == 40_500_000


def test_values_of_the_query_keep_their_order(archive):
    query = archive["log"]["entries"][0]["request"]["queryString"]
    assert query == [{"name": "q", "value": "a"}, {"name": "q", "value": "b"}]
