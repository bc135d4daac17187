"""The Middleware tab: each layer's own time on the way in and on the way out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cycleprof.analysis import tree
from cycleprof.model import Report, Span, Stage
from cycleprof.panels import categories
from cycleprof.panels.blocks import Block, Panel, Text
from cycleprof.panels.drawings import Butterfly, Wing
from cycleprof.panels.surroundings import gettext as _
from cycleprof.panels.values import Duration, Scalar, Several, say

Part = tuple[tuple[str, int], ...]


def build(report: Report) -> Panel:
    """The panel for a report's middleware."""
    layers = [span for span in report.profile.spans if span.stage is Stage.MIDDLEWARE]
    return Panel(
        id="middleware",
        title=_("Middleware"),
        count=len(layers),
        blocks=tuple(_blocks(report, layers)),
    )


def _blocks(report: Report, layers: list[Span]) -> Iterator[Block]:
    if not layers:
        yield Text(text=_("No middleware ran."))
        return
    families = tree.children(report.profile.spans)
    wings = tuple(_wing(span, families) for span in layers)
    yield _summary(wings)
    yield Butterfly(label=_("Middleware, outermost first"), wings=wings, core=_core(report))


def _summary(wings: tuple[Wing, ...]) -> Text:
    sums: dict[str, int] = {}
    for wing in wings:
        for name, ns in (*wing.way_in, *wing.way_out):
            sums[name] = sums.get(name, 0) + ns
    labels = {**categories.labels(), "mw": _("their own code")}
    told = tuple(
        say("{label} {time}", label=labels[name], time=Duration(sums[name]))
        for name in sorted(sums, key=lambda name: -sums[name])
    )
    lead = say(_("{time} in middleware:"), time=Duration(sum(sums.values())))
    return Text(lead=lead, text=Several(told, " · "))


def _wing(span: Span, families: Mapping[int | None, list[Span]]) -> Wing:
    way_in, way_out = _phase(span, "cycleprof.in_ns"), _phase(span, "cycleprof.out_ns")
    inside = [child for child in families.get(span.id, ()) if not child.overlay]
    entered, left = span.start_ns + way_in, span.end_ns - way_out
    return Wing(
        name=span.name.rpartition(".")[2].removesuffix("Middleware"),
        note=None if span.name.startswith("django.") else _("yours"),
        title=span.name,
        way_in=_parts(way_in, [child for child in inside if child.end_ns <= entered]),
        way_out=_parts(way_out, [child for child in inside if child.start_ns >= left]),
        span=span.id,
    )


def _phase(span: Span, key: str) -> int:
    value = span.attributes.get(key)
    return value if isinstance(value, int) else 0


def _parts(whole: int, inside: list[Span]) -> Part:
    """The phase's time by category: what its calls took, and the layer's own code the rest."""
    sums: dict[str, int] = {}
    for child in inside:
        name = categories.category(child.stage)
        sums[name] = sums.get(name, 0) + child.duration_ns
    sums["mw"] = max(whole - sum(sums.values()), 0) + sums.get("mw", 0)
    return tuple((name, ns) for name, ns in sums.items() if ns)


def _core(report: Report) -> Scalar:
    view = next((span for span in report.profile.spans if span.stage is Stage.VIEW), None)
    if view is None:
        return None
    return say(_("view {time}"), time=Duration(view.duration_ns))
