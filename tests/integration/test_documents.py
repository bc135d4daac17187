"""The documents of real requests are valid against the schemas that are shipped."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest
from jsonschema import Draft202012Validator

from cycleprof import analyse, panels, schemas
from cycleprof.panels import blocks, drawings, values
from cycleprof.panels.blocks import Block
from cycleprof.panels.values import Value
from tests.profiles import profile_of
from tests.stores.profiles import make_profile

pytestmark = pytest.mark.django_db(databases=["default", "other"])
ADDRESSES = [
    "/page/", "/json/", "/redirect/", "/two-databases/", "/download/", "/fails/", "/forbidden/",
    "/classy/", "/missing/", "/in-thread/", "/missing-table/", "/gathered/x/2/",
]  # fmt: skip
LOADED = {name: json.loads(schemas.read(name)) for name in schemas.NAMES}


def check(name, document):
    Draft202012Validator(LOADED[name]).validate(document)


@pytest.mark.parametrize("name", schemas.NAMES)
def test_a_schema_is_itself_valid(name):
    Draft202012Validator.check_schema(LOADED[name])


@pytest.mark.parametrize("name", schemas.NAMES)
def test_every_field_is_described(name):
    def walk(node):
        for key, child in node.get("properties", {}).items():
            assert child.get("description") or "$ref" in child, key
            walk(child)
        for child in node.get("$defs", {}).values():
            walk(child)

    walk(LOADED[name])


@pytest.mark.parametrize("address", ADDRESSES)
def test_reports_of_every_kind_of_response(client, address):
    client.raise_request_exception = False
    response = client.get(address)
    response.getvalue()
    response.close()
    answer = client.get(f"/__cycleprof__/api/profiles/{response.headers['X-Cycleprof-Id']}")
    check("report", answer.json())


@pytest.mark.parametrize("address", ADDRESSES)
def test_panels_of_every_kind_of_response(client, address):
    client.raise_request_exception = False
    response = client.get(address)
    response.getvalue()
    response.close()
    base = f"/__cycleprof__/api/profiles/{response.headers['X-Cycleprof-Id']}/panels"
    check("panels", client.get(base).json())
    check("panels", client.get(f"{base}?part=head").json())


def test_panels_with_findings():
    for sql in ("SELECT * FROM blog_author WHERE id = 7", "SELECT * FROM t"):
        report = analyse(make_profile(queries=(sql,) * 5))
        assert report.findings
        check("panels", panels.document(report))


KINDS = {
    name: one
    for module in (blocks, drawings, values)
    for name, one in vars(module).items()
    if isinstance(one, type) and issubclass(one, Block | Value) and one not in {Block, Value}
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_schema_of_panels_knows_every_block_and_value(kind):
    name = kind.__name__[0].lower() + kind.__name__[1:]
    described = set(LOADED["panels"]["$defs"][name]["properties"])
    wire = [field.name for field in fields(kind)]
    if issubclass(kind, Value):
        wire[0] = kind.tag
    assert set(wire) <= described


def test_a_panel_that_is_wrong_is_not_valid():
    wrong = {"id": "x", "title": "X", "blocks": [{"kind": "table", "label": 5}]}
    narrow = {"$ref": "#/$defs/panel", "$defs": LOADED["panels"]["$defs"]}
    assert not Draft202012Validator(narrow).is_valid(wrong)
    wrong["blocks"][0] = {"kind": "of another release", "label": 5}
    assert Draft202012Validator(narrow).is_valid(wrong)


def test_lists_and_errors(client):
    client.get("/plain/")
    check("summary", client.get("/__cycleprof__/api/profiles").json())
    for address in ("api/profiles?q=nope:1", "api/profiles?limit=x", "api/profiles/00", "nothing"):
        answer = client.get(f"/__cycleprof__/{address}")
        assert answer.status_code in {400, 404}
        check("error", answer.json())


def test_a_schema_is_served(client):
    answer = client.get("/__cycleprof__/schema/profile.json")
    assert answer.json()["$id"] == "urn:cycleprof:profile:1"


def test_no_path_is_absolute(client):
    profile = profile_of(client.get("/classy/"))
    files = [span.origin.file for span in profile.spans if span.origin]
    assert files
    assert not [file for file in files if file.startswith("/")]
