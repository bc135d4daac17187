"""What is described once for all of its like reads as if each had been described by itself."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.template import Context, Template, engines
from jinja2 import DictLoader, Environment

import cycleprof
from cycleprof import records
from cycleprof.freeze import Facts, Paths, freeze
from cycleprof.freeze import rows as module
from cycleprof.model import Limits
from cycleprof.packing import pack_profile, unpack

pytestmark = pytest.mark.django_db


def cursors():
    with connection.cursor() as cursor:
        for number in range(5):
            cursor.execute("SELECT %s, %s", [number, f"password=hunter{number}"])
        for text in ("a", None, b"bytes", 1.5, True, "x" * 9_000):
            cursor.execute("SELECT %s", (text,))
        cursor.execute("SELECT 1")
        cursor.execute("SELECT 1")


def secrets():
    with connection.cursor() as cursor:
        for number in range(3):
            cursor.execute("SELECT 1 FROM auth_user WHERE password = %s", [f"hunter{number}"])


def failures():
    for number in range(3):
        with suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT %s FROM nowhere", [number])


def caches():
    cache.clear()
    for number in range(3):
        cache.get(f"key-{number % 2}")
        cache.set(f"key-{number}", "x" * number)
        cache.set(f"django.contrib.sessions.cache{number}", number)
        cache.delete(f"key-{number}")


def relations():
    group = Group.objects.create(name="readers")
    for number in range(3):
        User.objects.create_user(f"user {number}").groups.add(group)
    for user in User.objects.all():
        list(user.groups.all())
        user.groups.count()
        User.objects.only("pk").get(pk=user.pk).email  # noqa: B018 - loads it
    for number in range(3):
        list(User.objects.filter(pk__in=[-1, *range(number)]))
    list(User.objects.prefetch_related("groups"))


def templates():
    text = "{% for one in users %}{% include other %}{{ one.groups.count }}{% endfor %}"
    context = {"users": User.objects.all(), "other": Template("{{ one.pk }}{% firstof 1 %}")}
    Template(text).render(Context(context))
    engines["django"].from_string("{% block a %}{% endblock %}").render({})


def jinja2():
    pages = {"page": "{% for n in range(3) %}{% include 'part' %}{% endfor %}", "part": "{{ n }}"}
    Environment(loader=DictLoader(pages)).get_template("page").render()


@pytest.fixture(params=[cursors, secrets, failures, caches, relations, templates, jinja2])
def recorder(request):
    with cycleprof.profile("some work") as session:
        request.param()
    return session._recorder


def made(recorder):
    return freeze(recorder, Facts(kind="block", name="x"), Limits(text=4_000), Paths("/"))


def test_it_is_the_same_as_describing_each(recorder, monkeypatch):
    folded = made(recorder)
    monkeypatch.setattr(module, "FOLDS", {})
    assert folded == made(recorder)
    assert unpack(pack_profile(folded)) == folded


def test_there_is_something_to_fold(recorder):
    assert any(record[3] in records.FOLDS for record in recorder.records)


def test_one_that_fails_to_tell_its_like_is_described_by_itself(monkeypatch):
    def fold(raw):
        raise ValueError("cannot tell")

    with cycleprof.profile("some work") as session:
        cursors()
    expected = made(session._recorder)
    monkeypatch.setattr(module, "FOLDS", dict.fromkeys(records.FOLDS, fold))
    found = made(session._recorder)
    assert found.spans == expected.spans
    assert found.versions["instrument.database"] == "failed: ValueError"
