"""CP022: a result without a bound. CP023: a very long IN list."""

from __future__ import annotations

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Visit
from .page import FindingPage

SHOWN = 10


def unbounded_bad(request: HttpRequest) -> HttpResponse:
    visits = list(Visit.objects.all())  # source and trigger: cp022
    visits.sort(key=lambda visit: (-visit.seconds, visit.pk))
    return render(request, "blog/findings/lines.html", {"lines": visits[:SHOWN]})


def unbounded_fixed(request: HttpRequest) -> HttpResponse:
    visits = Visit.objects.order_by("-seconds", "pk")[:SHOWN]
    return render(request, "blog/findings/lines.html", {"lines": visits})


def _keys_from_search() -> list[int]:
    """Return 2,000 keys, as a search index outside the database would."""
    return list(range(1, 2001))


def long_list_bad(request: HttpRequest) -> HttpResponse:
    found = Visit.objects.filter(pk__in=_keys_from_search())
    total = found.aggregate(seconds=Sum("seconds"))  # trigger: cp023
    return render(request, "blog/findings/lines.html", {"lines": [f"{total['seconds']} seconds"]})


def long_list_fixed(request: HttpRequest) -> HttpResponse:
    keys = _keys_from_search()
    found = Visit.objects.filter(pk__range=(keys[0], keys[-1]))
    total = found.aggregate(seconds=Sum("seconds"))
    return render(request, "blog/findings/lines.html", {"lines": [f"{total['seconds']} seconds"]})


PAGES = (
    FindingPage(
        code="CP022",
        slug="cp022",
        title="A result without a bound",
        look_for="Every visit is loaded as an instance to show the ten longest.",
        model="blog.Visit",
        relation="",
        remedy="none",
        bad=unbounded_bad,
        fixed=unbounded_fixed,
    ),
    FindingPage(
        code="CP023",
        slug="cp023",
        title="A very long IN list",
        look_for="One query with 2,000 parameters.",
        model="blog.Visit",
        relation="",
        remedy="none",
        bad=long_list_bad,
        fixed=long_list_fixed,
    ),
)
