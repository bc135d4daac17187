"""The answer before any question: where the time went, what is behind it, what to warn of."""

from __future__ import annotations

from http import HTTPStatus
from textwrap import shorten

from cycleprof.analysis import tree
from cycleprof.model import ExceptionInfo, Finding, Report
from cycleprof.panels import categories
from cycleprof.panels.marks import is_n_plus_one
from cycleprof.panels.spanfacts import short_name
from cycleprof.panels.surroundings import gettext as _
from cycleprof.panels.surroundings import ngettext, told
from cycleprof.panels.values import Badge, Duration, Message, Place, Scalar, Share, say

_LONGEST = 160  # characters of an exception's message


def verdict(report: Report) -> tuple[Scalar, Scalar]:
    """Two sentences: where the time went, and what is behind it; of a failure, that one first."""
    error = report.profile.exception
    if error is not None:
        return _failure(error), _largest(report)
    return _largest(report), _cause(report)


def _largest(report: Report) -> Message:
    shares = categories.split(report)
    name = max(shares, key=lambda key: shares[key])
    share = Share(shares[name] / max(report.profile.duration_ns, 1))
    return say(_largest_text()[name], share=share)


def _failure(error: ExceptionInfo) -> Message:
    name = error.type.rpartition(".")[2]
    message = shorten(error.message, _LONGEST).rstrip(".") or "?"
    if error.origin is None:
        return say(_("{error}: {message}."), error=name, message=message)
    place = Place(error.origin)
    return say(_("{error} at {place}: {message}."), error=name, place=place, message=message)


def _largest_text() -> dict[str, str]:
    """Whole sentences: in many languages the category's name depends on its place in one."""
    return {
        "db": _("{share} of the time is database."),
        "tpl": _("{share} of the time is templates."),
        "mw": _("{share} of the time is middleware."),
        "view": _("{share} of the time is view code."),
        "cache": _("{share} of the time is cache."),
        "url": _("{share} of the time is URL resolution."),
        "io": _("{share} of the time is other services."),
        categories.SERVER: _("{share} of the time is in Django and the server."),
    }


def _cause(report: Report) -> Scalar:
    repeats = [finding for finding in report.findings if is_n_plus_one(finding)]
    if repeats:
        return _patterns(report, repeats)
    if report.findings:
        return say(_("{title}."), title=told(report.findings[0].title))
    own = tree.exclusive(report.profile.spans)
    largest = max(report.profile.spans[1:], key=lambda span: own[span.id], default=None)
    if largest is None:
        return _("Nothing was recorded inside it.")
    time = Duration(own[largest.id])
    return say(_("No N+1. Largest: {name}, {time}."), name=short_name(largest), time=time)


def _patterns(report: Report, repeats: list[Finding]) -> Message:
    spans = {span_id for finding in repeats for span_id in finding.span_ids}
    files = {finding.trigger.file for finding in repeats if finding.trigger}
    text = ngettext(
        "{n} of {all} queries are one N+1 pattern.",
        "{n} of {all} queries are {k} N+1 patterns.",
        len(repeats),
    )
    if len(repeats) > 1 and len(files) == 1:
        text = _("{n} of {all} queries are {k} N+1 patterns in one file.")
    return say(text, n=len(spans), all=report.totals.queries, k=len(repeats))


def badge(report: Report) -> Badge | None:
    """What the closed panel warns of, if anything: an error before N+1 before other findings."""
    response, findings = report.profile.response, report.findings
    if report.profile.exception or (
        response and response.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    ):
        return Badge(say(ngettext("{n} error", "{n} errors", 1), n=1), "warn")
    repeats = sum(map(is_n_plus_one, findings))
    if repeats:
        return Badge(say(_("{n} N+1"), n=repeats), "warn")
    if findings:
        text = ngettext("{n} finding", "{n} findings", len(findings))
        return Badge(say(text, n=len(findings)), "warn")
    return None
