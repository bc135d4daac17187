"""Faults in what the hooks that run most work out themselves: the application does not see them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import transaction
from django.dispatch import Signal
from django.template import Context, Template

from cycleprof import profile
from cycleprof.instruments import _cache_singles, jinja2, signals, template, transactions, view
from cycleprof.instruments.orm import beginning
from cycleprof.recorder import Scope

pytestmark = pytest.mark.django_db

asked = Signal()


def answer(**_):
    return 42


def send():
    asked.connect(answer)
    try:
        return [response for _, response in asked.send(sender=None)]
    finally:
        asked.disconnect(answer)


def write():
    with transaction.atomic():
        return Group.objects.create(name="one").name


def render_jinja2():
    environment = pytest.importorskip("jinja2").Environment(autoescape=True)
    return environment.from_string("{% block all %}{{ 6 * 7 }}{% endblock %}").render()


HOOKS = {
    "cache": (_cache_singles, "_getframe", lambda: cache.get("nothing", 7), 7),
    "signals": (signals, "_recorded", send, [42]),
    "template": (template, "_names", lambda: Template("{{ a }}").render(Context({"a": 1})), "1"),
    "transactions": (transactions, "sight", write, "one"),
    "orm": (beginning, "look", lambda: list(Group.objects.all()), []),
    "jinja2": (jinja2, "_asked", render_jinja2, "42"),
}


def fail(*_, **__):
    raise ZeroDivisionError("ours")


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_that_fails_gives_what_the_application_would_get_and_is_told_of(name, monkeypatch):
    module, part, work, expected = HOOKS[name]
    monkeypatch.setattr(module, part, fail)
    with profile("faulty") as session:
        assert work() == expected
    assert session.profile.versions[f"instrument.{name}"] == "failed: ZeroDivisionError"


def test_a_view_that_cannot_be_recorded_answers(client, monkeypatch):
    monkeypatch.setattr(view, "_recorded", fail)
    assert client.get("/plain/").status_code == 200


@pytest.mark.parametrize("name", HOOKS)
def test_what_the_application_raises_in_a_hook_is_its_own(name, monkeypatch):
    """Also where the end of the span fails on top of it."""
    monkeypatch.setattr(Scope, "note", fail)

    @transaction.atomic
    def work():
        HOOKS[name][2]()
        raise KeyError("theirs")

    with profile("raises") as session, pytest.raises(KeyError, match="theirs"):
        work()
    assert session.profile.versions["instrument.transactions"] == "failed: ZeroDivisionError"


class Lazy:
    """Asks the database while it is pickled, as a queryset does."""

    def __reduce__(self):
        return (list, (list(Group.objects.values_list("name")),))


def test_what_happens_within_an_operation_that_is_recorded_at_its_end_is_part_of_it():
    with profile("pickled") as session:
        cache.set("lazy", Lazy())
    spans = {one.id: one for one in session.profile.spans}
    (query,) = (one for one in spans.values() if "db.query.text" in one.attributes)
    above = []
    while query.parent_id is not None:
        query = spans[query.parent_id]
        above.append(query.name)
    assert above[-2:] == ["set", "pickled"]
