"""CP030: waiting for another server inside a transaction. CP031: a transaction held long."""

from __future__ import annotations

import time

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Post
from ..ratings import rating
from .page import FindingPage

HOLD_S = 1.2


def external_bad(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        changed = Post.objects.filter(pk=1).update(views=F("views") + 1)
        # The row stays locked until another server has answered.
        stars = rating(1)  # trigger: cp030
    return _show(request, f"Counted a view of {changed} post, rated {stars} by its readers.")


def external_fixed(request: HttpRequest) -> HttpResponse:
    stars = rating(1)
    with transaction.atomic():
        changed = Post.objects.filter(pk=1).update(views=F("views") + 1)
    return _show(request, f"Counted a view of {changed} post, rated {stars} by its readers.")


def held_bad(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():  # trigger: cp031
        changed = Post.objects.filter(pk=1).update(views=F("views") + 1)
        summary = _long_calculation()
    return _show(request, f"Counted a view of {changed} post; {summary}.")


def held_fixed(request: HttpRequest) -> HttpResponse:
    summary = _long_calculation()
    with transaction.atomic():
        changed = Post.objects.filter(pk=1).update(views=F("views") + 1)
    return _show(request, f"Counted a view of {changed} post; {summary}.")


def _long_calculation() -> str:
    time.sleep(HOLD_S)  # stands for work that needs no database
    return "the calculation is done"


def _show(request: HttpRequest, line: str) -> HttpResponse:
    return render(request, "blog/findings/lines.html", {"lines": [line]})


PAGES = (
    FindingPage(
        code="CP030",
        slug="cp030",
        title="Another server, asked inside a transaction",
        look_for="An HTTP request lies inside the transaction: other writers wait for both.",
        model="",
        relation="",
        remedy="none",
        bad=external_bad,
        fixed=external_fixed,
    ),
    FindingPage(
        code="CP031",
        slug="cp031",
        title="A transaction held long",
        look_for="A write, then more than a second without any query, then the commit.",
        model="",
        relation="",
        remedy="none",
        bad=held_bad,
        fixed=held_fixed,
    ),
)
