"""The frozen values that travel through the pipeline: the record, and what follows from it.

Each module is imported when one of its names is used: making the types takes some milliseconds,
and an application that starts needs few of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cycleprof.lazy import offer

if TYPE_CHECKING:
    from cycleprof.model.browser import BrowserInfo, Navigation, Resource
    from cycleprof.model.limits import Limits
    from cycleprof.model.profile import (
        Dropped,
        ExceptionInfo,
        Profile,
        RequestInfo,
        ResponseInfo,
    )
    from cycleprof.model.report import (
        Confidence,
        Finding,
        QueryGroup,
        Remedy,
        Report,
        Severity,
        StageTotal,
        Totals,
    )
    from cycleprof.model.span import Origin, Span
    from cycleprof.model.stage import Attribute, Kind, Stage, Status
    from cycleprof.model.summary import Summary, Verdict
    from cycleprof.model.thresholds import Thresholds

__all__ = [
    "Attribute",
    "BrowserInfo",
    "Confidence",
    "Dropped",
    "ExceptionInfo",
    "Finding",
    "Kind",
    "Limits",
    "Navigation",
    "Origin",
    "Profile",
    "QueryGroup",
    "Remedy",
    "Report",
    "RequestInfo",
    "Resource",
    "ResponseInfo",
    "Severity",
    "Span",
    "Stage",
    "StageTotal",
    "Status",
    "Summary",
    "Thresholds",
    "Totals",
    "Verdict",
]

__getattr__ = offer(
    __name__,
    {
        "Attribute": "stage",
        "BrowserInfo": "browser",
        "Confidence": "report",
        "Dropped": "profile",
        "ExceptionInfo": "profile",
        "Finding": "report",
        "Kind": "stage",
        "Limits": "limits",
        "Navigation": "browser",
        "Origin": "span",
        "Profile": "profile",
        "QueryGroup": "report",
        "Remedy": "report",
        "Report": "report",
        "RequestInfo": "profile",
        "Resource": "browser",
        "ResponseInfo": "profile",
        "Severity": "report",
        "Span": "span",
        "Stage": "stage",
        "StageTotal": "report",
        "Status": "stage",
        "Summary": "summary",
        "Thresholds": "thresholds",
        "Totals": "report",
        "Verdict": "summary",
    },
)
