from __future__ import annotations

from types import SimpleNamespace

from django.test import RequestFactory

from cycleprof.cycle.sensitive import sensitive_values


def posted(route, **values):
    request = RequestFactory().post("/admin/login/", values)
    request.sensitive_post_parameters = "__ALL__"
    request.resolver_match = SimpleNamespace(route=route, kwargs={})
    assert request.POST
    return sensitive_values(request, None)


def test_all_form_values_of_a_sensitive_view_are_sensitive():
    assert posted("login/", username="admin", password="ocean-7") == ("ocean-7", "admin")


def test_a_word_of_the_route_is_not():
    assert posted("admin/login/", username="admin", password="ocean-7") == ("ocean-7",)
