"""``junit``: each profile as a test that its findings fail, for test reports of CI servers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from cycleprof.exporters._findings import collect
from cycleprof.exporters._format import Format
from cycleprof.model import Report

# What XML 1.0 cannot carry, not even escaped.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(reports: Sequence[Report]) -> str:
    failing = sum(bool(report.findings) for report in reports)
    seconds = sum(report.profile.duration_ns for report in reports) / 1e9
    suite = ET.Element(
        "testsuite",
        name="cycleprof",
        tests=str(len(reports)),
        failures=str(failing),
        errors="0",
        skipped="0",
        time=f"{seconds:.3f}",
        timestamp=reports[0].profile.started_at[:19],
        hostname="localhost",
    )
    for report in reports:
        suite.append(_case(report))
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _case(report: Report) -> ET.Element:
    profile = report.profile
    view = profile.request.view if profile.request else None
    case = ET.Element(
        "testcase",
        classname=_clean(view or profile.kind),
        name=_clean(profile.name),
        time=f"{profile.duration_ns / 1e9:.3f}",
    )
    if report.findings:
        found = collect([report])
        first = found[0].finding
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        failure = ET.SubElement(
            case, "failure", type=first.code, message=_clean(f"{first.title}{more}")
        )
        lines = []
        for one in found:
            where = f"{one.place.file}:{one.place.line}: " if one.place else ""
            lines.append(f"{where}{one.finding.code} {one.message}")
        failure.text = _clean("\n".join(lines))
    return case


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


FORMAT = Format("junit", ".xml", "application/xml", "findings as failed tests", render)
