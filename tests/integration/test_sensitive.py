from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject
from django.views.decorators.debug import sensitive_variables

from cycleprof.cycle import facts
from cycleprof.cycle.sensitive import sensitive_values
from tests.profiles import profile_of


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


def test_a_lazy_object_among_the_variables_of_a_failure_is_not_asked():
    asked = []
    request = RequestFactory().get("/")
    request.resolver_match = None

    @sensitive_variables("lazy")
    def fail():
        lazy = SimpleLazyObject(lambda: asked.append("lazy") or "it")
        raise LookupError(type(lazy).__name__)

    def fail_too():
        lazy = SimpleLazyObject(lambda: asked.append("lazy") or "it")
        raise LookupError(type(lazy).__name__)

    for function in (fail, fail_too):
        with pytest.raises(LookupError) as caught:
            function()
        assert sensitive_values(request, caught.value) == ()
    assert asked == []


@pytest.mark.django_db
def test_where_it_is_unknown_what_is_sensitive_no_text_is_kept(client, monkeypatch, caplog):
    def fail(*_):
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(facts, "sensitive_values", fail)
    client.raise_request_exception = False
    kept = profile_of(client.get("/fails/?page=2"))
    assert kept.versions["instrument.facts"] == "failed: ZeroDivisionError"
    assert (kept.name, kept.request, kept.exception.message) == ("(request)", None, "********")
    assert len(kept.spans) > 3
    assert not any(span.attributes for span in kept.spans)
    assert "ours" in caplog.text
