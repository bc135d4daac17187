"""CP021: a query that is slow by itself, on a table of only a few thousand rows."""

from __future__ import annotations

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, Rank
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Visit
from .page import FindingPage

ROWS = 10
DIRECT = Q(referrer="")


def _show(request: HttpRequest, visits: QuerySet[Visit]) -> HttpResponse:
    lines = [f"rank {visit.rank}: {visit}" for visit in visits]  # trigger: cp021
    return render(request, "blog/findings/lines.html", {"lines": lines})


def slow_bad(request: HttpRequest) -> HttpResponse:
    """Rank each visit by counting the longer ones: every row reads the whole table."""
    longer = Visit.objects.filter(DIRECT, seconds__gt=OuterRef("seconds")).order_by()
    count = Coalesce(Subquery(longer.values("referrer").annotate(n=Count("pk")).values("n")), 0)
    visits = Visit.objects.filter(DIRECT).annotate(rank=1 + count)
    return _show(request, visits.order_by("rank", "pk")[:ROWS])


def slow_fixed(request: HttpRequest) -> HttpResponse:
    """Rank them in one pass, with a window function."""
    rank = Window(Rank(), order_by=F("seconds").desc())
    visits = Visit.objects.filter(DIRECT).annotate(rank=rank)
    return _show(request, visits.order_by("rank", "pk")[:ROWS])


PAGES = (
    FindingPage(
        code="CP021",
        slug="cp021",
        title="A slow query",
        look_for="One query that takes most of the request: a correlated subquery reads the whole "
        "table for each of its rows.",
        model="blog.Visit",
        relation="",
        remedy="none",
        bad=slow_bad,
        fixed=slow_fixed,
    ),
)
