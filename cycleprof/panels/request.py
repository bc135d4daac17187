"""The Request tab: what was asked and answered, and what the cycle cost besides time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cycleprof.analysis.handled import Handled, handled
from cycleprof.model import ExceptionInfo, Profile, Report, RequestInfo, ResponseInfo
from cycleprof.panels import browser, cards
from cycleprof.panels.blocks import Block, Column, Facts, Heading, Panel, Row, Table, Text
from cycleprof.panels.head import left_out
from cycleprof.panels.surroundings import gettext as _
from cycleprof.panels.values import Duration, Mono, Scalar, Size

Rows = tuple[tuple[str, Scalar], ...]


def build(report: Report) -> Panel:
    """The panel for a report's request and response."""
    return Panel(id="request", title=_("Request"), blocks=tuple(_blocks(report)))


def _blocks(report: Report) -> Iterator[Block]:
    profile = report.profile
    if profile.exception is not None:
        yield from _exception(profile.exception)
    caught = handled(profile)
    if caught:
        yield Heading(text=_("Exceptions that were handled"), level=2)
        yield _handled(caught)
    yield Facts(title=_("Cycle"), rows=_cycle(report))
    if profile.request is not None:
        yield Facts(title=_("Resolved"), rows=_resolved(profile.request))
        yield Facts(title=_("Request headers"), rows=_sent(profile.request.headers))
    if profile.response is not None:
        yield Facts(title=_("Response"), rows=_response(profile.response))
        yield Facts(title=_("Response headers"), rows=_mapping(profile.response.headers))
    if profile.request is not None:
        joined = {key: ", ".join(values) for key, values in profile.request.query.items()}
        yield Facts(title=_("Query string"), rows=_mapping(joined))
    if profile.browser is not None:
        yield from browser.blocks(profile.browser)
    yield Facts(title=_("Versions"), rows=_mapping(profile.versions))


def _exception(error: ExceptionInfo) -> Iterator[Block]:
    yield Heading(text=error.type, level=2)
    yield Text(text=Mono(error.message), tone="warn")
    if error.origin is not None:
        yield from cards.source(_("Raised at"), error.origin)


def _handled(caught: list[Handled]) -> Table:
    return Table(
        label=_("Exceptions that were handled"),
        columns=(
            Column(label=_("At")),
            Column(label=_("Name")),
            Column(label=_("Span")),
            Column(label=_("Handled in")),
            Column(label=_("Time"), kind="number"),
        ),
        rows=tuple(
            Row(
                span=one.failed.id,
                cells=(
                    Duration(one.failed.start_ns),
                    Mono(one.type),
                    Mono(one.failed.name),
                    Mono(one.within.name),
                    Duration(one.failed.duration_ns),
                ),
            )
            for one in caught
        ),
    )


def _cycle(report: Report) -> Rows:
    profile, totals = report.profile, report.totals
    return _known({
        _("Profile"): Mono(profile.id),
        _("Started"): Mono(profile.started_at),
        _("Duration"): Duration(profile.duration_ns),
        _("Unaccounted"): Duration(totals.unaccounted_ns),
        _("Queries"): totals.queries,
        _("Rows"): totals.rows,
        _("Model instances"): totals.instances,
        _("Spans"): len(profile.spans),
        _("cycleprof's own time"): Duration(profile.overhead_ns),
        _("Left out"): _dropped(profile),
    })  # fmt: skip


def _dropped(profile: Profile) -> Scalar:
    dropped = profile.dropped
    if not dropped.spans and not dropped.steps:
        return None
    return f"{dropped.spans} · {', '.join(left_out(dropped))}"


def _resolved(request: RequestInfo) -> Rows:
    return _known({
        _("Method"): request.method,
        _("Path"): Mono(request.path),
        _("View"): _mono(request.view),
        _("Pattern"): _mono(request.route),
        _("Name"): _mono(request.url_name),
        _("Scheme"): request.scheme,
        _("HTTP version"): request.http_version,
        _("Protocol"): request.protocol.upper(),
    })  # fmt: skip


def _response(response: ResponseInfo) -> Rows:
    first = response.first_byte_ns
    return _known({
        _("Status"): response.status,
        _("Content type"): _mono(response.content_type),
        _("Size"): Size(response.size_bytes) if response.size_bytes is not None else None,
        _("Streaming"): _("yes") if response.streaming else _("no"),
        _("First byte after"): Duration(first) if first is not None else None,
    })  # fmt: skip


def _mono(text: str | None) -> Scalar:
    return Mono(text) if text is not None else None


def _known(rows: Mapping[str, Scalar]) -> Rows:
    return tuple((name, value) for name, value in rows.items() if value is not None)


def _sent(headers: Mapping[str, str]) -> Rows:
    """Without the empty length that WSGI servers put where the client sent none."""
    return tuple(row for row in _mapping(headers) if row != ("Content-Length", Mono("")))


def _mapping(items: Mapping[str, str]) -> Rows:
    return tuple((name, Mono(value)) for name, value in items.items())
