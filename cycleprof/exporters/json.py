"""``json``: the report document itself; of several reports a list."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cycleprof import serialize
from cycleprof.exporters._format import Format
from cycleprof.model import Report


def render(reports: Sequence[Report]) -> str:
    documents = [serialize.report_document(report) for report in reports]
    return json.dumps(documents[0] if len(documents) == 1 else documents, indent=2) + "\n"


FORMAT = Format("json", ".json", "application/json", "the report, for programs", render)
