"""What the panel needs to open a line of a report in the reader's editor."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cycleprof.conf import base_dir, get_config
from cycleprof.editors import folders, pattern
from cycleprof.model import Report


def editor(report: Report) -> dict[str, Any]:
    """The pattern of the project's editor, if one is set, and where the report's files lie."""
    config = get_config()
    roots = [base_dir(), *map(Path, filter(None, sys.path))]
    found: dict[str, Any] = {"folders": folders(_files(report), roots, config.path_map)}
    if config.editor is not None:
        found["pattern"] = pattern(config.editor)
    return found


def _files(report: Report) -> Iterator[str]:
    for span in report.profile.spans:
        if span.origin is not None:
            yield span.origin.file
    for finding in report.findings:
        for origin in (finding.source, finding.trigger):
            if origin is not None:
                yield origin.file
    if report.profile.exception is not None and report.profile.exception.origin is not None:
        yield report.profile.exception.origin.file
