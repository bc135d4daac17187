"""The methods of class-based views as spans, and what becomes of the instance."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.handlers.asgi import ASGIHandler
from django.test import RequestFactory
from django.views.generic import View

from cycleprof import profile
from cycleprof.model import Stage
from tests.asgi import http
from tests.instruments.pages import Sized, Users
from tests.profiles import one, outline, profile_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.instruments.pages")]


def test_a_list_view_tells_its_steps(client):
    User.objects.create(username="ann")
    assert outline(profile_of(client.get("/users/")), Stage.VIEW) == [
        "view tests.instruments.pages.Users",
        "  view Users.dispatch",
        "    view Users.get",
        "      view Users.get_queryset",
        "      view Users.get_context_data",
        "      view Users.render_to_response",
    ]


def test_a_query_lies_in_the_method_that_caused_it(client):
    recorded = profile_of(client.get("/users/"))
    query = one(recorded, "SELECT auth_user")
    spans = {span.id: span for span in recorded.spans}
    while query.stage is not Stage.VIEW:
        query = spans[query.parent_id]
    assert query.name in {"Users.get_context_data", "Users.render_to_response"}


@pytest.mark.parametrize(("name", "step"), [("bo", "form_valid"), ("too long", "form_invalid")])
def test_a_form_view_tells_how_the_form_ended(client, name, step):
    recorded = profile_of(client.post("/named/", {"name": name}))
    assert one(recorded, f"Named.{step}").stage is Stage.VIEW
    assert one(recorded, f"Named.{step}").attributes["cycleprof.view"].endswith("pages.Named")


async def test_an_async_view_nests_the_same_way():
    recorded = profile_of(await http(ASGIHandler(), "/async/"))
    assert outline(recorded, Stage.VIEW) == [
        "view tests.instruments.pages.Asynchronous",
        "  view Asynchronous.dispatch",
        "    view Asynchronous.get",
    ]


def test_the_class_stays_as_it_was():
    before = dict(vars(Users)), dict(vars(View))
    with profile("call"):
        Users.as_view()(RequestFactory().get("/"))
    assert (dict(vars(Users)), dict(vars(View))) == before


def test_an_instance_has_its_own_methods_back_after_dispatch():
    view = Sized()
    with profile("call"):
        view.setup(RequestFactory().get("/"))
        recorded = set(vars(view))
        view.dispatch(view.request)
    assert recorded - set(vars(view)) == {"dispatch", "get", "options"}


def test_a_recorded_method_is_a_bound_method_of_the_same_name():
    view = Sized()
    with profile("call"):
        view.setup(RequestFactory().get("/"))
    assert view.get.__self__ is view
    assert view.get.__name__ == "get"
    assert view.get.__func__.__wrapped__ is Sized.get


def test_nothing_is_recorded_outside_a_cycle():
    view = Sized()
    view.setup(RequestFactory().get("/"))
    assert "get" not in vars(view)
