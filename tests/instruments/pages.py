"""Views, middleware and addresses for the tests of the instruments."""

from __future__ import annotations

import asyncio
import time

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import include, path, re_path, reverse
from django.views.decorators.cache import cache_page, never_cache
from django.views.decorators.http import require_safe
from django.views.generic import FormView, ListView, View


def ask(label):
    """Run one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", [label])
        return cursor.fetchone()[0]


class Hooks:
    """A middleware with every hook that Django knows."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        return HttpResponse("answered") if "answer" in request.GET else None

    def process_template_response(self, request, response):
        return response

    def process_exception(self, request, exception):
        return HttpResponse(str(exception), status=503)


def plain(request, **kwargs):
    return HttpResponse(str(kwargs))


def reversing(request):
    return HttpResponse("".join(reverse("hello") for _ in range(3)))


def failing(request):
    raise ValueError("on purpose")


def missing(request):
    raise Http404


def denied(request):
    raise PermissionDenied


def deferred(request):
    return TemplateResponse(request, "site/row.html", {"row": 1})


def spin_for(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def spin(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def busy(request):
    spin(0.03)
    return HttpResponse("busy")


def _hold_up():
    time.sleep(0.06)


async def rude(request):
    """Hold the event loop up, then fail or answer as it is asked to."""
    await asyncio.sleep(0)
    _hold_up()
    if request.headers.get("X-Fail"):
        raise ValueError("on purpose")
    return HttpResponse("rude")


async def busy_async(request):
    spin(0.03)
    return HttpResponse("busy")


def visits(request):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return HttpResponse(str(request.session["visits"]))


def whoami(request):
    return HttpResponse(str(request.user) + str(request.user.is_authenticated))


class Sized(View):
    def get(self, request):
        return HttpResponse("sized")


class Asynchronous(View):
    async def get(self, request):
        return HttpResponse("async")


class Users(ListView):
    queryset = User.objects.order_by("pk")

    def render_to_response(self, context, **kwargs):
        return HttpResponse(str(context["object_list"]))


class NameForm(forms.Form):
    name = forms.CharField(max_length=5)


class Named(FormView):
    form_class = NameForm
    success_url = "/hello/"

    def form_invalid(self, form):
        return HttpResponse("invalid")


class Quarter:
    regex = "[1-4]"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return str(value)


years = [
    path("<int:year>/", plain, name="year"),
    re_path(r"^(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$", plain, name="month"),
]

urlpatterns = [
    path("hello/", plain, name="hello"),
    path("reversing/", reversing),
    path("failing/", failing),
    path("missing/", missing),
    path("denied/", denied),
    path("deferred/", deferred),
    path("busy/", busy),
    path("busy-async/", busy_async),
    path("rude/", rude),
    path("visits/", visits),
    path("whoami/", whoami),
    path("sized/", Sized.as_view()),
    path("async/", Asynchronous.as_view()),
    path("users/", Users.as_view()),
    path("named/", Named.as_view()),
    path("decorated/", require_safe(never_cache(plain))),
    path("cached/", cache_page(60)(plain)),
    path("archive/", include((years, "years"), namespace="archive")),
]
