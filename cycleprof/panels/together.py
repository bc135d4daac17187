"""Findings that one change of one queryset mends together, and what that would save."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cycleprof.model import Finding, Origin, Report
from cycleprof.panels import cards, markdown
from cycleprof.panels.blocks import Actions, Block, Diff, Heading, Item, Rerun, Stats, Text
from cycleprof.panels.insertion import insert
from cycleprof.panels.marks import lettered
from cycleprof.panels.rerun import address
from cycleprof.panels.surroundings import gettext as _
from cycleprof.panels.surroundings import line_of, told
from cycleprof.panels.values import Duration, Place, Share, say

_ORDER = ("select_related", "prefetch_related", "annotate")


@dataclass(frozen=True, slots=True)
class Bundle:
    """Findings whose querysets are the same line."""

    source: Origin
    findings: tuple[tuple[str, Finding], ...]

    @property
    def id(self) -> str:
        """Names the bundle within its report."""
        return f"together:{self.source.file}:{self.source.line}"

    @property
    def letters(self) -> str:
        """The letters of its findings, for a sentence."""
        return ", ".join(letter for letter, _finding in self.findings)

    @property
    def calls(self) -> list[str]:
        """What to call on the queryset, each once, joins first."""
        codes = [f.remedy.code for _letter, f in self.findings if f.remedy and f.remedy.code]
        return sorted(dict.fromkeys(codes), key=_rank)

    @property
    def saved_ns(self) -> int:
        """What the repeats cost, less one run for each statement that remains."""
        return sum(_saved_ns(finding) for _letter, finding in self.findings)

    @property
    def queries(self) -> tuple[int, int]:
        """How many statements the findings count now, and how many will remain."""
        now = sum(finding.count for _letter, finding in self.findings)
        return now, sum(_remaining(finding) for _letter, finding in self.findings)


def _rank(call: str) -> int:
    name = call[1:].partition("(")[0]
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def _remaining(finding: Finding) -> int:
    expected = finding.remedy.expected_queries if finding.remedy else None
    return min(expected if expected is not None else finding.count, finding.count)


def _saved_ns(finding: Finding) -> int:
    return finding.cost_ns * (finding.count - _remaining(finding)) // max(finding.count, 1)


def bundles(report: Report) -> list[Bundle]:
    """Bundles of two findings and more, what saves most first."""
    by_place: dict[tuple[str, int], list[tuple[str, Finding]]] = {}
    for letter, finding in lettered(report):
        code = finding.remedy.code if finding.remedy else None
        if finding.source is not None and code is not None and code.startswith("."):
            key = (finding.source.file, finding.source.line)
            by_place.setdefault(key, []).append((letter, finding))
    found = [
        Bundle(source, tuple(members))
        for members in by_place.values()
        if len(members) > 1 and (source := members[0][1].source) is not None
    ]
    return sorted(found, key=lambda bundle: -bundle.saved_ns)


def brief(report: Report) -> dict[str, Any] | None:
    """The best bundle as the rail offers it."""
    for bundle in bundles(report)[:1]:
        now = report.profile.duration_ns
        return {
            "id": bundle.id,
            "label": say(_("Fix {letters} together"), letters=bundle.letters),
            "estimate": say(
                _("{now} → about {then}"),
                now=Duration(now),
                then=Duration(max(now - bundle.saved_ns, 0)),
            ),
        }
    return None


def change(bundle: Bundle) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lines to remove and lines to add; without a readable line, only the calls to add."""
    line = line_of(bundle.source)
    added = insert(line.strip(), "".join(bundle.calls)) if line else None
    if line is None or added is None:
        return (), tuple(bundle.calls)
    return (line.strip(),), (added,)


def item(bundle: Bundle, report: Report) -> Item:
    """The first entry of the list of statements."""
    now, _then = bundle.queries
    return Item(
        id=bundle.id,
        title=say(_("Fix {letters} in one queryset"), letters=bundle.letters),
        letter="Σ",
        count=now,
        total_ns=sum(cards.sql_ns(finding, report) for _letter, finding in bundle.findings),
        note=Place(bundle.source),
        tags=("n1",),
        search=bundle.source.file.lower(),
        blocks=tuple(_blocks(bundle, report)),
    )


def _blocks(bundle: Bundle, report: Report) -> Iterator[Block]:
    removed, added = change(bundle)
    place = Place(bundle.source)
    yield Heading(
        text=say(_("One queryset fixes {letters}"), letters=bundle.letters), level=2, letter="Σ"
    )
    yield Text(text=_("All of them are asked for by rows of the same queryset."))
    yield _stats(bundle, report)
    yield Heading(
        text=_("Change"),
        place=place,
        copy="\n".join(added),
        copy_label=_("Copy fix"),
        primary=True,
    )
    yield Diff(label=_("Suggested change"), removed=removed, added=added)
    for letter, finding in bundle.findings:
        if finding.remedy is not None:
            yield Text(lead=letter, text=told(finding.remedy.text))
    text = markdown.several([finding for _letter, finding in bundle.findings], removed, added)
    yield Actions(items=((_("Copy as Markdown"), text),))
    yield Heading(text=_("What this assumes"))
    yield Text(
        text=_(
            "Each statement that remains takes as long as one of those measured here. What the "
            "join or the count adds to the queryset's own statement shows when it runs: load the "
            "page again and open Compare."
        )
    )
    where = address(report.profile)
    if where is not None:
        yield Rerun(label=_("Repeat this request and compare"), address=where)


def _stats(bundle: Bundle, report: Report) -> Stats:
    now, then = bundle.queries
    duration, queries = report.profile.duration_ns, report.totals.queries
    return Stats(
        items=(
            (Duration(duration), _("now")),
            (Duration(max(duration - bundle.saved_ns, 0)), _("about, after it")),
            (say("{now} → {then}", now=queries, then=queries - now + then), _("queries")),
            (say("−{share}", share=Share(bundle.saved_ns / max(duration, 1))), _("of the time")),  # noqa: RUF001 - a minus sign
        )
    )
