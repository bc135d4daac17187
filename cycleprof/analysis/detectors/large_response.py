"""CP070: a response that is larger than its budget."""

from __future__ import annotations

from collections.abc import Iterator

from cycleprof.analysis.case import Case
from cycleprof.analysis.identity import finding_fingerprint
from cycleprof.model import Finding, Profile, Remedy, ResponseInfo
from cycleprof.model.said import said

CODE = "CP070"
_PAGES = ("text/html", "application/json", "application/xhtml", "application/problem")


def detect(case: Case) -> Iterator[Finding]:
    """At most one: pages and JSON are judged; downloads, streams and errors are not."""
    response = case.profile.response
    budget = case.thresholds.response_bytes
    if response is not None and _is_too_large(response, budget):
        yield _finding(case.profile, response.size_bytes or 0, budget)


def _is_too_large(response: ResponseInfo, budget: int) -> bool:
    judged = (response.content_type or "").startswith(_PAGES) and not response.streaming
    attached = any(name.lower() == "content-disposition" for name in response.headers)
    size = response.size_bytes or 0
    return judged and not attached and response.status < 400 and size > budget  # noqa: PLR2004 - the first status of an error


def _finding(profile: Profile, size: int, budget: int) -> Finding:
    request = profile.request
    route = (request.route or request.path) if request is not None else profile.name
    return Finding(
        code=CODE,
        rule="large-response",
        severity="error" if size >= 10 * budget else "warning",
        confidence="exact",
        title=said("A response of {size} MB", size=f"{size / 1e6:.1f}"),
        detail=said(
            "The body has {size} bytes; {budget} is the budget for a page.",
            size=size,
            budget=budget,
        ),
        count=1,
        cost_ns=0,
        fingerprint=finding_fingerprint(CODE, str(route)),
        span_ids=(profile.spans[0].id,),
        remedy=Remedy(
            kind="none",
            text=said(
                "Paginate long lists, link to pictures and data instead of inlining them, and "
                "leave out what the page does not use. Compression helps the network only."
            ),
        ),
    )
