"""``sarif``: findings as SARIF 2.1.0, for GitHub's code scanning and others."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from cycleprof.exporters._findings import Collected, collect
from cycleprof.exporters._format import VERSION_KEY, Format
from cycleprof.model import Origin, Report

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_HOME = "https://pypi.org/project/cycleprof/"
_LEVELS = {"info": "note", "warning": "warning", "error": "error"}


def render(reports: Sequence[Report]) -> str:
    found = collect(reports)
    rules = {one.finding.code: one.finding.rule for one in found}
    codes = sorted(rules)
    driver: dict[str, Any] = {
        "name": "cycleprof",
        "informationUri": _HOME,
        "rules": [_rule(code, rules[code]) for code in codes],
    }
    version = reports[0].profile.versions.get(VERSION_KEY)
    if version:
        driver |= {"version": version, "semanticVersion": version}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            "SRCROOT": {"description": {"text": "The folder that BASE_DIR names."}}
        },
        "results": [_result(one, codes) for one in found],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: str, name: str) -> dict[str, Any]:
    return {
        "id": code,
        "name": "".join(part.capitalize() for part in name.split("-")),
        "shortDescription": {"text": f"{name.replace('-', ' ').capitalize()}."},
        "helpUri": _HOME,
        "properties": {"tags": ["performance", "database"]},
    }


def _result(one: Collected, codes: list[str]) -> dict[str, Any]:
    finding = one.finding
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": one.message},
        "locations": [_location(one.place)] if one.place else [],
        "partialFingerprints": {"cycleprofFinding/v1": finding.fingerprint},
        "properties": {
            "confidence": finding.confidence,
            "count": finding.count,
            "costNs": finding.cost_ns,
            "profiles": list(one.profiles),
        },
    }
    if finding.source is not None and finding.source != one.place:
        source = {"id": 1, "message": {"text": "The queryset to change."}}
        result["relatedLocations"] = [{**source, **_location(finding.source)}]
    return result


def _location(origin: Origin) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {
                "uri": quote(origin.file, errors="replace"),
                "uriBaseId": "SRCROOT",
            },
            "region": {"startLine": max(origin.line, 1)},
        }
    }


FORMAT = Format("sarif", ".sarif", "application/sarif+json", "findings for code scanning", render)
