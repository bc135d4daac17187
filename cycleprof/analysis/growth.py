"""How the number of queries grows with the number of rows: from one profile, or from several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cycleprof.analysis.repeats import Repeat
from cycleprof.model import Report
from cycleprof.model.said import Said, phrase, said

_EXAMPLE = 200
_NEAR = 0.1
_SENTENCE = phrase(" {growth}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """``base + per_row * rows`` queries; ``unit`` is what a row is, e.g. ``post``."""

    base: float
    per_row: float
    rows: int
    unit: str

    def at(self, rows: int) -> int:
        """The number of queries with so many rows."""
        return round(self.base + self.per_row * rows)

    def in_words(self, rows: int | None = None) -> str:
        """Such as ``3 + 2 per post: 403 queries at 200 posts``."""
        example = rows if rows is not None else max(_EXAMPLE, self.rows * 10)
        return said(
            "{base} + {per_row} per {unit}: {n} queries at {rows} {units}",
            base=_number(self.base), per_row=_number(self.per_row), unit=self.unit,
            n=self.at(example), rows=example, units=_plural(self.unit),
        )  # fmt: skip

    def in_a_sentence(self) -> str:
        """The same, to stand behind another sentence."""
        return said(_SENTENCE, growth=self.in_words())


def retold(detail: str, growth: Growth) -> str:
    """A finding's detail with the growth that several profiles of its route show."""
    told = Said("")
    for template, values in getattr(detail, "parts", ()):
        if template == _SENTENCE:
            told += said(
                " {growth}, as this route's other profiles show.", growth=growth.in_words()
            )
        else:
            told += Said(template.format(**values), ((template, values),))
    return told or detail


def growth_of(repeat: Repeat, queries: int) -> Growth | None:
    """What one profile tells: the repeats grow with the rows of their source, the rest does not.

    ``queries`` is the number of statements in the profile. None where the source is unknown.
    """
    if repeat.source is None or repeat.source_rows < 2:  # noqa: PLR2004 - one row has no trend
        return None
    sent = sum(len(use.statements) for use in repeat.uses)
    unit = (repeat.source.model or "row").rpartition(".")[2].lower()
    rows = repeat.source_rows
    return Growth(base=queries - sent, per_row=sent / rows, rows=rows, unit=unit)


def fit(points: Sequence[tuple[int, int]], unit: str = "row") -> Growth | None:
    """The straight line of least squares through ``(rows, queries)`` of several profiles.

    None with fewer than two different sizes, since one size shows no trend.
    """
    if len({rows for rows, _ in points}) < 2:  # noqa: PLR2004 - see above
        return None
    mean_rows = sum(rows for rows, _ in points) / len(points)
    mean_queries = sum(queries for _, queries in points) / len(points)
    spread = sum((rows - mean_rows) ** 2 for rows, _ in points)
    slope = sum((rows - mean_rows) * (queries - mean_queries) for rows, queries in points) / spread
    return Growth(
        base=mean_queries - slope * mean_rows,
        per_row=slope,
        rows=max(rows for rows, _ in points),
        unit=unit,
    )


def fitted(reports: Iterable[Report], fingerprint: str) -> Growth | None:
    """The growth of one finding through the reports of a route's profiles, of different sizes.

    None where fewer than two sizes of its source were seen, or where their number does not
    explain that of the queries.
    """
    points: list[tuple[int, int]] = []
    unit = "row"
    for report in reports:
        for finding in report.findings:
            if finding.fingerprint == fingerprint and finding.growth is not None:
                points.append((int(finding.growth["rows"]), report.totals.queries))
                unit = str(finding.growth["unit"])
    growth = fit(points, unit)
    return growth if growth is not None and _explains(growth, points) else None


def _explains(growth: Growth, points: Sequence[tuple[int, int]]) -> bool:
    """Whether it grows at all, and every profile lies near the line."""
    near = all(abs(growth.at(rows) - queries) <= _NEAR * queries for rows, queries in points)
    return growth.per_row > 0 and round(growth.base) >= 0 and near


def _number(value: float) -> str:
    return f"{round(value, 2):g}"


def _plural(unit: str) -> str:
    if unit.endswith(("s", "x", "ch", "sh")):
        return f"{unit}es"
    return f"{unit[:-1]}ies" if unit.endswith("y") and unit[-2:-1] not in "aeiou" else f"{unit}s"
