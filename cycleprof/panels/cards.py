"""The card of one finding: its cause in the source, what to write instead, and the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from cycleprof.analysis.queries import TEXT, identity
from cycleprof.model import Finding, Origin, Remedy, Report, Span, Stage
from cycleprof.panels import markdown
from cycleprof.panels.blocks import Actions, Bars, Block, Code, Diff, Heading, Stats, Text
from cycleprof.panels.insertion import insert
from cycleprof.panels.marks import kind
from cycleprof.panels.spanfacts import parameters
from cycleprof.panels.surroundings import gettext as _
from cycleprof.panels.surroundings import line_of, source_lines, told
from cycleprof.panels.values import Badge, Duration, Message, Mono, Place, Scalar, Share, say

_MOST_BARS = 60


def card(letter: str, finding: Finding, report: Report) -> Iterator[Block]:
    """The blocks of a finding, from what is wrong to what proves it."""
    spans = _spans(finding, report)
    yield Heading(
        text=told(finding.title), level=2, letter=letter, badge=Badge(kind(finding), "warn")
    )
    yield Text(text=told(finding.detail))
    yield Stats(items=tuple(_numbers(finding, spans, report)))
    yield from cause(finding)
    yield from fix(finding)
    yield from evidence(spans)


def _spans(finding: Finding, report: Report) -> list[Span]:
    wanted = set(finding.span_ids)
    return [span for span in report.profile.spans if span.id in wanted]


def sql_ns(finding: Finding, report: Report) -> int:
    """Nanoseconds of a finding's statements alone, without the ORM's work around them."""
    return sum(span.duration_ns for span in _spans(finding, report) if span.stage is Stage.DB)


def _numbers(
    finding: Finding, spans: Sequence[Span], report: Report
) -> Iterator[tuple[Scalar, str | Message]]:
    share = Share(finding.cost_ns / max(report.profile.duration_ns, 1))
    label = _("total, {share} of the time")
    if 0 < sql_ns(finding, report) == sum(span.duration_ns for span in spans) < finding.cost_ns:
        label = _("with the ORM, {share} of the time")
    yield Duration(finding.cost_ns), say(label, share=share)
    yield from run_times(spans)
    if finding.count > 1:
        expected = finding.remedy.expected_queries if finding.remedy else None
        count: Scalar = finding.count
        if expected is not None:
            count = say("{now} → {then}", now=finding.count, then=expected)
        yield count, _("queries")


def run_times(spans: Sequence[Span]) -> Iterator[tuple[Scalar, str]]:
    """Median, slowest and exact repeats of several runs; nothing for a single one."""
    if len(spans) < 2:  # noqa: PLR2004 - one run has no median worth a word
        return
    times = [span.duration_ns for span in spans]
    yield Duration(round(median(times))), _("median query")
    yield Duration(max(times)), _("slowest query")
    if not all(TEXT in span.attributes for span in spans):
        return  # the profile had to be reduced: what differed between the runs is not known
    repeats = len(spans) - len({identity(span) for span in spans})
    if repeats:
        yield repeats, _("exact duplicates")


def cause(finding: Finding) -> Iterator[Block]:
    """The line that causes the repeats, and the queryset that they come from.

    The queryset is left out where the fix shows its line as the one to change.
    """
    if finding.trigger is not None:
        yield from source(_("Cause"), finding.trigger)
    shown = finding.remedy is not None and change(finding.remedy, finding.source)[0]
    if finding.source is not None and finding.source != finding.trigger and not shown:
        yield from source(_("Queryset"), finding.source)


def source(title: str, origin: Origin) -> Iterator[Block]:
    """A heading with a place, and the lines around it as far as they can be read."""
    yield Heading(text=title, place=Place(origin))
    lines = tuple(source_lines(origin))
    if lines:
        yield Code(
            label=title,
            language="html" if origin.template else "python",
            lines=lines,
            hot=origin.line,
        )


def fix(finding: Finding) -> Iterator[Block]:
    """What to write instead: as a change of the source's line where that line is known."""
    remedy = finding.remedy
    if remedy is None:
        return
    place = finding.source or finding.trigger
    heading = Place(place) if place else None
    if remedy.code is None:
        yield Heading(text=_("Fix"), place=heading)
    else:
        removed, added = change(remedy, finding.source)
        yield Heading(
            text=_("Fix"),
            place=heading,
            copy="\n".join(added),
            copy_label=_("Copy fix"),
            primary=True,
        )
        yield Diff(label=_("Suggested change"), removed=removed, added=added)
    yield Text(text=told(remedy.text))
    yield Actions(items=((_("Copy as Markdown"), _markdown(finding, remedy)),))


def _markdown(finding: Finding, remedy: Remedy) -> str:
    removed, added = change(remedy, finding.source) if remedy.code else ((), ())
    return markdown.several([finding], removed, added)


def change(remedy: Remedy, origin: Origin | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lines to remove and lines to add; without a readable line, only what to add."""
    code = (remedy.code or "").strip("\n")
    line = line_of(origin)
    if line is not None and code.startswith("."):
        changed = insert(line.strip(), code)
        if changed is not None:
            return (line.strip(),), (changed,)
    return (), tuple(code.splitlines())


def evidence(spans: Sequence[Span]) -> Iterator[Block]:
    """One bar per run, named by the parameters that tell the runs apart."""
    if len(spans) < 2:  # noqa: PLR2004 - one run proves nothing by itself
        return
    times = [span.duration_ns for span in spans]
    note = say(_("{n} runs, {shortest} to {longest}"), n=len(spans),
               shortest=Duration(min(times)), longest=Duration(max(times)))  # fmt: skip
    yield Heading(text=_("Evidence"), note=note)
    shown = spans[:_MOST_BARS]
    values = tuple((_label(span), span.duration_ns, span.id) for span in shown)
    yield Bars(label=say(_("Duration of {n} runs"), n=len(shown)), values=values)


def _label(span: Span) -> Scalar:
    return Mono(parameters(span) or "-")
