"""The formats that code hosts and CI servers read."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree as ET

import jsonschema
import junitparser
import pytest

from cycleprof.exporters import FORMATS, github, gitlab, junit, markdown, sarif

GITLAB_SCHEMA = {  # as GitLab's documentation describes the fields; it publishes no schema
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{16,}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^/].*"},
                    "lines": {"required": ["begin"], "properties": {"begin": {"minimum": 1}}},
                },
            },
        },
    },
}


def hostile(report):
    finding = replace(report.findings[0], title="100%\r\n::error::x, | <script> \x01\ud800")
    return replace(report, findings=(finding,))


def test_sarif_validates(report, schema_of):
    schema = schema_of("@microsoft/sarif-multitool-linux/sarif-2.1.0.json")
    for one in (report, hostile(report)):
        jsonschema.validate(json.loads(sarif.render([one])), schema)


@pytest.mark.skipif(sys.platform != "linux", reason="the tool is built for Linux")
def test_sarifs_own_validator_finds_no_error(report, published, tmp_path):
    path, result = tmp_path / "a.sarif", tmp_path / "result.sarif"
    path.write_text(sarif.render([report]))
    tool = published / "@microsoft" / "sarif-multitool-linux" / "Sarif.Multitool"
    tool.chmod(0o755)
    command = [tool, "validate", path, "--output", result, "--level", "Error;Warning"]
    subprocess.run(command, check=False, capture_output=True, timeout=120)
    (run,) = json.loads(result.read_bytes())["runs"]
    assert [one["ruleId"] for one in run["results"]] == []


def test_sarif_names_rule_place_and_a_lasting_fingerprint(report):
    (run,) = json.loads(sarif.render([report, report]))["runs"]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "CP007"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "blog/templates/a%20b.html"
    assert place["region"] == {"startLine": 3}
    fingerprint = report.findings[0].fingerprint
    assert result["partialFingerprints"] == {"cycleprofFinding/v1": fingerprint}


def test_junit_is_read_by_others(report, clean, tmp_path):
    path = tmp_path / "a.xml"
    path.write_text(junit.render([report, clean, hostile(report)]), encoding="utf-8")
    (suite,) = junitparser.JUnitXml.fromfile(str(path))
    assert (suite.tests, suite.failures, suite.errors) == (3, 2, 0)
    failed = [bool(case.result) for case in suite]
    assert failed == [True, False, True]
    assert "CP007" in next(iter(suite)).result[0].text


def test_junit_has_only_what_the_strict_schema_allows(report):
    root = ET.fromstring(junit.render([report]))
    (case,) = root.iter("testcase")
    assert set(case.attrib) == {"classname", "name", "time"}
    assert len(case.attrib["time"].partition(".")[2]) == 3


def test_github_escapes_what_would_end_a_command(report):
    (line,) = github.render([hostile(report)]).splitlines()
    _, command, data = line.split("::", 2)
    assert (
        command.partition(" ")[2]
        == "file=blog/templates/a b.html,line=3,title=CP007 identical-query"
    )
    assert data.startswith("100%25%0D%0A::error::x")


def test_github_shows_no_more_than_are_shown(report):
    many = [replace(report.findings[0], fingerprint=f"{i:016x}") for i in range(30)]
    assert len(github.render([replace(report, findings=tuple(many))]).splitlines()) == 10


def test_gitlab_follows_its_documentation(report, clean):
    document = json.loads(gitlab.render([report, clean]))
    jsonschema.validate(document, GITLAB_SCHEMA)
    assert [one["check_name"] for one in document] == ["cycleprof/CP007"]


def test_markdown_stays_whole(report):
    text = markdown.render([hostile(report)])
    assert "<script>" not in text
    assert "## GET /posts/ (500): 42.00 ms" in text
    stages = [line for line in text.splitlines() if line.startswith("| ")]
    assert {line.replace("\\|", "").count("|") for line in stages} <= {4, 5}


def test_markdown_of_several_is_a_table(report, clean):
    assert "## 2 profiles" in markdown.render([report, clean])


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_every_format_takes_every_report(one, report, clean):
    for reports in ([report], [clean], [report, clean, hostile(report)]):
        content = one.encode(reports)
        assert content.endswith(b"\n") or not content
