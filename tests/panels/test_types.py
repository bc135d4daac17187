"""The types that JavaScript is checked against are those that Python writes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from panel_factories import repeats, slow_page

from cycleprof.analysis import analyse
from cycleprof.model import Summary
from cycleprof.panels import document
from cycleprof.serialize import summary_document
from tests.stores.profiles import loading

TYPES = Path(__file__).parents[2] / "static" / "cycleprof" / "types.d.ts"


@pytest.fixture(scope="module")
def declared():
    text = TYPES.read_text("utf-8")
    interfaces = re.findall(r"export interface (\w+) \{(.*?)\n\}", text, re.DOTALL)
    return {
        name: dict(re.findall(r"^  (\w+)(\??):", body, re.MULTILINE)) for name, body in interfaces
    }


@pytest.fixture(scope="module")
def made():
    profile = slow_page()
    return document(replace(analyse(profile), findings=repeats(profile)))


def agrees(fields, given):
    required = {name for name, optional in fields.items() if not optional}
    return required <= set(given) <= set(fields)


def block(made, panel):
    return next(one for one in made["panels"] if one["id"] == panel)["blocks"][0]


def test_summary(declared):
    summary = Summary(id="1", kind="request", name="", started_at="", started_ns=0, duration_ns=0)

    assert agrees(declared["Summary"], summary_document(summary))


def test_document_head_and_findings(declared, made):
    assert agrees(declared["Document"], made)
    assert agrees(declared["Head"], made["head"])
    assert all(agrees(declared["Brief"], finding) for finding in made["head"]["findings"])
    assert all(agrees(declared["Category"], entry) for entry in made["head"]["categories"])


def test_panels(declared, made):
    assert all(agrees(declared["Panel"], panel) for panel in made["panels"])


def test_timeline(declared, made):
    timeline = block(made, "timeline")

    assert agrees(declared["Timeline"], timeline)
    assert all(agrees(declared["Lane"], lane) for lane in timeline["lanes"])


def test_browser_s_part(declared):
    profile = replace(slow_page(), browser=loading())

    web = block(document(analyse(profile)), "timeline")["browser"]

    assert agrees(declared["Web"], web)


def test_split(declared, made):
    assert all(agrees(declared["Item"], item) for item in block(made, "queries")["items"])
